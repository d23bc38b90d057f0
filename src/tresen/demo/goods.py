"""Goods as a table: reads `goods.csv` into articles, barcodes and opening stock, and writes the same table.

The columns are what a shop fills in to bring its own goods along, and what the replay uses for its articles:

- `id`: may be missing; then the article's id is its number.
- `price`, `open_min`, `open_max`: euros with two decimals and a point; `per`: the quantity the price is for.
- `content`: net content of one piece (`500 g`, `1.5 l`, `30 m`; for tins the drained weight) for the unit price that
  §4 PAngV asks for; empty where none is due (goods sold by the piece, or below 10 g or 10 ml).
- `deposit`: numbers of the deposit articles of one piece: `3903*20 3906` is a crate of twenty bottles.
- `barcodes`: codes of the article; `<code>*6=5.49` stands for six pieces at a price of their own.
- `laden`, `lager`: opening stock in pieces, kilograms ...
- `yes` or `no`; an empty cell is the usual case: not weighed, discountable, earns points.

The codes of the packaged goods begin with 20: numbers for circulation inside one company (GS1 prefixes 20 to 29), so
an invented article can never be taken for a product that somebody else really sells. Labels of weighed goods begin with
22 (price) and 28 (weight), customer cards with 21, articles of the replay with 27.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from typing import Final, TextIO

from tresen.core.article import Article, Barcode, DepositPart
from tresen.core.money import format_cents
from tresen.core.quantity import ONE, format_quantity

COLUMNS: Final = (
    "id", "number", "name", "group", "price", "per", "unit", "tax_key", "kind", "content", "deposit", "min_age",
    "weighed", "open_min", "open_max", "discountable", "points", "barcodes", "laden", "lager",
)  # fmt: skip

PLACES: Final = ("laden", "lager")
"""Where stock lies: the sales floor and the store room."""

CONTENT_UNITS: Final = {
    "kg": ("weight", 1000), "g": ("weight", 1), "l": ("volume", 1000), "ml": ("volume", 1),
    "m": ("length", 1000), "cm": ("length", 10), "mm": ("length", 1),
}  # fmt: skip


@dataclass(slots=True, frozen=True)
class Good:
    """One row of the table: the article with its codes and what lies where when the shop opens."""

    article: Article
    barcodes: tuple[Barcode, ...] = ()
    stock: Mapping[str, int] = field(default_factory=dict)
    """Opening stock by place, thousandths of the article's unit."""


def demo_goods() -> tuple[Good, ...]:
    """The goods of the practice shop, in the order of their numbers."""
    table = files(__package__).joinpath("goods.csv").read_text(encoding="utf-8")
    return tuple(read_goods(table.splitlines()))


def read_goods(table: Iterable[str]) -> Iterator[Good]:
    """Read the table. Raises `ValueError` naming the line when a cell cannot be understood."""
    rows = list(csv.DictReader(table))
    ids = {row["number"]: row.get("id") or row["number"] for row in rows}
    for line, row in enumerate(rows, start=2):
        try:
            yield _good(row, ids)
        except (ValueError, KeyError, ArithmeticError) as cause:
            raise ValueError(f"line {line} ({row.get('name')}): {cause!r}") from cause


def write_goods(goods: Iterable[Good], table: TextIO) -> None:
    """Write the table that `read_goods` reads; reading it again gives the same goods."""
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    goods = list(goods)
    numbers = {good.article.id: good.article.number for good in goods}
    for good in goods:
        writer.writerow(_row(good, numbers))


def _good(row: Mapping[str, str], ids: Mapping[str, str]) -> Good:
    content, content_unit = _content(row["content"])
    id = ids[row["number"]]
    article = Article(
        id=id,
        number=row["number"],
        name=row["name"],
        price=_cents(row["price"]),
        tax_key=int(row["tax_key"]),
        kind=row["kind"],
        unit=row["unit"],
        per=_thousandths(row["per"]),
        group=row["group"],
        deposit=tuple(_deposit(part, ids) for part in row["deposit"].split()),
        min_age=int(row["min_age"] or 0),
        weighed=_flag(row["weighed"], usual=False),
        open_price_min=_cents(row["open_min"]) if row["open_min"] else None,
        open_price_max=_cents(row["open_max"]) if row["open_max"] else None,
        discountable=_flag(row["discountable"], usual=True),
        content=content,
        content_unit=content_unit,
        points=_flag(row["points"], usual=True),
    )
    stock = {place: _thousandths(row[place]) for place in PLACES if row[place]}
    return Good(article, tuple(_barcode(text, id) for text in row["barcodes"].split()), stock)


def _row(good: Good, numbers: Mapping[str, str]) -> tuple[str, ...]:
    article = good.article
    deposit = " ".join(
        numbers[part.article] + (f"*{format_quantity(part.quantity)}" if part.quantity != ONE else "")
        for part in article.deposit
    )
    barcodes = " ".join(_barcode_text(barcode) for barcode in good.barcodes)
    return (
        article.id, article.number, article.name, article.group, format_cents(article.price),
        format_quantity(article.per), article.unit, str(article.tax_key), article.kind,
        _content_text(article), deposit, str(article.min_age or ""), _flag_text(article.weighed, usual=False),
        _optional_cents(article.open_price_min), _optional_cents(article.open_price_max),
        _flag_text(article.discountable, usual=True), _flag_text(article.points, usual=True), barcodes,
        *(format_quantity(good.stock[place]) if good.stock.get(place) else "" for place in PLACES),
    )  # fmt: skip


def _cents(text: str) -> int:
    return _exact(Decimal(text) * 100)


def _thousandths(text: str) -> int:
    return _exact(Decimal(text) * ONE)


def _exact(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise ValueError(f"{value} has too many decimals")
    return int(value)


def _content(text: str) -> tuple[int, str]:
    if not text:
        return 0, "weight"
    amount, symbol = text.split()
    unit, factor = CONTENT_UNITS[symbol]
    return _exact(Decimal(amount) * factor), unit


def _content_text(article: Article) -> str:
    small = {"weight": "g", "volume": "ml", "length": "mm"}[article.content_unit]
    return f"{article.content} {small}" if article.content else ""


def _deposit(text: str, ids: Mapping[str, str]) -> DepositPart:
    number, _, quantity = text.partition("*")
    return DepositPart(ids.get(number, number), _thousandths(quantity or "1"))


def _barcode(text: str, article: str) -> Barcode:
    code, _, rest = text.partition("*")
    quantity, _, price = rest.partition("=")
    return Barcode(code, article, _thousandths(quantity or "1"), _cents(price) if price else None)


def _barcode_text(barcode: Barcode) -> str:
    if barcode.quantity == ONE and barcode.price is None:
        return barcode.code
    price = f"={format_cents(barcode.price)}" if barcode.price is not None else ""
    return f"{barcode.code}*{format_quantity(barcode.quantity)}{price}"


def _flag(text: str, usual: bool) -> bool:
    return {"": usual, "yes": True, "no": False}[text]


def _flag_text(flag: bool, usual: bool) -> str:
    return "" if flag == usual else {True: "yes", False: "no"}[flag]


def _optional_cents(cents: int | None) -> str:
    return "" if cents is None else format_cents(cents)
