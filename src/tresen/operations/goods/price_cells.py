"""Prices beside the usual one in a cell of a table: `Verein=1,99 | base*5=2,29 | base@2026-07-01..=2,59`.

Each names its price list (`base`: for everybody), after `*` the quantity it begins with, after `@` first and last moment
as local wall time (the end is exclusive), after `=` the price.
"""

from collections.abc import Mapping, Sequence
from decimal import InvalidOperation
from typing import Final

from tresen.core.money import format_cents
from tresen.core.price_list import ListPrice
from tresen.core.quantity import ONE, format_quantity
from tresen.operations.goods.decimals import exact
from tresen.operations.goods.flat_article import PriceLine

BASE: Final = "base"
SEPARATORS: Final = "*@=|"


def price_cell(prices: Sequence[ListPrice], names: Mapping[str, str]) -> str:
    """`names`: name of each price list by id; one that the cell could not hold stands as its id."""
    parts = []
    for price in prices:
        name = names.get(price.list, price.list) if price.list else BASE
        if any(sign in name for sign in SEPARATORS) or (price.list and name.casefold() == BASE):
            name = price.list
        quantity = f"*{format_quantity(price.from_quantity, ',')}" if price.from_quantity else ""
        span = f"@{price.valid_from}..{price.valid_to}" if price.valid_from or price.valid_to else ""
        parts.append(f"{name}{quantity}{span}={format_cents(price.price, ',')}")
    return " | ".join(parts)


def read_price_cell(cell: str, lists: Mapping[str, str]) -> tuple[PriceLine, ...] | None:
    """`lists`: id by folded name and by id. None if something cannot be read."""
    found = []
    for part in cell.split("|"):
        head, equals, price = part.strip().rpartition("=")
        head, at, span = head.partition("@")
        name, _, quantity = head.partition("*")
        first, dots, last = span.partition("..")
        folded = name.strip().casefold()
        list = "" if folded == BASE else lists.get(folded)
        if not equals or list is None or (at and not dots):
            return None
        try:
            cents = exact(price, 100)
            thousandths = exact(quantity, ONE) if quantity else 0
        except InvalidOperation:
            return None
        found.append(PriceLine(cents, list, thousandths, first.strip(), last.strip()))
    return tuple(found)
