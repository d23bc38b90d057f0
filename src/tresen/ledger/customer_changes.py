"""Whose points, purchases or person changed after an entry: so that a till that comes back hears of these customers only."""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Final

import sqlalchemy as sa

from tresen.core.receipt import Receipt
from tresen.journal.entry import Draft, Entry
from tresen.journal.newest import Newest
from tresen.ledger.accounts import PROGRAMME, points
from tresen.ledger.balances import Balances
from tresen.ledger.receipts import decode_receipt
from tresen.store import schema
from tresen.store.writer import Tx

_PREFIX: Final = points("")
_ERASED: Final = "person_erased"
_SUBJECT: Final = "customer:"
_PIECE: Final = 500


class CustomerChanges:
    """Follows the journal. What happened before the start is read from the tables, once, when first asked."""

    def __init__(self) -> None:
        self.last = 0
        """Number of the last entry that concerned any customer."""
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
        """Number of the last entry that moved the customer's points or is a receipt of theirs, 0 if there is none."""
        return self._seqs.get(customer) or (self._older or {}).get(customer, 0)

    def after(self, seq: int) -> Iterator[tuple[int, str]]:
        """Entry and customer of every last change behind an entry, oldest first."""
        last = (0, "")
        for change in merge(self._oldest.after(seq), self._newest.after(seq)):
            if change != last:  # what was read from the tables may have been heard of as well
                yield change
            last = change

    def take_older(self, older: dict[str, int]) -> None:
        """What `changed_before` found."""
        for customer, seq in sorted(older.items(), key=lambda one: one[1]):
            self._oldest.put(customer, seq, known=False)
        self._older = older
        self.last = max(self.last, *older.values(), 0)

    def load(self, tx: Tx) -> None:
        row = tx.one("SELECT MAX(seq) FROM entry")
        self.heard = self._appended = int(row[0] or 0) if row is not None else 0

    def appended(self, draft: Draft, entry: Entry) -> None:
        self._appended = entry.seq
        if entry.kind == "receipt":
            receipt: Receipt = draft.fact if draft.fact is not None else decode_receipt(draft.body).receipt
            if receipt.customer:
                self._uncommitted.append((receipt.customer, entry.seq))
        elif entry.kind == _ERASED:
            self._uncommitted.append((entry.subject.removeprefix(_SUBJECT), entry.seq))
        for source, target, _, unit, _ in draft.transfers:
            if unit == "point":
                self._uncommitted += [(customer, entry.seq) for customer in _customers((source, target))]

    def before_commit(self, tx: Tx) -> None:
        pass

    def after_commit(self) -> None:
        for customer, seq in self._uncommitted:
            known = customer in self._seqs
            if self._seqs.get(customer) == seq:
                continue
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


def changed_before(balances: Balances, connection: sa.Connection) -> dict[str, int]:
    """Customers and the last entry that concerned each, as the tables and what is not in them yet say."""
    accounts = list(balances.starting_with(_PREFIX, "point"))
    waiting = balances.waiting_of(set(accounts))  # first: what goes into the table meanwhile is found there
    e, m, r = schema.entry.c, schema.movement.c, schema.receipt.c
    bought = sa.select(r.customer, sa.func.max(r.seq)).where(r.customer != "").group_by(r.customer)
    found = {customer: int(seq) for customer, seq in connection.execute(bought)}
    erased = sa.select(e.subject, sa.func.max(e.seq)).where(e.kind == _ERASED).group_by(e.subject)
    for subject, seq in connection.execute(erased):
        customer = subject.removeprefix(_SUBJECT)
        found[customer] = max(found.get(customer, 0), int(seq))
    moved = [(account, seq) for account, seq, *_ in waiting]
    for start in range(0, len(accounts), _PIECE):
        inside = m.account.in_(accounts[start : start + _PIECE])
        question = sa.select(m.account, sa.func.max(m.seq)).where(inside).group_by(m.account)
        moved += [(account, seq) for account, seq in connection.execute(question)]
    for account, seq in moved:
        for customer in _customers((account,)):
            found[customer] = max(found.get(customer, 0), int(seq))
    return found


def who_bought(connection: sa.Connection, customers: Sequence[str]) -> set[str]:
    """Those who have bought before."""
    r = schema.receipt.c
    question = sa.select(r.customer).where(r.customer.in_(customers), r.customer != "", r.type == "Beleg").distinct()
    return set(connection.execute(question).scalars())


def _customers(accounts: Sequence[str]) -> list[str]:
    """The customers among some accounts."""
    return [name.removeprefix(_PREFIX) for name in accounts if name.startswith(_PREFIX) and name != PROGRAMME]
