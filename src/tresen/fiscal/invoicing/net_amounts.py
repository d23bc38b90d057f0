"""From the gross amounts of a receipt to the net amounts of an invoice, so that all parts add up to the cent.

A receipt rounds once per VAT key; an invoice must name a net amount for every line whose sum is exactly that. So each
line takes its own half-up share, and the cents that are left over or missing go, one each, to the largest lines: no
line is off by more than a cent. The price of one unit gets as many decimals as it takes for quantity times price to be
the line, so that a reader who multiplies again finds the same.
"""

from collections.abc import Sequence
from typing import Final

from tresen.core.money import divide_half_up
from tresen.core.quantity import ONE

CENT_DECIMALS: Final = 2
MOST_DECIMALS: Final = 12
"""Enough for any quantity that a line can have: 10^9 pieces and more."""


def net_of(gross: int, rate: int) -> int:
    """The net amount in a gross one, rounded half away from zero."""
    return divide_half_up(gross * 10_000, 10_000 + rate)


def net_parts(grosses: Sequence[int], rate: int, net: int) -> list[int]:
    """Net amounts of lines that add up to `net`. Ties go to the earlier line."""
    parts = [net_of(gross, rate) for gross in grosses]
    rest = net - sum(parts)
    step = 1 if rest > 0 else -1
    largest = sorted(range(len(parts)), key=lambda place: -abs(grosses[place]))
    assert abs(rest) <= len(parts), "no line is off by more than a cent"
    for place in largest[: abs(rest)]:
        parts[place] += step
    return parts


def unit_price(net: int, quantity: int) -> tuple[int, int]:
    """Price of one unit and its decimals, so that quantity times price is `net`. Both are positive or zero."""
    assert quantity > 0 and net >= 0, "signs are the line's business"
    for decimals in range(CENT_DECIMALS, MOST_DECIMALS):
        scale: int = 10 ** (decimals - CENT_DECIMALS)
        price = divide_half_up(net * ONE * scale, quantity)
        if divide_half_up(price * quantity, ONE * scale) == net:
            return price, decimals
    raise AssertionError("no price has that many decimals")
