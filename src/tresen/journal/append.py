"""Appending: the only way anything enters the record. Runs inside the writer's transaction."""

from dataclasses import dataclass, field
from typing import Final, Protocol

from tresen.journal.entry import COLUMNS, GENESIS, TYPES, Draft, Entry, chained
from tresen.journal.known_ids import KnownIds
from tresen.store.writer import Tx

_INSERT: Final = f"INSERT INTO entry ({', '.join(COLUMNS)})"


class Follower(Protocol):
    """Hears of every entry at once, so that a later job of the same group sees it; takes it back on rollback."""

    def appended(self, draft: Draft, entry: Entry) -> None: ...
    def before_commit(self, tx: Tx) -> None: ...
    def after_commit(self) -> None: ...
    def after_rollback(self) -> None: ...
    def idle(self, tx: Tx) -> bool: ...


@dataclass(slots=True)
class _Place:
    seq: int = 0
    hash: bytes = GENESIS
    counters: dict[tuple[str, str], int] = field(default_factory=dict)


class Journal:
    """The end of the chain. One per node; only the writer thread calls `append`."""

    def __init__(self, node: str) -> None:
        self.node = node
        self._followers: list[Follower] = []
        self._known = KnownIds()
        self._committed = _Place()
        self._seq = 0
        self._hash = GENESIS
        self._counters: dict[tuple[str, str], int] = {}
        self._changed: dict[tuple[str, str], int] = {}
        self._pending: list[Entry] = []

    def follow(self, follower: Follower) -> None:
        self._followers.append(follower)

    def load(self, tx: Tx) -> None:
        """Find the end of the chain and of every series at start-up."""
        last = tx.one("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
        if last is not None:
            self._committed.seq, self._committed.hash = int(last[0]), bytes(last[1])
            newest = tx.one("SELECT MAX(id) FROM entry")
            self._known = KnownIds(newest[0] if newest is not None else "")
        rows = tx.all("SELECT till, series, MAX(counter) FROM entry WHERE series <> '' GROUP BY till, series")
        self._committed.counters = {(till, series): int(counter) for till, series, counter in rows}
        self._reset()

    @property
    def seq(self) -> int:
        """Number of the last durable entry."""
        return self._committed.seq

    @property
    def last_seq(self) -> int:
        """Number of the last entry, also of one that is not durable yet; for jobs in the writer."""
        return self._seq

    def counter(self, till: str, series: str) -> int:
        """Last durable number of a till's series, 0 if none."""
        return self._committed.counters.get((till, series), 0)

    def last_counter(self, till: str, series: str) -> int:
        """The same, also of one that is not durable yet; for jobs in the writer."""
        return self._changed.get((till, series)) or self._counters.get((till, series), 0)

    def may_have(self, id: str) -> bool:
        """False: surely no entry has the id. True: the database must be asked."""
        return self._known.doubtful(id)

    def append(self, tx: Tx, draft: Draft) -> Entry:
        """Give the draft its place. Durable when the transaction is."""
        assert tx is not None
        tx.touched = True
        seq = self._seq + 1
        counter = 0
        if draft.series:
            key = (draft.till, draft.series)
            last = self._changed.get(key) or self._counters.get(key, 0)
            counter = draft.counter or last + 1
            self._changed[key] = max(last, counter)
        digest = chained(
            self._hash, seq, draft.id, draft.kind, draft.version, draft.at, draft.business_day, draft.actor,
            self.node, draft.till, draft.series, counter, draft.subject, draft.body,
        )  # fmt: skip
        entry = Entry(
            seq, draft.id, draft.kind, draft.version, draft.at, draft.business_day, draft.actor, self.node,
            draft.till, draft.series, counter, draft.subject, draft.body, digest,
        )  # fmt: skip
        self._seq, self._hash = seq, digest
        self._pending.append(entry)
        self._known.add(draft.id)
        for follower in self._followers:
            follower.appended(draft, entry)
        return entry

    def before_commit(self, tx: Tx) -> None:
        if self._pending:
            tx.many(_INSERT, TYPES, [entry.row() for entry in self._pending])
        for follower in self._followers:
            follower.before_commit(tx)

    def after_commit(self) -> None:
        self._committed.seq, self._committed.hash = self._seq, self._hash
        self._committed.counters.update(self._changed)
        self._changed = {}
        self._pending = []
        for follower in self._followers:
            follower.after_commit()

    def after_rollback(self) -> None:
        self._reset()
        for follower in self._followers:
            follower.after_rollback()

    def landed(self, tx: Tx) -> bool:
        """Whether the last entry that was appended is in the database."""
        if not self._pending:
            return False
        last = self._pending[-1]
        row = tx.one("SELECT hash FROM entry WHERE seq = ?", (last.seq,))
        return row is not None and bytes(row[0]) == last.hash

    def idle(self, tx: Tx) -> bool:
        wrote = [follower.idle(tx) for follower in self._followers]
        return any(wrote)

    def _reset(self) -> None:
        self._seq, self._hash = self._committed.seq, self._committed.hash
        self._counters = self._committed.counters
        self._changed = {}
        self._pending = []
