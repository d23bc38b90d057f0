"""Settle: intend durably, sign, append. The one way by which a fiscal event of a till becomes a receipt.

Who settles an id has its turn (`node.turns`). A crash after the intention is finished by `resume`: the device is asked
first, so nothing is signed twice.
"""

from contextlib import suppress
from dataclasses import replace

import msgspec

from tresen.core.failures import Failure
from tresen.core.foreign_cash import EURO
from tresen.core.receipt import Receipt
from tresen.core.redeeming import VOUCHER_KINDS
from tresen.fiscal.order_data import signing_text
from tresen.journal.entry import Draft, encode
from tresen.journal.read import body_in_tx
from tresen.ledger import accounts
from tresen.ledger.receipts import frozen, receipt_of
from tresen.operations.node import Answer, Node
from tresen.operations.orders.ordered import order_refusal
from tresen.operations.selling.owing import owed_refusal
from tresen.operations.selling.switch_over import sign, switched
from tresen.operations.selling.transfers import transfers_of, voucher_account
from tresen.operations.selling.vouchers import voucher_refusal
from tresen.store import open_baskets, payments, queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket
from tresen.store.writer import Refused, Tx


class _Known(msgspec.Struct):
    """The journal already has this id."""

    receipt: Receipt | None


async def settle(node: Node, open: OpenBasket, receipt: Receipt, printed: bool) -> Answer | Failure:
    """Intend durably, sign, append. The part that `resume` repeats after a crash.

    A failure before the intention is durable leaves the basket as it was; after it, the basket stays `signing` and
    whoever comes next finishes it.
    """
    text = signing_text(receipt)
    if not node.turns.claim(claims_of(receipt), open.id):
        return Failure("conflict", {})
    if not open.transaction:  # before the intention, so that a crash finds the transaction it must not sign again
        open.signer_client = node.masterdata.tills[receipt.till].serial
        open.signer, open.transaction, open.signer_failure = await node.signing.start(open.signer_client, urgent=True)
    lines = encode(receipt.lines)
    intended = replace(open, state="signing", intention={"receipt": frozen(receipt, lines), "print": printed})

    def intend(tx: Tx) -> None:
        known = body_in_tx(tx, open.id) if node.journal.may_have(open.id) else None
        if known is not None:
            raise Refused(_Known(known_as_receipt(known)))
        _check_credit(node, receipt)
        spent = voucher_refusal(node, receipt) or owed_refusal(node, receipt) or order_refusal(node, receipt)
        spent = spent or node.reserved_uses.take(receipt, surely=open.state == "signing")
        if spent is not None:
            raise Refused(spent)
        open_baskets.put(tx, intended)

    try:
        await node.writer.write(intend)
        node.open[open.id] = intended
        return await _sign_and_append(node, intended, receipt, lines, text, printed)
    except Refused as refused:
        failure = refused.failure
        if isinstance(failure, _Known):
            return await _already_there(node, open, failure.receipt)
        refusal: Failure = failure
    except StorageFull:
        refusal = Failure("storage_full", {})
    except StorageDown:
        refusal = Failure("storage_down", {})
    kept = node.open.get(open.id)
    if open.state != "signing" and (kept is None or kept.state != "signing"):
        node.turns.release(open.id)
        node.reserved_uses.release(open.id)
        if open.id not in node.open:
            node.signing.give_up(open.signer, open.transaction)
    return refusal


async def _sign_and_append(
    node: Node, open: OpenBasket, receipt: Receipt, lines: bytes, text: tuple[str, str], printed: bool
) -> Answer:
    open, receipt.signed = await sign(node, open, *text)
    receipt.finished_at = max(receipt.signed.finished_at or node.clock.now(), receipt.started_at)
    till = node.masterdata.tills[receipt.till]
    transfers = transfers_of(receipt, till.place)
    job_id = node.ids.new() if printed and till.printer else ""
    draft = Draft(
        id=receipt.id, kind="receipt", at=receipt.finished_at, business_day=receipt.business_day,
        body=encode({"receipt": frozen(receipt, lines), "transfers": transfers}), transfers=transfers, actor=receipt.staff, till=receipt.till,
        series="receipt", fact=receipt,
    )  # fmt: skip
    now = node.clock.now()

    def append(tx: Tx) -> int:
        entry = node.journal.append(tx, draft)
        for explained in switched(open, receipt.signed, draft.at, draft.business_day) if open.left else ():
            node.journal.append(tx, explained)
        open_baskets.remove(tx, open.id)
        for tender in receipt.tenders:
            if tender.kind == "card":
                payments.settle(tx, tender.payment)
        if job_id:
            body = {"receipt": receipt.id, "printer": till.printer, "drawer": opens_drawer(receipt)}
            queues.put(tx, queues.QueueItem(job_id, "print", now, body, due_at=now))
        return entry.counter

    receipt.number = await node.writer.write(append)
    _forget(node, open.id)
    node.remember(receipt)
    node.bus.tell("sale", receipt.till, receipt=receipt.id, total=receipt.total, url=f"/r/{receipt.token}")
    if job_id:
        node.bus.tell("queue", receipt.till, item=job_id)
    notes = ("tse_down",) if receipt.signed.failure else ()
    return Answer(receipt, change_of(receipt), f"/r/{receipt.token}", job_id, False, notes)


