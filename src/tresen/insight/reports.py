"""Reports: turnover by day, hour, weekday, group, article, staff, till, tender or tax, compared with an earlier span.

Every report of a span adds up to the same turnover (that by tender to what was paid, which is the same): they are sums
of the same receipts. Net and VAT are exact where receipts belong to one row; the VAT of a receipt's parts (groups,
articles) is shared out so that the rows add up to the VAT of the receipts.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from tresen.core.failures import Failure
from tresen.core.money import distribute, divide_half_up, format_cents
from tresen.core.quantity import format_quantity
from tresen.insight.asking import ask_days
from tresen.insight.wording import article_name, english, group_name, staff_name, tax_name, tender_name, till_name
from tresen.ledger.report_sums import DayRow, GoodsRow, Span, goods_rows
from tresen.operations.node import Node

NAMES: Final = ("day", "hour", "weekday", "group", "article", "staff", "till", "tender", "tax")
COMPARISONS: Final = ("", "previous", "year")
LONGEST: Final = 3700
"""Days: a report over ten years."""
FILLED: Final = 400
"""Up to so many days a report by day also shows those without sales."""
MOST_ROWS: Final = 2000
"""Rows of the report by article; the totals count all."""


@dataclass(slots=True)
class Values:
    """Cents, receipts, thousandths. `receipts` of a group or article: those that have a line of it."""

    amount: int = 0
    net: int = 0
    vat: int = 0
    receipts: int = 0
    quantity: int = 0


@dataclass(slots=True)
class ReportRow:
    """`key`: YYYY-MM-DD, hour 0 to 23, weekday 1 (Monday) to 7, VAT key/rate, or an id."""

    key: str
    label: str
    colour: str
    values: Values
    previous: Values | None = None


@dataclass(slots=True)
class Report:
    """`previous_from` and `previous_to` are None without a comparison."""

    name: str
    first: str
    last: str
    previous_from: str | None
    previous_to: str | None
    rows: list[ReportRow]
    totals: Values
    previous_totals: Values | None = None


@dataclass(slots=True)
class _Sums:
    """One span: values by key, and over all."""

    rows: dict[str, Values] = field(default_factory=lambda: defaultdict(Values))
    totals: Values = field(default_factory=Values)


async def report(
    node: Node, name: str, first: str, last: str, *, compare: str = "", till: str = "", language: str = "de"
) -> Report | Failure:
    """Answer one report. Fails with `report_unknown` or `range_faulty`."""
    if name not in NAMES:
        return Failure("report_unknown", {"name": name[:40]})
    if compare not in COMPARISONS:
        return Failure("bad_input", {"field": "compare"})
    spans = spans_of(first, last, compare, till)
    if spans is None:
        return Failure("range_faulty", {})
    found = await _goods(node, name, spans) if name in ("group", "article") else await _days(node, name, spans)
    now, before = found[0], found[1] if len(found) > 1 else None
    pairs = _paired_days(spans) if name == "day" else {}
    keys = _keys(name, spans, now, before)
    rows = []
    for key in keys:
        label, colour = _label(node, name, key, language)
        previous = before.rows.get(pairs.get(key, key), Values()) if before is not None else None
        rows.append(ReportRow(key, label, colour, now.rows.get(key, Values()), previous))
    return Report(
        name, first, last, spans[1].first if before else None, spans[1].last if before else None, rows, now.totals,
        before.totals if before is not None else None,
    )  # fmt: skip


def spans_of(first: str, last: str, compare: str, till: str) -> list[Span] | None:
    """The span asked and the one it is compared with; None if the dates make no span."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        days = (end - begin).days + 1
        if not 0 < days <= LONGEST or len(first) != 10 or len(last) != 10 or begin.year < 2000:
            return None
        spans = [Span(first, last, till)]
        if compare:
            back = timedelta(days=days if compare == "previous" else 364)
            spans.append(Span((begin - back).isoformat(), (end - back).isoformat(), till))
    except (ValueError, OverflowError):
        return None
    return spans


def _paired_days(spans: list[Span]) -> dict[str, str]:
    """For each day the one it is compared with."""
    if len(spans) < 2:
        return {}
    back = date.fromisoformat(spans[0].first) - date.fromisoformat(spans[1].first)
    return {day: (date.fromisoformat(day) - back).isoformat() for day in _all_days(spans[0])}


def _all_days(span: Span) -> list[str]:
    begin = date.fromisoformat(span.first)
    count = (date.fromisoformat(span.last) - begin).days + 1
    return [(begin + timedelta(days=n)).isoformat() for n in range(count)]


def _keys(name: str, spans: list[Span], now: _Sums, before: _Sums | None) -> list[str]:
    """The rows in their order: times as they pass, everything else by turnover."""
    known = set(now.rows) | (set(before.rows) if before is not None and name != "day" else set())
    if name == "day":
        days = _all_days(spans[0])
        return days if len(days) <= FILLED else [day for day in days if day in known]
    if name == "hour":
        hours = sorted(map(int, known))
        return [str(hour) for hour in range(hours[0], hours[-1] + 1)] if hours else []
    if name == "weekday":
        return [str(day) for day in range(1, 8)]
    empty = Values()
    earlier = before.rows if before is not None else {}
    ordered = sorted(
        known, key=lambda key: (-now.rows.get(key, empty).amount, -earlier.get(key, empty).amount, key)
    )  # fmt: skip
    return ordered[:MOST_ROWS]


