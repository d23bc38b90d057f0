"""A till of a run, following the protocol: store first, then send, in order; number in the same step as the receipt.

`Disk` is all that survives a crash of the device. `Paper` is what customers hold: the truth that everything else is
compared with.
"""

import base64
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from simulator.faults import Died, Lost, Network
from simulator.world import ARTICLES, World
from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.handing_out import Circumstances, ReceiptCustomer, abort_receipt, cash_receipt, sale_receipt
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt, Signed, Tender
from tresen.core.receipt_number import printed_number, series_of
from tresen.core.returnable import returnable_lines
from tresen.operations.engine_source import engine_id
from tresen.operations.node import Actor
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.slots import series_state
from tresen.operations.taking_in.handed_out import ApprovalNote, HandedOut
from tresen.operations.taking_in.take_in import take_in

LATER = ("refund_under_way", "storage_full", "storage_down", "basket_paying")
"""Refusals that are tried again."""
FULL = 4
"""Of a hundred writes to the device, how many find no room when it is nearly full."""


@dataclass
class Paper:
    """A receipt in a customer's hand."""

    till: str
    id: str
    number: int
    kind: str
    total: int
    at: int
    """When it really was."""
    wrong: int = 0
    """By how much the device's own clock was wrong then."""
    plain: bool = True
    """The moment is that clock's with the offset the device knew, and not held up by an earlier receipt."""


@dataclass
class Disk:
    """What the device has stored. Every change here is one strict transaction."""

    slot: int = 0
    counter: int = 0
    last_moment: int = 0
    offset: int = 0
    outbox: list[HandedOut] = field(default_factory=list)
    pending: tuple[Basket, int] | None = None
    """A sale whose request was begun: basket and total."""
    receipts: list[Receipt] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)


