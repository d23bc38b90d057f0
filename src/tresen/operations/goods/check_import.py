"""Check a table of goods without writing anything: what would be new, changed or the same, and every row's mistakes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tresen.core.article import Article
from tresen.core.failures import Failure
from tresen.core.tax import rates_on
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import Masterdata
from tresen.operations.goods.article_rules import check_deposit, check_fields, check_taken, codes_of
from tresen.operations.goods.change_article import in_stock
from tresen.operations.goods.columns import REQUIRED, SYNONYMS, means_rate, recognise
from tresen.operations.goods.flat_article import FlatArticle, differences, flat, record_of
from tresen.operations.goods.read_row import Column, Fault, Known, read_row
from tresen.operations.goods.read_table import Sheet, read_table
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day

KEPT_PLANS: Final = 5
"""Checked files that wait in memory to be applied."""
EVERYDAY_KEYS: Final = 10
"""VAT keys from 11 on are of past rates and never found by a rate (DSFinV-K annex 2)."""
NEEDED_WHEN_NEW: Final = ("name", "price", "tax_key")


@dataclass(slots=True)
class PlannedRow:
    """What one row of the file will do. `kind`: `new`, `changed`, `unchanged` or `error`."""

    row: int
    kind: str
    number: str
    name: str
    record: ArticleRecord | None = None
    version: int = 0
    """Of the article when it was checked, 0 for a new one."""
    fields: list[tuple[str, Any, Any]] = field(default_factory=list)


@dataclass(slots=True)
class ImportColumn:
    name: str
    field: str | None
    sample: str


@dataclass(slots=True)
class Counts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: int = 0


@dataclass(slots=True)
class ImportPlan:
    """A checked file, ready to be applied."""

    id: str
    file: str
    format: str
    at: int
    actor: str
    actor_name: str
    columns: list[ImportColumn]
    missing: list[str]
    rows: list[PlannedRow]
    faults: list[Fault]
    counts: Counts


async def check_import(
    node: Node, actor: Actor, file: str, data: bytes, chosen: Mapping[str, str | None] | None = None
) -> ImportPlan | Failure:
    """Read and compare in a thread. `chosen`: field by heading as the person mapped it, None: as recognised."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    now = node.clock.now()
    day = office_day(node, now)
    sheet = await asyncio.to_thread(read_table, data)
    if isinstance(sheet, Failure):
        return sheet
    places = recognise(sheet.headings, chosen)
    columns = [
        Column(place, sheet.headings[place], name, means_rate(sheet.headings[place])) for place, name in places.items()
    ]
    sample = sheet.rows[0][1] if sheet.rows else []
    shown = [
        ImportColumn(heading, places.get(place), sample[place][:80] if place < len(sample) else "")
        for place, heading in enumerate(sheet.headings)
    ]
    plan = ImportPlan(
        node.ids.new(), file[:200], sheet.format, now, actor.staff, actor.staff_name, shown,
        [name for name in REQUIRED if name not in places.values()], [], [], Counts(),
    )  # fmt: skip
    if not plan.missing:
        await asyncio.to_thread(_compare, node, plan, sheet, columns, day)
    node.imports[plan.id] = plan
    while len(node.imports) > KEPT_PLANS:
        del node.imports[next(iter(node.imports))]
    return plan


def _known(md: Masterdata, day: str) -> Known:
    rates = rates_on(md.rates, day)
    by_rate = {rate.rate: key for key, rate in sorted(rates.items(), reverse=True) if key <= EVERYDAY_KEYS}
    groups = {group.name.casefold(): group.id for group in md.groups} | {group.id: group.id for group in md.groups}
    deposits = {record.article.number: record.article.id for record in md.articles if record.article.kind == "deposit"}
    lists = {one.name.casefold(): one.id for one in md.price_lists} | {
        one.id.casefold(): one.id for one in md.price_lists
    }
    return Known(groups, frozenset(rates), by_rate, deposits, lists)


def _compare(node: Node, plan: ImportPlan, sheet: Sheet, columns: list[Column], day: str) -> None:
    """Deposit articles first, so that goods of the same file may name them."""
    md = node.masterdata
    known = _known(md, day)
    place = next(one.place for one in columns if one.field == "number")
    numbers = {" ".join(cells[place].split()) for _, cells in sheet.rows if place < len(cells)}
    comparison = _Comparison(node, plan, columns, known, numbers)
    kinds = next((one.place for one in columns if one.field == "kind"), -1)
    later = []
    for row, cells in sheet.rows:
        if 0 <= kinds < len(cells) and cells[kinds].lower() in ("deposit", "pfand"):
            comparison.add(row, cells)
        else:
            later.append((row, cells))
    comparison.known.deposits = dict(known.deposits) | comparison.deposits
    for row, cells in later:
        comparison.add(row, cells)
    comparison.settle()


