"""Take in a receipt that a till handed out without the node: what was printed is the truth, so its figures stand.

Refused are only things that are no receipt, come from another device's series, or contradict what is booked. All else
that differs becomes a deviation. In any order, however often, from any tab: each printed number is in the journal once.
"""

import asyncio
from dataclasses import replace
from typing import Final

from tresen.core.failures import Failure
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt
from tresen.core.receipt_number import slot_of
from tresen.core.redeeming import VOUCHER_KINDS
from tresen.journal.entry import Draft, Entry, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger.receipts import receipt_of
from tresen.masterdata.kinds import Till
from tresen.operations.node import Node, derived_id
from tresen.operations.receipt_address import own_token
from tresen.operations.selling.returning import returnable_excerpt, uses_back
from tresen.operations.selling.settle import resume
from tresen.operations.selling.transfers import transfers_of
from tresen.operations.selling.vouchers import code_for, plain
from tresen.operations.taking_in.handed_out import (
    HandedOut,
    HandingOut,
    KnownBody,
    RaisedDeviation,
    TakenIn,
    decode_known,
    decode_taken,
    mark_of,
)
from tresen.operations.taking_in.noticing import Clock, clock_of, noticed, since_opening
from tresen.operations.taking_in.raising import raise_deviations, tell
from tresen.operations.taking_in.soundness import SALES, fault_of
from tresen.store import open_baskets, payments, queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Refused, Tx

LARGEST_GAP: Final = 20_000
"""Numbers that a device may be ahead of what has arrived."""
PATIENCE: Final = 100
"""Tries, 50 ms apart, for a receipt that an online refund is taking back at this moment."""


async def take_in(node: Node, device: str, item: HandedOut) -> TakenIn | Failure:
    """Book one receipt of a device's own series, once. Durable when it returns."""
    till = _till_of(node, device, item.receipt)
    if isinstance(till, Failure):
        return till
    fault = fault_of(item)
    if fault:
        return Failure("handed_out_faulty", {"field": fault})
    mark = mark_of(item)
    id = item.receipt.id
    async with node.turns.of(id):
        try:
            return await _take_in(node, device, till, item, mark)
        except Refused as refused:
            failure: Failure = refused.failure
            return failure
        except StorageFull:
            return Failure("storage_full", {})
        except StorageDown:
            return Failure("storage_down", {})
        finally:
            open = node.open.get(id)
            if open is None or open.state != "signing":
                node.turns.release(id)


def _till_of(node: Node, device: str, receipt: Receipt) -> Till | Failure:
    """The till of the device, if the receipt is from one of the device's series."""
    record = node.masterdata.devices.get(device)
    till = node.masterdata.tills.get(record.till) if record is not None else None
    if record is None or till is None:
        return Failure("device_unknown", {})
    slot = slot_of(receipt.series)
    own = slot and slot in (record.slot, *record.former_slots)
    if not own or receipt.till != till.id or receipt.shop != till.shop:
        return Failure("series_foreign", {"series": receipt.series[:40], "slot": record.slot})
    return till


async def _take_in(node: Node, device: str, till: Till, item: HandedOut, mark: str) -> TakenIn | Failure:
    open = node.open.get(item.receipt.id)
    if open is not None and open.state == "signing":
        resumed = await resume(node, open)
        if isinstance(resumed, Failure):
            return resumed
    for _ in range(PATIENCE):
        if node.turns.claim(item.receipt.refers_to, item.receipt.id):
            break
        await asyncio.sleep(0.05)
    else:
        return Failure("refund_under_way", {})
    now = node.clock.now()
    day = node.till_days.of(till.id)
    clock = since_opening(clock_of(item, now), item.receipt.finished_at, day.opened_at)
    receipt = replace(_as_booked(node, till, item.receipt, clock), uses_back=await _uses_back(node, till, item))
    item = replace(item, receipt=receipt)
    answer = await node.writer.write(lambda tx: _book(node, tx, device, till, item, mark, clock))
    _forget(node, receipt)
    if not answer.repeated:
        if answer.state == "booked":
            node.remember(receipt)
            if node.engines is not None:
                node.engines.wanted.set()
            node.bus.tell("sale", receipt.till, receipt=receipt.id, total=receipt.total, url=answer.url)
        await tell(node, receipt.till)
    return answer


