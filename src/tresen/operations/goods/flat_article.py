"""An article as forms, imports and exports see it: one flat set of fields, raw values with their units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tresen.core.article import Article, Barcode, ComponentPart, DepositPart
from tresen.core.price_list import ListPrice
from tresen.core.quantity import ONE
from tresen.masterdata.kinds import ArticleRecord


@dataclass(slots=True)
class BarcodeLine:
    """`quantity` in thousandths; `price` in cents for all of it, None: the article's own."""

    code: str
    quantity: int = ONE
    price: int | None = None


@dataclass(slots=True)
class DepositLine:
    """Deposit pieces for one piece, thousandths."""

    article: str
    quantity: int = ONE


@dataclass(slots=True)
class ComponentLine:
    """What one piece of a set contains; `share` in hundredths of a percent of the set's price, 0: by the single prices."""

    article: str
    quantity: int = ONE
    share: int = 0


@dataclass(slots=True)
class PriceLine:
    """A price beside the usual one. `list`: id of a price list, empty: for everybody. Local wall time, end exclusive."""

    price: int
    list: str = ""
    from_quantity: int = 0
    valid_from: str = ""
    valid_to: str = ""


@dataclass(slots=True)
class FlatArticle:
    """What a form edits. None: no purchase price known, no warning of low stock, no limits of an open price."""

    number: str
    name: str
    price: int
    tax_key: int
    kind: str = "goods"
    unit: str = "piece"
    per: int = ONE
    group: str = ""
    deposit: Sequence[DepositLine] = field(default_factory=tuple)
    min_age: int = 0
    weighed: bool = False
    open_price_min: int | None = None
    open_price_max: int | None = None
    discountable: bool = True
    content: int = 0
    content_unit: str = "weight"
    points: bool = True
    active: bool = True
    picture: str | None = None
    cost: int | None = None
    stock_min: int | None = None
    stocked: bool = True
    barcodes: Sequence[BarcodeLine] = field(default_factory=tuple)
    tags: Sequence[str] = field(default_factory=tuple)
    prices: Sequence[PriceLine] = field(default_factory=tuple)
    agency: int = 0
    components: Sequence[ComponentLine] = field(default_factory=tuple)
    take_away_key: int = 0
    planned_key: int = 0
    planned_from: str = ""


def flat(record: ArticleRecord) -> FlatArticle:
    """A record as a form shows it."""
    a = record.article
    return FlatArticle(
        a.number, a.name, a.price, a.tax_key, a.kind, a.unit, a.per, a.group,
        tuple(DepositLine(part.article, part.quantity) for part in a.deposit), a.min_age, a.weighed,
        a.open_price_min, a.open_price_max, a.discountable, a.content, a.content_unit, a.points, record.active,
        record.picture or None, record.cost or None, record.minimum_stock or None, record.stocked,
        tuple(BarcodeLine(code.code, code.quantity, code.price) for code in record.barcodes), a.tags,
        tuple(PriceLine(one.price, one.list, one.from_quantity, one.valid_from, one.valid_to) for one in a.prices),
        a.agency, tuple(ComponentLine(one.article, one.quantity, one.share) for one in a.components), a.take_away_key,
        a.planned_key, a.planned_from,
    )  # fmt: skip


def record_of(id: str, form: FlatArticle, supplier: str = "") -> ArticleRecord:
    """The record that a form describes."""
    article = Article(
        id, form.number.strip(), " ".join(form.name.split()), form.price, form.tax_key, form.kind, form.unit, form.per,
        form.group, tuple(DepositPart(part.article, part.quantity) for part in form.deposit), form.min_age,
        form.weighed, form.open_price_min, form.open_price_max, form.discountable, form.content, form.content_unit,
        form.points, tuple(dict.fromkeys(tag.strip() for tag in form.tags if tag.strip())),
        tuple(ListPrice(one.price, one.list, one.from_quantity, one.valid_from, one.valid_to) for one in form.prices),
        form.agency, tuple(ComponentPart(one.article, one.quantity, one.share) for one in form.components),
        form.take_away_key, form.planned_key, form.planned_from,
    )  # fmt: skip
    barcodes = tuple(Barcode(code.code.strip(), id, code.quantity, code.price) for code in form.barcodes)
    return ArticleRecord(
        article, barcodes, form.cost or 0, form.picture or "", form.active, form.stock_min or 0, supplier, form.stocked
    )


def differences(old: FlatArticle, new: FlatArticle) -> list[tuple[str, Any, Any]]:
    """Field, old and new value of everything that is not the same."""
    found = []
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append((name, before, after))
    return found


FIELDS = tuple(FlatArticle.__slots__)
