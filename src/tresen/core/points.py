"""Loyalty points: so many for each whole euro of a sale, kept on its lines so that a return takes back its share."""

from collections.abc import Sequence

from tresen.core.money import distribute, divide_half_up


def earned(amounts: Sequence[int], points_per_euro: int) -> list[int]:
    """Points of each earning line (cents, not negative): whole euros of the sum, spread by value without remainder."""
    points = sum(amounts) // 100 * points_per_euro
    if points <= 0:
        return [0] * len(amounts)
    return distribute(points, amounts)


def taken_back(points: int, sold: int, back_before: int, back_now: int) -> int:
    """Points that go back when `back_now` of a line with `points` comes back, after `back_before` of `sold`.

    Proportional, and whatever the parts: all of them together are exactly the points of the line.
    """
    return divide_half_up(points * (back_before + back_now), sold) - divide_half_up(points * back_before, sold)
