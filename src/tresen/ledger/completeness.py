"""Whether what a till printed since its last closing is all in the journal, and the chain of that time unbroken."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from tresen.core.receipt_number import SIZE
from tresen.fiscal.completeness import Completeness
from tresen.journal.entry import COLUMNS, GENESIS
from tresen.journal.read import raw_rows
from tresen.journal.verify import ChainCheck
from tresen.ledger.finding import HANDED_OUT
from tresen.ledger.handed_numbers import Numbers, missing_printed
from tresen.store import schema

MOST_NAMED: Final = 500
PIECE: Final = 2000


def completeness(
    connection: sa.Connection, till: str, after: int, numbers: dict[int, Numbers], waiting: Iterable[int],
    records: int, marked: int, deviations: int,
) -> Completeness:  # fmt: skip
    """`after`: entry of the last closing. `waiting`: printed numbers that the device still has to send.

    `records` and `marked`: receipts of the time and those without a signature, as its totals have them.
    """
    c = schema.entry.c
    counted = sa.select(sa.func.count()).where(c.kind == HANDED_OUT, c.kind != "receipt", c.till == till, c.seq > after)
    twice = int(connection.execute(counted).scalar_one())
    missing, count = missing_printed(numbers, MOST_NAMED)
    beyond = sorted({number for number in waiting if not _arrived(numbers, number)} - set(missing))
    confirmed = records + twice
    return Completeness(
        confirmed + count + len(beyond), confirmed, confirmed - marked - twice, marked + twice,
        tuple([*missing, *beyond][:MOST_NAMED]), count + len(beyond), deviations, _chain(connection, after),
    )  # fmt: skip


def _arrived(numbers: dict[int, Numbers], printed: int) -> bool:
    """Whether it is in the journal, or named as a gap already."""
    slot, counter = divmod(printed, SIZE)
    return slot in numbers and counter <= numbers[slot].last


def _chain(connection: sa.Connection, after: int) -> str:
    """Hash every entry of the time again."""
    e = schema.entry.c
    before = connection.execute(sa.select(e.hash).where(e.seq == after)).first() if after else None
    check = ChainCheck(after, bytes(before[0]) if before is not None else GENESIS)
    columns = [e[name] for name in COLUMNS]
    question = sa.select(*columns).where(e.seq > sa.bindparam("after")).order_by(e.seq).limit(PIECE)
    while True:
        rows = raw_rows(connection.execute(question, {"after": check.seq}))
        if not rows:
            return "unbroken"
        for row in rows:
            last = check.seq
            check.add_link(row)
            if check.faults:
                return f"broken at {last + 1}"
