"""A year of a shop, written straight into the tables that screens and reports read: made for speed, not for `verify`.

2,740 receipts a day of 10 lines each, over 10,000 articles of which few sell often. The newest receipts are whole; of
the older ones only the rows of the lists and the totals are there, because no report opens them.
"""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.journal import patterns
from tresen.core.receipt import Receipt
from tresen.journal.entry import COLUMNS, TYPES, encode
from tresen.ledger import article_totals, balances, day_totals
from tresen.ledger.article_totals import write_articles
from tresen.ledger.balances import set_mark
from tresen.ledger.day_totals import write_totals
from tresen.ledger.receipts import COLUMNS as RECEIPT_COLUMNS
from tresen.ledger.receipts import TYPES as RECEIPT_TYPES
from tresen.ledger.receipts import frozen
from tresen.operations.node import Node
from tresen.store.writer import Tx

GOODS: Final = 10_000
PER_DAY: Final = 2740
LINES: Final = 10
WHOLE: Final = 500
"""How many of a day's receipts can be opened."""


def write_year(node: Node, days: int) -> int:
    """The days before and including today; how many receipts were written."""
    past = _Past(node)
    today = datetime.fromtimestamp(node.clock.now() // 1000, UTC).date()
    for back in range(days - 1, -1, -1):
        past.day((today - timedelta(days=back)).isoformat(), whole=back < 8)
    past.close()
    return past.receipts


class _Past:
    def __init__(self, node: Node) -> None:
        self._node = node
        self._chance = random.Random(13)
        ids = [f"a{n}" for n in range(GOODS)]
        self._articles = {id: node.masterdata.priced[id] for id in ids}
        self._ids = ids
        self._weights: list[float] = []
        sum_of = 0.0
        for n in range(GOODS):
            sum_of += 1 / (n + 20)
            self._weights.append(sum_of)
        self._months: dict[article_totals.Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._seq = node.journal.seq
        self._patterns: list[Receipt] = patterns(node)
        self.receipts = 0

    def day(self, day: str, *, whole: bool) -> None:
        """All tables of one day in one transaction."""
        sold = Counter(self._chance.choices(self._ids, cum_weights=self._weights, k=PER_DAY * LINES))
        goods: article_totals.Sums = {}
        totals: day_totals.Sums = defaultdict(lambda: [0, 0, 0])
        turnover = vat = 0
        for id, count in sold.items():
            article = self._articles[id]
            rate = 1900 if article.tax_key == 1 else 700
            amount, quantity = article.price * count, 1000 * count
            goods[day, "till-1", id, article.group, f"{article.tax_key}/{rate}"] = [count, amount, quantity]
            month = self._months[day[:7], "till-1", id, article.group, f"{article.tax_key}/{rate}"]
            tax = totals[day, "till-1", "tax", f"{article.tax_key}/{rate}"]
            group = totals[day, "till-1", "group", article.group]
            for sums, third in ((month, quantity), (group, quantity), (tax, amount * rate // (10_000 + rate))):
                sums[0] += count
                sums[1] += amount
                sums[2] += third
            turnover, vat = turnover + amount, vat + amount * rate // (10_000 + rate)
        for dimension, key in (("total", ""), ("kind", "sale"), ("staff", "staff-1"), ("tender", "cash")):
            totals[day, "till-1", dimension, key] = [PER_DAY, turnover, vat]
        for hour in range(8, 20):
            totals[day, "till-1", "hour", f"{hour:02}"] = [PER_DAY // 12, turnover // 12, vat // 12]
        entries, receipts = self._receipts(day, turnover // PER_DAY, whole=whole)

        def job(tx: Tx) -> None:
            tx.many(f"INSERT INTO entry ({', '.join(COLUMNS)})", TYPES, entries)
            tx.many(f"INSERT INTO receipt ({', '.join(RECEIPT_COLUMNS)})", RECEIPT_TYPES, receipts)
            write_articles(tx, goods)
            write_totals(tx, totals)

        self._node.writer.write_now(job)

    def _receipts(
        self, day: str, total: int, *, whole: bool
    ) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        entries: list[tuple[object, ...]] = []
        receipts: list[tuple[object, ...]] = []
        begin = int(datetime.fromisoformat(f"{day}T07:00:00+00:00").timestamp() * 1000)
        for n in range(PER_DAY):
            self._seq += 1
            self.receipts += 1
            at = begin + n * 15_000
            id, number = f"{at:012x}7000{self._seq:016x}", self.receipts
            body = b"{}"
            if whole and n >= PER_DAY - WHOLE:
                pattern = self._patterns[n % len(self._patterns)]
                made = replace(pattern, id=id, business_day=day, started_at=at, finished_at=at)
                body = encode({"receipt": frozen(made, encode(made.lines)), "transfers": ()})
            entries.append(
                (self._seq, id, "receipt", 1, at, day, "staff-1", "node-1", "till-1", "receipt", number, "", body,
                 bytes(32))
            )  # fmt: skip
            receipts.append((self._seq, id, "till-1", number, day, at, "sale", "Beleg", total, "staff-1", ""))
        return entries, receipts

    def close(self) -> None:
        """Months, and the marks of the folds."""

        def job(tx: Tx) -> None:
            write_articles(tx, dict(self._months))
            for name in (article_totals.FOLD, balances.FOLD, day_totals.FOLD):
                set_mark(tx, name, self._seq)

        self._node.writer.write_now(job)
