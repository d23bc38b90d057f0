"""The moment a quote is made for: the one that the till and the customer agreed at, as long as that is not long ago."""

from typing import Final

STANDS_FOR: Final = 15 * 60_000
"""Milliseconds that an agreed price stands: a happy hour that ends between agreeing and paying changes nothing."""


def agreed_moment(now: int, quoted_at: int) -> int:
    """The till's moment if it is near enough (0: it named none), else now."""
    return quoted_at if abs(now - quoted_at) <= STANDS_FOR else now
