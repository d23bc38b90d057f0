"""Anything in any order: two tills, a TSE, terminals and a printer with trouble, a clock that jumps, and restarts.

After every step everything must hold (see `Floor.must_hold`), and the drawers hold what a model of them says.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from tests.breaking.conftest import MEMORY
from tests.depth import examples
from tests.floor import Floor, approved, back
from tresen.core.basket import Basket, BasketLine, Discount, ReturnOf
from tresen.core.failures import CATALOGUE, Failure
from tresen.core.receipt import Receipt, Tender
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.drawer.no_sale import no_sale
from tresen.operations.drawer.open_day import DayState, OpeningRequest, open_day
from tresen.operations.ending_stale import end_stale
from tresen.operations.node import Actor, Answer
from tresen.operations.paying.ask_back import ask_back, decide, give_back
from tresen.operations.paying.pay_by_card import CardRequest, pay_by_card
from tresen.operations.printing.work import print_due
from tresen.operations.selling.abort import abort
from tresen.operations.selling.keep_basket import keep_basket, quote_basket
from tresen.operations.selling.park import fetch, park
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.watching import note_outages, probe

ACTS = ("refund", "refund_without_receipt", "discount_above_limit", "cash_out", "no_sale", "price_override")
TILLS = st.sampled_from(["till-1", "till-2"])
WHO = st.sampled_from(["owner", "owner", "owner", "other"])
LINES = st.lists(
    st.builds(
        lambda article, pieces, off: BasketLine(
            "", article, pieces * 1000, discount=Discount("percent", off, "Kulanz") if off else None
        ),
        st.sampled_from(["milk", "soap", "cola"]), st.integers(1, 3), st.sampled_from([0, 0, 700, 3333, 10_000]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip
CUSTOMERS = st.sampled_from(["", "customer-1", "customer-2"])
TSE = ("normal", "normal", "normal", "down", "expired", "lose_answer_next_start", "lose_answer_next_finish")
TERMINAL = (
    "approve", "approve", "approve", "decline", "change_amount", "hang", "lose_link_after_charge",
    "lose_link_before_charge", "unreachable",
)  # fmt: skip
SOLD = ("sale", "refund", "exchange")


class AnyOrder(RuleBasedStateMachine):
    """The tills' side of the story; the node's side is read back after every step."""

    baskets = Bundle("baskets")
    sales = Bundle("sales")
    receipts = Bundle("receipts")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="tresen-", dir=MEMORY if MEMORY.is_dir() else None))
        self.floor = Floor(self.folder)
        self.drawers = {"till-1": 0, "till-2": 0}
        self.answers: dict[str, Answer] = {}
        """The first answer to every sale."""
        self.run(self.floor.start())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        answer = self.loop.run_until_complete(work)
        assert not isinstance(answer, Failure) or answer.code in CATALOGUE
        return answer

    def teardown(self) -> None:
        self.run(self.floor.settled())
        self.run(self.floor.stop())
        self.loop.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def owner(self, basket: Basket, till: str) -> Actor:
        """Mostly the till that has the basket, sometimes (the till `other`) one that has not."""
        known = self.floor.node.open.get(basket.id)
        owns = known.till if known is not None else "till-1"
        if till == "other":
            return self.actor("till-2" if owns == "till-1" else "till-1")
        return self.actor(owns)

    def actor(self, till: str) -> Actor:
        base = self.floor.cashier if till == "till-1" else self.floor.second
        return approved(base, *ACTS)

    # ---- the day

    @initialize(amount=st.sampled_from([0, 5_000]))
    def open_both_tills(self, amount: int) -> None:
        for till in self.drawers:
            self.open_the_day(till, amount)

    def is_closed(self, till: str) -> bool:
        return not self.floor.node.till_days.of(till).open

    @precondition(lambda self: any(self.is_closed(till) for till in self.drawers))
    @rule(till=TILLS, amount=st.sampled_from([0, 5_000, 12_345]))
    def open_the_day(self, till: str, amount: int) -> None:
        request = OpeningRequest(self.floor.id(), amount=amount)
        answer = self.run(open_day(self.floor.node, self.actor(till), request))
        if isinstance(answer, DayState):
            self.drawers[till] = amount
            assert isinstance(self.run(open_day(self.floor.node, self.actor(till), request)), DayState)
        else:
            assert answer.code == "day_already_open"

    @rule(till=TILLS, off=st.sampled_from([0, 0, -7, 100]), counted=st.booleans(), take=st.booleans())
    def close_the_day(self, till: str, off: int, counted: bool, take: bool) -> None:
        node, actor, id = self.floor.node, self.actor(till), ""
        off = max(off, -self.drawers[till]) if counted else 0
        if counted:
            id = self.run(count(node, actor, self.floor.id(), {"1": self.drawers[till] + off})).id
        out = max(self.drawers[till] + off, 0) // 2 if take else 0
        request = ClosingRequest(self.floor.id(), id, out)
        answer = self.run(close_day(node, actor, request))
        if isinstance(answer, Closing):
            self.drawers[till] += off - out
            assert answer.difference == off and answer.left == self.drawers[till]
            again = self.run(close_day(node, actor, request))
            assert (again.number, again.left) == (answer.number, answer.left)
        else:
            assert answer.code == "day_not_open", answer

    @rule(till=TILLS, kind=st.sampled_from(["cash_in", "cash_out", "no_sale"]), amount=st.integers(1, 9_000))
    def use_the_drawer(self, till: str, kind: str, amount: int) -> None:
        if kind == "no_sale":
            self.run(no_sale(self.floor.node, self.actor(till), self.floor.id(), "Geld wechseln"))
            return
        request = CashRequest(self.floor.id(), amount, "Wechselgeld")
        answer = self.run(move_cash(self.floor.node, self.actor(till), kind, request))
        if isinstance(answer, Answer):
            self.drawers[till] += amount if kind == "cash_in" else -amount
            assert self.run(move_cash(self.floor.node, self.actor(till), kind, request)).repeated

    # ---- baskets

    @rule(target=baskets, till=TILLS, lines=LINES, customer=CUSTOMERS, keep=st.booleans())
    def begin_a_basket(self, till: str, lines: list[BasketLine], customer: str, keep: bool) -> Any:
        basket = self.floor.basket(*lines, customer=customer)
        if keep:
            self.run(keep_basket(self.floor.node, self.actor(till), basket, 0, False))
        return basket

    @rule(
        target=baskets, till=TILLS, receipt=receipts, pieces=st.integers(1, 3), line=st.integers(1, 4),
        more=st.one_of(st.just([]), LINES), restock=st.booleans(), customer=CUSTOMERS, keep=st.booleans(),
    )  # fmt: skip
    def begin_a_return(
        self, till: str, receipt: Receipt, pieces: int, line: int, more: list[BasketLine], restock: bool,
        customer: str, keep: bool,
    ) -> Any:  # fmt: skip
        basket = self.floor.basket(back(receipt, line, pieces * 1000, restock=restock), *more, customer=customer)
        if keep:
            self.run(keep_basket(self.floor.node, self.actor(till), basket, 0, False))
        return basket

    @rule(target=baskets, till=TILLS, pieces=st.integers(1, 3))
    def begin_a_return_without_receipt(self, till: str, pieces: int) -> Any:
        return self.floor.basket(BasketLine("", "milk", -pieces * 1000, return_of=ReturnOf("", 0, "Mangelhaft")))

    @rule(basket=baskets, who=WHO)
    def park_it(self, basket: Basket, who: str) -> None:
        self.run(park(self.floor.node, self.owner(basket, who), basket.id, "Hut"))

    @rule(basket=baskets, who=WHO)
    def fetch_it(self, basket: Basket, who: str) -> None:
        self.run(fetch(self.floor.node, self.owner(basket, who), basket.id))

    @rule(target=baskets, basket=consumes(baskets), lines=LINES, who=WHO)
    def change_it(self, basket: Basket, lines: list[BasketLine], who: str) -> Any:
        known = self.floor.node.open.get(basket.id)
        changed = Basket(basket.id, self.floor.basket(*lines).lines, customer=basket.customer)
        version = known.version if known is not None else 0
        answer = self.run(keep_basket(self.floor.node, self.owner(basket, who), changed, version, False))
        return basket if isinstance(answer, Failure) else changed

    @rule(basket=baskets, who=WHO)
    def abort_it(self, basket: Basket, who: str) -> None:
        answer = self.run(abort(self.floor.node, self.owner(basket, who), basket.id, "Kunde möchte nicht"))
        if isinstance(answer, Receipt):
            assert self.run(abort(self.floor.node, self.owner(basket, who), basket.id, "x")).id == answer.id

    # ---- selling

    @rule(target=receipts, till=TILLS, lines=LINES, customer=CUSTOMERS, lost=st.booleans())
    def sell_at_once(self, till: str, lines: list[BasketLine], customer: str, lost: bool) -> Any:
        return self._sell(self.floor.basket(*lines, customer=customer), self.actor(till), False, lost)

    @rule(target=receipts, till=TILLS, lines=LINES, customer=CUSTOMERS, part=st.sampled_from([1, 2]))
    def sell_by_card(self, till: str, lines: list[BasketLine], customer: str, part: int) -> Any:
        basket = self.floor.basket(*lines, customer=customer)
        self.run(keep_basket(self.floor.node, self.actor(till), basket, 0, False))
        self.pay_by_card(basket, "owner", part)
        return self._sell(basket, self.actor(till), False, False)

    @rule(
        target=receipts, till=TILLS, receipt=receipts, pieces=st.integers(1, 3), line=st.integers(1, 3),
        more=st.one_of(st.just([]), LINES), credit=st.booleans(), customer=CUSTOMERS,
    )  # fmt: skip
    def take_back_at_once(
        self, till: str, receipt: Receipt, pieces: int, line: int, more: list[BasketLine], credit: bool, customer: str
    ) -> Any:
        basket = self.floor.basket(back(receipt, line, pieces * 1000), *more, customer=customer)
        return self._sell(basket, self.actor(till), credit, False)

    @rule(target=receipts, basket=baskets, who=WHO, credit=st.booleans(), lost=st.booleans())
    def sell_it(self, basket: Basket, who: str, credit: bool, lost: bool) -> Any:
        return self._sell(basket, self.owner(basket, who), credit, lost)

    def _sell(self, basket: Basket, actor: Actor, credit: bool, lost: bool) -> Any:
        """By cash, with what the terminal booked for the basket, or with store credit. `lost`: the answer is."""
        node = self.floor.node
        quoted = self.run(quote_basket(node, actor, basket))
        if isinstance(quoted, Failure):
            return multiple()
        tenders = []
        for payment in node.payments.values():
            if payment.basket == basket.id and payment.state == "approved":
                sign = -1 if payment.request.refund else 1
                tenders.append(Tender("card", sign * payment.result.amount, payment=payment.id))
        rest = quoted.total - sum(tender.amount for tender in tenders)
        if rest:
            tenders.append(Tender("store_credit" if credit else "cash", rest))
        request = SaleRequest(basket, quoted.total, tuple(tenders))
        answer = self.run(sell(node, actor, request))
        if basket.id in self.answers:
            if isinstance(answer, Answer):
                assert answer.repeated and answer.receipt.number == self.answers[basket.id].receipt.number
            return multiple()
        if isinstance(answer, Failure):
            return multiple()
        self._sold(answer)
        if lost:
            again = self.run(sell(node, actor, request))
            assert again.repeated and again.receipt.number == answer.receipt.number
        return answer.receipt

    def _sold(self, answer: Answer) -> None:
        receipt = answer.receipt
        assert not answer.repeated and receipt.kind in SOLD
        self.answers[receipt.id] = answer
        self.drawers[receipt.till] += sum(tender.amount for tender in receipt.tenders if tender.kind == "cash")

    # ---- card payments

    @rule(basket=baskets, who=WHO, part=st.sampled_from([1, 1, 2]))
    def pay_by_card(self, basket: Basket, who: str, part: int) -> None:
        kept = self.floor.node.open.get(basket.id)
        amount = abs(kept.total) // part if kept is not None else 100
        request = CardRequest(self.floor.id(), basket.id, amount, kept is not None and kept.total < 0)
        for _ in range(2):
            self.run(pay_by_card(self.floor.node, self.owner(basket, who), request))
        self.run(self.floor.settled())

    @precondition(lambda self: self.floor.node.payments)
    @rule(data=st.data(), act=st.sampled_from(["ask", "give back", "charged", "not charged"]))
    def clear_up_a_payment(self, data: st.DataObject, act: str) -> None:
        node = self.floor.node
        payment = node.payments[data.draw(st.sampled_from(sorted(node.payments)))]
        actor = self.actor(payment.till)
        if act == "ask":
            self.run(ask_back(node, actor, payment.id))
        elif act == "give back":
            self.run(give_back(node, actor, payment.id))
        elif payment.state == "unknown":  # a person reads the truth off the terminal
            charged = abs(self.floor.charges().get(payment.id, 0))
            if charged in (0, payment.request.amount):
                self.run(decide(node, actor, payment.id, charged=charged > 0))

    # ---- trouble

    @rule(what=st.one_of(
        st.tuples(st.just("tse"), st.sampled_from(TSE)), st.tuples(st.just("terminal"), st.sampled_from(TERMINAL)),
        st.tuples(st.just("printer"), st.sampled_from(["ok", "paper_out", "unreachable"])),
        st.tuples(st.just("clock"), st.sampled_from([1, 6, 90, 3_600, 86_400, -5, -7_200])),
    ))  # fmt: skip
    def trouble(self, what: tuple[str, Any]) -> None:
        device, value = what
        if device == "tse":
            self.floor.signer.switch(value)
        elif device == "terminal":
            self.floor.behaviour.mode = value
        elif device == "clock":
            self.floor.clock.move(seconds=value)
        else:
            self.floor.printer.mode = value
            self.run(print_due(self.floor.node))

    @rule(restart=st.booleans())
    def time_passes(self, restart: bool) -> None:
        """What the node does beside the sales every second; or a power cut."""
        if restart:
            self.run(self.floor.settled())
            self.run(self.floor.restart())
        self.run(probe(self.floor.node))
        self.run(note_outages(self.floor.node))
        if self.floor.node.signing.lost:
            self.run(end_stale(self.floor.node))

    # ---- what must hold

    @invariant()
    def everything_holds(self) -> None:
        self.floor.must_hold()
        for till, amount in self.drawers.items():
            assert self.floor.drawer(till) == amount
        for customer in ("customer-1", "customer-2"):
            assert self.floor.node.balances.of(f"credit:{customer}") >= 0
        made = {receipt.id for receipt in self.floor.receipts() if receipt.kind in SOLD}
        assert made == self.answers.keys(), "every sale was answered, and no other was made"
        assert not made & self.floor.node.open.keys()


AnyOrder.TestCase.settings = examples(20, 3000, steps=40)
TestAnyOrder = AnyOrder.TestCase
