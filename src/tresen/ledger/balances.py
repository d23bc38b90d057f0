"""Balances: the sum of all transfers of an account, kept in memory by the writer and folded into tables later.

The tables carry a watermark (`fold`): everything up to that entry is in them, the rest is replayed at start-up. Under
load the fold is paid in small pieces with each commit, so that no commit waits for a long one.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from tresen.journal.entry import Draft, Entry, Transfer, transfers_of
from tresen.store.writer import Tx

FOLD: Final = "balance"
BACKLOG: Final = 1000
"""Entries that may wait in memory before each commit folds some of them."""
PIECE: Final = 200
UNTRACKED: Final = "world:"
"""Accounts outside the shop have a balance but no list of movements."""


class Balances:
    """Follows the journal. `of` may be called from any thread."""

    def __init__(self) -> None:
        self._amounts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._uncommitted: list[tuple[int, tuple[Transfer, ...]]] = []
        self._waiting: deque[tuple[int, tuple[Transfer, ...]]] = deque()
        self._folding = 0

    def of(self, account: str, unit: str = "EUR") -> int:
        """What is in an account now."""
        return self._amounts[unit].get(account, 0)

    def knows(self, account: str, unit: str = "EUR") -> bool:
        """Whether anything was ever booked on an account."""
        return account in self._amounts[unit]

    def starting_with(self, prefix: str, unit: str = "EUR") -> dict[str, int]:
        """All accounts of a kind with their balance."""
        return {name: amount for name, amount in list(self._amounts[unit].items()) if name.startswith(prefix)}

    def waiting_of(self, accounts: Collection[str]) -> list[tuple[str, int, int, int, str, str]]:
        """Movements of accounts that are durable but not in the table yet, oldest first; columns as in the table."""
        found = []
        for seq, transfers in list(self._waiting):
            found += [move for move in moves_of(seq, transfers) if move[0] in accounts]
        return found

    def load(self, tx: Tx) -> None:
        """Tables first, then the entries behind the watermark, by pieces: after a crash there may be many."""
        for account, unit, amount in tx.all("SELECT account, unit, amount FROM balance"):
            self._amounts[unit][account] = int(amount)
        mark = tx.one("SELECT seq FROM fold WHERE name = ?", (FOLD,))
        last = int(mark[0]) if mark else 0
        while rows := tx.all("SELECT seq, body FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", (last, BACKLOG)):
            for seq, body in rows:
                transfers = transfers_of(bytes(body))
                self._move(transfers, 1)
                self._waiting.append((int(seq), transfers))
            last = int(rows[-1][0])
            if len(self._waiting) > BACKLOG:
                self._fold(tx, BACKLOG)
                self._drop_folded()

    def appended(self, draft: Draft, entry: Entry) -> None:
        self._move(draft.transfers, 1)
        self._uncommitted.append((entry.seq, draft.transfers))

    def before_commit(self, tx: Tx) -> None:
        if len(self._waiting) > BACKLOG:
            self._fold(tx, PIECE)

    def after_commit(self) -> None:
        self._drop_folded()
        self._waiting.extend(self._uncommitted)
        self._uncommitted = []

    def _drop_folded(self) -> None:
        for _ in range(self._folding):
            self._waiting.popleft()
        self._folding = 0

    def after_rollback(self) -> None:
        self._folding = 0
        for _, transfers in self._uncommitted:
            self._move(transfers, -1)
        self._uncommitted = []

    def idle(self, tx: Tx) -> bool:
        """Fold a piece; the writer calls again until nothing is left."""
        if not self._waiting:
            return False
        self._fold(tx, PIECE)
        return len(self._waiting) > self._folding

    def _move(self, transfers: Sequence[Transfer], sign: int) -> None:
        for source, target, amount, unit, _ in transfers:
            of_unit = self._amounts[unit]
            of_unit[source] -= sign * amount
            of_unit[target] += sign * amount

    def _fold(self, tx: Tx, count: int) -> None:
        count = min(count, len(self._waiting))
        sums: dict[tuple[str, str], int] = defaultdict(int)
        moves: list[tuple[str, int, int, int, str, str]] = []
        last = 0
        for i in range(count):
            last, transfers = self._waiting[i]
            for source, target, amount, unit, _ in transfers:
                sums[source, unit] -= amount
                sums[target, unit] += amount
            moves += moves_of(last, transfers)
        self._folding = count
        write_balances(tx, sums)
        moves.sort()
        tx.many(
            "INSERT INTO movement (account, seq, n, amount, counter_account, reason)",
            ("text", "bigint", "bigint", "bigint", "text", "text"),
            moves,
        )
        set_mark(tx, FOLD, last)


def moves_of(seq: int, transfers: Sequence[Transfer]) -> Iterator[tuple[str, int, int, int, str, str]]:
    """The rows of `movement` for an entry's transfers."""
    for n, (source, target, amount, _, reason) in enumerate(transfers):
        if not source.startswith(UNTRACKED):
            yield source, seq, 2 * n, -amount, target, reason
        if not target.startswith(UNTRACKED):
            yield target, seq, 2 * n + 1, amount, source, reason


def write_balances(tx: Tx, sums: dict[tuple[str, str], int]) -> None:
    """Add sums per (account, unit) to the table."""
    tx.many(
        "INSERT INTO balance (account, unit, amount) | "
        "ON CONFLICT (account, unit) DO UPDATE SET amount = balance.amount + excluded.amount",
        ("text", "text", "bigint"),
        [(account, unit, amount) for (account, unit), amount in sorted(sums.items())],
    )


def set_mark(tx: Tx, name: str, seq: int) -> None:
    """Move a fold's watermark."""
    tx.many(
        "INSERT INTO fold (name, seq) | ON CONFLICT (name) DO UPDATE SET seq = excluded.seq",
        ("text", "bigint"),
        [(name, seq)],
    )
