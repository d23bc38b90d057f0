"""The signatures of a DSFinV-K export: `tse.csv` and `cashregister.csv` first, then each row of `transactions_tse.csv`."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from zipfile import BadZipFile

from tresen.fiscal.objection import Objections
from tresen.fiscal.tse_rows import COLUMNS, DEVICES, EVENTS, TILLS, TseRows
from tresen.inspection.csv_rows import CsvRows
from tresen.inspection.export_files import ExportFiles, Unreadable, row_of


def check_export_signatures(files: ExportFiles, objections: Objections) -> TseRows:
    """Check every signature of an export."""
    rows = TseRows(objections)
    takes: tuple[tuple[str, Callable[[Mapping[str, str], str, int], None]], ...] = (
        (DEVICES, rows.device), (TILLS, rows.till), (EVENTS, rows.event),
    )  # fmt: skip
    for name, take in takes:
        for line, row in _rows(files, name, objections):
            take(row, f"{files.name}/{name}", line)
    if not rows.events:
        objections.add("tse.empty", files.name)
    rows.end(f"{files.name}/{EVENTS}")
    return rows


def _rows(files: ExportFiles, name: str, objections: Objections) -> Iterator[tuple[int, Mapping[str, str]]]:
    place = f"{files.name}/{name}"
    try:
        with files.open(name) as stream:
            rows = iter(
                CsvRows(stream, lambda trouble, line, detail: _object(objections, place, trouble, line, detail))
            )
            _, header = next(rows, (1, []))
            missing = [column for column in COLUMNS[name] if column not in header]
            for column in missing:
                objections.add("tse.row_columns", place, 1, column=column)
            if missing:
                return
            for line, cells in rows:
                if len(cells) < len(header):
                    objections.add("tse.row_bad", place, line, reason=f"{len(cells)} < {len(header)}")
                else:
                    yield line, row_of(header, cells)
    except (Unreadable, OSError, EOFError, BadZipFile, zlib.error) as error:
        objections.add("tse.not_readable", place, reason=str(error))


def _object(objections: Objections, place: str, trouble: str, line: int, detail: str) -> None:
    """Only what keeps a row from being read; the dialect is the affair of `tresen dsfinvk check`."""
    if trouble not in {"bom", "line_end"}:
        objections.add("tse.row_bad", place, line, reason=f"{trouble} {detail}".strip())