def _as_booked(node: Node, till: Till, receipt: Receipt, clock: Clock) -> Receipt:
    """What was printed stays; the business day follows from the corrected moment."""
    shop = node.shop_of(till)
    day = node.business_day(shop, receipt.finished_at + clock.late)
    tenders = tuple(
        replace(tender, payment=plain(tender.payment)) if tender.kind == "voucher" else tender
        for tender in receipt.tenders
    )
    lines = tuple(
        replace(line, barcode=(code := code_for(node, receipt.id, line.n)), voucher=code)
        if line.kind in VOUCHER_KINDS and not line.barcode and receipt.type == "Beleg" else line
        for line in receipt.lines
    )  # fmt: skip
    token = own_token(receipt.id, receipt.token) or node.token(receipt.id)
    return replace(receipt, business_day=day, tenders=tenders, lines=lines, token=token)


async def _uses_back(node: Node, till: Till, item: HandedOut) -> tuple[tuple[str, int], ...]:
    """Uses of promotions and codes that end with what comes back; the till cannot know them."""
    receipt = item.receipt
    if not receipt.refers_to or receipt.type != "Beleg":
        return ()
    excerpt = await returnable_excerpt(node, item.basket, receipt.business_day, node.shop_of(till))
    if isinstance(excerpt, Failure):
        return ()  # the sale is not here (yet); told as a deviation
    said = Quote(receipt.lines, receipt.taxes, receipt.total, receipt.savings, receipt.points, 0)
    return await uses_back(node, said, excerpt)


def _book(node: Node, tx: Tx, device: str, till: Till, item: HandedOut, mark: str, clock: Clock) -> TakenIn:
    receipt = item.receipt
    known = entry_in_tx(tx, receipt.id) if node.journal.may_have(receipt.id) else None
    if known is not None and known.series != receipt.series:
        return _already_booked(node, tx, item, known, mark)
    if known is not None:
        return _again(receipt, known, mark)
    _check_number(node, receipt)
    raised = list(noticed(node, tx, item, clock))
    raised += _unnamed(receipt)
    transfers = transfers_of(receipt, till.place)
    now = node.clock.now()
    how = HandingOut(
        item.basket, device, item.tried_online, item.sent_at, item.device_now, now, item.engine[:80],
        item.rules_version, item.goods_version, item.approvals[:20], item.quoted_at, mark,
    )  # fmt: skip
    body = encode({"receipt": receipt, "transfers": transfers, "handed_out": how})
    if receipt.kind == "float" and not node.till_days.of(till.id).open:
        node.journal.append(tx, _opening(receipt, receipt.finished_at + clock.late))
    node.journal.append(tx, Draft(
        receipt.id, "receipt", now, receipt.business_day, body, transfers, receipt.staff, till.id, receipt.series,
        counter=receipt.counter, fact=receipt,
    ))  # fmt: skip
    raised += _settle_basket(node, tx, receipt)
    if receipt.kind in SALES:
        again = queues.QueueItem(derived_id(receipt.id, "requote"), "requote", now, {"receipt": receipt.id}, due_at=now)
        queues.put(tx, again)
    raise_deviations(node, tx, receipt, raised)
    return TakenIn(
        receipt.id, "booked", receipt.number, receipt.counter, False, f"/r/{receipt.token}", deviations=tuple(raised)
    )


def _check_number(node: Node, receipt: Receipt) -> None:
    numbers = node.handed.of(receipt.till, slot_of(receipt.series))
    if receipt.counter in numbers:
        raise Refused(Failure("number_taken", {"number": receipt.number}))
    if receipt.counter > numbers.last + LARGEST_GAP:
        raise Refused(Failure("handed_out_faulty", {"field": "counter"}))


def _again(receipt: Receipt, known: Entry, mark: str) -> TakenIn:
    """The first answer, unless the content is another one."""
    first = decode_taken(known.body).handed_out if known.kind == "receipt" else None
    if first is None or first.mark != mark or known.till != receipt.till:
        raise Refused(Failure("sale_differs", {"receipt": known.id}))
    frozen = receipt_of(known.body, known.counter)
    return TakenIn(
        frozen.id, "booked", frozen.number, frozen.counter, False, f"/r/{frozen.token}", repeated=True
    )  # fmt: skip


