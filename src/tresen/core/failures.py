"""Failures that are expected: returned as values with a code, never raised. Anything else is a bug."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tresen.core.failure_catalogue import CATALOGUE, UNEXPECTED
from tresen.core.failure_catalogue.entry import Entry

__all__ = ["CATALOGUE", "Failure", "entry", "status", "text"]


@dataclass(slots=True, frozen=True)
class Failure:
    """Why something was not done."""

    code: str
    """A code of the catalogue."""
    detail: Mapping[str, str | int] = field(default_factory=dict)
    """What makes the case concrete: names, amounts in cents, seconds to wait."""


def entry(code: str) -> Entry:
    """The catalogue's entry of a code; that of `unexpected` if there is none."""
    return CATALOGUE.get(code, UNEXPECTED)


def text(code: str, language: str) -> tuple[str, str, str]:
    """What happened, whether the data are safe, and what to do, in German (`de`) or English (`en`)."""
    found = entry(code)
    return found.en if language.startswith("en") else found.de


def status(code: str) -> int:
    """The HTTP status that goes with a code."""
    return entry(code).status
