"""What stands on a printed X or Z report: identity, period, turnover per VAT key, tenders, cash, counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tresen.core.money import format_cents
from tresen.core.receipt import Party
from tresen.core.receipt_rows import Part, Row
from tresen.core.receipt_words import DECIMAL_MARK, Language
from tresen.fiscal.closing import ClosingTotals
from tresen.fiscal.completeness import Completeness, completeness_rows


@dataclass(slots=True, frozen=True)
class ReportHead:
    """What a report needs beside the totals. Times as local text. `number` 0: an X report."""

    party: Party
    till: str
    serial: str
    number: int
    day: str
    at: str
    staff: str
    drawer: int
    """What should be in the drawer, cents."""
    counted: int | None = None
    difference: int = 0
    taken_out: int = 0
    left: int = 0
    coins: Mapping[str, int] | None = None
    simulated: bool = False
    copy: bool = False
    completeness: Completeness | None = None
    foreign: tuple[tuple[str, int, int], ...] = ()
    """By currency beside euro: what was counted, and the difference, in its hundredths."""


_GERMAN: Final[Mapping[str, str]] = {
    "x": "X-Bericht", "z": "Tagesabschluss Z", "interim": "Zwischenstand, kein Abschluss", "till": "Kasse",
    "serial": "Seriennr.", "day": "Geschäftstag", "at": "Erstellt", "staff": "Erstellt von",
    "receipts": "Belege", "range": "Beleg-Nr.", "turnover": "Umsatz je Steuersatz", "gross": "Brutto", "net": "Netto",
    "vat": "MwSt.", "cases": "Geschäftsvorfälle", "payments": "Zahlungen", "cash": "Bargeld", "target": "Soll",
    "counted": "Gezählt", "difference": "Differenz", "taken_out": "Entnommen", "left": "In der Kasse",
    "coins": "Zählung", "counts": "Zählwerke", "refunds": "Rückgaben", "voids": "Storni vor Zahlung",
    "discounts": "Rabatte", "surcharges": "Aufschläge", "agency": "Agentur", "price_changes": "Preisänderungen", "aborts": "Abbrüche", "trainings": "Training",
    "drawer_openings": "Schublade ohne Verkauf", "outages": "Belege ohne TSE", "total": "Gesamt",
    "simulator": "SIMULATOR – Übungsbetrieb", "copy": "KOPIE",
}  # fmt: skip
_ENGLISH: Final[Mapping[str, str]] = {
    "x": "X report", "z": "Closing Z", "interim": "Interim, not a closing", "till": "Till", "serial": "Serial no.",
    "day": "Business day", "at": "Made at", "staff": "Made by", "receipts": "Receipts", "range": "Receipt no.",
    "turnover": "Turnover by VAT rate", "gross": "Gross", "net": "Net", "vat": "VAT", "cases": "Business cases",
    "payments": "Payments", "cash": "Cash", "target": "Expected", "counted": "Counted", "difference": "Difference",
    "taken_out": "Taken out", "left": "Left in the drawer", "coins": "Count", "counts": "Counters",
    "refunds": "Refunds", "voids": "Voids before payment", "discounts": "Discounts", "surcharges": "Surcharges", "agency": "agency", "price_changes": "Price changes",
    "aborts": "Aborts", "trainings": "Training", "drawer_openings": "Drawer opened without sale",
    "outages": "Receipts without TSE", "total": "Total", "simulator": "SIMULATOR – practice", "copy": "COPY",
}  # fmt: skip
REPORT_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {"de": _GERMAN, "en": _ENGLISH}


def report_rows(head: ReportHead, totals: ClosingTotals, language: Language) -> tuple[Row, ...]:
    """The rows of a report, for the same renderers as a receipt's."""
    words = REPORT_WORDS[language]
    mark = [name for name, wanted in (("copy", head.copy), ("simulator", head.simulated)) if wanted]
    rows = [Row("mark", "text", (words[name],), "mark", "center") for name in mark]
    rows.append(Row("business", "text", (head.party.name,), "title", "center"))
    address = f"{head.party.street}, {head.party.postcode} {head.party.city}"
    rows.append(Row("business", "text", (address,), align="center"))
    title = f"{words['z']} {head.number}" if head.number else words["x"]
    rows.append(Row("title", "text", (title,), "large", "center"))
    if not head.number:
        rows.append(Row("title", "text", (words["interim"],), align="center"))
    rows += _facts(head, totals, words)
    rows += _money(totals, words, language)
    rows += _cash(head, words, language)
    rows += _counts(totals, words, language)
    if head.completeness is not None and head.completeness.confirmed:
        rows += completeness_rows(head.completeness, language)
    return tuple(rows)


