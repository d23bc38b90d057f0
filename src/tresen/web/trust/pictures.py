"""Drawings of the screens that the trust page speaks of: which line to find, which switch to turn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

Mark = Literal["", "next", "on", "off", "button", "tick"]

_WIDTH: Final = 240
_LINE: Final = 15
_LETTERS: Final = 27
"""As many letters of the picture's size fit beside a mark."""
SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
"""Where a long word may be broken."""


@dataclass(slots=True, frozen=True)
class Line:
    """One line of a drawn screen. `found`: it is the one to tap."""

    text: str
    mark: Mark = ""
    found: bool = False


@dataclass(slots=True, frozen=True)
class Picture:
    """A screen: its title, and what stands on it from top to bottom."""

    title: str
    lines: Sequence[Line]
    wide: bool = False
    """A window of a computer instead of a telephone."""


def drawn(picture: Picture, called: str = "") -> str:
    """As SVG. Colours come from the page's stylesheet; the words are read out as the picture's description.

    `called`: stands where a line says `{called}`.
    """
    parts: list[str] = []
    top = 52
    lines = [replace(line, text=line.text.replace("{called}", called)) for line in picture.lines]
    for line in lines:
        texts = _broken(line.text, _LETTERS - (7 if line.mark in {"on", "off"} else 0))
        height = 20 + _LINE * len(texts)
        parts.append(_row(line, texts, top, height))
        top += height + 6
    height = top + (14 if picture.wide else 24)
    found = next((line.text.replace(SOFT_HYPHEN, "") for line in lines if line.found), "")
    label = escape(f"{picture.title}: {found}" if found else picture.title)
    return (
        f'<svg class="picture" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">'
        f"{_frame(picture, height)}{''.join(parts)}</svg>"
    )


def _frame(picture: Picture, height: int) -> str:
    title = f'<text class="title" x="{_WIDTH // 2}" y="36" text-anchor="middle">{escape(picture.title)}</text>'
    if picture.wide:
        dots = "".join(f'<circle class="faint" cx="{x}" cy="13" r="3"/>' for x in (208, 219, 230))
        return (
            f'<rect class="case" x="1" y="1" width="{_WIDTH - 2}" height="{height - 2}" rx="6"/>'
            f'<path class="edge" d="M1 22H{_WIDTH - 1}"/>{dots}{title.replace("36", "41", 1)}'
        )
    return (
        f'<rect class="case" x="1" y="1" width="{_WIDTH - 2}" height="{height - 2}" rx="22"/>'
        f'<rect class="faint" x="{_WIDTH // 2 - 22}" y="9" width="44" height="5" rx="2.5"/>{title}'
        f'<rect class="faint" x="{_WIDTH // 2 - 30}" y="{height - 11}" width="60" height="3" rx="1.5"/>'
    )


def _row(line: Line, texts: Sequence[str], top: int, height: int) -> str:
    middle = top + height // 2
    button = line.mark == "button"
    kind = f"{'button' if button else 'row'}{' found' if line.found else ''}"
    words = "".join(
        f'<text class="{"on-button" if button else "words"}" x="{_WIDTH // 2 if button else 24}" '
        f'y="{top + 10 + _LINE * place + 11}"{" text-anchor=" + chr(34) + "middle" + chr(34) if button else ""}>'
        f"{escape(text)}</text>"
        for place, text in enumerate(texts)
    )
    finger = f'<circle class="finger" cx="{_WIDTH - 50}" cy="{top + height - 3}" r="10"/>' if line.found else ""
    return (
        f'<rect class="{kind}" x="14" y="{top}" width="{_WIDTH - 28}" height="{height}" rx="8"/>'
        f"{words}{_mark(line.mark, middle)}{finger}"
    )


def _mark(mark: Mark, middle: int) -> str:
    right = _WIDTH - 26
    if mark == "next":
        return f'<path class="stroke" d="M{right - 3} {middle - 5}l5 5-5 5"/>'
    if mark == "tick":
        return f'<path class="stroke" d="M{right - 8} {middle}l4 4 7-8"/>'
    if mark in {"on", "off"}:
        knob = right - 6 if mark == "on" else right - 20
        return (
            f'<rect class="switch {mark}" x="{right - 28}" y="{middle - 8}" width="30" height="16" rx="8"/>'
            f'<circle class="knob" cx="{knob}" cy="{middle}" r="6"/>'
        )
    return ""


def _broken(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters, broken between words and at soft hyphens."""
    lines = [""]
    for word in text.split():
        for part in word.replace(SOFT_HYPHEN, f"{SOFT_HYPHEN} ").split():
            joint = "" if lines[-1].endswith(SOFT_HYPHEN) or not lines[-1] else " "
            longer = f"{lines[-1].removesuffix(SOFT_HYPHEN)}{joint}{part}"
            if len(longer) <= letters or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(part)
    return [line.replace(SOFT_HYPHEN, "-") for line in lines]
