"""Ask the terminal what became of a payment, cancel one that waits, give an approved one back, or decide by hand."""

import asyncio
from typing import Final

from tresen.core.failures import Failure
from tresen.operations.node import Actor, Node
from tresen.operations.paying.pay_by_card import settle_payment, step, terminal_of
from tresen.operations.rights import check
from tresen.ports.terminal import PaymentResult, TerminalBusy
from tresen.store.payments import Payment

WAIT: Final = 30
"""Seconds the terminal may take to answer a question."""


async def ask_back(node: Node, actor: Actor, id: str) -> Payment | Failure:
    """Ask about a payment without an outcome. Harmless to repeat; nothing is charged."""
    payment = node.payments.get(id)
    if payment is None or payment.till != actor.till:
        return Failure("payment_not_found", {})
    if payment.state == "unknown":
        await ask_terminal(node, payment)
    return payment


async def ask_terminal(node: Node, payment: Payment) -> None:
    """One question to the terminal; if it cannot tell, the payment stays unknown."""
    terminal = terminal_of(node, payment.till)
    if terminal is None:
        return
    try:
        async with asyncio.timeout(WAIT):
            result = await terminal.ask(payment.request)
    except (TimeoutError, OSError) as error:
        result = PaymentResult(payment.id, "unknown", message=str(error) or "the terminal did not answer in time")
    await settle_payment(node, payment, result)


async def cancel_payment(node: Node, actor: Actor, id: str) -> Payment | Failure:
    """Ask the terminal to stop waiting for the card. What became of the payment still comes from the terminal."""
    payment = node.payments.get(id)
    if payment is None or payment.till != actor.till:
        return Failure("payment_not_found", {})
    terminal = terminal_of(node, payment.till)
    if terminal is not None and payment.state == "asked":
        await terminal.cancel()
    return payment


async def give_back(node: Node, actor: Actor, id: str) -> Payment | Failure:
    """Reverse an approved payment whose basket was not sold after all. Written before it is done, and repeatable."""
    payment = node.payments.get(id)
    if payment is None or payment.till != actor.till:
        return Failure("payment_not_found", {})
    missing = check(node, actor, "refund")
    if missing is not None:
        return missing
    async with node.turns.of(payment.basket):
        return await _give_back(node, payment)


async def _give_back(node: Node, payment: Payment) -> Payment | Failure:
    if node.payments.get(payment.id) is not payment:
        return Failure("payment_settled", {})  # its sale was made meanwhile
    if payment.state == "given_back":
        return payment
    terminal = terminal_of(node, payment.till)
    if terminal is None:
        return Failure("terminal_missing", {})
    kept = node.open.get(payment.basket)
    if payment.state not in ("approved", "late_success") or (kept is not None and kept.state == "signing"):
        return Failure("payment_settled", {})
    if payment.state == "approved":
        failure = await step(node, payment, "unwanted")
        if failure is not None:
            return failure
    try:
        async with asyncio.timeout(WAIT):
            result = await terminal.reverse(payment.result)
    except (TerminalBusy, TimeoutError, OSError) as error:
        return Failure("terminal_down", {"reason": str(error) or "the terminal did not answer in time"})
    if result.outcome != "approved":
        return Failure("terminal_down", {"reason": result.message})
    return await step(node, payment, "give_back", result.message) or payment


async def decide(node: Node, actor: Actor, id: str, *, charged: bool) -> Payment | Failure:
    """A person looked at the terminal and says what became of the payment; kept with their name."""
    payment = node.payments.get(id)
    if payment is None or payment.till != actor.till:
        return Failure("payment_not_found", {})
    missing = check(node, actor, "refund")
    if missing is not None:
        return missing
    if payment.state == "late_success" and not charged:
        return await step(node, payment, "manager_decline", "given back by hand") or payment
    if payment.state != "unknown":
        return Failure("payment_settled", {})
    outcome = "approved" if charged else "declined"
    amount = payment.request.amount if charged else 0
    who = actor.approved_by_name or actor.staff_name
    payment.result = PaymentResult(id, "approved" if charged else "declined", amount, message=f"{outcome} ({who})")
    failure = await step(node, payment, "manager_approve" if charged else "manager_decline", f"{outcome} ({who})")
    return payment if failure is None else failure
