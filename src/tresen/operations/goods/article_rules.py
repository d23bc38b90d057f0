"""What an article must fulfil before it is stored: pure decisions over the masterdata as they are now."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from tresen.core.article import Article, Barcode
from tresen.core.failures import Failure
from tresen.core.gtin import has_wrong_check_digit, keys
from tresen.core.quantity import UNITS
from tresen.core.sheet import MAX_PRICE, MAX_QUANTITY
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import Masterdata
from tresen.operations.promotions.promotion_rules import TAG, span_faults

KINDS: Final = ("goods", "deposit", "voucher", "single_voucher", "surcharge")
FOR_AGENCIES: Final = ("goods", "deposit")
DAY: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
AGES: Final = (0, 16, 18)
CONTENT_UNITS: Final = ("weight", "volume", "length")
LONGEST_NAME: Final = 120
LONGEST_NUMBER: Final = 40
LONGEST_CODE: Final = 48
MOST_BARCODES: Final = 50
MOST_TAGS: Final = 30
MOST_PRICES: Final = 100
MOST_COMPONENTS: Final = 30
WHOLE: Final = 10_000
"""All of a set's price, hundredths of a percent."""
NOT_TAXABLE: Final = 5
"""VAT key of multi-purpose vouchers: the tax is due when they are spent (§3(15) UStG)."""
UNDETERMINED: Final = 7
"""VAT key of what cannot be taxed at the till."""

Find = Callable[[str], Article | None]
"""Finds the article of an id: among the masterdata, or among what an import is about to bring."""


def check_article(md: Masterdata, record: ArticleRecord) -> Failure | None:
    """The first thing that is wrong, None if the record can be stored. Whose number and codes they are is apart."""
    return (
        check_fields(md, record)
        or check_deposit(record, md.priced.get)
        or check_components(record, md.priced)
        or check_taken(md, record)
    )


def check_fields(md: Masterdata, record: ArticleRecord) -> Failure | None:
    """Whether every field by itself makes sense."""
    article = record.article
    faulty = _faulty_text(article) or _faulty_number(md, record) or _faulty_tax(md, article)
    faulty = faulty or _faulty_prices(md, article)
    if faulty:
        return Failure("bad_input", {"field": faulty})
    return _faulty_barcodes(record)


def _faulty_text(article: Article) -> str:
    if not article.name.strip() or len(article.name) > LONGEST_NAME or not article.name.isprintable():
        return "name"
    number = article.number
    if not number or len(number) > LONGEST_NUMBER or number != number.strip() or not number.isprintable():
        return "number"
    if article.kind not in KINDS:
        return "kind"
    if article.unit not in UNITS:
        return "unit"
    return "content_unit" if article.content_unit not in CONTENT_UNITS else ""


def _faulty_number(md: Masterdata, record: ArticleRecord) -> str:
    article = record.article
    least, most = article.open_price_min, article.open_price_max
    if not 0 <= article.price <= MAX_PRICE:
        return "price"
    if not 0 < article.per <= MAX_QUANTITY:
        return "per"
    if article.group and article.group not in md.groups.by_id:
        return "group"
    if article.min_age not in AGES:
        return "min_age"
    if (least is None) != (most is None) or (
        least is not None and most is not None and not 0 <= least <= most <= MAX_PRICE
    ):
        return "open_price_max"
    if not 0 <= article.content <= MAX_QUANTITY:
        return "content"
    if not 0 <= record.cost <= MAX_PRICE:
        return "cost"
    return "" if 0 <= record.minimum_stock <= 1000 * MAX_QUANTITY else "stock_min"


def _faulty_tax(md: Masterdata, article: Article) -> str:
    """VAT keys that fit the kind of article, and for whose account it is sold."""
    if not _has_key(md, article.tax_key):
        return "tax_key"
    if article.kind == "voucher" and article.tax_key != NOT_TAXABLE:
        return "tax_key"
    if article.kind == "single_voucher" and article.tax_key in (NOT_TAXABLE, UNDETERMINED):
        return "tax_key"
    known = md.priced.get(article.id)
    if known is not None and "single_voucher" in (known.kind, article.kind) and known.kind != article.kind:
        return "kind"
    if known is not None and known.kind == "single_voucher" and known.tax_key != article.tax_key:
        return "tax_key"
    if article.take_away_key and (article.kind != "goods" or not _has_key(md, article.take_away_key)):
        return "take_away_key"
    if article.planned_key or article.planned_from:
        plannable = article.kind in ("goods", "deposit", "surcharge") and _has_key(md, article.planned_key)
        if not plannable or not DAY.fullmatch(article.planned_from):
            return "planned_key"
    if article.agency and (article.kind not in FOR_AGENCIES or str(article.agency) not in md.agencies.by_id):
        return "agency"
    return ""


