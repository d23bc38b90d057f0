"""What a till does without its node, as its own engine and memory do it: for the sales floor."""

import base64
from dataclasses import replace
from hashlib import sha256
from typing import Any

from tresen.core.basket import Basket
from tresen.core.cash_case import case_of
from tresen.core.failures import Failure
from tresen.core.handing_out import Circumstances, ReceiptCustomer, abort_receipt, cash_receipt, sale_receipt
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt, Signed, Tender
from tresen.core.receipt_number import printed_number, series_of
from tresen.operations.node import Actor, Node
from tresen.operations.selling.returning import returnable_excerpt
from tresen.operations.taking_in.handed_out import HandedOut, TakenIn
from tresen.operations.taking_in.take_in import take_in

DEVICES = {"till-1": "device-1", "till-2": "device-2"}


class HandingOut:
    """The part of the floor that needs no node but its masterdata."""

    node: Node
    clock: Any
    cashier: Actor
    manager: Actor
    devices = DEVICES
    handed: dict[str, int]
    """By till, the last number of its device's own series."""

    async def hand_out(
        self, basket: Basket, actor: Actor | None = None, *tenders: Tender, training: bool = False
    ) -> HandedOut:
        """A receipt as the till's own engine makes it, paid in cash if nothing else is said."""
        actor = actor or self.cashier
        quoted: Quote = await self.quote(basket, actor)
        till = self.node.masterdata.tills[actor.till]
        excerpt = await returnable_excerpt(self.node, basket, "2026-06-01", self.node.shop_of(till))
        assert not isinstance(excerpt, Failure)
        customer = self.node.masterdata.customers.get(basket.customer)
        named = ReceiptCustomer(customer.id, customer.number) if customer else ReceiptCustomer()
        paid = tenders or (Tender("cash", quoted.total),)
        at = self.circumstances(actor, basket.id)
        return self.item(sale_receipt(basket, quoted, paid, excerpt.returnable, at, named, training=training), basket)

    def hand_out_again(self, item: HandedOut) -> HandedOut:
        """The same goods and money under another id and number: the customer comes twice."""
        basket = replace(item.basket, id=self.id())
        actor = Actor(item.receipt.staff, item.receipt.staff_name, "", item.receipt.till)
        at = self.circumstances(actor, basket.id)
        receipt = replace(
            item.receipt, id=basket.id, number=at.number, counter=at.counter, token=at.token, finished_at=at.finished_at
        )
        return self.item(receipt, basket)

    def hand_out_cash(self, kind: str, amount: int, actor: Actor | None = None, case: str = "") -> HandedOut:
        """Cash in, cash out or the float of a day that is opened without the node; `amount` signed."""
        id = self.id()
        at = self.circumstances(actor or self.manager, id)
        case = case or case_of("Wechselgeld", kind)
        return self.item(cash_receipt(id, kind, case, amount, "Wechselgeld", "", at), Basket(id))

    def hand_out_abort(self, basket: Basket, actor: Actor | None = None) -> HandedOut:
        at = self.circumstances(actor or self.cashier, basket.id)
        return self.item(abort_receipt(basket.id, ("1 Milch",), "Kunde möchte nicht", at), basket)

    def circumstances(self, actor: Actor, id: str) -> Circumstances:
        """With the next number of the device's series, marked as handed out without the node."""
        till = self.node.masterdata.tills[actor.till]
        shop, now = self.node.shop_of(till), self.clock.now()
        self.handed[till.id] += 1
        counter, slot = self.handed[till.id], self.node.masterdata.devices[self.devices[till.id]].slot
        secret = sha256(f"secret of {id}".encode()).digest()[:16]
        token = base64.urlsafe_b64encode(bytes.fromhex(id) + secret).decode().rstrip("=")
        return Circumstances(
            shop=shop.id, till=till.id, till_name=till.name, till_serial=till.serial, party=shop.party,
            business_day=self.node.business_day(shop, now), started_at=now, staff=actor.staff,
            staff_name=actor.staff_name, token=token, finished_at=now, number=printed_number(series_of(slot), counter),
            signed=Signed(client=till.serial, failure="the node cannot be reached"), time_zone=shop.time_zone,
            series=series_of(slot), counter=counter,
        )  # fmt: skip

    def item(self, receipt: Receipt, basket: Basket) -> HandedOut:
        """What the till keeps for it until it is sent."""
        seq = self.node.journal.seq
        return HandedOut(
            receipt, basket, engine=receipt.engine, rules_version=seq, goods_version=seq, quoted_at=receipt.finished_at
        )

    async def send(self, item: HandedOut, *, off: int = 0) -> TakenIn | Failure:
        """Send it now. `off`: by how many milliseconds the device's clock is wrong."""
        now = self.clock.now()
        sent = replace(item, sent_at=now + off, device_now=now + off)
        return await take_in(self.node, self.devices[item.receipt.till], sent)
