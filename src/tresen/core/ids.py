"""Ids: UUIDs in 32 lower-case hex digits, made where a thing begins."""

from typing import Final

PATTERN: Final = "^[0-9a-f]{32}$"
_DIGITS: Final = frozenset("0123456789abcdef")


def is_id(text: str) -> bool:
    """Whether a text from outside is an id."""
    return len(text) == 32 and _DIGITS.issuperset(text)
