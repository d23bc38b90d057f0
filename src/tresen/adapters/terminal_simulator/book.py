"""The simulated terminal's memory: an append-only file that survives a restart and a hard kill."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

Act = Literal["begin", "charge", "refund", "reversal"]


@dataclass(slots=True, frozen=True)
class Record:
    """One thing the terminal did. `begin` comes before everything else of a payment and books nothing."""

    act: Act
    payment: str
    amount: int = 0
    card: str = ""
    card_kind: str = ""
    masked: str = ""
    trace: str = ""
    receipt_number: str = ""
    approval: str = ""
    customer_slip: str = ""
    merchant_slip: str = ""


class Book:
    """Reads the file once; every `write` is on the disk (fsync) before it returns.

    A line that was cut off by a hard kill was never acknowledged and is dropped at the next start.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "terminal.jsonl"
        self._lock = Lock()
        self._booked: dict[str, Record] = {}
        self._reversed: dict[str, Record] = {}
        self._begun: set[str] = set()
        self._count = 0
        whole = self._read()
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, whole)
        os.lseek(self._file, 0, os.SEEK_END)

    def _read(self) -> int:
        """Take in every complete line; returns where the complete part ends."""
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content.rfind(b"\n") + 1
        for line in content[:whole].splitlines():
            self._remember(Record(**json.loads(line)))
        return whole

    def _remember(self, record: Record) -> None:
        if record.act == "begin":
            self._begun.add(record.payment)
            return
        self._count += 1
        if record.act == "reversal":
            self._reversed[record.payment] = record
        else:
            self._booked[record.payment] = record

    def write(self, record: Record) -> None:
        """Append one record durably. Raises OSError when the disk refuses; then nothing is remembered."""
        line = json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            end = os.lseek(self._file, 0, os.SEEK_END)
            try:
                written = os.write(self._file, line)
                if written != len(line):
                    raise OSError("the record was written only in part")
                os.fsync(self._file)
            except OSError:
                os.ftruncate(self._file, end)
                raise
            self._remember(record)

    def begun(self, payment: str) -> bool:
        """Whether the terminal ever saw this payment."""
        return payment in self._begun

    def booked(self, payment: str) -> Record | None:
        """The charge or refund of a payment, if there was one."""
        return self._booked.get(payment)

    def reversal(self, payment: str) -> Record | None:
        """The reversal of a payment, if there was one."""
        return self._reversed.get(payment)

    def next_number(self) -> int:
        """Counts everything booked, from 1; trace and receipt numbers are made of it."""
        return self._count + 1

    def close(self) -> None:
        """Release the file. The book is not usable afterwards."""
        os.close(self._file)
