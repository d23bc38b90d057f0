"""The goods of a basket as promotions see them: lines of equal units with a value, none of them expanded."""

from collections.abc import Sequence
from dataclasses import dataclass

from tresen.core.money import distribute, divide_half_up
from tresen.core.quantity import ONE

RANK = 1_000_000_000
"""Unit prices are compared in this part of a cent: finer than two prices of lines can differ."""


@dataclass(slots=True)
class Goods:
    """A line that promotions may touch. A line by weight or measure, or of half pieces, is one indivisible unit."""

    n: int
    """Number of the line on the quote or receipt."""
    article: str
    group: str
    tags: tuple[str, ...]
    quantity: int
    amount: int
    """Cents before promotions, positive."""
    count: int
    """Units: whole pieces, or 1."""
    tax_key: int
    regular: bool = True
    """Neither priced by hand nor by a price label."""


def units_of(unit: str, quantity: int) -> int:
    """How many units a line is: its pieces where they are whole, else the line itself is one."""
    return quantity // ONE if unit == "piece" and quantity >= ONE and quantity % ONE == 0 else 1


@dataclass(slots=True)
class Stock:
    """All goods with what is left of them while promotions are applied: their amounts, and units nobody took."""

    goods: Sequence[Goods]
    amounts: list[int]
    """Cents of each line that promotions applied so far have left."""

    def value(self, place: int, first: int, units: int) -> int:
        """Cents of so many units of a line from the unit `first` (from 0) on; all units together are the line."""
        count, amount = self.goods[place].count, self.amounts[place]
        if units == count:
            return amount
        if amount % count == 0:
            return amount // count * units
        return divide_half_up(amount * (first + units), count) - divide_half_up(amount * first, count)

    def quantity(self, place: int, units: int) -> int:
        """Thousandths of so many units of a line."""
        goods = self.goods[place]
        return goods.quantity if units == goods.count else goods.quantity // goods.count * units


def dearest_first(stock: Stock, places: Sequence[int]) -> list[int]:
    """Places ordered by the price of one unit, the dearest first; equals by article, then in the order of the lines.

    So the order in which goods were entered does not decide what a promotion saves.
    """
    goods = stock.goods

    def rank(place: int) -> tuple[int, str, int]:
        each = goods[place]
        return (-(each.amount * RANK // each.count), each.article, place)

    return sorted(places, key=rank)


def spread(stock: Stock, saving: int, values: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spread a saving over (place, value): over the VAT keys first, then over the lines of each, by value.

    The largest remainder makes the parts add up; no part is larger than its value while the saving is not larger than
    all of them.
    """
    if len(values) == 1:
        return [(values[0][0], saving)]
    keys: dict[int, list[tuple[int, int]]] = {}
    for place, value in values:
        keys.setdefault(stock.goods[place].tax_key, []).append((place, value))
    sums = [sum([value for _, value in members]) for members in keys.values()]
    parts: list[tuple[int, int]] = []
    for members, share in zip(keys.values(), distribute(saving, sums), strict=True):
        parts += zip([place for place, _ in members], distribute(share, [value for _, value in members]), strict=True)
    return parts
