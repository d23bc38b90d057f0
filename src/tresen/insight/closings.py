"""Closings as the office lists them, one in full, and as paper."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from tresen.core.failures import Failure
from tresen.core.money import format_cents
from tresen.core.receipt import Receipt
from tresen.core.receipt_lines import percent
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import DECIMAL_MARK, Language
from tresen.core.tax import TaxSum
from tresen.fiscal.closing import ClosingTotals
from tresen.fiscal.completeness import Completeness, completeness_rows
from tresen.insight.receipt_list import EntryMark, entry_mark
from tresen.insight.today import GroupSum, TenderSum
from tresen.insight.wording import group_name, tender_name
from tresen.journal.entry import Entry
from tresen.journal.read import by_id, closings_page
from tresen.ledger.day_totals import SALES
from tresen.ledger.finding import receipts_after
from tresen.operations.drawer.close_day import Closing, decode_closing
from tresen.operations.node import Node


@dataclass(slots=True)
class ClosingRow:
    """`difference`: counted minus expected, cents."""

    id: str
    number: int
    till: str
    till_name: str
    business_day: str
    at: int
    staff_name: str
    total: int
    receipts: int
    cash_expected: int
    cash_counted: int
    difference: int


@dataclass(slots=True)
class Counted:
    count: int
    amount: int


@dataclass(slots=True)
class ClosingView(ClosingRow):
    """A closing in full."""

    opened_at: int
    float: int
    first_number: int
    last_number: int
    taxes: tuple[TaxSum, ...]
    tenders: list[TenderSum]
    groups: list[GroupSum]
    counts: dict[str, Counted]
    cash_in: int
    cash_out: int
    coins: dict[str, int]
    completeness: Completeness
    handed_out: int
    entry: EntryMark


@dataclass(slots=True)
class ClosingList:
    items: list[ClosingRow]
    total: int


async def list_closings(node: Node, till: str, first: str, last: str, offset: int, limit: int) -> ClosingList:
    """Newest first."""
    entries, total = await node.database.read(
        lambda connection: closings_page(connection, till, first, last, offset, limit)
    )
    return ClosingList([_row(_closing(entry)) for entry in entries], total)


def _closing(entry: Entry) -> Closing:
    return replace(decode_closing(entry.body), number=entry.counter)


async def find_closing(node: Node, id: str) -> tuple[Closing, Entry] | Failure:
    """A frozen closing and its entry."""
    entry = await node.database.read(lambda connection: by_id(connection, id))
    if entry is None or entry.kind != "closing":
        return Failure("not_found", {"closing": id})
    return _closing(entry), entry


def _turnover(totals: ClosingTotals) -> tuple[int, int]:
    """Amount and number of sales, refunds and exchanges."""
    kinds = [one for one in totals.kinds if one.kind in SALES]
    return sum(one.amount for one in kinds), sum(one.count for one in kinds)


def _row(closing: Closing) -> ClosingRow:
    amount, count = _turnover(closing.totals)
    return ClosingRow(
        closing.id, closing.number, closing.till, closing.till_record.name, closing.business_day, closing.at,
        closing.staff_name, amount, count, closing.expected, closing.counted, closing.difference,
    )  # fmt: skip


async def closing_view(node: Node, id: str, language: str) -> ClosingView | Failure:
    """A closing with what its receipts say of groups and tenders."""
    found = await find_closing(node, id)
    if isinstance(found, Failure):
        return found
    closing, entry = found
    tenders, groups, taxes = await _folded(node, closing, language)
    row, totals = _row(closing), closing.totals
    kinds = {one.kind: Counted(one.count, one.amount) for one in totals.kinds}
    counts = {kind: kinds.get(kind, Counted(0, 0)) for kind in ("sale", "refund", "exchange", "cash_in", "cash_out")}
    counts |= {
        "abort": Counted(totals.aborts, 0), "void": Counted(totals.voids, 0),
        "no_sale": Counted(totals.drawer_openings, 0), "training": Counted(totals.trainings, 0),
        "discount": Counted(totals.discounts, totals.discounts_amount),
        "price_override": Counted(totals.price_changes, totals.price_changes_amount),
        "unsigned": Counted(totals.outages, 0),
    }  # fmt: skip
    values = {name: getattr(row, name) for name in ClosingRow.__slots__}
    return ClosingView(
        **values, opened_at=totals.started_at, float=kinds.get("float", Counted(0, 0)).amount,
        first_number=totals.first_number, last_number=totals.last_number, taxes=taxes, tenders=tenders, groups=groups,
        counts=counts, cash_in=counts["cash_in"].amount, cash_out=counts["cash_out"].amount, coins=closing.coins,
        completeness=closing.completeness, handed_out=totals.handed_out,
        entry=await entry_mark(node, entry),
    )  # fmt: skip


async def _folded(
    node: Node, closing: Closing, language: str
) -> tuple[list[TenderSum], list[GroupSum], tuple[TaxSum, ...]]:
    """Tenders, groups and taxes of the sales between this closing and the one before it."""
    tenders: dict[str, TenderSum] = {}
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    taxes: dict[tuple[int, int], TaxSum] = {}
    after = closing.first_seq - 1
    while after < closing.last_seq:
        receipts, after = await node.database.read(_piece(closing.till, after, closing.last_seq))
        if not receipts:
            break
        for receipt in receipts:
            if receipt.type == "Beleg" and receipt.kind in SALES:
                _add(receipt, tenders, groups, taxes)
    ordered = sorted(groups.items(), key=lambda item: -item[1][0])
    sums = [GroupSum(id, *group_name(node, id, language), amount, quantity) for id, (amount, quantity) in ordered]
    return list(tenders.values()), sums, tuple(taxes[key] for key in sorted(taxes))


def _piece(till: str, after: int, until: int) -> "_Question":
    return _Question(till, after, until)


@dataclass(slots=True, frozen=True)
class _Question:
    till: str
    after: int
    until: int

    def __call__(self, connection: sa.Connection) -> tuple[list[Receipt], int]:
        return receipts_after(connection, self.till, self.after, until=self.until)


def _add(
    receipt: Receipt, tenders: dict[str, TenderSum], groups: dict[str, list[int]], taxes: dict[tuple[int, int], TaxSum]
) -> None:
    for tender in receipt.tenders:
        found = tenders.setdefault(tender.kind, TenderSum(tender.kind, 0, 0))
        found.amount += tender.amount
        found.count += 1
    for line in receipt.lines:
        groups[line.group][0] += line.amount
        groups[line.group][1] += line.quantity
    for tax in receipt.taxes:
        key = (tax.key, tax.rate)
        old = taxes.get(key, TaxSum(*key, 0, 0, 0))
        taxes[key] = TaxSum(*key, old.gross + tax.gross, old.net + tax.net, old.vat + tax.vat)


_WORDS: Final = {
    "de": {
        "title": "Tagesabschluss (Z)", "till": "Kasse", "serial": "Seriennummer", "day": "Geschäftstag",
        "staff": "Erstellt von", "numbers": "Belege", "turnover": "Umsatz brutto", "tax": "Steuer", "net": "Netto",
        "gross": "Brutto", "expected": "Kasse Soll", "counted": "Kasse Ist", "difference": "Differenz",
        "taken": "Entnommen", "left": "Verbleibt", "aborts": "Abbrüche", "voids": "Stornierte Positionen",
        "no_sale": "Öffnungen ohne Verkauf", "outages": "Ohne TSE-Signatur", "training": "Schulungsbelege",
        "hash": "Journal",
    },
    "en": {
        "title": "Closing (Z)", "till": "Till", "serial": "Serial number", "day": "Business day", "staff": "Made by",
        "numbers": "Receipts", "turnover": "Turnover gross", "tax": "Tax", "net": "Net", "gross": "Gross",
        "expected": "Cash expected", "counted": "Cash counted", "difference": "Difference", "taken": "Taken out",
        "left": "Left in drawer", "aborts": "Aborts", "voids": "Voided lines", "no_sale": "Openings without sale",
        "outages": "Without TSE signature", "training": "Training receipts", "hash": "Journal",
    },
}  # fmt: skip


def closing_rows(view: ClosingView, closing: Closing, language: Language) -> tuple[Row, ...]:
    """A closing laid out like a receipt, for printer and PDF."""
    words, mark = _WORDS[language], DECIMAL_MARK[language]

    def money(cents: int) -> str:
        return format_cents(cents, mark)

    def value(name: str, text: str, style: str = "normal") -> Row:
        return Row("total", "cells", (words[name], text), "large" if style == "large" else "normal")

    party = closing.party
    rows = [
        Row("business", "text", (party.name,), "title", "center"),
        Row("business", "text", (party.street,), align="center"),
        Row("business", "text", (f"{party.postcode} {party.city}",), align="center"),
        Row("title", "blank"),
        Row("title", "text", (f"{words['title']} {view.number}",), "large", "center"),
        Row("facts", "rule"),
        Row("facts", "pair", (words["till"], view.till_name)),
        Row("facts", "pair", (words["serial"], closing.till_record.serial)),
        Row("facts", "pair", (words["day"], view.business_day)),
        Row("facts", "pair", (words["staff"], view.staff_name)),
        Row("facts", "pair", (words["numbers"], f"{view.first_number} - {view.last_number}")),
        Row("total", "rule", style="bold"),
        value("turnover", money(view.total), "large"),
        Row("tenders", "blank"),
    ]
    rows += [
        Row("tenders", "cells", (tender_name(one.kind, language), f"{one.count}", money(one.amount)))
        for one in view.tenders
    ]
    rows += [
        Row("tax", "rule"),
        Row("tax", "cells", (words["tax"], words["net"], words["tax"], words["gross"]), "head"),
    ]
    rows += [
        Row("tax", "cells", (percent(tax.rate, language), money(tax.net), money(tax.vat), money(tax.gross)))
        for tax in view.taxes
    ]
    rows += [
        Row("points", "rule"),
        *(Row("points", "cells", (words[name], money(amount))) for name, amount in (
            ("expected", view.cash_expected), ("counted", view.cash_counted), ("difference", view.difference),
            ("taken", closing.taken_out), ("left", closing.left),
        )),
        Row("points", "rule"),
        *(Row("points", "cells", (words[name], str(count))) for name, count in (
            ("aborts", closing.totals.aborts), ("voids", closing.totals.voids),
            ("no_sale", closing.totals.drawer_openings), ("training", closing.totals.trainings),
            ("outages", closing.totals.outages),
        )),
        *(completeness_rows(view.completeness, language) if view.completeness.confirmed else ()),
        Row("foot", "rule"),
        Row("foot", "text", (f"{words['hash']} {view.entry.seq} {view.entry.hash}",), "small"),
    ]  # fmt: skip
    return tuple(rows)
