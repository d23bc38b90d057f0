"""The sales floor of the test shop: words for what happens at its tills, and the checks that must always hold.

    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = await floor.sell(floor.basket("milk", "soap"))
        floor.must_hold()

`restart` closes the node and opens a new one over the same files, as after a power cut.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.explained import signatures_are_explained
from tests.handing_out import DEVICES, HandingOut
from tests.shop_fixture import CountedIds, MovedClock, fill, make_node
from tresen.adapters.printer_escpos import drawer_kick, encode
from tresen.adapters.printer_simulator import SimulatedPrinter
from tresen.adapters.signer_simulator.simulator import Mode, SimulatedSigner
from tresen.adapters.terminal_simulator import Behaviour, SimulatedTerminal
from tresen.core.article import Article, DepositPart
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_number import place_of, printed_number
from tresen.fiscal.log_message import parse_log_file
from tresen.journal.read import walk
from tresen.ledger.deviations import decode_deviation
from tresen.ledger.receipts import receipt_of
from tresen.ledger.verify import verify
from tresen.masterdata.kinds import ArticleRecord, Customer, Device, Till
from tresen.masterdata.records import change
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.drawer.open_day import DayState, OpeningRequest, open_day
from tresen.operations.ending_stale import end_stale
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.paying.pay_by_card import CardRequest, pay_by_card
from tresen.operations.recovering import recover
from tresen.operations.selling.keep_basket import KeptBasket, keep_basket, quote_basket
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.store.payments import Payment

ARTICLES = (
    Article("cola", "3", "Cola 0,5 l", 119, 1, deposit=(DepositPart("can"),), group="group-1"),
    Article("can", "4", "Einwegpfand", 25, 1, kind="deposit", points=False),
    Article("cheese", "5", "Bergkäse", 2490, 2, unit="weight", weighed=True, group="group-1"),
    Article("vodka", "6", "Wodka", 1299, 1, min_age=18, group="group-1"),
)
CUSTOMERS = ("customer-1", "customer-2")


class Floor(HandingOut):
    """Two tills, four people, two customers; a printer and a terminal at each till."""

    def __init__(self, folder: Path, url: str | None = None, *, signers: int = 1) -> None:
        self.folder = folder
        self.signers: list[SimulatedSigner] = []
        """The TSEs in the order in which the tills use them; `signer` is the first."""
        self._signers = signers
        self.url = url
        self.clock = MovedClock()
        self.handed = defaultdict(int)
        self.behaviour = Behaviour(step_ms=0, time_out_ms=0)
        self.node: Node
        self.signer: SimulatedSigner
        self.printer: SimulatedPrinter
        self.cashier = Actor("staff-cashier", "Kai Cashier", "cashier", "till-1")
        self.manager = Actor("staff-manager", "Mara Manager", "manager", "till-1")
        self.second = Actor("staff-second", "Sina Second", "cashier", "till-2")

    # ---- the node

    async def start(self, *, recovering: bool = True, mode: Mode = "normal") -> None:
        """Open the node over the folder; the first time with the shop's records. `mode`: how the TSE behaves."""
        fresh = not (self.folder / "starts").exists()
        node = make_node(self.folder, self.url, clock=self.clock)
        if fresh:
            fill(node)
            _furnish(node)
        node.signing.timeout = 200
        signer = node.signing.signer
        assert isinstance(signer, SimulatedSigner)
        self.node, self.signer, self.signers = node, signer, [signer]
        signer.switch(mode)
        for n in range(2, self._signers + 1):
            self.signers.append(SimulatedSigner(self.folder / f"tse-{n}", self.clock))
            node.signing.put(f"tse-{n}", self.signers[-1])
        self.printer = SimulatedPrinter(self.folder / "printer")
        node.printers["printer-1"] = self.printer
        node.paper = _EscPos()
        for till in ("1", "2"):
            node.terminals[f"terminal-{till}"] = SimulatedTerminal(
                self.folder / f"terminal-{till}", self.clock, behaviour=self.behaviour
            )
        node.writer.start()
        await node.signing.open()
        for record in node.masterdata.tills:
            await node.signing.register(record.serial)
        if recovering:
            await recover(node)

    async def stop(self) -> None:
        await self.node.stop_background()
        self.node.writer.stop()
        self.node.database.close()
        for signer in self.signers:
            signer.close()
        for terminal in self.node.terminals.values():
            assert isinstance(terminal, SimulatedTerminal)
            terminal.close()

    async def restart(self) -> None:
        """As after a power cut: nothing of the memory stays. The devices keep what they were told to do."""
        mode = self.signer.mode
        await self.stop()
        await self.start(mode=mode if mode in ("down", "expired") else "normal")

    def id(self) -> str:
        """A new id, as a till makes one."""
        assert isinstance(self.node.ids, CountedIds)
        return self.node.ids.new()

    # ---- what a till does

    async def open_day(self, actor: Actor | None = None, amount: int = 10_000) -> DayState:
        return right(await open_day(self.node, actor or self.cashier, OpeningRequest(self.id(), amount=amount)))

    def basket(self, *articles: str | BasketLine, customer: str = "") -> Basket:
        """A basket of one piece of each article, or of ready lines."""
        lines = []
        for n, article in enumerate(articles, 1):
            line = BasketLine(str(n), article) if isinstance(article, str) else article
            lines.append(replace(line, id=line.id or str(n)))
        return Basket(self.id(), tuple(lines), customer=customer)

    async def quote(self, basket: Basket, actor: Actor | None = None) -> Quote:
        return right(await quote_basket(self.node, actor or self.cashier, basket))

    async def keep(self, basket: Basket, actor: Actor | None = None, version: int = 0) -> KeptBasket:
        return right(await keep_basket(self.node, actor or self.cashier, basket, version, False))

    async def request(self, basket: Basket, actor: Actor | None = None, *tenders: Tender) -> SaleRequest:
        """The sale of a basket, in cash if nothing else is said."""
        total = (await self.quote(basket, actor)).total
        return SaleRequest(basket, total, tenders or ((Tender("cash", total),) if total else ()))

    async def sell(self, basket: Basket, actor: Actor | None = None, *tenders: Tender) -> Answer:
        return right(await self.try_sell(basket, actor, *tenders))

    async def try_sell(self, basket: Basket, actor: Actor | None = None, *tenders: Tender) -> Answer | Failure:
        return await sell(self.node, actor or self.cashier, await self.request(basket, actor, *tenders))

    async def pay(self, basket: str, amount: int, actor: Actor | None = None, *, refund: bool = False) -> Payment:
        """Ask the terminal and wait for the outcome."""
        asked = CardRequest(self.id(), basket, amount, refund)
        payment = right(await pay_by_card(self.node, actor or self.cashier, asked))
        await self.settled()
        return payment

    async def settled(self) -> None:
        """Wait for what goes on in the background."""
        while self.node._tasks:
            await asyncio.gather(*self.node._tasks)

    async def cash(self, kind: str, amount: int, actor: Actor | None = None, reason: str = "Wechselgeld") -> Answer:
        asked = CashRequest(self.id(), amount, reason)
        return right(await move_cash(self.node, actor or self.manager, kind, asked))

    async def close_day(self, actor: Actor | None = None, coins: dict[str, int] | None = None) -> Closing:
        actor, counted = actor or self.cashier, ""
        if coins is not None:
            counted = right(await count(self.node, actor, self.id(), coins)).id
        return right(await close_day(self.node, actor, ClosingRequest(self.id(), counted)))

    # ---- looking at it

    def receipts(self) -> list[Receipt]:
        """All receipts of the journal, oldest first."""
        return [receipt_of(bytes(row[12]), int(row[10])) for row in self.entries() if row[2] == "receipt"]

    def entries(self, kind: str = "") -> list[Any]:
        """Raw rows of the journal."""
        rows = self.node.database.read_now(lambda c: [row for piece in walk(c) for row in piece])
        return [row for row in rows if not kind or row[2] == kind]

    def count(self, table: sa.Table) -> int:
        return self.node.database.read_now(
            lambda c: int(c.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        )

    def drawer(self, till: str = "till-1") -> int:
        return self.node.balances.of(f"drawer:{till}")

    def finishes(self, signer: SimulatedSigner | None = None) -> dict[int, str]:
        """Every transaction that a TSE (the first) finished, with its processData."""
        found = {}
        for _, raw in (signer or self.signer)._log.messages():
            message = parse_log_file(raw)
            if message.operation == "FinishTransaction":
                assert message.transaction not in found, "a transaction is finished once"
                found[message.transaction] = message.process_data.decode()
        return found

    def charges(self) -> dict[str, int]:
        """What the terminals booked, by payment: charges positive, refunds negative, reversed ones left out."""
        found = {}
        for terminal in self.node.terminals.values():
            assert isinstance(terminal, SimulatedTerminal)
            for id, record in terminal._book._booked.items():
                if terminal._book.reversal(id) is None:
                    found[id] = record.amount if record.act == "charge" else -record.amount
        return found

    # ---- what must always hold

    def must_hold(self) -> None:
        """Everything that is true of the shop after every step, whatever went wrong before."""
        verdict = self.node.database.read_now(verify)
        assert verdict.sound, verdict.faults
        receipts = self.receipts()
        self._series_are_gapless(receipts)
        self._balances_are_those_of_a_fresh_fold()
        self._refunds_are_not_above_what_was_paid(receipts)
        signatures_are_explained(self, receipts)
        self._payments_are_charged_once(receipts)

    def _series_are_gapless(self, receipts: list[Receipt]) -> None:
        numbers: dict[str, list[int]] = defaultdict(list)
        handed: set[tuple[str, int]] = set()
        for receipt in receipts:
            assert receipt.started_at <= receipt.finished_at
            if not receipt.series:
                numbers[receipt.till].append(receipt.number)
                continue
            assert place_of(receipt.number) == (receipt.series, receipt.counter)
            assert (receipt.till, receipt.number) not in handed, "a printed number is in the journal once"
            handed.add((receipt.till, receipt.number))
        for found in numbers.values():
            assert found == list(range(1, len(found) + 1))
        for row in self.entries("handed_out"):
            assert (row[8], printed_number(row[9], int(row[10]))) not in handed, "the same"
            handed.add((row[8], printed_number(row[9], int(row[10]))))
        assert len({receipt.id for receipt in receipts}) == len(receipts)

    def _balances_are_those_of_a_fresh_fold(self) -> None:
        from tresen.journal.entry import transfers_of

        fresh: dict[tuple[str, str], int] = defaultdict(int)
        for row in self.entries():
            for source, target, amount, unit, _ in transfers_of(bytes(row[12])):
                fresh[source, unit] -= amount
                fresh[target, unit] += amount
        kept = {
            (account, unit): amount
            for unit, amounts in self.node.balances._amounts.items()
            for account, amount in amounts.items()
            if amount
        }
        assert kept == {key: amount for key, amount in fresh.items() if amount}
        for unit in {unit for _, unit in fresh}:
            assert sum(amount for (_, other), amount in fresh.items() if other == unit) == 0

    def _refunds_are_not_above_what_was_paid(self, receipts: list[Receipt]) -> None:
        sold = {(r.id, line.n): line for r in receipts if r.type == "Beleg" for line in r.lines if line.quantity > 0}
        back: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        for receipt in receipts:
            for line in receipt.lines if receipt.type == "Beleg" else ():
                if line.return_receipt:
                    sums = back[line.return_receipt, line.return_line]
                    sums[0] -= line.quantity
                    sums[1] -= line.amount
                    sums[2] -= line.points
        told = {decode_deviation(bytes(row[12])).detail.get("sale", "") for row in self.entries("deviation")}
        for key, (quantity, amount, points) in back.items():
            if key[0] in told:
                continue  # a till took back without the node what had come back already
            line = sold[key]
            assert quantity <= line.quantity and amount <= line.amount and points <= line.points
            if quantity == line.quantity:
                assert (amount, points) == (line.amount, line.points)

    def _payments_are_charged_once(self, receipts: list[Receipt]) -> None:
        used = [
            tender.payment
            for receipt in receipts
            for tender in receipt.tenders
            if tender.kind == "card" and (tender.payment or not receipt.series)
        ]
        assert len(used) == len(set(used)), "a payment settles one receipt"
        amounts = {tender.payment: tender.amount for receipt in receipts for tender in receipt.tenders}
        charges = self.charges()
        for id in used:
            assert charges[id] == amounts[id]
        for id in charges.keys() - set(used):
            payment = self.node.payments.get(id)
            assert payment is not None, f"payment {id} was charged and is forgotten"


class _EscPos:
    def encode(self, rows: Any, columns: int) -> bytes:
        return encode(rows, columns)

    def drawer_pulse(self) -> bytes:
        return drawer_kick()


def right(answer: Any) -> Any:
    """The answer, which must not be a failure."""
    assert not isinstance(answer, Failure), answer
    return answer


def refused(answer: object, code: str) -> Failure:
    """The failure, which must have this code."""
    assert isinstance(answer, Failure), answer
    assert answer.code == code, answer
    return answer


def approved(actor: Actor, *acts: str) -> Actor:
    """The actor with a manager's approval for these acts."""
    return replace(
        actor, approved_by="staff-manager", approved_by_name="Mara Manager", approved_acts=acts
    )  # fmt: skip


def back(receipt: Receipt | str, line: int = 1, quantity: int = 1000, **more: Any) -> BasketLine:
    """A line that takes something of a receipt back."""
    id = receipt if isinstance(receipt, str) else receipt.id
    reason, restock = more.pop("reason", "Mangelhaft"), more.pop("restock", True)
    return BasketLine(f"back-{line}", "", -quantity, return_of=ReturnOf(id, line, reason, restock), **more)


def _furnish(node: Node) -> None:
    """More articles, customers, and devices at the tills."""
    md = node.masterdata
    records: list[tuple[str, str, object]] = [("article", each.id, ArticleRecord(each)) for each in ARTICLES]
    records += [("device", id, Device(id, till, f"Gerät {till}", slot=1)) for till, id in DEVICES.items()]
    records += [("customer", id, Customer(id, f"20000{n}")) for n, id in enumerate(CUSTOMERS, 1)]
    for till in md.tills:
        number = till.id.rpartition("-")[2]
        furnished: Till = replace(till, printer="printer-1", terminal=f"terminal-{number}")
        records.append(("till", till.id, furnished))

    def job(tx: Any) -> None:
        for kind, id, record in records:
            change(
                tx, node.journal, kind, id, record, entry_id=node.ids.new(), at=node.clock.now(), day="2026-06-01",
                actor="test",
            )  # fmt: skip

    node.writer.write_now(job)


@asynccontextmanager
async def open_floor(folder: Path, url: str | None = None, *, signers: int = 1) -> AsyncIterator[Floor]:
    """The floor while a test runs; afterwards everything must hold."""
    floor = Floor(folder, url, signers=signers)
    await floor.start()
    try:
        yield floor
        await floor.settled()
        if floor.node.signing.lost and all(signer.mode == "normal" for signer in floor.signers):
            await end_stale(floor.node)
            assert not floor.node.signing.lost
        floor.must_hold()
    finally:
        await floor.stop()