def _label(node: Node, name: str, key: str, language: str) -> tuple[str, str]:
    if name == "group":
        return group_name(node, key, language)
    if name == "article":
        record = node.masterdata.articles.get(key)
        colour = group_name(node, record.article.group, language)[1] if record is not None else ""
        return article_name(node, key, language), colour
    if name == "staff":
        return staff_name(node, key), ""
    if name == "till":
        return till_name(node, key), ""
    if name == "tender":
        return tender_name(key, language), ""
    return (tax_name(node, key, language), "") if name == "tax" else ("", "")


_BY: Final = {
    "day": ("business_day",), "weekday": ("business_day",), "till": ("till",), "hour": ("key",), "staff": ("key",),
    "tender": ("key",), "tax": ("key",),
}  # fmt: skip


async def _days(node: Node, name: str, spans: list[Span]) -> list[_Sums]:
    """From the day totals."""
    by_key = _BY[name] == ("key",)
    if by_key:
        asked = await ask_days(node, spans, (name, "total", "tax", "group"), ("key",))
    else:
        asked = await ask_days(node, spans, ("total", "tax", "group"), _BY[name])
    return [_sums(name, rows, by_key) for rows in asked]


def _sums(name: str, rows: list[DayRow], by_key: bool) -> _Sums:
    found = _Sums()
    for day, till, dimension, key, count, amount, third in rows:
        parts = [found.totals]
        if not by_key:
            place = till if name == "till" else day if name == "day" else str(date.fromisoformat(day).isoweekday())
            parts.append(found.rows[place])
        for values in parts:
            if dimension == "total":
                values.amount += amount
                values.receipts += count
            elif dimension == "tax":
                values.vat += third
            elif dimension == "group":
                values.quantity += third
        if by_key and dimension == name:
            row = found.rows[str(int(key)) if name == "hour" else key]
            row.amount += amount
            row.receipts += count
            row.vat += third if name != "tender" else 0
    for values in (found.totals, *found.rows.values()):
        values.net = values.amount - values.vat
    if name == "tender":
        for values in (found.totals, *found.rows.values()):
            values.net = values.vat = 0
    return found


async def _goods(node: Node, name: str, spans: list[Span]) -> list[_Sums]:
    """From the goods totals, with the VAT of the receipts shared out."""
    sold = await node.database.read(lambda connection: goods_rows(connection, spans))
    totals = await ask_days(node, spans, ("total", "tax", "group"), ("key",))
    return [_parts(name, rows, days) for rows, days in zip(sold, totals, strict=True)]


def _parts(name: str, rows: list[GoodsRow], days: list[DayRow]) -> _Sums:
    found = _Sums()
    by_tax: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for article, group, tax, count, amount, quantity in rows:
        key = group if name == "group" else article
        row = found.rows[key]
        row.amount += amount
        row.receipts += count if name == "article" else 0
        row.quantity += quantity
        found.totals.amount += amount
        found.totals.quantity += quantity
        by_tax[tax][key] += amount
    exact: dict[str, int] = defaultdict(int)
    for _, _, dimension, key, count, _, third in days:
        if dimension == "tax":
            exact[key] += third
        elif dimension == "total":
            found.totals.receipts += count
        elif name == "group":
            found.rows[key].receipts += count
    for tax, amounts in by_tax.items():
        for key, vat in shared_vat(amounts, int(tax.partition("/")[2]), exact.get(tax, 0)).items():
            found.rows[key].vat += vat
            found.totals.vat += vat
    for values in (found.totals, *found.rows.values()):
        values.net = values.amount - values.vat
    return found


def shared_vat(amounts: dict[str, int], rate: int, exact: int) -> dict[str, int]:
    """The VAT in gross amounts at one rate (hundredths of a percent), so that the parts add up to `exact`.

    Each part is what the rate says; what the rounding of each receipt made of it is shared by size.
    """
    shares = {key: divide_half_up(amount * rate, 10_000 + rate) for key, amount in amounts.items()}
    rest = exact - sum(shares.values())
    if rest and shares:
        for key, more in zip(shares, distribute(rest, [abs(amount) for amount in amounts.values()]), strict=True):
            shares[key] += more
    return shares


_HEADS: Final = {
    "de": ("Schlüssel", "Name", "Umsatz brutto", "Netto", "USt", "Belege", "Menge", "Umsatz davor"),
    "en": ("Key", "Name", "Turnover gross", "Net", "VAT", "Receipts", "Quantity", "Turnover before"),
}


def report_csv(found: Report, language: str) -> str:
    """The rows as a table for spreadsheets, `;` between cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    mark = "." if english(language) else ","
    heads = _HEADS["en" if english(language) else "de"]
    writer.writerow(heads if found.previous_totals is not None else heads[:-1])
    for row in found.rows:
        values = row.values
        label = f" {row.label}" if row.label[:1] in ("=", "+", "@", "-") else row.label
        cells = [
            row.key, label, format_cents(values.amount, mark), format_cents(values.net, mark),
            format_cents(values.vat, mark), str(values.receipts), format_quantity(values.quantity, mark),
        ]  # fmt: skip
        writer.writerow([*cells, format_cents(row.previous.amount, mark)] if row.previous is not None else cells)
    return "\ufeff" + text.getvalue()
