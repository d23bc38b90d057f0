"""Settle: intend durably, sign, append. The one way by which a fiscal event of a till becomes a receipt.

A crash after the intention is finished by `resume`: the device is asked first, so nothing is signed twice.
"""

import msgspec

from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.fiscal.tenders import process_data_of
from tresen.journal.entry import Draft, encode
from tresen.journal.read import body_in_tx
from tresen.ledger import accounts
from tresen.ledger.receipts import ReceiptBody, receipt_of
from tresen.operations.node import Answer, Node
from tresen.operations.selling.transfers import transfers_of
from tresen.store import open_baskets, payments, queues
from tresen.store.open_baskets import OpenBasket
from tresen.store.writer import Refused, Tx


class _Known(msgspec.Struct):
    """The journal already has this id."""

    receipt: Receipt


async def settle(node: Node, open: OpenBasket, receipt: Receipt, printed: bool) -> Answer | Failure:
    """Intend durably, sign, append. The part that `resume` repeats after a crash."""
    data = process_data_of(receipt.type, receipt.taxes, receipt.tenders)
    open.state = "signing"
    open.intention = {"receipt": receipt, "print": printed}
    receipts = set(receipt.refers_to)
    if receipts & node.refunding:
        return Failure("conflict", {})

    def intend(tx: Tx) -> None:
        known = body_in_tx(tx, open.id)
        if known is not None:
            raise Refused(_Known(receipt_of(*known)))
        _check_credit(node, receipt)
        open_baskets.put(tx, open)

    node.refunding |= receipts
    try:
        try:
            await node.writer.write(intend)
        except Refused as refused:
            if isinstance(refused.failure, _Known):
                return repeated(refused.failure.receipt)
            open.state = "open"
            failure: Failure = refused.failure
            return failure
        return await _sign_and_append(node, open, receipt, data, printed)
    finally:
        node.refunding -= receipts


async def _sign_and_append(node: Node, open: OpenBasket, receipt: Receipt, data: str, printed: bool) -> Answer:
    receipt.signed = await node.signing.finish(
        open.signer_client, open.transaction, open.signer_failure, "Kassenbeleg-V1", data
    )
    receipt.finished_at = max(receipt.signed.finished_at or node.clock.now(), receipt.started_at)
    till = node.masterdata.tills[receipt.till]
    transfers = transfers_of(receipt, till.place)
    job_id = node.ids.new() if printed and till.printer else ""
    draft = Draft(
        id=receipt.id, kind="receipt", at=receipt.finished_at, business_day=receipt.business_day,
        body=encode(ReceiptBody(receipt, transfers)), transfers=transfers, actor=receipt.staff, till=receipt.till,
        series="receipt", fact=receipt,
    )  # fmt: skip

    def append(tx: Tx) -> int:
        entry = node.journal.append(tx, draft)
        open_baskets.remove(tx, open.id)
        for tender in receipt.tenders:
            if tender.payment:
                payments.settle(tx, tender.payment)
        if job_id:
            body = {"receipt": receipt.id, "printer": till.printer, "drawer": opens_drawer(receipt)}
            queues.put(tx, queues.QueueItem(job_id, "print", draft.at, body, due_at=draft.at))
        return entry.counter

    receipt.number = await node.writer.write(append)
    node.open.pop(open.id, None)
    for tender in receipt.tenders:
        node.payments.pop(tender.payment, None)
    node.remember(receipt)
    node.bus.tell("sale", receipt.till, receipt=receipt.id, total=receipt.total, url=f"/r/{receipt.token}")
    if job_id:
        node.bus.tell("queue", receipt.till, item=job_id)
    notes = ("tse_down",) if receipt.signed.failure else ()
    return Answer(receipt, change_of(receipt), f"/r/{receipt.token}", job_id, False, notes)


async def resume(node: Node, open: OpenBasket) -> Answer | Failure:
    """Finish a sale that a crash interrupted after its intention was durable."""
    receipt = msgspec.convert(open.intention["receipt"], Receipt)
    return await settle(node, open, receipt, bool(open.intention["print"]))


def opens_drawer(receipt: Receipt) -> bool:
    return receipt.type == "Beleg" and any(tender.kind == "cash" and tender.amount for tender in receipt.tenders)


def change_of(receipt: Receipt) -> int:
    """Cash to hand back, cents."""
    return sum(tender.given - tender.amount for tender in receipt.tenders if tender.kind == "cash" and tender.given)


def repeated(receipt: Receipt) -> Answer:
    return Answer(receipt, change_of(receipt), f"/r/{receipt.token}", "", True)


def _check_credit(node: Node, receipt: Receipt) -> None:
    """Store credit is spent only as far as it reaches; checked by the writer, so two tills cannot spend it twice."""
    for tender in receipt.tenders:
        if tender.kind == "store_credit" and tender.amount > 0:
            left = node.balances.of(accounts.credit(receipt.customer))
            if left < tender.amount:
                raise Refused(Failure("store_credit_too_low", {"left": max(left, 0)}))
