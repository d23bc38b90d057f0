"""A bare journal with all its folds over a database, without shop, TSE or till."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tresen.core.quote import QuoteLine
from tresen.core.receipt import Party, Receipt, Signed, Tender
from tresen.core.tax import tax_sum
from tresen.journal.append import Journal
from tresen.journal.entry import Draft, Entry, Transfer, encode, transfers_of
from tresen.journal.read import walk
from tresen.ledger.article_totals import ArticleTotals
from tresen.ledger.article_totals import add_receipt as count_goods
from tresen.ledger.balances import Balances
from tresen.ledger.day_totals import DayTotals, Sums, add_receipt, hour_of
from tresen.ledger.receipts import ReceiptBody, ReceiptIndex, decode_receipt
from tresen.ledger.till_days import TillDays
from tresen.masterdata.kinds import Group
from tresen.masterdata.records import Masterdata, change
from tresen.operations.selling.transfers import transfers_of as transfers_of_receipt
from tresen.store import schema
from tresen.store.connection import Connection
from tresen.store.database import Database
from tresen.store.writer import Tx, Writer

PARTY = Party("Testladen", "Hauptstraße 1", "99999", "Musterstadt")
DAY = "2026-06-01"


class Books:
    """Opened over a database; `again` opens it over the same one, as a restart does."""

    def __init__(
        self, url: str, *, migrate: bool = True, wrap: Callable[[Connection], Connection] | None = None
    ) -> None:
        self.url = url
        self.database = Database(url)
        if migrate:
            self.database.migrate()
        self.balances, self.totals, self.index = Balances(), DayTotals(), ReceiptIndex()
        self.days, self.masterdata, self.goods = TillDays(), Masterdata(), ArticleTotals()
        self.journal = Journal("node-1")
        for follower in (self.balances, self.totals, self.goods, self.index, self.days, self.masterdata):
            self.journal.follow(follower)
        connection = self.database.connect()
        self.writer = Writer(wrap(connection) if wrap else connection, [self.journal])

        def load(tx: Tx) -> None:
            for part in (self.journal, self.masterdata, self.balances, self.totals, self.goods, self.days):
                part.load(tx)

        self.writer.write_now(load)

    def again(self) -> "Books":
        self.close()
        return Books(self.url, migrate=False)

    def close(self) -> None:
        self.writer.stop()
        self.database.close()

    # ---- jobs

    def entry(self, tx: Tx, id: str, amount: int = 100, till: str = "till-1", series: str = "") -> Entry:
        """Coins from outside into a till's drawer."""
        moved = (Transfer("world:owner", f"drawer:{till}", amount, "EUR", "test"),)
        body = encode({"transfers": moved})
        return self.journal.append(tx, Draft(id, "test", 1, DAY, body, moved, till=till, series=series))

    def receipt(self, tx: Tx, id: str, amount: int = 100, till: str = "till-1", day: str = DAY) -> Entry:
        made = receipt_over(id, amount, till, day)
        moved = transfers_of_receipt(made, "place-1")
        body = encode(ReceiptBody(made, moved))
        draft = Draft(id, "receipt", made.finished_at, day, body, moved, till=till, series="receipt", fact=made)
        return self.journal.append(tx, draft)

    def opening(self, tx: Tx, id: str, till: str = "till-1") -> Entry:
        return self.journal.append(tx, Draft(id, "day_opened", 1, DAY, encode({"float": 5}), till=till))

    def drawer_opened(self, tx: Tx, id: str, till: str = "till-1") -> Entry:
        return self.journal.append(tx, Draft(id, "drawer_opened", 1, DAY, encode({"reason": "x"}), till=till))

    def closing(self, tx: Tx, id: str, till: str = "till-1") -> Entry:
        return self.journal.append(tx, Draft(id, "closing", 1, DAY, encode({}), till=till, series="closing"))

    def group(self, tx: Tx, id: str, name: str) -> Entry:
        return change(
            tx, self.journal, "group", "group-1", Group("group-1", name), entry_id=id, at=1, day=DAY, actor="test"
        )  # fmt: skip

    async def write_together(self, *jobs: Callable[[Tx], Any]) -> list[Any]:
        """Make the writer take all these jobs in one group; answers and raised errors, in order."""
        begun, gate = asyncio.Event(), threading.Event()
        loop = asyncio.get_running_loop()

        def hold(_tx: Tx) -> None:
            loop.call_soon_threadsafe(begun.set)
            assert gate.wait(10)

        first = asyncio.ensure_future(self.writer.write(hold))
        await begun.wait()
        waiting = [asyncio.ensure_future(self.writer.write(job)) for job in jobs]
        loop.call_soon(gate.set)  # after the jobs stand in the queue
        await first
        return await asyncio.gather(*waiting, return_exceptions=True)

    # ---- what the tables say, and what a fresh fold says

    def rows(self) -> list[Any]:
        return self.database.read_now(lambda c: [row for piece in walk(c) for row in piece])

    def table(self, table: sa.Table) -> list[tuple[Any, ...]]:
        rows = self.database.read_now(lambda c: c.execute(sa.select(table)).all())
        return sorted(tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in rows)

    def kept(self) -> tuple[Any, ...]:
        """Balances, movements and day totals as tables and memory have them."""
        balances = {
            (account, unit): amount
            for unit, accounts in self.balances._amounts.items()
            for account, amount in accounts.items()
            if amount
        }
        totals: Sums = {tuple(row[:4]): list(row[4:]) for row in self.table(schema.day_total)}
        for key, values in self.totals.waiting().items():
            found = totals.setdefault(key, [0, 0, 0])
            totals[key] = [a + b for a, b in zip(found, values, strict=True)]
        marks = dict(self.table(schema.fold))
        goods = {tuple(row[:5]): list(row[5:]) for row in self.table(schema.article_total)}
        return balances, self.table(schema.movement), totals, goods, marks

    def fresh(self, marks: dict[str, int]) -> tuple[Any, ...]:
        """The same, folded anew from the journal up to the folds' marks."""
        mark, goods = marks.get("balance", 0), {}
        balances: dict[tuple[str, str], int] = defaultdict(int)
        movements, totals = [], {}
        for row in self.rows():
            for n, (source, target, amount, unit, reason) in enumerate(transfers_of(bytes(row[12]))):
                balances[source, unit] -= amount
                balances[target, unit] += amount
                for account, k, signed, other in ((source, 0, -amount, target), (target, 1, amount, source)):
                    if row[0] <= mark and not account.startswith("world:"):
                        movements.append((account, row[0], 2 * n + k, signed, other, reason))
            if row[2] == "receipt":
                receipt = decode_receipt(bytes(row[12])).receipt
                add_receipt(totals, receipt, hour_of(receipt))
                if row[0] <= marks.get("article_total", 0):
                    count_goods(goods, receipt)
        return {key: amount for key, amount in balances.items() if amount}, sorted(movements), totals, goods, marks


def receipt_over(id: str, amount: int, till: str = "till-1", day: str = DAY) -> Receipt:
    """A sale of one line, paid in cash, not signed."""
    line = QuoteLine(
        n=1, line="1", article="milk", number="1", name="Milch", kind="goods", group="group-1", unit="piece",
        quantity=1000, per=1000, price=amount, list_amount=amount, amount=amount, tax_key=2, tax_rate=700,
        business_case="Umsatz",
    )  # fmt: skip
    return Receipt(
        id=id, kind="sale", type="Beleg", shop="shop-1", till=till, till_name=till, till_serial=till, business_day=day,
        started_at=1_780_300_800_000, finished_at=1_780_300_801_000, staff="staff-1", staff_name="Kai", party=PARTY,
        lines=(line,), taxes=(tax_sum(2, 700, amount),), tenders=(Tender("cash", amount),), total=amount,
        signed=Signed(client=till, failure="no TSE in this test"),
    )  # fmt: skip


def id_of(number: int) -> str:
    return f"{number:032x}"


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'books.db'}"
