"""One row of a DSFinV-K file by itself: cells filled, not too long, numbers, moments and words as prescribed."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from tresen.fiscal.dsfinvk.column import Column, Table
from tresen.fiscal.dsfinvk.tables import WORDS
from tresen.fiscal.objection import Objections
from tresen.fiscal.qr_code import BadQrCode, read_log_time

SCALE: Final = 100_000
"""Amounts are compared as whole numbers of 1/100,000: the finest a column declares."""

_NUMBERS: Final[Mapping[int, re.Pattern[str]]] = {
    0: re.compile(r"-?(?:0|[1-9][0-9]{0,17})"),
    2: re.compile(r"-?(?:0|[1-9][0-9]{0,12})(?:,[0-9]{1,2})?"),
    3: re.compile(r"-?(?:0|[1-9][0-9]{0,12})(?:,[0-9]{1,3})?"),
    5: re.compile(r"-?(?:0|[1-9][0-9]{0,12})(?:,[0-9]{1,5})?"),
}
"""By declared decimals. Both readings of the specification pass: two decimals, or as many as are declared."""
_LONGEST_NUMBER: Final = 32
_ANY_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:,([0-9]{1,18}))?")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE: Final = re.compile(r"[A-Z]{3}")
_VERSION: Final = re.compile(r"2\.[0-4]")
_MOMENTS: Final = ("Z_ERSTELLUNG", "BON_START", "BON_ENDE")
_TSE_TIMES: Final = ("TSE_TA_START", "TSE_TA_ENDE")
_CODES: Final = (
    "LAND", "LOC_LAND", "AGENTUR_LAND", "KUNDE_LAND", "KASSE_BASISWAEH_CODE", "ZAHLART_WAEH", "ZAHLWAEH_CODE",
)  # fmt: skip
_ALWAYS: Final = frozenset({"key", "always"})
_MAY_BE_EMPTY: Final = frozenset({"TSE_ZERTIFIKAT_II", "Z_START_ID", "Z_ENDE_ID"})
"""A short certificate needs no second part, whatever the specification calls it; a closing without any Vorgang has no
first and no last one."""
_UNSIGNED: Final = (
    "TSE_ID", "TSE_TANR", "TSE_TA_START", "TSE_TA_ENDE", "TSE_TA_VORGANGSART", "TSE_TA_SIGZ", "TSE_TA_SIG",
)  # fmt: skip
"""Empty where TSE_TA_FEHLER says why."""
_TRANSACTION_ONLY: Final = ("REF_DATUM", "REF_Z_KASSE_ID", "REF_Z_NR")
_OF_ARTICLES: Final = ("MENGE", "STK_BR")

Row = Mapping[str, str]


def read_number(text: str) -> int:
    """A number of an export in 1/100,000; 0 if it is none, which the check of the cell has told."""
    if len(text) > _LONGEST_NUMBER:
        return 0
    whole, _, decimals = text.partition(",")
    try:
        return int(whole + decimals[:5].ljust(5, "0"))
    except ValueError:
        return 0


def shown(number: int) -> str:
    """1/100,000 as an amount: `1,05`, with more decimals only where there are some."""
    whole, rest = divmod(abs(number), SCALE)
    decimals = f"{rest:05d}"
    return f"{'-' if number < 0 else ''}{whole},{decimals[:2]}{decimals[2:].rstrip('0')}"


def read_moment(text: str) -> datetime | None:
    """The moment of a cell, None if it is none."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_tse_time(text: str) -> bool:
    try:
        read_log_time(text)
    except BadQrCode:
        return False
    return True


