"""Verify the chain: every entry hashes to what it says, follows the one before, and no series has a gap."""

from dataclasses import dataclass, field
from typing import Any, Final

from tresen.journal.entry import GENESIS, chained

FAULT_LIMIT: Final = 100


@dataclass(slots=True)
class ChainCheck:
    """Feed it all rows in order; then read `faults`."""

    seq: int = 0
    hash: bytes = GENESIS
    entries: int = 0
    counters: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, row: Any) -> None:
        seq, id, kind, version, at, day, actor, node, till, series, counter, subject, body, digest = row
        if seq != self.seq + 1:
            self._fault(f"entry {self.seq + 1} is missing: the next one is {seq}")
        expected = chained(
            self.hash, seq, id, kind, version, at, day, actor, node, till, series, counter, subject, bytes(body)
        )
        if expected != bytes(digest):
            self._fault(f"entry {seq} was changed: its hash does not match")
        if series:
            last = self.counters.get((till, series), 0)
            if counter != last + 1:
                self._fault(f"{series} {counter} of till {till} does not follow {last}")
            self.counters[till, series] = counter
        self.seq, self.hash = seq, bytes(digest)
        self.entries += 1

    def _fault(self, text: str) -> None:
        if len(self.faults) < FAULT_LIMIT:
            self.faults.append(text)
