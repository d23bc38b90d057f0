"""Write the articles as the table that an import reads: the way out, and the template for the way in."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from tresen.core.money import format_cents
from tresen.core.quantity import ONE, format_quantity
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import Masterdata
from tresen.operations.goods.columns import SYNONYMS
from tresen.operations.goods.price_cells import price_cell

COLUMNS: Final = tuple(name for name in SYNONYMS if name != "content_unit")
HEADINGS: Final = tuple(SYNONYMS[name][0] for name in COLUMNS)
_SMALL: Final = {"weight": "g", "volume": "ml", "length": "mm"}


def export_articles(md: Masterdata, records: Iterable[ArticleRecord]) -> str:
    """CSV with `;` and a byte order mark, so that a spreadsheet opens it with umlauts and in columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for record in records:
        writer.writerow([_safe(cell) for cell in _cells(md, record)])
    return "\ufeff" + text.getvalue()


def _safe(cell: str) -> str:
    """A text that a spreadsheet would take for a formula gets a space in front; the import takes it off again."""
    return f" {cell}" if cell[:1] in ("=", "+", "@", "-") and not cell[1:2].isdigit() else cell


def _cells(md: Masterdata, record: ArticleRecord) -> list[str]:
    a = record.article
    group = md.groups.get(a.group)
    deposit = " ".join(
        (md.priced[part.article].number if part.article in md.priced else part.article)
        + (f"*{format_quantity(part.quantity)}" if part.quantity != ONE else "")
        for part in a.deposit
    )
    barcodes = " ".join(
        code.code
        if code.quantity == ONE and code.price is None
        else f"{code.code}*{format_quantity(code.quantity)}"
        + (f"={format_cents(code.price)}" if code.price is not None else "")
        for code in record.barcodes
    )
    values = {
        "number": a.number, "name": a.name, "price": _money(a.price), "tax_key": str(a.tax_key),
        "group": group.name if group else "", "unit": a.unit, "per": format_quantity(a.per, ","), "kind": a.kind,
        "cost": _money(record.cost) if record.cost else "",
        "stock_min": format_quantity(record.minimum_stock, ",") if record.minimum_stock else "",
        "min_age": str(a.min_age or ""), "deposit": deposit, "barcodes": barcodes,
        "content": f"{a.content} {_SMALL[a.content_unit]}" if a.content else "", "active": _flag(record.active),
        "weighed": _flag(a.weighed), "discountable": _flag(a.discountable), "points": _flag(a.points),
        "open_price_min": "" if a.open_price_min is None else _money(a.open_price_min),
        "open_price_max": "" if a.open_price_max is None else _money(a.open_price_max),
        "tags": " ".join(a.tags), "prices": price_cell(a.prices, {one.id: one.name for one in md.price_lists}),
    }  # fmt: skip
    return [values[name] for name in COLUMNS]


def _money(cents: int) -> str:
    return format_cents(cents, ",")


def _flag(value: bool) -> str:
    return "yes" if value else "no"
