"""The engine as a screen asks it: JSON text in, JSON text out, the same functions that the node calls.

The till runs this module in a worker of the browser (`frontends/till/engine/engine.worker.ts`). What is the same for
every basket (tax, promotions, price lists, settings, shop) is told once per version by `rules`; everything else comes
with the question. A question that has not the agreed shape raises `Malformed` and changes nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from tresen.core.article import Excerpt, ReturnableLine
from tresen.core.business_day import business_day
from tresen.core.cash_case import case_of
from tresen.core.engine import ENGINE
from tresen.core.handing_out import abort_receipt, cash_receipt, sale_receipt
from tresen.core.price_steps import price_steps
from tresen.core.promotion import AppliedPromotion
from tresen.core.quoting import quote
from tresen.core.receipt_layout import LayoutOptions, layout
from tresen.core.receipt_paper import paper
from tresen.core.receipt_text import plain_text
from tresen.core.returnable import returnable_lines
from tresen.core.tax import rates_on
from tresen.core.wire import read, reader, written
from tresen.fiscal.closing import ClosingFold
from tresen.fiscal.closing_layout import report_rows
from tresen.fiscal.qr_code import qr_text
from tresen.fiscal.questions import (
    AbortQuestion,
    CashQuestion,
    QuoteQuestion,
    ReportQuestion,
    RowsQuestion,
    Rules,
    SaleQuestion,
    SoldReceipt,
    StepsQuestion,
)

NARROWEST: Final = 24
"""Columns of the narrowest paper that a receipt fits on."""


class Engine:
    """Holds the rules of the newest version it was told. `name` is what receipts name as their engine."""

    def __init__(self, name: str = ENGINE) -> None:
        self._name = name
        self._rules = Rules()
        self._excerpts: dict[str, Excerpt] = {}

    def rules(self, text: str) -> str:
        """Take the rules of a version; answers the version."""
        self._rules = read(Rules, json.loads(text))
        self._excerpts = {}
        return _text({"version": self._rules.version})

    def quote(self, text: str) -> str:
        """The quote of a basket."""
        question: QuoteQuestion = _question(json.loads(text))
        return _text(written(quote(question.basket, self.excerpt(question), question.at)))

    def price_steps(self, text: str) -> str:
        """The steps from a line's usual price to what it costs."""
        asked: StepsQuestion = read(StepsQuestion, json.loads(text))
        steps = price_steps(asked.lines, asked.number, asked.applied, labelled=asked.labelled)
        return _text([written(step) for step in steps])

    def sale_receipt(self, text: str) -> str:
        """The receipt of a sale, refund or exchange, as it is handed out without the node."""
        asked: SaleQuestion = read(SaleQuestion, json.loads(text))
        asked.at.engine = self._name
        returnable, _ = _coming_back(asked.receipts)
        made = sale_receipt(
            asked.basket, asked.quoted, asked.tenders, returnable, asked.at, asked.customer, asked.coupons,
            training=asked.training,
        )  # fmt: skip
        return _text(written(made))

    def cash_receipt(self, text: str) -> str:
        """The receipt of a cash movement."""
        asked: CashQuestion = read(CashQuestion, json.loads(text))
        asked.at.engine = self._name
        case = asked.case or case_of(asked.reason, asked.kind)
        made = cash_receipt(asked.receipt, asked.kind, case, asked.amount, asked.reason, asked.note, asked.at)
        return _text(written(made))

    def abort_receipt(self, text: str) -> str:
        """The receipt of a basket that was given up."""
        asked: AbortQuestion = read(AbortQuestion, json.loads(text))
        asked.at.engine = self._name
        made = abort_receipt(asked.receipt, asked.was_in_basket, asked.reason, asked.at)
        return _text(written(made))

    def rows(self, text: str) -> str:
        """A receipt laid out, as rows, as plain text and as lines for a printer."""
        question: RowsQuestion = read(RowsQuestion, json.loads(text))
        options = LayoutOptions(copy=question.copy, barcode=question.barcode)
        receipt = question.receipt
        rows = layout(receipt, question.language, question.local.__getitem__, qr_text(receipt.signed), options)
        lines = paper(rows, question.columns) if question.columns >= NARROWEST else ()
        said = {
            "rows": [written(row) for row in rows],
            "text": plain_text(rows),
            "paper": [written(each) for each in lines],
        }
        return _text(said)

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
        returnable = {(each.receipt, each.line): each.sold for each in question.returnable}
        sold, applied = _coming_back(question.receipts)
        return replace(
            fixed,
            articles={article.id: article for article in question.articles},
            barcodes={barcode.code: barcode for barcode in question.barcodes},
            customer=question.customer,
            usage=question.usage,
            coupons=question.coupons,
            returnable=returnable | sold,
            applied={**question.applied, **applied},
        )


_question = reader(QuoteQuestion)


def _coming_back(
    receipts: Iterable[SoldReceipt],
) -> tuple[dict[tuple[str, int], ReturnableLine], dict[str, tuple[AppliedPromotion, ...]]]:
    """What of earlier receipts can come back, and the promotions they used."""
    lines: dict[tuple[str, int], ReturnableLine] = {}
    applied: dict[str, tuple[AppliedPromotion, ...]] = {}
    for each in receipts:
        receipt = each.receipt
        lines |= {(receipt.id, n): line for n, line in returnable_lines(receipt, each.back).items()}
        if receipt.promotions:
            applied[receipt.id] = receipt.promotions
    return lines, applied


def _text(parts: Any) -> str:
    """JSON as the node writes it."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