class RowCheck:
    """Checks the rows of one table. What every row needs is decided once, from the header that the file has."""

    def __init__(self, table: Table, header: Sequence[str], objections: Objections, place: str) -> None:
        self._objections = objections
        self._place = place
        at = {name: number for number, name in enumerate(header)}
        columns = {column.name: column for column in table.columns if column.name in at}
        self._limits = [
            columns[name].length if name in columns and columns[name].length else 1 << 30 for name in header
        ]
        self._numbers = [
            (at[name], name, column.decimals, _NUMBERS[column.decimals].fullmatch)
            for name, column in columns.items()
            if column.numeric
        ]
        self._always = [(at[name], name) for name, column in columns.items() if _never_empty(table, column)]
        self._words = [
            (at[name], name, frozenset(WORDS[name]) | (frozenset() if column.need in _ALWAYS else {""}))
            for name, column in columns.items()
            if name in WORDS and name != "TSE_TA_VORGANGSART"
        ]
        self._forms = list(_forms(columns, at))
        self._one_of = [(at[name], name) for name, column in columns.items() if column.need == "one_of"]
        self._header = header
        self._special: Callable[[Row, int], None] | None = {
            "transactions.csv": self._transaction,
            "lines.csv": self._line,
            "lines_vat.csv": self._line_vat,
            "transactions_tse.csv": self._signature,
            "references.csv": self._reference,
        }.get(table.file)
        self._last: list[str] = []

    def check(self, cells: Sequence[str], line: int) -> None:
        """Object to what is wrong with a row that has as many cells as the header."""
        add, place = self._objections.add, self._place
        for value, limit in zip(cells, self._limits, strict=False):
            if len(value) > limit:
                self._object_to_lengths(cells, line)
                break
        for at, name, decimals, fits in self._numbers:
            value = cells[at]
            if value and not fits(value):
                self._object_to_number(name, value, decimals, line)
        for at, name in self._always:
            if not cells[at]:
                add("cell.empty", place, line, column=name)
        for at, name, words in self._words:
            if cells[at] not in words and cells[at]:
                add("cell.word", place, line, column=name, value=cells[at])
        for at, name, rule, fits_form in self._forms:
            value = cells[at]
            if value and not fits_form(value):
                add(rule, place, line, column=name, value=value)
        if self._one_of and not any(cells[at] for at, _ in self._one_of):
            add("cell.one_of", place, line, columns=", ".join(name for _, name in self._one_of))
        if self._special is not None:
            self._special(dict(zip(self._header, cells, strict=False)), line)

    def _object_to_lengths(self, cells: Sequence[str], line: int) -> None:
        for name, value, limit in zip(self._header, cells, self._limits, strict=False):
            if len(value) > limit:
                self._objections.add("cell.too_long", self._place, line, column=name, count=len(value), most=limit)

    def _object_to_number(self, name: str, value: str, decimals: int, line: int) -> None:
        add, place = self._objections.add, self._place
        if "." in value:
            add("cell.point", place, line, column=name, value=value)
        elif (found := _ANY_NUMBER.fullmatch(value)) and found[1] and len(found[1]) > decimals:
            add("cell.decimals", place, line, column=name, value=value, most=decimals)
        else:
            add("cell.number", place, line, column=name, value=value)

    def _transaction(self, row: Row, line: int) -> None:
        if row.get("BON_TYP") == "AVSonstige" and not row.get("BON_NAME"):
            self._objections.add("cell.name_wanted", self._place, line, value="AVSonstige", column="BON_NAME")
        begin, end = read_moment(row.get("BON_START", "")), read_moment(row.get("BON_ENDE", ""))
        if begin and end and (begin.tzinfo is None) == (end.tzinfo is None) and end < begin:
            self._objections.add("key.ends_before", self._place, line)

    def _line(self, row: Row, line: int) -> None:
        if row.get("GV_TYP") == "Umsatz":
            for name in _OF_ARTICLES:
                if not row.get(name):
                    self._objections.add("cell.empty", self._place, line, column=name)

    def _line_vat(self, row: Row, line: int) -> None:
        if not row.get("POS_BRUTTO") and not (row.get("POS_NETTO") and row.get("POS_UST")):
            self._objections.add("cell.one_of", self._place, line, columns="POS_BRUTTO, POS_NETTO + POS_UST")

    def _signature(self, row: Row, line: int) -> None:
        add, place = self._objections.add, self._place
        if not row.get("TSE_TA_FEHLER"):
            for name in _UNSIGNED:
                if not row.get(name):
                    add("cell.empty", place, line, column=name)
        process = row.get("TSE_TA_VORGANGSART", "")
        if process and process not in WORDS["TSE_TA_VORGANGSART"]:
            add("cell.word", place, line, column="TSE_TA_VORGANGSART", value=process)
        data = row.get("TSE_VORGANGSDATEN", "")
        if data != data.strip(" \t\r\n"):
            add("cell.blanks", place, line, column="TSE_VORGANGSDATEN")

    def _reference(self, row: Row, line: int) -> None:
        add, place = self._objections.add, self._place
        inside = row.get("REF_TYP") == "Transaktion"
        for name in _TRANSACTION_ONLY:
            if bool(row.get(name)) != inside:
                add("cell.only_transaction", place, line, column=name)
        if row.get("REF_TYP") == "ExterneSonstige" and not row.get("REF_NAME"):
            add("cell.name_wanted", place, line, value="ExterneSonstige", column="REF_NAME")


def _never_empty(table: Table, column: Column) -> bool:
    if column.name in _MAY_BE_EMPTY or (table.file == "transactions_tse.csv" and column.name in _UNSIGNED):
        return False
    return column.need in _ALWAYS


def _forms(columns: Mapping[str, Column], at: Mapping[str, int]) -> "list[_Form]":
    """Columns whose text has a form of its own."""
    found: list[_Form] = []
    for name in columns:
        if name in _MOMENTS:
            found.append((at[name], name, "cell.moment", lambda value: read_moment(value) is not None))
        elif name == "REF_DATUM":  # a moment by the text of the specification, a day by a checker of others
            found.append(
                (at[name], name, "cell.moment", lambda value: read_moment(value) is not None or _is_day(value))
            )
        elif name == "Z_BUCHUNGSTAG":
            found.append((at[name], name, "cell.day", _is_day))
        elif name in _TSE_TIMES:
            found.append((at[name], name, "cell.tse_time", _is_tse_time))
        elif name in _CODES:
            found.append((at[name], name, "cell.code", lambda value: bool(_CODE.fullmatch(value))))
        elif name == "TAXONOMIE_VERSION":
            found.append((at[name], name, "cell.version", lambda value: bool(_VERSION.fullmatch(value))))
    return found


_Form = tuple[int, str, str, Callable[[str], bool]]
