"""How long what is kept (§147 AO): ten years for everything fiscal, counted from the end of the calendar year."""

from typing import Final

YEARS: Final = 10
"""Vouchers alone may go after eight years since 2025; records, closings and what explains them may not, and in a till
they are one and the same. So ten for all of it."""
QUIET_YEARS: Final = 3
"""So long after the last purchase's year a customer's data may still be wanted (§195, §199 BGB); then they should go."""


def kept_until(year: int) -> str:
    """The last day of the term of what was recorded in a year."""
    return f"{year + YEARS}-12-31"


def is_over(year: int, today: str) -> bool:
    """Whether the term of a year is over. A tax assessment that is still open makes it longer; only the owner knows."""
    return today > kept_until(year)


def quiet_since(last: str, today: str) -> bool:
    """Whether a customer who bought last on a day has been away so long that the data should go."""
    return today > f"{int(last[:4]) + QUIET_YEARS:04d}-12-31"
