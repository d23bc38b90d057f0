"""Verify the chain: every entry hashes to what it says, follows the one before, and no series has a gap.

Only in a series that a device counts may a number be missing: it was handed out and has not arrived yet. It is named."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from tresen.core.receipt_number import slot_of
from tresen.journal.entry import GENESIS, chained

FAULT_LIMIT: Final = 100


@dataclass(slots=True)
class ChainCheck:
    """Feed it all rows in order; then read `faults`."""

    seq: int = 0
    hash: bytes = GENESIS
    entries: int = 0
    counters: dict[tuple[str, str], int] = field(default_factory=dict)
    handed: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    """By till and device's series: the numbers that arrived, in whatever order."""
    faults: list[str] = field(default_factory=list)

    def add(self, row: Any) -> None:
        """The next entry: its place in the chain and in its series."""
        till, series, counter = row[8:11]
        self.add_link(row)
        if series and slot_of(series):
            self._add_handed(till, series, counter)
        elif series:
            last = self.counters.get((till, series), 0)
            if counter != last + 1:
                self._fault(f"{series} {counter} of till {till} does not follow {last}")
            self.counters[till, series] = counter

    def add_link(self, row: Any) -> None:
        """The next entry: only its place in the chain."""
        seq, id, kind, version, at, day, actor, node, till, series, counter, subject, body, digest = row
        if seq != self.seq + 1:
            self._fault(f"entry {self.seq + 1} is missing: the next one is {seq}")
        expected = chained(
            self.hash, seq, id, kind, version, at, day, actor, node, till, series, counter, subject, bytes(body)
        )
        if expected != bytes(digest):
            self._fault(f"entry {seq} was changed: its hash does not match")
        self.seq, self.hash = seq, bytes(digest)
        self.entries += 1

    def missing(self, till: str, series: str) -> list[int]:
        """What a device handed out and what has not arrived: gaps below the highest number."""
        there = self.handed.get((till, series), set())
        return [counter for counter in range(1, max(there, default=0)) if counter not in there]

    def _add_handed(self, till: str, series: str, counter: int) -> None:
        there = self.handed[till, series]
        if counter < 1 or counter in there:
            self._fault(f"{series} {counter} of till {till} is there twice")
        there.add(counter)

    def _fault(self, text: str) -> None:
        if len(self.faults) < FAULT_LIMIT:
            self.faults.append(text)