async def resume(node: Node, open: OpenBasket) -> Answer | Failure:
    """Finish a sale that a crash or a full disk interrupted after its intention was durable."""
    return await settle(node, open, receipt_in(open), bool(open.intention["print"]))


def receipt_in(open: OpenBasket) -> Receipt:
    """The receipt that a basket in state `signing` is about to become."""
    kept = open.intention["receipt"]
    return msgspec.json.decode(kept, type=Receipt) if isinstance(kept, msgspec.Raw) else msgspec.convert(kept, Receipt)


async def known_receipt(node: Node, id: str) -> Receipt | None:
    """The receipt of an id that is sent again: from memory, else from the journal."""
    known = node.recent.get(id)
    if known is not None or id in node.open or not node.journal.may_have(id):
        return known
    found = await node.writer.write(lambda tx: body_in_tx(tx, id))
    return known_as_receipt(found) if found is not None else None


def known_as_receipt(found: tuple[bytes, int]) -> Receipt | None:
    """The receipt in an entry's body; None if the entry is of another kind."""
    try:
        return receipt_of(*found)
    except msgspec.ValidationError:
        return None


async def _already_there(node: Node, open: OpenBasket, receipt: Receipt | None) -> Answer | Failure:
    """The journal has the id: what was opened for it a second time goes; its TSE transaction is ended as stale."""
    node.signing.give_up(open.signer, open.transaction)
    with suppress(StorageFull, StorageDown):  # it is found and removed the next time
        await node.writer.write(lambda tx: open_baskets.remove(tx, open.id))
    _forget(node, open.id)
    return repeated(receipt) if receipt is not None else Failure("sale_differs", {})


def _forget(node: Node, id: str) -> None:
    """The basket became a receipt: nothing of its working state stays."""
    node.open.pop(id, None)
    if node.payments:
        for payment in [p.id for p in node.payments.values() if p.basket == id and p.state != "late_success"]:
            del node.payments[payment]
    node.turns.release(id)
    node.reserved_uses.release(id)


def claims_of(receipt: Receipt) -> list[str]:
    """What no other basket may touch until this one is a receipt: receipts it takes back, credit and vouchers it spends."""
    claims = [*receipt.refers_to]
    if receipt.order is not None:
        claims.append(accounts.order(receipt.order.id))
    for tender in receipt.tenders:
        if tender.kind == "store_credit" and tender.amount > 0:
            claims.append(accounts.credit(receipt.customer))
        elif tender.kind == "voucher":
            claims.append(accounts.voucher(tender.payment))
        elif tender.kind == "on_account":
            claims.append(accounts.receivable(receipt.customer))
    claims += [voucher_account(line) for line in receipt.lines if line.kind in VOUCHER_KINDS and line.amount < 0]
    return claims


def opens_drawer(receipt: Receipt) -> bool:
    return receipt.type == "Beleg" and any(tender.kind == "cash" and tender.amount for tender in receipt.tenders)


def change_of(receipt: Receipt) -> int:
    """Cash to hand back, cents: what was given too much, or for foreign cash the euros that went out."""
    foreign = any(tender.currency != EURO for tender in receipt.tenders)
    change = 0
    for tender in receipt.tenders:
        if tender.kind == "cash" and tender.given:
            change += tender.given - tender.amount
        elif tender.kind == "cash" and foreign and tender.amount < 0:
            change -= tender.amount
    return change


def repeated(receipt: Receipt) -> Answer:
    return Answer(receipt, change_of(receipt), f"/r/{receipt.token}", "", True)


def _check_credit(node: Node, receipt: Receipt) -> None:
    """Store credit is spent only as far as it reaches; the customer's credit is claimed until the receipt is there."""
    for tender in receipt.tenders:
        if tender.kind == "store_credit" and tender.amount > 0:
            left = node.balances.of(accounts.credit(receipt.customer))
            if left < tender.amount:
                raise Refused(Failure("store_credit_too_low", {"left": max(left, 0)}))