def _has_key(md: Masterdata, key: int) -> bool:
    return any(rate.key == key for rate in md.tax)


def _faulty_prices(md: Masterdata, article: Article) -> str:
    """Tags, and prices beside the usual one: each list, quantity and beginning once."""
    if len(article.tags) > MOST_TAGS or any(not TAG.fullmatch(tag) for tag in article.tags):
        return "tags"
    if len(article.prices) > MOST_PRICES:
        return "prices"
    seen: set[tuple[str, int, str]] = set()
    for price in article.prices:
        if price.list and price.list not in md.price_lists.by_id:
            return "prices"
        if not 0 <= price.price <= MAX_PRICE or not 0 <= price.from_quantity <= MAX_QUANTITY:
            return "prices"
        if next(span_faults(price.valid_from, price.valid_to), None) is not None:
            return "prices"
        seen.add((price.list, price.from_quantity, price.valid_from))
    return "" if len(seen) == len(article.prices) and (not article.prices or article.kind == "goods") else "prices"


def _faulty_barcodes(record: ArticleRecord) -> Failure | None:
    seen: set[str] = set()
    if len(record.barcodes) > MOST_BARCODES:
        return Failure("bad_input", {"field": "barcodes"})
    for barcode in record.barcodes:
        code = barcode.code
        if not code or len(code) > LONGEST_CODE or not code.isascii() or not code.isprintable() or " " in code:
            return Failure("bad_input", {"field": "barcodes"})
        if has_wrong_check_digit(code):
            return Failure("gtin_check_digit", {"code": code})
        if not 0 < barcode.quantity <= MAX_QUANTITY or not 0 <= (barcode.price or 0) <= MAX_PRICE:
            return Failure("bad_input", {"field": "barcodes"})
        same = codes_of(barcode)
        if seen.intersection(same):
            return Failure("bad_input", {"field": "barcodes"})
        seen.update(same)
    return None


def codes_of(barcode: Barcode) -> tuple[str, ...]:
    """The forms under which a barcode is found."""
    return (barcode.code, *keys(barcode.code))


def check_deposit(record: ArticleRecord, find: Find) -> Failure | None:
    """A deposit hangs on goods and is itself without deposit, so there is no way around in a circle."""
    article = record.article
    if article.deposit and article.kind == "deposit":
        return Failure("deposit_circle", {"number": article.number})
    for part in article.deposit:
        found = find(part.article)
        if found is None:
            return Failure("article_not_found", {"article": part.article})
        if found.kind != "deposit" or part.article == article.id:
            return Failure("deposit_circle", {"number": found.number})
        if not 0 < part.quantity <= MAX_QUANTITY:
            return Failure("bad_input", {"field": "deposit"})
    return None


def check_components(record: ArticleRecord, priced: Mapping[str, Article]) -> Failure | None:
    """A set is sold by the piece and contains goods that are no sets themselves; shares are given to all or to none.

    What others have in their sets stays such goods.
    """
    article, parts = record.article, record.article.components
    if not parts:
        return None
    fine = article.kind == "goods" and article.unit == "piece" and not article.weighed and len(parts) <= MOST_COMPONENTS
    shares = [part.share for part in parts if part.share]
    if not fine or (shares and (len(shares) != len(parts) or sum(shares) != WHOLE or min(shares) < 0)):
        return Failure("bad_input", {"field": "components"})
    for part in parts:
        found = priced.get(part.article)
        if found is None:
            return Failure("article_not_found", {"article": part.article})
        simple = found.kind == "goods" and not found.components and found.open_price_max is None
        if not simple or found.agency != article.agency or part.article == article.id:
            return Failure("component_unfit", {"number": found.number, "name": found.name})
        if not 0 < part.quantity <= MAX_QUANTITY:
            return Failure("bad_input", {"field": "components"})
    return None


def check_taken(
    md: Masterdata, record: ArticleRecord, besides: Callable[[str], bool] = lambda _: False
) -> Failure | None:
    """Whether another article has the number or one of the codes. `besides`: articles that are changed along."""
    id = record.article.id
    owner = md.by_number.get(record.article.number)
    if owner is not None and owner != id:
        return Failure("article_number_taken", {"number": record.article.number, "article": owner})
    for barcode in record.barcodes:
        for key in codes_of(barcode):
            known = md.barcodes.get(key)
            if known is not None and known.article != id and not besides(known.article):
                name = md.priced[known.article].name if known.article in md.priced else ""
                return Failure("barcode_taken", {"code": barcode.code, "article": known.article, "name": name})
    return None