def _pair(part: Part, name: str, value: str) -> Row:
    return Row(part, "cells", (name, value))


def _facts(head: ReportHead, totals: ClosingTotals, words: Mapping[str, str]) -> list[Row]:
    rows = [Row("facts", "rule"), _pair("facts", words["till"], f"{head.till} ({head.serial})")]
    rows.append(_pair("facts", words["day"], head.day))
    rows.append(_pair("facts", words["at"], head.at.replace("T", " ")))
    rows.append(_pair("facts", words["staff"], head.staff))
    rows.append(_pair("facts", words["range"], f"{totals.first_number} - {totals.last_number}"))
    return rows


def _money(totals: ClosingTotals, words: Mapping[str, str], language: Language) -> list[Row]:
    mark = DECIMAL_MARK[language]
    rows = [Row("tax", "rule"), Row("tax", "text", (words["turnover"],), "bold")]
    for tax in totals.taxes:
        rate = f"{tax.rate // 100}{f'{mark}{tax.rate % 100:02d}' if tax.rate % 100 else ''} %"
        rows.append(_pair("total", f"{rate} {words['gross']}", format_cents(tax.gross, mark)))
        rows.append(Row("total", "cells", (words["net"], format_cents(tax.net, mark)), indent=1))
        rows.append(Row("total", "cells", (words["vat"], format_cents(tax.vat, mark)), indent=1))
    rows += [Row("total", "rule"), Row("total", "text", (words["cases"],), "bold")]
    sums: dict[str, int] = {}
    for case in totals.cases:
        name = f"{case.type} ({words['agency']} {case.agency})" if case.agency else case.type
        sums[name] = sums.get(name, 0) + case.gross
    rows += [_pair("total", name, format_cents(amount, mark)) for name, amount in sums.items()]
    rows += [Row("tenders", "rule"), Row("tenders", "text", (words["payments"],), "bold")]
    for payment in totals.payments:
        name = f"{payment.type} {payment.name}".strip()
        rows.append(_pair("tenders", name, format_cents(payment.amount, mark)))
    rows.append(Row("tenders", "cells", (words["total"], format_cents(totals.payments_total, mark)), "bold"))
    for cash in totals.cash if len(totals.cash) > 1 else ():
        rows.append(
            Row("tenders", "cells", (f"{words['cash']} {cash.currency}", format_cents(cash.amount, mark)), indent=1)
        )
    return rows


def _cash(head: ReportHead, words: Mapping[str, str], language: Language) -> list[Row]:
    mark = DECIMAL_MARK[language]
    rows = [Row("tenders", "rule"), Row("tenders", "text", (words["cash"],), "bold")]
    rows.append(_pair("tenders", words["target"], format_cents(head.drawer, mark)))
    if head.counted is not None:
        rows.append(_pair("tenders", words["counted"], format_cents(head.counted, mark)))
        rows.append(_pair("tenders", words["difference"], format_cents(head.difference, mark)))
    if head.number:
        rows.append(_pair("tenders", words["taken_out"], format_cents(head.taken_out, mark)))
        rows.append(_pair("tenders", words["left"], format_cents(head.left, mark)))
    for currency, counted, difference in head.foreign:
        rows.append(_pair("tenders", f"{words['counted']} {currency}", format_cents(counted, mark)))
        rows.append(_pair("tenders", f"{words['difference']} {currency}", format_cents(difference, mark)))
    for value, pieces in sorted((head.coins or {}).items(), key=lambda coin: -int(coin[0])):
        if pieces:
            name = f"{pieces} x {format_cents(int(value), mark)}"
            rows.append(Row("tenders", "cells", (name, format_cents(pieces * int(value), mark)), indent=1))
    return rows


def _counts(totals: ClosingTotals, words: Mapping[str, str], language: Language) -> list[Row]:
    mark = DECIMAL_MARK[language]
    rows = [Row("foot", "rule"), Row("foot", "text", (words["counts"],), "bold")]
    for name, count, amount in (
        ("receipts", totals.receipts, None), ("refunds", totals.refunds, totals.refunds_amount),
        ("discounts", totals.discounts, totals.discounts_amount),
        ("surcharges", totals.surcharges, totals.surcharges_amount),
        ("price_changes", totals.price_changes, totals.price_changes_amount), ("voids", totals.voids, None),
        ("aborts", totals.aborts, None), ("trainings", totals.trainings, None),
        ("drawer_openings", totals.drawer_openings, None), ("outages", totals.outages, None),
    ):  # fmt: skip
        value = f"{count}" if amount is None else f"{count} / {format_cents(amount, mark)}"
        rows.append(_pair("foot", words[name], value))
    return rows
