"""Rows of an export put into order on the disk: memory stays the same, however large the export.

A SQLite file in a temporary folder that is gone afterwards; it holds nothing that is not in the export.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

Stored = tuple[int, str, int, str]
"""Closing (a number of ours), BON_ID or empty, line in the file, the wanted cells in one text."""

_BATCH: Final = 5_000
_BETWEEN: Final = "\x1f"


class RowStore:
    """One table for each file, read back in the order of closing, Vorgang, line."""

    def __init__(self, files: Sequence[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tresen-check-")
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.db", isolation_level=None)
        for said in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4000", "temp_store = FILE"):
            self._db.execute(f"PRAGMA {said}")
        self._table = {file: f"t{number}" for number, file in enumerate(files)}
        self._waiting: dict[str, list[Stored]] = {file: [] for file in files}
        for table in self._table.values():
            self._db.execute(f"CREATE TABLE {table} (closing INTEGER, receipt TEXT, line INTEGER, cells TEXT)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def put(self, file: str, closing: int, receipt: str, line: int, cells: Sequence[str]) -> None:
        waiting = self._waiting[file]
        waiting.append((closing, receipt, line, _BETWEEN.join(cells)))
        if len(waiting) >= _BATCH:
            self._write(file)

    def _write(self, file: str) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT INTO {self._table[file]} VALUES (?, ?, ?, ?)", self._waiting[file])
        self._db.execute("COMMIT")
        self._waiting[file].clear()

    def rows(self, file: str) -> Iterator[tuple[int, str, int, list[str]]]:
        """All rows of a file in order."""
        self._write(file)
        found = self._db.execute(
            f"SELECT closing, receipt, line, cells FROM {self._table[file]} ORDER BY closing, receipt, line"
        )
        for closing, receipt, line, cells in found:
            yield closing, receipt, line, cells.split(_BETWEEN)

    def doubles(self, file: str) -> Iterator[tuple[str, int]]:
        """(BON_ID, last line) of each that occurs more than once in the whole file."""
        self._write(file)
        yield from self._db.execute(
            f"SELECT receipt, MAX(line) FROM {self._table[file]} GROUP BY receipt HAVING COUNT(*) > 1"
        )

    def holds(self, file: str, closing: int, receipt: str) -> bool:
        """Whether the file has a row of this Vorgang in this closing."""
        found = self._db.execute(
            f"SELECT 1 FROM {self._table[file]} WHERE receipt = ? AND closing = ? LIMIT 1", (receipt, closing)
        )
        return found.fetchone() is not None

    def index(self, file: str) -> None:
        """Make `doubles` and `holds` quick."""
        self._write(file)
        self._db.execute(f"CREATE INDEX i{self._table[file]} ON {self._table[file]} (receipt, closing)")