class Till:
    """One device with one or two tabs."""

    def __init__(self, world: World, random: Random, actor: Actor, device: str) -> None:
        self.world, self.random, self.actor, self.device = world, random, actor, device
        self.network = Network(random)
        self.disk = Disk()
        self.wrong = 0
        """By how much the device's own clock is wrong now."""
        self.nearly_full = False
        self.papers: list[Paper] = []
        self.errors: dict[str, set[int]] = {}
        """By receipt: by how much the device's clock was wrong whenever it reached the node."""
        self.made = 0
        self.excerpt: Excerpt
        self.versions = (0, 0)

    # ---- clocks and ids

    @property
    def raw(self) -> int:
        return self.world.clock + self.wrong

    def moment(self) -> int:
        """Corrected by what the node said last, and never before the last receipt."""
        return max(self.raw + self.disk.offset, self.disk.last_moment)

    def heard(self) -> None:
        """An answer came: the clock is compared."""
        self.disk.offset = self.world.clock - self.raw

    def id(self) -> str:
        self.made += 1
        bits = self.random.getrandbits(60)
        return f"{self.world.clock & 0xFFFFFFFFFFFF:012x}7{self.made & 0xFFF:03x}8{bits:015x}"

    # ---- what it knows

    async def refresh(self) -> None:
        """Goods, rules and its series, as often as the node can be asked."""
        node = self.world.floor.node

        async def ask() -> Any:
            return await series_state(node, self.device)

        state = await self.network.ask(ask)
        self.heard()
        day = node.business_day(node.shop_of(node.masterdata.tills[self.actor.till]), self.world.clock)
        excerpt = node.masterdata.excerpt(day, "shop-1")
        self.excerpt = replace(excerpt, articles=dict(excerpt.articles))
        self.versions = (node.journal.seq, node.journal.seq)
        self.disk.slot = state.slot
        self.disk.counter = max(self.disk.counter, state.last)

    def quoted(self, basket: Basket) -> Quote:
        excerpt = self.excerpt
        for line in basket.lines:
            if line.return_of is not None:
                sold = next(one for one in self.disk.receipts if one.id == line.return_of.receipt)
                lines = {(sold.id, n): each for n, each in returnable_lines(sold, {}).items()}
                excerpt = replace(excerpt, returnable={**excerpt.returnable, **lines})
        return quote(basket, excerpt, "2026-06-01T12:00:00")

    # ---- what the cashier does

    def basket(self) -> Basket:
        count = 1 + self.random.randrange(3)
        lines = [
            BasketLine(str(n), self.random.choice(ARTICLES), 1000 * (1 + self.random.randrange(2)), age_checked=True)
            for n in range(count)
        ]
        return Basket(self.id(), tuple(lines))

    def refund(self) -> Basket | None:
        """Of a line that this device has sold and not taken back."""
        back = {(line.return_receipt, line.return_line) for receipt in self.disk.receipts for line in receipt.lines}
        able = [
            (receipt, line)
            for receipt in self.disk.receipts
            for line in receipt.lines
            if line.quantity > 0 and not line.deposit_of and receipt.kind == "sale" and (receipt.id, line.n) not in back
        ]
        if not able:
            return None
        receipt, line = self.random.choice(able)
        goods = ReturnOf(receipt.id, line.n, "Mangelhaft")
        return Basket(self.id(), (BasketLine("back", "", -line.quantity, return_of=goods),))

    async def sell(self, basket: Basket, *, online: bool) -> None:
        """Ask the node if it seems to be there; without an answer hand the receipt out alone."""
        total = self.quoted(basket).total
        if not self.store():
            self.say("no room: refused before any money was taken")
            return
        self.disk.pending = (basket, total)
        if online and self.random.random() < 0.5:
            await self.keep(basket)
        await self.finish(online=online)

    async def finish(self, *, online: bool) -> None:
        """Bring the pending sale to a receipt, also after a crash of the device."""
        assert self.disk.pending is not None
        basket, total = self.disk.pending
        tried = False
        if online and self.network.up:
            tried = True
            sold = await self.sell_online(basket, total)
            if sold is not None:
                return
        if self.random.random() < 0.1:
            self.say("device restarts before the receipt")  # the pending sale is there and is finished later
            return
        self.hand_out_sale(basket, tried=tried)

    async def keep(self, basket: Basket) -> None:
        try:
            await self.ask(lambda: keep_basket(self.world.floor.node, self.actor, basket, 0, False))
        except Lost:
            self.say("keeping", basket.id[-6:], "lost")

    async def sell_online(self, basket: Basket, total: int) -> Receipt | None:
        """The node's receipt, None if no answer came or the node sells nothing now."""
        tenders = (Tender("cash", total),) if total else ()
        request = SaleRequest(basket, total, tenders, print=False, token=self.token(basket.id))
        try:
            answer = await self.ask(lambda: sell(self.world.floor.node, self.manager(), request))
        except Lost:
            self.say("sale", basket.id[-6:], "without an answer")
            return None
        if isinstance(answer, Failure):
            self.say("sale", basket.id[-6:], answer.code)
            if answer.code == "total_differs":
                await self.refresh_quietly()
            return None
        receipt: Receipt = answer.receipt
        self.disk.pending = None
        self.disk.receipts.append(receipt)
        self.paper(receipt)
        self.say("sold", receipt.number, receipt.total, receipt.id[-6:])
        return receipt

    def hand_out_sale(self, basket: Basket, *, tried: bool) -> None:
        if not self.store():
            self.say("no room: the sale stays pending")
            return
        quoted = self.quoted(basket)
        excerpt_lines = {}
        for line in basket.lines:
            if line.return_of is not None:
                sold = next(one for one in self.disk.receipts if one.id == line.return_of.receipt)
                excerpt_lines |= {(sold.id, n): each for n, each in returnable_lines(sold, {}).items()}
        paid = (Tender("cash", quoted.total),) if quoted.total else ()
        made = sale_receipt(basket, quoted, paid, excerpt_lines, self.circumstances(basket.id), ReceiptCustomer())
        self.hand_out(made, basket, tried=tried)

    def hand_out_cash(self) -> None:
        id, amount = self.id(), 100 * (1 + self.random.randrange(20))
        kind = self.random.choice(("cash_in", "cash_out"))
        if not self.store():
            return
        signed = amount if kind == "cash_in" else -amount
        made = cash_receipt(id, kind, "Geldtransit", signed, "Wechselgeld", "", self.circumstances(id))
        self.hand_out(made, Basket(id), tried=False)

    def hand_out_abort(self) -> None:
        id = self.id()
        if self.store():
            self.hand_out(abort_receipt(id, ("1 Milch",), "", self.circumstances(id)), Basket(id), tried=False)

    def hand_out(self, made: Receipt, basket: Basket, *, tried: bool) -> None:
        """One strict transaction: counter and receipt; only then the paper."""
        self.disk.counter = made.counter
        self.disk.last_moment = made.finished_at
        if self.disk.pending is not None and self.disk.pending[0].id == made.id:
            self.disk.pending = None
        rules, goods = self.versions
        act = {"refund": "refund", "cash_out": "cash_out"}.get(made.kind, "")
        notes = (ApprovalNote(act, "staff-manager", "pin"),) if act else ()
        self.disk.outbox.append(HandedOut(
            made, basket, tried_online=tried, engine=engine_id(), rules_version=rules, goods_version=goods,
            approvals=notes, quoted_at=made.finished_at, clock_offset=self.disk.offset,
        ))  # fmt: skip
        self.disk.receipts.append(made)
        self.paper(made)
        self.say("handed out", made.number, made.kind, made.total, made.id[-6:])

    # ---- what the device does by itself

    async def send(self, tabs: int = 1) -> None:
        """In order with one tab; a second one that took over sends what it finds, in any order and again."""
        waiting = list(self.disk.outbox)
        if tabs > 1:
            waiting += waiting
            self.random.shuffle(waiting)
        for item in waiting:
            sent = replace(item, sent_at=self.raw + self.disk.offset, device_now=self.raw)
            try:
                answer = await self.ask(lambda sent=sent: self.deliver(sent))
            except Lost:
                self.say("sending", item.receipt.number, "without an answer")
                return
            if isinstance(answer, Failure):
                self.say("sending", item.receipt.number, answer.code)
                if answer.code in LATER:
                    return
                self.disk.parked.append((item.receipt.id, answer.code))
            else:
                self.say("taken in", item.receipt.number, answer.state)
            self.disk.outbox = [one for one in self.disk.outbox if one.receipt.id != item.receipt.id]

    async def deliver(self, sent: HandedOut) -> Any:
        self.errors.setdefault(sent.receipt.id, set()).add(self.wrong)
        return await take_in(self.world.floor.node, self.device, sent)

    async def ask(self, call: Any) -> Any:
        """A request that may kill the node, which then starts again."""
        try:
            answer = await self.network.ask(call)
        except Died:
            await self.world.crash()
            raise Lost from None
        self.heard()
        return answer

    async def refresh_quietly(self) -> None:
        try:
            await self.refresh()
        except Lost:
            self.say("nothing new")

    # ---- small things

    def store(self) -> bool:
        """Whether the device finds room for one more write."""
        return not (self.nearly_full and self.random.randrange(100) < 100 // FULL)

    def manager(self) -> Actor:
        """So that rights are not what a run is about."""
        return replace(self.actor, staff="staff-manager", staff_name="Mara Manager", role="manager")

    def token(self, id: str) -> str:
        return base64.urlsafe_b64encode(bytes.fromhex(id) + bytes.fromhex(id[::-1])).decode().rstrip("=")

    def circumstances(self, id: str) -> Circumstances:
        till = self.world.floor.node.masterdata.tills[self.actor.till]
        shop, at = self.world.floor.node.shop_of(till), self.moment()
        series, counter = series_of(self.disk.slot), self.disk.counter + 1
        return Circumstances(
            shop=shop.id, till=till.id, till_name=till.name, till_serial=till.serial, party=shop.party,
            business_day=self.world.floor.node.business_day(shop, at), started_at=at, staff=self.actor.staff,
            staff_name=self.actor.staff_name, token=self.token(id), finished_at=at,
            number=printed_number(series, counter), signed=Signed(till.serial, failure="node away"), series=series,
            counter=counter, time_zone=shop.time_zone, engine=engine_id(),
        )  # fmt: skip

    def paper(self, receipt: Receipt) -> None:
        plain = receipt.finished_at == self.raw + self.disk.offset
        self.papers.append(Paper(
            self.actor.till, receipt.id, receipt.number, receipt.kind, receipt.total, self.world.clock, self.wrong, plain
        ))  # fmt: skip

    def say(self, *parts: object) -> None:
        self.world.trace.say(self.actor.till, *parts)
