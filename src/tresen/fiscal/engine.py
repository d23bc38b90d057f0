"""The engine as a screen asks it: JSON text in, JSON text out, the same functions that the node calls.

The till runs this module in a worker of the browser (`frontends/till/engine/engine.worker.ts`). What is the same for
every basket (tax, promotions, price lists, settings, shop) is told once per version by `rules`; everything else comes
with the question. A question that has not the agreed shape raises `Malformed` and changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tresen.core.article import Article, Barcode, Excerpt, ReturnableLine, Settings
from tresen.core.basket import Basket
from tresen.core.business_day import business_day
from tresen.core.customer import CustomerFacts
from tresen.core.engine import ENGINE
from tresen.core.price_list import PriceList
from tresen.core.promotion import AppliedPromotion, Promotion, Usage
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt
from tresen.core.receipt_layout import LayoutOptions, layout
from tresen.core.receipt_text import plain_text
from tresen.core.receipt_words import Language
from tresen.core.tax import TaxRate, rates_on
from tresen.core.wire import read, reader, written
from tresen.fiscal.closing import ClosingFold
from tresen.fiscal.closing_layout import ReportHead, report_rows
from tresen.fiscal.qr_code import qr_text


@dataclass(slots=True, frozen=True)
class RulesShop:
    """Of the shop what a quote depends on."""

    id: str = ""
    day_start: int = 0
    """Hour at which a business day begins."""


@dataclass(slots=True, frozen=True)
class Rules:
    """What is the same for every basket of a version. The document of the node says more; the rest is for screens."""

    version: int = 0
    tax: tuple[TaxRate, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    price_lists: tuple[PriceList, ...] = ()
    settings: Settings = field(default_factory=Settings)
    shop: RulesShop = field(default_factory=RulesShop)


@dataclass(slots=True, frozen=True)
class SoldLine:
    """What of a line of an earlier receipt can still come back."""

    receipt: str
    line: int
    sold: ReturnableLine


@dataclass(slots=True, frozen=True)
class QuoteQuestion:
    """What does this basket cost at this moment?"""

    basket: Basket
    at: str
    """Wall time in the shop, `YYYY-MM-DDTHH:MM:SS`."""
    articles: tuple[Article, ...] = ()
    """All that the basket names, with their deposits."""
    barcodes: tuple[Barcode, ...] = ()
    customer: CustomerFacts | None = None
    usage: Usage = field(default_factory=Usage)
    coupons: Mapping[str, str] = field(default_factory=dict)
    """Single-use codes that are known to be unused, and the promotion that each opens."""
    returnable: tuple[SoldLine, ...] = ()
    """Every line of the receipts that something comes back of."""
    applied: Mapping[str, tuple[AppliedPromotion, ...]] = field(default_factory=dict)
    """By receipt that something comes back of: the promotions it used."""


@dataclass(slots=True, frozen=True)
class RowsQuestion:
    """What stands on this receipt?"""

    receipt: Receipt
    local: Mapping[int, str]
    """Wall time in the shop of every moment of the receipt: the engine knows no time zones."""
    language: Language = "de"
    barcode: str = ""
    copy: bool = False


@dataclass(slots=True, frozen=True)
class ReportQuestion:
    """What did the till do since its last closing?"""

    receipts: tuple[Receipt, ...]
    no_sales: int = 0
    head: ReportHead | None = None
    """With it the report comes laid out as well."""
    language: Language = "de"


class Engine:
    """Holds the rules of the newest version it was told."""

    def __init__(self) -> None:
        self._rules = Rules()
        self._excerpts: dict[str, Excerpt] = {}

    def version(self) -> str:
        """Which rules made it; the hash of the sources is the caller's knowledge."""
        return ENGINE

    def rules(self, text: str) -> str:
        """Take the rules of a version; answers the version."""
        self._rules = read(Rules, json.loads(text))
        self._excerpts = {}
        return _text({"version": self._rules.version})

    def quote(self, text: str) -> str:
        """The quote of a basket."""
        question: QuoteQuestion = _question(json.loads(text))
        return _text(written(quote(question.basket, self.excerpt(question), question.at)))

    def rows(self, text: str) -> str:
        """A receipt laid out, as rows and as plain text."""
        question: RowsQuestion = read(RowsQuestion, json.loads(text))
        options = LayoutOptions(copy=question.copy, barcode=question.barcode)
        receipt = question.receipt
        rows = layout(receipt, question.language, question.local.__getitem__, qr_text(receipt.signed), options)
        return _text({"rows": [written(row) for row in rows], "text": plain_text(rows)})

    def report(self, text: str) -> str:
        """The totals of some receipts, for an X report without the node."""
        question: ReportQuestion = read(ReportQuestion, json.loads(text))
        fold = ClosingFold()
        for receipt in question.receipts:
            fold.add(receipt)
        for _ in range(question.no_sales):
            fold.drawer_opened()
        totals = fold.totals()
        rows = report_rows(question.head, totals, question.language) if question.head else ()
        return _text({"totals": written(totals), "rows": [written(row) for row in rows]})

    def excerpt(self, question: QuoteQuestion) -> Excerpt:
        """What the quote depends on beside basket and moment."""
        rules = self._rules
        day = question.at[:10]
        if "T" in question.at:
            day = business_day(datetime.fromisoformat(question.at), rules.shop.day_start)
        fixed = self._excerpts.get(day)
        if fixed is None:
            fixed = Excerpt(
                {}, rates_on(rules.tax, day), rules.settings, promotions=rules.promotions,
                price_lists=rules.price_lists, shop=rules.shop.id,
            )  # fmt: skip
            self._excerpts = {day: fixed}
        return replace(
            fixed,
            articles={article.id: article for article in question.articles},
            barcodes={barcode.code: barcode for barcode in question.barcodes},
            customer=question.customer,
            usage=question.usage,
            coupons=question.coupons,
            returnable={(each.receipt, each.line): each.sold for each in question.returnable},
            applied=question.applied,
        )


_question = reader(QuoteQuestion)


def _text(parts: Any) -> str:
    """JSON as the node writes it."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
