"""Questions to the list of receipts."""

from dataclasses import dataclass, field

import msgspec
import sqlalchemy as sa

from tresen.core.receipt import Receipt
from tresen.journal.read import by_id
from tresen.ledger.receipts import receipt_of
from tresen.store import schema

LIMIT = 200
HANDED_OUT = "handed_out"
"""Kind of the entry for a printed number whose sale had been booked before."""

Returned = dict[int, tuple[int, int]]
"""By line of a receipt: quantity and amount that came back already."""


@dataclass(slots=True)
class ReceiptFilter:
    """What to look for. Everything empty finds the newest receipts; `any_of` is met by one of its parts."""

    till: str = ""
    kind: str = ""
    day_from: str = ""
    day_to: str = ""
    customer: str = ""
    before: int = 0
    limit: int = 50
    searched: bool = False
    """Whether the fields below restrict the answer."""
    ids: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)
    """Till (empty: any) and number."""


@dataclass(slots=True)
class ReceiptLine:
    """A row of the list."""

    seq: int
    id: str
    till: str
    number: int
    business_day: str
    at: int
    kind: str
    type: str
    total: int
    staff: str
    customer: str


def find(connection: sa.Connection, wanted: ReceiptFilter) -> list[ReceiptLine]:
    """Newest first."""
    c = schema.receipt.c
    question = sa.select(schema.receipt)
    for column, value in ((c.till, wanted.till), (c.kind, wanted.kind), (c.customer, wanted.customer)):
        if value:
            question = question.where(column == value)
    if wanted.day_from:
        question = question.where(c.business_day >= wanted.day_from)
    if wanted.day_to:
        question = question.where(c.business_day <= wanted.day_to)
    if wanted.before:
        question = question.where(c.seq < wanted.before)
    if wanted.searched:
        question = question.where(_matches(wanted))
    question = question.order_by(c.seq.desc()).limit(max(1, min(wanted.limit, LIMIT)))
    return [ReceiptLine(**row._asdict()) for row in connection.execute(question)]


def _matches(wanted: ReceiptFilter) -> sa.ColumnElement[bool]:
    c = schema.receipt.c
    any_of: list[sa.ColumnElement[bool]] = [
        c.id.in_(wanted.ids), c.customer.in_(wanted.customers), c.total.in_(wanted.totals),
    ]  # fmt: skip
    for till, number in wanted.numbers:
        same = c.number == number
        any_of.append(sa.and_(c.till == till, same) if till else same)
    return sa.or_(*any_of)


class _Addressed(msgspec.Struct):
    token: str = ""


class _AddressedBody(msgspec.Struct):
    receipt: _Addressed


def address_of(connection: sa.Connection, id: str) -> str:
    """The address that stands on a receipt, or on what was handed out of one that had been booked; empty for others."""
    entry = by_id(connection, id)
    if entry is not None and entry.kind == "receipt":
        return msgspec.json.decode(entry.body, type=_AddressedBody).receipt.token
    if entry is not None and entry.kind == HANDED_OUT:
        return msgspec.json.decode(entry.body, type=_Addressed).token
    return ""


def with_returns(connection: sa.Connection, id: str, before: int = 2**62) -> tuple[Receipt, Returned] | None:
    """A receipt and what of it came back already (before an entry); None if the journal has no such receipt."""
    entry = by_id(connection, id)
    if entry is None or entry.kind != "receipt":
        return None
    c = schema.returned.c
    sums = (
        sa.select(c.line, sa.func.sum(c.quantity), sa.func.sum(c.amount))
        .where(c.receipt == id, c.seq < before)
        .group_by(c.line)
    )
    back = {int(line): (int(quantity), int(amount)) for line, quantity, amount in connection.execute(sums)}
    return receipt_of(entry.body, entry.counter), back


def returning(connection: sa.Connection, id: str) -> list[int]:
    """Entry numbers of the receipts that took something of this one back."""
    c = schema.returned.c
    return [int(seq) for (seq,) in connection.execute(sa.select(c.seq).where(c.receipt == id).distinct())]


def receipts_after(
    connection: sa.Connection, till: str, seq: int, limit: int = 1000, *, until: int = 2**62
) -> tuple[list[Receipt], int]:
    """The till's next receipts behind an entry (up to another), oldest first, and the number of the last of them."""
    e, r = schema.entry.c, schema.receipt.c
    question = (
        sa.select(e.seq, e.body, e.counter)
        .join(schema.receipt, r.seq == e.seq)
        .where(r.till == till, r.seq > seq, r.seq <= until)
        .order_by(r.seq)
        .limit(limit)
    )
    rows = connection.execute(question).all()
    last = int(rows[-1][0]) if rows else seq
    return [receipt_of(bytes(body), int(counter)) for _, body, counter in rows], last
