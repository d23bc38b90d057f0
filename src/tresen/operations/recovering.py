"""Recover after a crash or a power cut: finish interrupted sales, end stale TSE transactions."""

from tresen.core.failures import Failure
from tresen.operations.ending_stale import end_stale
from tresen.operations.node import Node
from tresen.operations.paying.ask_back import ask_terminal
from tresen.operations.paying.pay_by_card import step
from tresen.operations.selling.settle import resume


async def recover(node: Node) -> tuple[int, int]:
    """Run once at start-up, before any request. Returns finished sales and ended stale transactions."""
    finished = 0
    await ask_for_payments(node)
    for basket in node.open.values():
        if basket.transaction:
            node.signing.named(basket.signer).running.add(basket.transaction)
    for basket in list(node.open.values()):
        if basket.state == "signing":
            answer = await resume(node, basket)
            if isinstance(answer, Failure):
                continue  # stays as it is; whoever sends it again finishes it
            finished += 1
    return finished, await end_stale(node, everywhere=True)


async def ask_for_payments(node: Node) -> None:
    """A payment that a crash left without an outcome is unknown until the terminal says what became of it."""
    for payment in list(node.payments.values()):
        if payment.state in ("intended", "asked"):
            await step(node, payment, "restart")
        if payment.state == "unknown":
            await ask_terminal(node, payment)
