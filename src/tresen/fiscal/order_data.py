"""The text a TSE signs for an order: processData of `Bestellung-V1` (DSFinV-K annex I), written and read.

`2;"Eiskaffee";2.99` and a carriage return (0x0D) between the lines: quantity with as few decimals as it needs, name in
quotes (those inside it twice), gross price of one unit with exactly two decimals.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tresen.core.money import divide_half_up, format_cents
from tresen.core.quantity import ONE, format_quantity
from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt
from tresen.fiscal.process_data import ORDER, RECEIPT, BadProcessData
from tresen.fiscal.tenders import process_data_of

BETWEEN: Final = "\r"
_LINE: Final = re.compile(
    r'(-?)(0|[1-9][0-9]*)(?:\.([0-9]{0,2}[1-9]))?;"((?:[^"]|"")*)";(-?)(0|[1-9][0-9]*)\.([0-9]{2})'
)


@dataclass(slots=True, frozen=True)
class OrderedLine:
    """What one line of the text says: thousandths, name, cents for one unit."""

    quantity: int
    name: str
    price: int


def signing_text(receipt: Receipt) -> tuple[str, str]:
    """What a TSE signs of a receipt: processType and processData."""
    if receipt.type == "AVBestellung":
        return ORDER, order_process_data(receipt.lines)
    return RECEIPT, process_data_of(receipt.type, receipt.taxes, receipt.tenders)


def order_process_data(lines: Iterable[QuoteLine]) -> str:
    """The text of an order; a negative quantity takes back what an earlier order said."""
    return BETWEEN.join([_written(line) for line in lines if line.quantity])


def _written(line: QuoteLine) -> str:
    """Line breaks inside a name would end the line: a blank takes their place."""
    name = " ".join(line.name.split()).replace('"', '""')
    price = divide_half_up(line.price * ONE, line.per)
    return f'{format_quantity(line.quantity)};"{name}";{format_cents(price)}'


def parse_order_data(text: str) -> tuple[OrderedLine, ...]:
    """Read the text strictly. Raises BadProcessData with the reason."""
    found = []
    place = 0
    while True:
        match = _LINE.match(text, place)
        if match is None:
            raise BadProcessData(f"no ordered line at {text[place : place + 40]!r}")
        sign, whole, part, name, price_sign, euros, cents = match.groups()
        quantity = int(whole) * ONE + int((part or "0").ljust(3, "0"))
        price = int(euros) * 100 + int(cents)
        quantity, price = (-quantity if sign else quantity), (-price if price_sign else price)
        if not quantity or "\n" in name or BETWEEN in name:
            raise BadProcessData("an ordered line has a quantity, and its name no line break")
        found.append(OrderedLine(quantity, name.replace('""', '"'), price))
        place = match.end()
        if place == len(text):
            return tuple(found)
        if text[place] != BETWEEN:
            raise BadProcessData("lines are joined by a single carriage return")
        place += 1
