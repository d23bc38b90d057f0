"""Recover after a crash or a power cut: finish interrupted sales, end stale TSE transactions."""

from typing import Final

from tresen.core.failures import Failure
from tresen.fiscal.process_data import abort_process_data
from tresen.operations.node import Node
from tresen.operations.paying.ask_back import ask_terminal
from tresen.operations.paying.pay_by_card import step
from tresen.operations.selling.settle import resume
from tresen.ports.signer import SignerDown, SignerUnknown

STALE_LIMIT: Final = 1000


async def recover(node: Node) -> tuple[int, int]:
    """Run once at start-up, before any request. Returns finished sales and ended stale transactions."""
    finished = 0
    await ask_for_payments(node)
    for basket in list(node.open.values()):
        if basket.state == "signing":
            answer = await resume(node, basket)
            if isinstance(answer, Failure):
                continue  # stays open and is shown to the cashier
            finished += 1
    return finished, await end_stale(node)


async def ask_for_payments(node: Node) -> None:
    """A payment that a crash left without an outcome is unknown until the terminal says what became of it."""
    for payment in list(node.payments.values()):
        if payment.state in ("intended", "asked"):
            await step(node, payment, "restart")
        if payment.state == "unknown":
            await ask_terminal(node, payment)


async def end_stale(node: Node) -> int:
    """A TSE transaction that no open basket owns ends as AVBelegabbruch (AEAO to §146a: none stays open)."""
    owned = {basket.transaction for basket in node.open.values()}
    ended = 0
    try:
        for transaction, client in (await node.signing.signer.open_transactions())[:STALE_LIMIT]:
            if transaction not in owned:
                await node.signing.signer.finish(client, transaction, "Kassenbeleg-V1", abort_process_data())
                ended += 1
    except (SignerDown, SignerUnknown, OSError):
        return ended  # an outage: tried again at the next start
    return ended
