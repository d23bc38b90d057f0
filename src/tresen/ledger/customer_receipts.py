"""What receipts say of customers: all of one, and when each bought last."""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from tresen.core.receipt import Receipt
from tresen.ledger.receipts import receipt_of
from tresen.store import schema

PIECE: Final = 200


def receipts_of_customer(connection: sa.Connection, customer: str) -> Iterator[Receipt]:
    """Oldest first."""
    e, r, after = schema.entry.c, schema.receipt.c, 0
    while True:
        question = (
            sa.select(e.seq, e.body, e.counter)
            .join(schema.receipt, r.seq == e.seq)
            .where(r.customer == customer, r.customer != "", r.seq > after)
            .order_by(r.seq)
            .limit(PIECE)
        )
        rows = connection.execute(question).all()
        for _, body, counter in rows:
            yield receipt_of(bytes(body), int(counter))
        if len(rows) < PIECE:
            return
        after = int(rows[-1][0])


def last_sales(connection: sa.Connection) -> dict[str, int]:
    """By customer, when the last receipt was (milliseconds since 1970 UTC)."""
    r = schema.receipt.c
    question = sa.select(r.customer, sa.func.max(r.at)).where(r.customer != "").group_by(r.customer)
    return {customer: int(at) for customer, at in connection.execute(question)}


def receipts_by_year(connection: sa.Connection) -> dict[str, int]:
    """How many receipts each calendar year has."""
    year = sa.func.substr(schema.receipt.c.business_day, 1, 4)
    question = sa.select(year, sa.func.count()).select_from(schema.receipt).group_by(year).order_by(year)
    return {str(one): int(count) for one, count in connection.execute(question)}