class _Comparison:
    """Goes through the rows; knows what the file itself has said so far."""

    def __init__(
        self, node: Node, plan: ImportPlan, columns: list[Column], known: Known, file_numbers: set[str]
    ) -> None:
        self.node, self.plan, self.columns, self.known = node, plan, columns, known
        self._file_numbers = file_numbers
        self.deposits: dict[str, str] = {}
        self.articles: dict[str, Article] = {}
        self._numbers: set[str] = set()
        self._codes: dict[str, int] = {}
        self._heading = {one.field: one.heading for one in columns}
        self._codes_change = any(one.field == "barcodes" for one in columns)
        self._revives = not any(one.field == "active" for one in columns)

    def add(self, row: int, cells: list[str]) -> None:
        md, plan = self.node.masterdata, self.plan
        place = next(one.place for one in self.columns if one.field == "number")
        number = " ".join(cells[place].split()) if place < len(cells) else ""
        id = md.by_number.get(number)
        old = md.articles.get(id) if id is not None else None
        start = flat(old) if old is not None else FlatArticle(number, "", -1, 0)
        read = read_row(row, cells, self.columns, start, self.known)
        faults = read.faults
        if not number:
            faults.append(Fault(row, self._heading["number"], "", "missing"))
        elif number in self._numbers:
            faults.append(Fault(row, self._heading["number"], number, "number_twice"))
        self._numbers.add(number)
        if old is None:
            self._needed(row, read.form, faults)
        elif self._revives:
            read.form.active = True
        record = record_of(old.article.id if old else self.node.ids.new(), read.form, old.supplier if old else "")
        if not faults:
            self._judge(row, record, old, faults)
        planned = PlannedRow(row, "error", number, read.form.name)
        if not faults:
            planned.record = record
            planned.version = md.articles.seqs.get(record.article.id, 0) if old else 0
            planned.fields = differences(start, flat(record)) if old else []
            planned.kind = "new" if old is None else "changed" if planned.fields else "unchanged"
            self.articles[record.article.id] = record.article
            if record.article.kind == "deposit":
                self.deposits[number] = record.article.id
        plan.rows.append(planned)
        plan.faults += faults

    def settle(self) -> None:
        """Count, and bring the rows into the order of the file with the deposits in front."""
        counts = self.plan.counts
        for planned in self.plan.rows:
            if planned.kind == "error":
                counts.errors += 1
            else:
                setattr(counts, planned.kind, getattr(counts, planned.kind) + 1)
        self.plan.faults.sort(key=lambda fault: fault.row)

    def _needed(self, row: int, form: FlatArticle, faults: list[Fault]) -> None:
        empty = {"name": not form.name, "price": form.price == -1, "tax_key": form.tax_key == 0}
        told = {fault.column for fault in faults}
        for name in NEEDED_WHEN_NEW:
            heading = self._heading.get(name, name)
            if empty[name] and heading not in told:
                faults.append(Fault(row, heading, "", "missing"))

    def _judge(self, row: int, record: ArticleRecord, old: ArticleRecord | None, faults: list[Fault]) -> None:
        """The rules of every article, in the words of a row."""
        md, article = self.node.masterdata, record.article
        failure = check_fields(md, record)
        if failure is not None:
            name = str(failure.detail.get("field", "barcodes"))
            value = str(failure.detail.get("code", getattr(flat(record), name, "")))
            code = "check_digit" if failure.code == "gtin_check_digit" else _CODES.get(name, "limits")
            shown = value if name in self._heading else ""
            faults.append(Fault(row, self._heading.get(name, name), shown, code))
            return
        if article.deposit and check_deposit(record, lambda id: self.articles.get(id) or md.priced.get(id)) is not None:
            faults.append(Fault(row, self._heading.get("deposit", "deposit"), article.number, "deposit"))
        if old is not None and old.article.unit != article.unit and in_stock(self.node, old):
            faults.append(Fault(row, self._heading.get("unit", "unit"), article.unit, "unit_in_stock"))
        taken = check_taken(md, record, self._gives_up)
        if taken is not None:
            faults.append(
                Fault(row, self._heading.get("barcodes", "barcodes"), str(taken.detail["code"]), "barcode_taken")
            )
        for barcode in record.barcodes:
            for key in codes_of(barcode):
                if self._codes.setdefault(key, row) != row:
                    faults.append(Fault(row, self._heading.get("barcodes", "barcodes"), barcode.code, "barcode_twice"))
                    return

    def _gives_up(self, id: str) -> bool:
        """Whether the file says anew which barcodes an article has; a code it keeps is found as standing twice."""
        return self._codes_change and self.node.masterdata.articles[id].article.number in self._file_numbers


_CODES: Final = {
    "name": "text",
    "number": "text",
    "kind": "kind",
    "unit": "unit",
    "barcodes": "barcode",
    "group": "group",
    "tags": "tags",
    "prices": "prices",
}


def fields() -> list[dict[str, Any]]:
    """What a column may be mapped to."""
    return [{"field": name, "required": name in REQUIRED} for name in SYNONYMS]
