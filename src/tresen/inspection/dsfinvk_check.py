"""`tresen dsfinvk check`: every file by itself, then closing after closing and Vorgang after Vorgang, whatever the order.

Rows are read once. What other rows are compared with is put into order on the disk (`RowStore`), so memory stays the same.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from tresen.fiscal.dsfinvk.column import Table
from tresen.fiscal.dsfinvk.description import DTD_FILE, FILE
from tresen.fiscal.dsfinvk.tables import TABLES
from tresen.fiscal.dsfinvk_cells import RowCheck, read_moment
from tresen.fiscal.dsfinvk_closing_check import ClosingCheck, ClosingRows, ClosingSeries
from tresen.fiscal.dsfinvk_receipt_check import ReceiptCheck, ReceiptRows, Told
from tresen.fiscal.dsfinvk_rules import DSFINVK_RULES
from tresen.fiscal.objection import Objections
from tresen.fiscal.tse_rows import TseRows
from tresen.inspection.csv_rows import CsvRows
from tresen.inspection.dsfinvk_index import BadIndex, check_index, read_index
from tresen.inspection.export_files import ExportFiles, Unreadable
from tresen.inspection.row_store import RowStore

_CLOSINGS: Final = "cashpointclosing.csv"
_RECEIPTS: Final = "transactions.csv"
_SIGNATURES: Final = "transactions_tse.csv"
_COUNTERS: Final = "counters"
"""Not a file: signature counters, put into order to see whether one comes twice."""
_MOST_CLOSINGS: Final = 1_000_000
_OF_CLOSING: Final = tuple(table.file for table in TABLES if "BON_ID" not in table.header)
_OF_RECEIPT: Final = tuple(table.file for table in TABLES if "BON_ID" in table.header)
_LONG: Final = frozenset({"ARTIKELTEXT", "BON_NOTIZ", "TSE_PUBLIC_KEY", "TSE_ZERTIFIKAT_I", "TSE_ZERTIFIKAT_II"})
"""Cells that no comparison needs."""
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    table.file: tuple(name for name in table.header[3:] if name != "BON_ID" and name not in _LONG) for table in TABLES
}

Key = tuple[str, str, str]


@dataclass(slots=True)
class DsfinvkReport:
    """All that was found."""

    name: str
    objections: Objections = field(default_factory=lambda: Objections(DSFINVK_RULES))
    closings: int = 0
    receipts: int = 0
    rows: int = 0
    signatures: int = 0
    true: int = 0
    outages: int = 0


def check_dsfinvk(path: Path) -> DsfinvkReport:
    """Check an export, a folder or a ZIP."""
    report = DsfinvkReport(path.name)
    try:
        with ExportFiles(path, _CLOSINGS) as files, RowStore([*(table.file for table in TABLES), _COUNTERS]) as store:
            _Check(files, store, report).run()
    except Unreadable as error:
        report.objections.add("file.unreadable", path.name, reason=str(error))
    return report


class _Check:
    def __init__(self, files: ExportFiles, store: RowStore, report: DsfinvkReport) -> None:
        self._files = files
        self._store = store
        self._report = report
        self._objections = report.objections
        self._closings: dict[Key, int] = {}
        self._keys: list[Key] = []
        self._strangers: set[Key] = set()
        self._tse = TseRows(self._objections)
        self._closing_of: dict[tuple[str, str], int] = {}

    def _object(self, rule: str, file: str = "", line: int = 0, **said: str | int) -> None:
        self._objections.add(rule, f"{self._report.name}/{file}" if file else self._report.name, line, **said)

    def run(self) -> None:
        columns = self._check_files()
        series = ClosingSeries(self._objections, f"{self._report.name}/{_CLOSINGS}")
        for table in TABLES:
            if table.file in self._files.names():
                self._load(table, columns.get(table.file), series)
        series.end()
        self._tse.end(f"{self._report.name}/transactions_tse.csv")
        self._report.closings = len(self._closings)
        self._report.signatures = self._tse.events - self._tse.outages
        self._report.true, self._report.outages = self._tse.true, self._tse.outages
        self._store.index(_RECEIPTS)
        for receipt, line in self._store.doubles(_RECEIPTS):
            self._object("key.receipt_double", _RECEIPTS, line, value=receipt)
        self._check_counters()
        self._compare()

    def _check_counters(self) -> None:
        """A signature counter of a TSE belongs to one Vorgang, in all closings."""
        for counter, line in self._store.doubles(_COUNTERS):
            self._object("key.tse_counter", "transactions_tse.csv", line, value=counter.rpartition(" ")[2])

    def _check_files(self) -> dict[str, list[str]]:
        """The files that are there; the columns that index.xml describes, by file."""
        names = self._files.names()
        if self._files.inside != ".":
            self._object("file.nested", folder=self._files.inside)
        known = {FILE, DTD_FILE, *(table.file for table in TABLES)}
        for name in sorted(known - set(names)):
            self._object("file.missing", name)
        columns: dict[str, list[str]] = {}
        if FILE in names:
            try:
                with self._files.open(FILE) as stream:
                    dtd, described = read_index(stream)
                columns = check_index(described, dtd, TABLES, names, self._objections, self._report.name)
            except BadIndex as error:
                self._object("index.bad", FILE, reason=str(error))
            except (Unreadable, OSError, BadZipFile, zlib.error) as error:
                self._object("file.unreadable", FILE, reason=str(error))
        for name in sorted(set(names) - known):
            if name not in columns:
                self._object("file.unknown", name)
        return columns

    def _load(self, table: Table, described: Sequence[str] | None, series: ClosingSeries) -> None:
        """Check every row of a file by itself, and keep what is compared."""
        place = f"{self._report.name}/{table.file}"
        objections = self._objections
        try:
            with self._files.open(table.file) as stream:
                rows = iter(
                    CsvRows(
                        stream,
                        lambda trouble, line, detail: objections.add(f"csv.{trouble}", place, line, detail=detail),
                    )
                )
                _, header = next(rows, (1, []))
                if not self._check_header(table, header, described):
                    return
                keep = [header.index(name) for name in _KEPT[table.file]]
                self._take_rows(table, header, keep, rows, series)
        except (Unreadable, OSError, EOFError, BadZipFile, zlib.error) as error:
            self._object("file.unreadable", table.file, reason=str(error))

    def _take_rows(
        self,
        table: Table,
        header: list[str],
        keep: list[int],
        rows: Iterator[tuple[int, list[str]]],
        series: ClosingSeries,
    ) -> None:
        file = table.file
        place = f"{self._report.name}/{file}"
        check = RowCheck(table, header, self._objections, place).check
        take = {
            "tse.csv": self._tse.device,
            "cashregister.csv": self._tse.till,
            "transactions_tse.csv": self._tse.event,
        }.get(file)
        at_receipt = header.index("BON_ID") if "BON_ID" in header else -1
        at_key = [header.index(name) for name in ("Z_KASSE_ID", "Z_ERSTELLUNG", "Z_NR")]
        last: Key = ("", "", "")
        closing = -1
        count = 0
        for line, cells in rows:
            count += 1
            if len(cells) != len(header):
                self._object("csv.cells", file, line, count=len(cells), wanted=len(header))
                continue
            check(cells, line)
            key = (cells[at_key[0]], cells[at_key[1]], cells[at_key[2]])
            if file == _CLOSINGS:
                closing = self._new_closing(key, dict(zip(header, cells, strict=True)), line, series)
            elif key != last:
                closing = self._closing(key, file, line)
            last = key
            if take is not None:
                row = dict(zip(header, cells, strict=True))
                take(row, place, line)
                if file == _SIGNATURES and (counter := self._tse.counter_of(row)):
                    self._store.put(_COUNTERS, 0, counter, line, ())
            if closing >= 0:
                receipt = cells[at_receipt] if at_receipt >= 0 else ""
                self._store.put(file, closing, receipt, line, [cells[at] for at in keep])
        self._report.rows += count
        if file == _RECEIPTS:
            self._report.receipts = count

    def _check_header(self, table: Table, header: list[str], described: Sequence[str] | None) -> bool:
        """Whether the rows can be read by their columns."""
        missing = [name for name in table.header if name not in header]
        for name in missing:
            self._object("csv.column_missing", table.file, 1, column=name)
        if missing:
            return False
        for number, (named, wanted) in enumerate(zip(header, table.header, strict=False), 1):
            if named != wanted:
                self._object("csv.column_order", table.file, 1, number=number, named=named, wanted=wanted)
                break
        for name in header[len(table.header) :]:
            if described is None or name not in described:
                self._object("csv.column_unknown", table.file, 1, column=name)
        return True

    def _new_closing(self, key: Key, row: Mapping[str, str], line: int, series: ClosingSeries) -> int:
        series.take(row, line)
        if key in self._closings or len(self._keys) >= _MOST_CLOSINGS:
            return -1  # the series tells that it is there twice
        self._closings[key] = number = len(self._keys)
        self._keys.append(key)
        self._closing_of[key[0], key[2]] = number
        return number

    def _closing(self, key: Key, file: str, line: int) -> int:
        found = self._closings.get(key, -1)
        if found < 0 and (key not in self._strangers or len(self._strangers) > _MOST_CLOSINGS):
            self._strangers.add(key)
            self._object("key.closing_unknown", file, line)
        return found

    def _compare(self) -> None:
        """Walk closing by closing, Vorgang by Vorgang, over all files at once."""
        streams = {file: _Walk(self._store.rows(file), _KEPT[file]) for file in (*_OF_CLOSING, *_OF_RECEIPT)}
        for number, key in enumerate(self._keys):
            of_closing = {file: streams[file].take(number, "") for file in _OF_CLOSING}
            rows = ClosingRows(of_closing[_CLOSINGS][0], of_closing)
            closing = ClosingCheck(self._objections, self._report.name, rows)
            check = ReceiptCheck(self._objections, self._report.name, closing.known(), closing.sums)
            receipts = _Seen(read_moment(key[1]))
            while (receipt := streams[_RECEIPTS].peek(number)) is not None:
                of = {file: streams[file].take(number, receipt, self._stranger(file)) for file in _OF_RECEIPT}
                heads = of[_RECEIPTS]
                self._check_in_closing(receipt, heads[0], receipts)
                check.check(ReceiptRows(receipt, heads[0], of))
                for line, row in of["references.csv"]:
                    self._check_reference(line, row)
            for file in _OF_RECEIPT:
                streams[file].rest(number, self._stranger(file))
            for column in ("Z_START_ID", "Z_ENDE_ID"):
                line, head = rows.head
                if not head[column] and receipts.numbers:
                    self._object("cell.empty", _CLOSINGS, line, column=column)
                elif head[column] and not self._store.holds(_RECEIPTS, number, head[column]):
                    self._object("key.first_last", _CLOSINGS, line, column=column, value=head[column])
            closing.end(closing.known_currency())

    def _check_in_closing(self, receipt: str, head: Told, seen: "_Seen") -> None:
        line, row = head
        if row["BON_NR"] in seen.numbers:
            self._object("key.double", _RECEIPTS, line, column="BON_NR", value=row["BON_NR"])
        seen.numbers.add(row["BON_NR"])
        end = read_moment(row["BON_ENDE"])
        if seen.closed_at and end and (end.tzinfo is None) == (seen.closed_at.tzinfo is None) and end > seen.closed_at:
            self._object("key.after_closing", _RECEIPTS, line)

    def _check_reference(self, line: int, row: Mapping[str, str]) -> None:
        """A Vorgang that is referred to must be where the reference says, if that closing is in the export."""
        if row["REF_TYP"] != "Transaktion":
            return
        target = self._closing_of.get((row["REF_Z_KASSE_ID"], row["REF_Z_NR"]))
        if target is not None and not self._store.holds(_RECEIPTS, target, row["REF_BON_ID"]):
            self._object(
                "key.reference", "references.csv", line, value=row["REF_BON_ID"], number=row["REF_Z_NR"],
                till=row["REF_Z_KASSE_ID"],
            )  # fmt: skip

    def _stranger(self, file: str) -> "_Stranger":
        return _Stranger(self, file)

    def object_to_stranger(self, file: str, line: int, receipt: str) -> None:
        """A row of a Vorgang that is not in transactions.csv."""
        self._object("key.receipt_unknown", file, line, value=receipt)


@dataclass(slots=True, frozen=True)
class _Stranger:
    """Told of rows whose Vorgang is not there."""

    check: _Check
    file: str

    def __call__(self, line: int, receipt: str) -> None:
        self.check.object_to_stranger(self.file, line, receipt)


@dataclass(slots=True)
class _Seen:
    """What was seen in one closing."""

    closed_at: datetime | None
    numbers: set[str] = field(default_factory=set)
    """BON_NR."""


class _Walk:
    """Rows of one file in order, taken by closing and Vorgang."""

    def __init__(self, rows: Iterator[tuple[int, str, int, list[str]]], columns: Sequence[str]) -> None:
        self._rows = rows
        self._columns = columns
        self._next = next(rows, None)

    def peek(self, closing: int) -> str | None:
        """BON_ID of the next row, if it is of this closing."""
        return self._next[1] if self._next is not None and self._next[0] == closing else None

    def take(self, closing: int, receipt: str, stranger: "_Stranger | None" = None) -> list[Told]:
        """The rows of this closing and Vorgang; those that come before it belong to none."""
        found: list[Told] = []
        while self._next is not None and (self._next[0], self._next[1]) <= (closing, receipt):
            at, id, line, cells = self._next
            if (at, id) == (closing, receipt):
                found.append((line, dict(zip(self._columns, cells, strict=False))))
            elif stranger is not None:
                stranger(line, id)
            self._next = next(self._rows, None)
        return found

    def rest(self, closing: int, stranger: "_Stranger") -> None:
        """What is left of a closing belongs to no Vorgang."""
        while self._next is not None and self._next[0] == closing:
            stranger(self._next[2], self._next[1])
            self._next = next(self._rows, None)
