"""Whose points changed after an entry: so that a till that comes back hears of these customers only."""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Final

import sqlalchemy as sa

from tresen.journal.entry import Draft, Entry
from tresen.journal.newest import Newest
from tresen.ledger.accounts import PROGRAMME, points
from tresen.ledger.balances import Balances
from tresen.store import schema
from tresen.store.writer import Tx

_PREFIX: Final = points("")
_PIECE: Final = 500


class PointsChanges:
    """Follows the journal. What happened before the start is read from the movements, once, when first asked."""

    def __init__(self) -> None:
        self.last = 0
        """Number of the last entry that moved any points."""
        self.heard = 0
        """Number of the last durable entry; all that follow the journal before this one have heard it too."""
        self._appended = 0
        self._seqs: dict[str, int] = {}
        self._newest = Newest(self.changed)
        self._older: dict[str, int] | None = None
        self._oldest = Newest(self.changed)
        self._uncommitted: list[tuple[str, int]] = []

    @property
    def complete(self) -> bool:
        """Whether what happened before the start is known too."""
        return self._older is not None

    def changed(self, customer: str) -> int:
        """Number of the entry that moved the customer's points last, 0 if none did."""
        return self._seqs.get(customer) or (self._older or {}).get(customer, 0)

    def after(self, seq: int) -> Iterator[tuple[int, str]]:
        """Entry and customer of every last change behind an entry, oldest first."""
        return merge(self._oldest.after(seq), self._newest.after(seq))

    def take_older(self, older: dict[str, int]) -> None:
        """What `moved_before` found."""
        for customer, seq in sorted(older.items(), key=lambda one: one[1]):
            self._oldest.put(customer, seq, known=False)
        self._older = older
        self.last = max(self.last, *older.values(), 0)

    def load(self, tx: Tx) -> None:
        row = tx.one("SELECT MAX(seq) FROM entry")
        self.heard = self._appended = int(row[0] or 0) if row is not None else 0

    def appended(self, draft: Draft, entry: Entry) -> None:
        self._appended = entry.seq
        for source, target, _, unit, _ in draft.transfers:
            if unit == "point":
                self._uncommitted += [(customer, entry.seq) for customer in _customers((source, target))]

    def before_commit(self, tx: Tx) -> None:
        pass

    def after_commit(self) -> None:
        for customer, seq in self._uncommitted:
            known = customer in self._seqs
            self._seqs[customer] = seq
            self._newest.put(customer, seq, known=known)
            self.last = max(self.last, seq)
        self._uncommitted = []
        self.heard = self._appended

    def after_rollback(self) -> None:
        self._uncommitted = []
        self._appended = self.heard

    def idle(self, tx: Tx) -> bool:
        return False


def moved_before(balances: Balances, connection: sa.Connection) -> dict[str, int]:
    """Customers and the entry that moved the points of each last, as the table and what is not in it yet say."""
    accounts = list(balances.starting_with(_PREFIX, "point"))
    waiting = balances.waiting_of(set(accounts))  # first: what goes into the table meanwhile is found there
    m = schema.movement.c
    found: dict[str, int] = {}
    for start in range(0, len(accounts), _PIECE):
        inside = m.account.in_(accounts[start : start + _PIECE])
        question = sa.select(m.account, sa.func.max(m.seq)).where(inside).group_by(m.account)
        for account, seq in connection.execute(question):
            found[account] = int(seq)
    for account, seq, *_ in waiting:
        found[account] = max(found.get(account, 0), seq)
    return {customer: found[account] for account in found for customer in _customers((account,))}


def _customers(accounts: Sequence[str]) -> list[str]:
    """The customers among some accounts."""
    return [name.removeprefix(_PREFIX) for name in accounts if name.startswith(_PREFIX) and name != PROGRAMME]
