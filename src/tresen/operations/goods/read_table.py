"""Read a table of goods as people have it: CSV with `;` or `,` or tab, UTF-8 or Windows-1252, or an XLSX workbook.

Cells come out as texts. Blocks; run it in a thread.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tresen.core.failures import Failure

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
MOST_UNPACKED: Final = 1024 * 1024 * 1024
"""Bytes an XLSX may unfold to: a zip bomb must not fill the memory."""
LONGEST_CELL: Final = 2000


@dataclass(slots=True)
class Sheet:
    """Headings and rows; every row with its number in the file (1 is the heading)."""

    format: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(data: bytes) -> Sheet | Failure:
    """Fails with `too_much` or `import_file_unreadable`."""
    if len(data) > MOST_BYTES:
        return Failure("too_much", {"limit": MOST_BYTES})
    kind = "xlsx" if data[:4] == b"PK\x03\x04" else "csv"
    try:
        rows = _workbook(data) if kind == "xlsx" else _text_rows(data)
        return _sheet(kind, rows)
    except (ValueError, KeyError, csv.Error, zipfile.BadZipFile, OSError, EOFError):
        return Failure("import_file_unreadable", {})


def _sheet(kind: str, rows: Iterator[list[str]]) -> Sheet | Failure:
    headings: list[str] = []
    found: list[tuple[int, list[str]]] = []
    for place, cells in enumerate(rows, start=1):
        if not headings:
            headings = [cell.strip() for cell in cells]
            if not any(headings) or len(headings) > MOST_COLUMNS:
                return Failure("import_file_unreadable", {})
            continue
        if any(cells):
            if len(found) >= MOST_ROWS:
                return Failure("too_much", {"limit": MOST_ROWS})
            found.append((place, cells))
    return Sheet(kind, headings, found) if headings else Failure("import_file_unreadable", {})


def _text_rows(data: bytes) -> Iterator[list[str]]:
    if b"\x00" in data[:1000]:
        raise ValueError("no text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    first = text[: text.find("\n")] if "\n" in text else text
    mark = max(";,\t", key=first.count)
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
        yield [cell.strip()[:LONGEST_CELL] for cell in cells]


def _workbook(data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("unfolds to too much")
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        for cells in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in cells]
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A cell as a person would type it; a number without what binary fractions add."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()[:LONGEST_CELL]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int):
        return str(value)
    text = f"{value:.10g}" if abs(value) < 1e9 else f"{value:.15g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
