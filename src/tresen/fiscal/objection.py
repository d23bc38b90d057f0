"""What a checker objects to in a file: a rule, the place, and what it means, in German and English."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Level = Literal["fault", "note"]
"""`fault`: the file breaks a rule. `note`: somebody should know; it may be right."""

SHOWN: Final = 100
"""Objections kept for each rule; further ones are only counted, so that memory stays bounded."""


@dataclass(slots=True, frozen=True)
class Rule:
    """A rule that is checked, with what to say when it is broken. `{name}` in the texts is filled in."""

    level: Level
    de: str
    en: str


@dataclass(slots=True, frozen=True)
class Objection:
    """One place where a rule is broken."""

    rule: str
    place: str = ""
    """The file, and the file in it."""
    line: int = 0
    """Line of the file, from 1; 0 if the whole file is meant."""
    said: Mapping[str, str | int] = field(default_factory=dict)
    """What fills the texts."""


@dataclass(slots=True)
class Objections:
    """Collects objections; knows the rules."""

    rules: Mapping[str, Rule]
    kept: list[Objection] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    shown: int = SHOWN

    def add(self, rule: str, place: str = "", line: int = 0, **said: str | int) -> None:
        """Object. Texts from a file are shortened: they may be of any length."""
        assert rule in self.rules, f"{rule} is no rule"
        self.counts[rule] += 1
        if self.counts[rule] <= self.shown:
            short = {name: _short(value) if isinstance(value, str) else value for name, value in said.items()}
            self.kept.append(Objection(rule, _short(place), line, short))

    @property
    def faults(self) -> int:
        return sum(count for rule, count in self.counts.items() if self.rules[rule].level == "fault")

    @property
    def notes(self) -> int:
        return self.counts.total() - self.faults

    def level(self, one: Objection) -> Level:
        return self.rules[one.rule].level

    def text(self, one: Objection, language: str) -> str:
        """What is wrong and what it means, in German (`de`) or English (`en`)."""
        rule = self.rules[one.rule]
        return (rule.de if language == "de" else rule.en).format_map(one.said)

    def not_shown(self) -> Iterator[tuple[str, int]]:
        """(rule, how often) of what was only counted."""
        for rule, count in self.counts.items():
            if count > self.shown:
                yield rule, count - self.shown


def _short(text: str) -> str:
    """A text of a file as it can be shown: one line, not endless, nothing that a terminal would obey."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:200])
    return shown + ("…" if len(text) > 200 else "")
