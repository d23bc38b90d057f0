"""Close the day of a till (Z): book the difference, freeze the totals, go on. Nothing but a full disk may stop it.

Order as in the fiscal notes: open TSE transactions end, the difference is booked (DifferenzSollIst), what goes to the
safe is booked (Geldtransit), then the closing is written with everything DSFinV-K needs of this moment.
"""

import base64
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from tresen import __version__
from tresen.core.failures import Failure
from tresen.core.receipt import Party
from tresen.fiscal.closing import ClosingTotals
from tresen.journal.entry import Draft, encode
from tresen.journal.read import body_in_tx
from tresen.ledger import accounts
from tresen.masterdata.kinds import Rate, Till
from tresen.operations.drawer.count import Count, decode_count
from tresen.operations.drawer.move_cash import book_cash
from tresen.operations.drawer.report import totals_since
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.selling.abort import aborted
from tresen.operations.selling.keep_basket import write_basket
from tresen.operations.selling.settle import settle
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket
from tresen.store.writer import Tx


@dataclass(slots=True)
class Closing:
    """A Z report as it is frozen in the journal."""

    id: str
    till: str
    shop: str
    business_day: str
    at: int
    staff: str
    staff_name: str
    totals: ClosingTotals
    coins: dict[str, int]
    counted: int
    expected: int
    difference: int
    taken_out: int
    left: int
    """In the drawer after the closing."""
    counted_blind: bool
    party: Party
    till_record: Till
    signer: dict[str, str]
    """Serial, algorithm, time format, encoding, public key, certificate of the TSE (DSFinV-K tse.csv)."""
    rates: tuple[Rate, ...]
    software: str
    first_seq: int
    """The closing covers the entries from here ..."""
    last_seq: int
    """... to here."""
    number: int = 0
    """Z number; from the journal."""
    baskets_left: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(slots=True)
class ClosingRequest:
    id: str
    count: str = ""
    """Id of the count; empty: closed without counting, the drawer is taken as it should be."""
    take_out: int = 0
    """Cents that go to the safe."""


decode_closing = msgspec.json.Decoder(Closing).decode


async def close_day(node: Node, actor: Actor, request: ClosingRequest) -> Closing | Failure:
    """Write the closing of the actor's till. Sent again, it answers with the same closing."""
    missing = check(node, actor, "close_day")
    if missing is not None:
        return missing
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    if till.id in node.closing_tills:
        return Failure("closing_in_progress", {})
    node.closing_tills.add(till.id)
    try:
        return await _close(node, actor, till, request)
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    finally:
        node.closing_tills.discard(till.id)


async def _close(node: Node, actor: Actor, till: Till, request: ClosingRequest) -> Closing | Failure:
    known = await node.writer.write(lambda tx: body_in_tx(tx, request.id))
    if known is not None:
        return replace(decode_closing(known[0]), number=known[1])
    day = node.till_days.of(till.id)
    if not day.open:
        return Failure("day_not_open", {})
    count: Count | None = None
    if request.count:
        body = await node.writer.write(lambda tx: body_in_tx(tx, request.count))
        if body is None:
            return Failure("count_missing", {})
        count = decode_count(body[0])
    drawer = node.balances.of(accounts.drawer(till.id))
    difference = count.counted - count.expected if count else 0
    if not 0 <= request.take_out <= max(drawer + difference, 0):
        return Failure("drawer_too_low", {"left": max(drawer + difference, 0)})
    left = await _end_transactions(node, actor, till)
    notes = []
    if difference:
        booked = await book_cash(
            node, actor, node.ids.new(), "difference", "DifferenzSollIst", difference, "Kassendifferenz", "", False
        )  # fmt: skip
        if isinstance(booked, Failure):
            return booked
    if request.take_out:
        booked = await book_cash(
            node, actor, node.ids.new(), "cash_out", "Geldtransit", -request.take_out, "Abschöpfung", "", False
        )  # fmt: skip
        if isinstance(booked, Failure):
            return booked
    if node.signing.down_since:
        notes.append("tse_down")
    totals = await totals_since(node, till.id, day.closed_seq, day.no_sales)
    closing = _closing(node, actor, till, request, count, totals, difference)
    closing.baskets_left, closing.notes = left, tuple(notes)
    return await _append(node, actor, till, closing, day.closed_seq)


def _closing(
    node: Node, actor: Actor, till: Till, request: ClosingRequest, count: Count | None, totals: ClosingTotals,
    difference: int,
) -> Closing:  # fmt: skip
    shop = node.shop_of(till)
    now = node.clock.now()
    drawer = node.balances.of(accounts.drawer(till.id))
    return Closing(
        id=request.id, till=till.id, shop=shop.id, business_day=node.till_days.of(till.id).business_day, at=now,
        staff=actor.staff, staff_name=actor.staff_name, totals=totals, coins=count.coins if count else {},
        counted=count.counted if count else drawer + request.take_out,
        expected=count.expected if count else drawer + request.take_out, difference=difference,
        taken_out=request.take_out, left=drawer, counted_blind=count is not None, party=shop.party, till_record=till,
        signer=_signer(node), rates=tuple(node.masterdata.tax), software=f"Tresen {__version__}", first_seq=0,
        last_seq=0,
    )  # fmt: skip


async def _append(node: Node, actor: Actor, till: Till, closing: Closing, closed_seq: int) -> Closing:
    def job(tx: Tx) -> int:
        final = replace(closing, first_seq=closed_seq + 1, last_seq=node.journal.last_seq)
        draft = Draft(
            final.id, "closing", final.at, final.business_day, encode(final), (), actor.staff, till.id, "closing"
        )  # fmt: skip
        return node.journal.append(tx, draft).counter

    number = await node.writer.write(job)
    node.bus.tell("state", till.id)
    node.bus.tell("closing", till.id, closing=closing.id)
    return replace(closing, number=number, first_seq=closed_seq + 1)


async def _end_transactions(node: Node, actor: Actor, till: Till) -> int:
    """No TSE transaction stays open over a closing: baskets that remain get a new one when they are paid."""
    left = 0
    for basket in list(node.open.values()):
        if basket.till != till.id or basket.state == "signing" or node.payments_of(basket.id):
            continue
        left += 1
        if basket.transaction:
            id = node.ids.new()
            ended = OpenBasket(
                id, till.id, basket.basket, basket.started_at, transaction=basket.transaction,
                signer_client=basket.signer_client, staff=basket.staff,
            )  # fmt: skip
            receipt = aborted(node, ended, actor.staff, actor.staff_name, "Tagesabschluss")
            await settle(node, ended, receipt, False)
            await write_basket(node, replace(basket, state="parked", transaction=0, version=basket.version + 1))
    return left


def _signer(node: Node) -> dict[str, Any]:
    info = node.signing.info
    if info is None:
        return {}
    return {
        "serial": info.serial, "algorithm": info.algorithm, "time_format": info.time_format,
        "encoding": info.encoding, "public_key": node.signing.public_key,
        "certificate": base64.b64encode(info.certificates[0]).decode() if info.certificates else "",
    }  # fmt: skip
