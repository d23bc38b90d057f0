"""What was sold of each article, by day, week and month, at each till and at all: folded when nothing else waits.

The sale path knows nothing of it. What is not folded yet is read from the journal when somebody asks.
"""

from datetime import date
from typing import Final

import sqlalchemy as sa

from tresen.core.money_lines import NO_TURNOVER
from tresen.core.receipt import Receipt
from tresen.core.tax_parts import tax_parts
from tresen.journal.entry import Draft, Entry
from tresen.ledger.balances import set_mark
from tresen.ledger.day_totals import SALES
from tresen.ledger.receipts import decode_receipt
from tresen.store import schema
from tresen.store.writer import Tx

FOLD: Final = "article_total"
PIECE: Final = 100
"""Receipts folded at once: a few milliseconds of the writer's time, five times a second while it is idle."""

Key = tuple[str, str, str, str, str]
"""Period, till (empty: all together), article, group, VAT key/rate."""
Sums = dict[Key, list[int]]
"""Receipts, amount in cents, quantity."""


def periods_of(day: str) -> tuple[str, str, str]:
    """The day, its week (`2026-W23`, ISO 8601) and its month (`2026-06`)."""
    found = _PERIODS.get(day)
    if found is None:
        if len(_PERIODS) > 1000:
            _PERIODS.clear()
        year, week, _ = date.fromisoformat(day).isocalendar()
        found = _PERIODS[day] = (day, f"{year}-W{week:02d}", day[:7])
    return found


_PERIODS: dict[str, tuple[str, str, str]] = {}


def add_receipt(sums: Sums, receipt: Receipt, *, days_only: bool = False) -> None:
    """Count the lines of a sale, refund or exchange; `days_only`: under the day and its till, for adding up."""
    if receipt.type != "Beleg" or receipt.kind not in SALES:
        return
    lines: dict[tuple[str, str, str], list[int]] = {}
    for line in receipt.lines:
        if line.business_case in NO_TURNOVER:
            continue
        found = lines.setdefault((line.article, line.group, f"{line.tax_key}/{line.tax_rate}"), [0, 0])
        found[0] += line.amount
        found[1] += line.quantity
        for key, rate, amount in tax_parts(line) if line.components else ():
            found[0] -= amount
            lines.setdefault((line.article, line.group, f"{key}/{rate}"), [0, 0])[0] += amount
    periods = (receipt.business_day,) if days_only else periods_of(receipt.business_day)
    tills = (receipt.till,) if days_only else (receipt.till, "")
    for period in periods:
        for till in tills:
            for (article, group, tax), (amount, quantity) in lines.items():
                totals = sums.setdefault((period, till, article, group, tax), [0, 0, 0])
                totals[0] += 1
                totals[1] += amount
                totals[2] += quantity


class ArticleTotals:
    """Follows the journal from behind."""

    def __init__(self) -> None:
        self._mark = 0
        self._next = 0

    def load(self, tx: Tx) -> None:
        mark = tx.one("SELECT seq FROM fold WHERE name = ?", (FOLD,))
        self._mark = self._next = int(mark[0]) if mark else 0

    def appended(self, draft: Draft, entry: Entry) -> None:
        """Nothing: the receipt is read again when there is time."""

    def before_commit(self, tx: Tx) -> None:
        """Nothing: no sale waits for this."""

    def after_commit(self) -> None:
        self._mark = self._next

    def after_rollback(self) -> None:
        self._next = self._mark

    def idle(self, tx: Tx) -> bool:
        """Fold a piece; True if there may be more."""
        rows = tx.all(
            "SELECT seq, body FROM entry WHERE kind = 'receipt' AND seq > ? ORDER BY seq LIMIT ?", (self._mark, PIECE)
        )
        if len(rows) < PIECE:
            last = tx.one("SELECT MAX(seq) FROM entry")
            end = int(last[0] or 0) if last is not None else 0
        else:
            end = int(rows[-1][0])
        if end == self._mark:
            return False
        sums: Sums = {}
        for _, body in rows:
            add_receipt(sums, decode_receipt(bytes(body)).receipt)
        write_articles(tx, sums)
        set_mark(tx, FOLD, end)
        self._next = end
        return len(rows) == PIECE


def write_articles(tx: Tx, sums: Sums) -> None:
    """Add sums to the table."""
    tx.many(
        "INSERT INTO article_total (period, till, article, goods_group, tax, count, amount, quantity) | "
        "ON CONFLICT (period, till, article, goods_group, tax) DO UPDATE SET "
        "count = article_total.count + excluded.count, amount = article_total.amount + excluded.amount, "
        "quantity = article_total.quantity + excluded.quantity",
        ("text", "text", "text", "text", "text", "bigint", "bigint", "bigint"),
        [(*key, *values) for key, values in sorted(sums.items())],
    )


def waiting(connection: sa.Connection) -> Sums:
    """By day, what the journal holds and the table does not."""
    e, f = schema.entry.c, schema.fold.c
    mark = int(connection.execute(sa.select(f.seq).where(f.name == FOLD)).scalar() or 0)
    question = (
        sa.select(e.seq, e.body).where(e.kind == "receipt", e.seq > sa.bindparam("after")).order_by(e.seq).limit(1000)
    )
    sums: Sums = {}
    while True:
        rows = connection.execute(question, {"after": mark}).all()
        for _, body in rows:
            add_receipt(sums, decode_receipt(bytes(body)).receipt, days_only=True)
        if len(rows) < 1000:
            return sums
        mark = int(rows[-1][0])
