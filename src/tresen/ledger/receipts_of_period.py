"""Receipts of some kinds between two business days, piece by piece."""

from collections.abc import Iterator, Sequence
from typing import Final

import sqlalchemy as sa

from tresen.core.receipt import Receipt
from tresen.ledger.receipts import receipt_of
from tresen.store import schema

PIECE: Final = 500


def receipts_of_period(connection: sa.Connection, kinds: Sequence[str], first: str, last: str) -> Iterator[Receipt]:
    """Oldest first; empty days do not restrict."""
    e, r, after = schema.entry.c, schema.receipt.c, 0
    wanted: list[sa.ColumnElement[bool]] = [r.kind.in_(kinds)]
    if first:
        wanted.append(r.business_day >= first)
    if last:
        wanted.append(r.business_day <= last)
    while True:
        question = (
            sa.select(e.seq, e.body, e.counter)
            .join(schema.receipt, r.seq == e.seq)
            .where(*wanted, r.seq > after)
            .order_by(r.seq)
            .limit(PIECE)
        )
        rows = connection.execute(question).all()
        for _, body, counter in rows:
            yield receipt_of(bytes(body), int(counter))
        if len(rows) < PIECE:
            return
        after = int(rows[-1][0])