def _already_booked(node: Node, tx: Tx, item: HandedOut, known: Entry, mark: str) -> TakenIn:
    """The node had booked the sale and its answer was lost: only the printed number is written down."""
    receipt = item.receipt
    booked = receipt_of(known.body, known.counter) if known.kind == "receipt" else None
    if booked is None or not _same_sale(booked, receipt):
        raise Refused(Failure("sale_differs", {"receipt": known.id}))
    id = derived_id(receipt.id, "handed out")
    state = "known_signed" if booked.signed.signature else "known"
    signed = bool(booked.signed.signature)
    first = entry_in_tx(tx, id)
    if first is not None:
        if decode_known(first.body).mark != mark:
            raise Refused(Failure("sale_differs", {"receipt": known.id}))
    else:
        _check_number(node, receipt)
        body = encode(KnownBody(
            receipt.id, receipt.number, booked.number, signed, receipt.finished_at, receipt.signed.failure,
            receipt.token, mark,
        ))  # fmt: skip
        node.journal.append(tx, Draft(
            id, "handed_out", node.clock.now(), receipt.business_day, body, (), receipt.staff, receipt.till, receipt.series,
            f"receipt:{receipt.id}", counter=receipt.counter,
        ))  # fmt: skip
        if signed:
            detail: dict[str, str | int] = {"number": booked.number, "printed": receipt.number}
            raise_deviations(node, tx, receipt, [RaisedDeviation("unsigned_though_signed", detail)])
    return TakenIn(
        receipt.id, state, receipt.number, receipt.counter, signed, f"/r/{receipt.token}", booked.number,
        repeated=first is not None,
    )  # fmt: skip


def _same_sale(booked: Receipt, handed: Receipt) -> bool:
    """Same till, kind, goods and money, so that it is one sale and not two."""

    def said(receipt: Receipt) -> tuple[object, ...]:
        lines = [(line.article, line.quantity, line.return_receipt) for line in receipt.lines]
        paid = sorted((tender.kind, tender.amount) for tender in receipt.tenders)
        return receipt.till, receipt.kind, receipt.total, paid, sorted(lines)

    return said(booked) == said(handed)


def _opening(receipt: Receipt, at: int) -> Draft:
    """The day that was opened without the node: its float says what was in the drawer."""
    return Draft(
        derived_id(receipt.id, "opened"), "day_opened", at, receipt.business_day,
        encode({"float": receipt.total, "coins": {}, "carried": receipt.total}), (), receipt.staff, receipt.till,
    )  # fmt: skip


def _unnamed(receipt: Receipt) -> list[RaisedDeviation]:
    return [
        RaisedDeviation("voucher_unnamed", {"code": line.barcode})
        for line in receipt.lines
        if line.kind in VOUCHER_KINDS and line.barcode not in line.name.replace("-", "")
    ][:1]


def _settle_basket(node: Node, tx: Tx, receipt: Receipt) -> list[RaisedDeviation]:
    """The basket that was kept here goes; card payments that were approved for it are settled by the receipt."""
    if receipt.id in node.open:
        open_baskets.remove(tx, receipt.id)
    used = {tender.payment for tender in receipt.tenders if tender.kind == "card" and tender.payment}
    left = []
    for payment in list(node.payments.values()):
        if payment.basket != receipt.id:
            continue
        if payment.id in used:
            payments.settle(tx, payment.id)
        elif payment.state in ("approved", "late_success", "unknown"):
            left.append(RaisedDeviation("payment_left", {"amount_node": payment.request.amount}))
    return left[:1]


def _forget(node: Node, receipt: Receipt) -> None:
    """Nothing of the open basket stays; its TSE transaction is to be ended as stale."""
    open = node.open.pop(receipt.id, None)
    if open is not None:
        node.signing.give_up(open.signer, open.transaction)
        node.bus.tell("basket", open.till, basket=receipt.id)
    used = {tender.payment for tender in receipt.tenders}
    for id in [one.id for one in node.payments.values() if one.basket == receipt.id]:
        if id in used or node.payments[id].state in ("declined", "given_back"):
            del node.payments[id]
