"""Pay by card: the payment is written before the terminal hears of it; what became of it is written before anyone acts.

One basket has at most one payment without an outcome, one id is sent at most once, and an approved payment stays with
its basket until the sale is in the journal.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.payment import OPEN, PaymentEvent, advance
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Actor, Node
from tresen.ports.terminal import PaymentRequest, PaymentResult, Terminal, TerminalBusy
from tresen.store import payments
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.payments import Payment
from tresen.store.writer import Tx

WAIT: Final = 180
"""Seconds until a silent terminal counts as unknown (ZVT T4)."""
MESSAGE_LIMIT: Final = 20


@dataclass(slots=True)
class CardRequest:
    """The till made the id. `amount` in cents, positive; `refund` pays it back."""

    id: str
    basket: str
    amount: int
    refund: bool = False


async def pay_by_card(node: Node, actor: Actor, request: CardRequest) -> Payment | Failure:
    """Begin a payment. Sent again it answers with the same payment; the outcome comes by news and by asking."""
    if not is_id(request.id):
        return Failure("bad_input", {"field": "id"})
    async with node.turns.of(request.basket):
        try:
            known = node.payments.get(request.id) or await node.writer.write(lambda tx: payments.known(tx, request.id))
        except StorageDown:
            return Failure("storage_down", {})
        if known is None:
            return await _begin(node, actor, request)
    same = (request.basket, request.amount, request.refund, actor.till)
    if same != (known.basket, known.request.amount, known.request.refund, known.till):
        return Failure("payment_not_for_basket", {"payment": request.id})
    return known


async def _begin(node: Node, actor: Actor, request: CardRequest) -> Payment | Failure:
    refusal = _refusal(node, actor, request)
    if refusal is not None:
        return refusal
    terminal = terminal_of(node, actor.till)
    if terminal is None:
        return Failure("terminal_missing", {})
    trouble = await terminal.healthy()
    if trouble:
        return Failure("terminal_down", {"reason": trouble})
    asked = PaymentRequest(request.id, request.amount, request.refund)
    payment = Payment(
        request.id, request.basket, actor.till, asked, PaymentResult(request.id, "unknown"), "intended",
        node.clock.now(),
    )  # fmt: skip
    node.payments[payment.id] = payment
    failure = await keep_payment(node, payment)
    if failure is not None:
        del node.payments[payment.id]
        return failure
    node.background(_run(node, terminal, payment))
    return payment


def _refusal(node: Node, actor: Actor, request: CardRequest) -> Failure | None:
    open = node.open.get(request.basket)
    if open is None:
        return Failure("basket_not_found", {"basket": request.basket})
    if open.till != actor.till:
        return Failure("basket_taken_over", {"till": open.till})
    if open.training:
        return Failure("training_basket_open", {})
    if open.state == "signing":
        return Failure("basket_paying", {})
    if not node.has_room():
        return Failure("storage_full", {})
    if request.amount <= 0:
        return Failure("bad_input", {"field": "amount"})
    mine = [payment for payment in node.payments.values() if payment.basket == request.basket]
    if any(payment.state in OPEN for payment in mine):
        unknown = any(payment.state == "unknown" for payment in mine)
        return Failure("payment_unknown" if unknown else "basket_paying", {})
    paid = sum(payment.result.amount for payment in mine if payment.state == "approved")
    due = abs(open.total) - paid
    if request.refund != (open.total < 0) or request.amount > due:
        return Failure("payment_amount_differs", {"due": due, "amount": request.amount})
    return None


async def _run(node: Node, terminal: Terminal, payment: Payment) -> None:
    """Send once and wait for the outcome."""
    failure = await step(node, payment, "send")
    if failure is not None:
        await step(node, payment, "withdraw", "the payment could not be written down")
        return

    def status(text: str) -> None:
        payment.messages = (*payment.messages, text)[-MESSAGE_LIMIT:]
        node.bus.tell("payment", payment.till, payment=payment.id, state=payment.state, message=text)

    try:
        async with asyncio.timeout(WAIT):
            result = await terminal.pay(payment.request, status)
    except TerminalBusy:
        await settle_payment(node, payment, PaymentResult(payment.id, "declined", message="the terminal is busy"))
        return
    except (TimeoutError, OSError) as error:
        result = PaymentResult(payment.id, "unknown", message=str(error) or "the terminal did not answer in time")
    await settle_payment(node, payment, result)


async def settle_payment(node: Node, payment: Payment, result: PaymentResult) -> Failure | None:
    """Write down what the terminal says became of a payment."""
    events: dict[str, PaymentEvent] = {"approved": "approve", "declined": "decline", "unknown": "lose"}
    payment.result = result
    return await step(node, payment, events[result.outcome], result.message)


async def step(node: Node, payment: Payment, event: PaymentEvent, message: str = "") -> Failure | None:
    """Advance the state machine, durably, and tell the screens."""
    following = advance(payment.state, event)  # type: ignore[arg-type]
    if isinstance(following, Failure):
        return following
    before = payment.state
    payment.state, payment.updated_at = following, node.clock.now()
    if message:
        payment.messages = (*payment.messages, message)[-MESSAGE_LIMIT:]
    failure = await keep_payment(node, payment)
    if failure is not None:
        payment.state = before if event == "send" else "unknown"
        return failure
    node.bus.tell("payment", payment.till, payment=payment.id, state=payment.state, message=message)
    return None


async def keep_payment(node: Node, payment: Payment) -> Failure | None:
    """Make a payment's state durable; outcomes also go into the journal."""
    final = payment.state not in ("intended", "asked")
    kept = replace(payment)
    till = node.masterdata.tills.get(payment.till)
    day = node.business_day(node.shop_of(till), payment.updated_at) if till is not None else ""

    def job(tx: Tx) -> None:
        payments.put(tx, kept)
        if final:
            body = encode({"payment": kept.id, "basket": kept.basket, "state": kept.state, "result": kept.result})
            draft = Draft(
                node.ids.new(), "payment", kept.updated_at, day, body, till=kept.till, subject=f"payment:{kept.id}"
            )
            node.journal.append(tx, draft)

    try:
        await node.writer.write(job)
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    return None


def terminal_of(node: Node, till: str) -> Terminal | None:
    """The terminal that belongs to a till: the one its record names, or its own."""
    record = node.masterdata.tills.get(till)
    return node.terminals.get(record.terminal or f"terminal-{record.id}") if record is not None else None
