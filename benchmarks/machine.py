"""What the machine itself can do: syncs per second, and SQLite alone committing the rows of one sale after the other."""

import os
import time
from pathlib import Path

from tresen.journal.entry import COLUMNS
from tresen.ledger.receipts import COLUMNS as RECEIPT_COLUMNS
from tresen.store.database import Database
from tresen.store.sqlite import SqliteConnection

BODY = b'{"receipt":"' + b"x" * 5600 + b'"}'
"""As long as the body of a sale of 10 lines."""


def syncs(folder: Path, seconds: float) -> float:
    """64 KiB written over and synced, per second: about what one commit writes."""
    block, file = os.urandom(64 * 1024), folder / "syncs"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    for _ in range(16):
        os.write(descriptor, block)
    os.fsync(descriptor)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        os.pwrite(descriptor, block, (count % 16) * len(block))
        os.fdatasync(descriptor)
        count += 1
    rate = count / (time.perf_counter() - begun)
    os.close(descriptor)
    file.unlink()
    return rate


class RawSales:
    """The same tables and the same settings, one commit for each sale, no Tresen: the limit that a ratio is taken of."""

    def __init__(self, folder: Path) -> None:
        path = folder / "raw.db"
        database = Database(str(path))
        database.migrate()
        database.close()
        self._connection = SqliteConnection(path)
        self._count = 0
        self._entry = f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
        marks = ", ".join("?" * len(RECEIPT_COLUMNS))
        self._receipt = f"INSERT INTO receipt ({', '.join(RECEIPT_COLUMNS)}) VALUES ({marks})"
        self._movement = "INSERT INTO movement VALUES (?, ?, ?, ?, ?, ?)"

    def rate(self, seconds: float) -> float:
        """Sales per second: one entry, one row of the list of receipts, eleven movements."""
        done, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            self._sale()
            done += 1
        return done / (time.perf_counter() - begun)

    def _sale(self) -> None:
        self._count += 1
        n, at = self._count, time.time_ns() // 1_000_000
        id = f"{at:012x}7000{n:016x}"
        connection = self._connection
        connection.begin()
        connection.execute(
            self._entry,
            (n, id, "receipt", 1, at, "2026-01-01", "s", "n", "till-1", "receipt", n, "", BODY, bytes(32)),
        )
        connection.execute(self._receipt, (n, id, "till-1", n, "2026-01-01", at, "sale", "Beleg", 4200, "s", ""))
        for line in range(11):
            connection.execute(
                self._movement,
                (f"stock:place-1:a{(n * 7 + line * 91) % 1000}", n, line, -1000, "world:customer", "sale"),
            )
        connection.commit()

    def close(self) -> None:
        self._connection.close()
