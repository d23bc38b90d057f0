"""Questions to the movements of accounts: what went in and out, newest first, with the balance after each."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tresen.core.receipt_number import printed_number
from tresen.ledger.balances import FOLD
from tresen.store import schema


@dataclass(slots=True)
class Movement:
    """One side of a transfer. `balance`: what was in the account after it."""

    account: str
    seq: int
    n: int
    amount: int
    counter_account: str
    reason: str
    balance: int
    kind: str = ""
    """Kind of the entry."""
    id: str = ""
    """Id of the entry."""
    at: int = 0
    actor: str = ""
    number: int = 0
    """Receipt number, 0 where the entry is no receipt."""
    till: str = ""
    body: bytes = b""
    """Of entries that are no receipts."""


@dataclass(slots=True)
class MovementPage:
    items: list[Movement]
    total: int


Row = tuple[str, int, int, int, str, str]


def movements(
    connection: sa.Connection, accounts: Sequence[str], waiting: Sequence[Row], balances: dict[str, int], *,
    offset: int, limit: int,
) -> MovementPage:  # fmt: skip
    """A page of some accounts' movements.

    `waiting`: rows that may not be in the table yet (`Balances.waiting_of`), `balances`: what is in each account now;
    both read before this question is asked.
    """
    m, f = schema.movement.c, schema.fold.c
    mark = int(connection.execute(sa.select(f.seq).where(f.name == FOLD)).scalar() or 0)
    fresh = sorted((row for row in waiting if row[1] > mark), key=lambda row: (row[1], row[2]), reverse=True)
    inside = m.account.in_(accounts)
    stored = int(connection.execute(sa.select(sa.func.count()).select_from(schema.movement).where(inside)).scalar_one())
    question = (
        sa.select(m.account, m.seq, m.n, m.amount, m.counter_account, m.reason)
        .where(inside)
        .order_by(m.seq.desc(), m.n.desc())
        .limit(limit)
        .offset(max(offset - len(fresh), 0))
    )
    skipped, shown = fresh[:offset], fresh[offset : offset + limit]
    after = dict(balances)
    for row in skipped:
        after[row[0]] = after.get(row[0], 0) - row[3]
    rows: list[Row] = list(shown)
    if len(shown) < limit:
        found = connection.execute(question).all()[: limit - len(shown)]
        rows += [(a, int(seq), int(n), int(amount), counter, reason) for a, seq, n, amount, counter, reason in found]
        if offset > len(fresh) and rows:
            _pass_newer(connection, accounts, rows[0], after)
    items = []
    for account, seq, n, amount, counter, reason in rows:
        items.append(Movement(account, seq, n, amount, counter, reason, after.get(account, 0)))
        after[account] = after.get(account, 0) - amount
    _describe(connection, items)
    return MovementPage(items, stored + len(fresh))


def _pass_newer(connection: sa.Connection, accounts: Sequence[str], first: Row, after: dict[str, int]) -> None:
    """Take off what moved later than the first row of this page."""
    m = schema.movement.c
    newer = sa.or_(m.seq > first[1], sa.and_(m.seq == first[1], m.n > first[2]))
    sums = sa.select(m.account, sa.func.sum(m.amount)).where(m.account.in_(accounts), newer).group_by(m.account)
    for account, amount in connection.execute(sums):
        after[account] = after.get(account, 0) - int(amount)


def _describe(connection: sa.Connection, items: Sequence[Movement]) -> None:
    """Say of which entry each movement is."""
    e = schema.entry.c
    receipt = e.kind == "receipt"
    question = sa.select(
        e.seq, e.kind, e.id, e.at, e.actor, e.series, e.counter, e.till, sa.case((receipt, sa.null()), else_=e.body)
    ).where(e.seq.in_({item.seq for item in items}))
    known = {int(row[0]): row for row in connection.execute(question)}
    for item in items:
        _, item.kind, item.id, at, item.actor, series, counter, item.till, body = known[item.seq]
        item.at = int(at)
        item.number = printed_number(series, int(counter)) if item.kind == "receipt" else 0
        item.body = bytes(body) if body is not None else b""
