"""Read one row of a table of goods into an article: pure, the same for the check and the import.

An empty cell of a column that is there means the usual value (no barcode, no deposit, not weighed ...); name, price,
VAT key, unit, kind and the quantity of the price stay as they are.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import InvalidOperation
from typing import Any, Final

from tresen.core.quantity import ONE
from tresen.operations.goods.decimals import exact
from tresen.operations.goods.flat_article import BarcodeLine, DepositLine, FlatArticle, PriceLine
from tresen.operations.goods.price_cells import read_price_cell

UNITS: Final = {
    "piece": "piece", "pieces": "piece", "stück": "piece", "stuck": "piece", "stk": "piece", "st": "piece",
    "pcs": "piece", "pc": "piece", "weight": "weight", "kg": "weight", "gewicht": "weight", "kilogramm": "weight",
    "volume": "volume", "l": "volume", "liter": "volume", "volumen": "volume", "length": "length", "m": "length",
    "meter": "length", "länge": "length",
}  # fmt: skip
KINDS: Final = {
    "goods": "goods", "ware": "goods", "deposit": "deposit", "pfand": "deposit", "voucher": "voucher",
    "gutschein": "voucher", "mehrzweckgutschein": "voucher", "single_voucher": "single_voucher",
    "einzweckgutschein": "single_voucher",
}  # fmt: skip
MEASURES: Final = {
    "kg": ("weight", 1000), "g": ("weight", 1), "l": ("volume", 1000), "ml": ("volume", 1), "cl": ("volume", 10),
    "m": ("length", 1000), "cm": ("length", 10), "mm": ("length", 1),
}  # fmt: skip
YES: Final = frozenset({"yes", "y", "ja", "j", "x", "1", "true", "wahr"})
NO: Final = frozenset({"no", "n", "nein", "0", "false", "falsch"})
KEPT_WHEN_EMPTY: Final = frozenset({"number", "name", "price", "tax_key", "unit", "per", "kind"})
EMPTY: Final[Mapping[str, Any]] = {
    "group": "", "cost": None, "stock_min": None, "min_age": 0, "deposit": (), "barcodes": (), "content": (0, "weight"),
    "active": True, "weighed": False, "discountable": True, "points": True, "open_price_min": None,
    "open_price_max": None, "tags": (), "prices": (),
}  # fmt: skip
_BETWEEN: Final = re.compile(r"[\s;|]+|,(?=\s*\d{6,})")
_MEASURE: Final = re.compile(r"([\d.,]+)\s*([a-z]+)")


@dataclass(slots=True)
class Known:
    """What cells may refer to."""

    groups: Mapping[str, str]
    """Id by id and by folded name."""
    keys: frozenset[int]
    """VAT keys."""
    keys_by_rate: Mapping[int, int]
    """The everyday key of a rate in hundredths of a percent."""
    deposits: Mapping[str, str]
    """Id of the deposit articles by number."""
    price_lists: Mapping[str, str] = field(default_factory=dict)
    """Id by id and by folded name."""


@dataclass(slots=True)
class Fault:
    """Something wrong in a cell; `code` is one of `row_faults.FAULTS`."""

    row: int
    column: str
    value: str
    code: str


@dataclass(slots=True)
class Column:
    place: int
    heading: str
    field: str
    rate: bool = False


class _Wrong(Exception):
    """A cell that cannot be read; carries the code of the fault."""


@dataclass(slots=True)
class ReadRow:
    form: FlatArticle
    faults: list[Fault] = field(default_factory=list)


def read_row(row: int, cells: list[str], columns: list[Column], start: FlatArticle, known: Known) -> ReadRow:
    """`start`: the article as it is, or an empty one."""
    values: dict[str, Any] = {}
    read = ReadRow(start)
    measure = next((cells[one.place] for one in columns if one.field == "content_unit" and one.place < len(cells)), "")
    for column in columns:
        cell = cells[column.place] if column.place < len(cells) else ""
        name = column.field
        if name == "content_unit":
            continue
        if not cell:
            if name not in KEPT_WHEN_EMPTY:
                values[name] = EMPTY[name]
            continue
        if name == "content" and measure and not _MEASURE.search(cell.lower()):
            cell = f"{cell} {measure}"
        try:
            values[name] = _rate_key(cell, known) if column.rate else READERS[name](cell, known)
        except _Wrong as wrong:
            read.faults.append(Fault(row, column.heading, cell, str(wrong)))
    if "content" in values:
        values["content"], values["content_unit"] = values["content"]
    read.form = replace(start, **values)
    return read


def _exact(text: str, factor: int, code: str) -> int:
    try:
        return exact(text, factor)
    except InvalidOperation:
        raise _Wrong(code) from None


def _money(text: str, _: Known) -> int:
    plain = text.replace("€", "").replace("EUR", "").strip()
    return _exact(plain, 100, "money")


def _quantity(text: str, _: Known) -> int:
    return _exact(text, ONE, "quantity")


def _whole(text: str, _: Known) -> int:
    return _exact(text, 1, "number")


def _flag(text: str, _: Known) -> bool:
    word = text.lower()
    if word not in YES and word not in NO:
        raise _Wrong("flag")
    return word in YES


def _word(words: Mapping[str, str], code: str) -> Callable[[str, Known], str]:
    def read(text: str, _: Known) -> str:
        found = words.get(text.lower().strip(" ."))
        if found is None:
            raise _Wrong(code)
        return found

    return read


def _group(text: str, known: Known) -> str:
    found = known.groups.get(text) or known.groups.get(text.casefold())
    if found is None:
        raise _Wrong("group")
    return found


def _tax_key(text: str, known: Known) -> int:
    """A VAT key; with a percent sign, or where no key has that number, a rate."""
    if "%" in text or not (text.isdigit() and int(text) in known.keys):
        return _rate_key(text, known)
    return int(text)


def _rate_key(text: str, known: Known) -> int:
    found = known.keys_by_rate.get(_exact(text.replace("%", "").strip(), 100, "tax"))
    if found is None:
        raise _Wrong("tax")
    return found


def _content(text: str, _: Known) -> tuple[int, str]:
    return _measure(text)


def _measure(text: str) -> tuple[int, str]:
    match = _MEASURE.fullmatch(text.lower().strip(" ."))
    if match is None or match[2] not in MEASURES:
        raise _Wrong("content")
    unit, factor = MEASURES[match[2]]
    return _exact(match[1], factor, "content"), unit


def _per(text: str, known: Known) -> int:
    return _measure(text)[0] if text[-1].isalpha() else _quantity(text, known)


def _deposits(text: str, known: Known) -> tuple[DepositLine, ...]:
    found = []
    for part in re.split(r"[\s;,|]+", text):
        number, _, quantity = part.partition("*")
        id = known.deposits.get(number)
        if id is None:
            raise _Wrong("deposit")
        found.append(DepositLine(id, _exact(quantity or "1", ONE, "quantity")))
    return tuple(found)


def _barcodes(text: str, known: Known) -> tuple[BarcodeLine, ...]:
    found = []
    for part in _BETWEEN.split(text):
        code, _, rest = part.strip().partition("*")
        quantity, _, price = rest.partition("=")
        cents = _money(price, known) if price else None
        found.append(BarcodeLine(code, _exact(quantity or "1", ONE, "quantity"), cents))
    return tuple(found)


def _tags(text: str, _: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in re.split(r"[\s;,|]+", text) if tag))


def _prices(text: str, known: Known) -> tuple[PriceLine, ...]:
    found = read_price_cell(text, known.price_lists)
    if found is None:
        raise _Wrong("prices")
    return found


def _text(text: str, _: Known) -> str:
    return " ".join(text.split())


READERS: Final[dict[str, Callable[[str, Known], Any]]] = {
    "number": _text, "name": _text, "price": _money, "tax_key": _tax_key, "group": _group, "per": _per,
    "unit": _word(UNITS, "unit"), "kind": _word(KINDS, "kind"), "cost": _money, "stock_min": _quantity,
    "min_age": _whole, "deposit": _deposits, "barcodes": _barcodes, "content": _content, "active": _flag,
    "weighed": _flag, "discountable": _flag, "points": _flag, "open_price_min": _money, "open_price_max": _money,
    "tags": _tags, "prices": _prices,
}  # fmt: skip
