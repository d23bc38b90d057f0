"""Close the day of a till (Z): book the difference, freeze the totals, go on. Nothing but a full disk may stop it.

Order as in the fiscal notes: open TSE transactions end, the difference is booked (DifferenzSollIst), what goes to the
safe is booked (Geldtransit), then the closing is written with everything DSFinV-K needs of this moment.
"""

import base64
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec

from tresen import __version__
from tresen.core.agency import Agency
from tresen.core.failures import Failure
from tresen.core.receipt import Party
from tresen.fiscal.closing import ClosingTotals
from tresen.fiscal.closing_facts import DeviceFacts
from tresen.fiscal.completeness import Completeness
from tresen.journal.entry import Draft, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger import accounts
from tresen.ledger.deviations import Deviation
from tresen.ledger.handed_numbers import Numbers
from tresen.ledger.till_days import TillDay
from tresen.masterdata.kinds import Rate, Till
from tresen.operations.drawer.count import Count, decode_count
from tresen.operations.drawer.foreign_drawer import ForeignCount, close_foreign, foreign_in_drawer
from tresen.operations.drawer.move_cash import book_cash
from tresen.operations.drawer.report import completeness_since, totals_since
from tresen.operations.drawer.signer_facts import SignerFacts, signer_facts
from tresen.operations.ending_stale import end_stale
from tresen.operations.node import Actor, Node, derived_id
from tresen.operations.rights import check
from tresen.operations.selling.abort import aborted
from tresen.operations.selling.keep_basket import write_basket
from tresen.operations.selling.settle import known_receipt, resume, settle
from tresen.store import queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket
from tresen.store.writer import Refused, Tx

MOST: Final = 10_000
"""Waiting numbers that are looked at."""
NAMED: Final = 20


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
    """Serial, algorithm, time format, encoding, public key, certificate of the till's first TSE (DSFinV-K tse.csv)."""
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
    completeness: Completeness = field(default_factory=Completeness)
    signers: tuple[SignerFacts, ...] = ()
    """All TSEs of the node."""
    time_zone: str = "Europe/Berlin"
    currency: str = "EUR"
    shop_name: str = ""
    devices: tuple[DeviceFacts, ...] = ()
    agencies: tuple[Agency, ...] = ()
    """Everybody the shop sells for (DSFinV-K pa.csv)."""
    groups: dict[str, str] = field(default_factory=dict)
    """Names of the article groups, by id."""
    voided: dict[str, str] = field(default_factory=dict)
    """Number and name of the articles that were taken off before payment, by id."""
    foreign: tuple[ForeignCount, ...] = ()
    """Cash in other currencies."""


@dataclass(slots=True)
class ClosingRequest:
    id: str
    count: str = ""
    """Id of the count; empty: closed without counting, the drawer is taken as it should be."""
    take_out: int = 0
    """Cents that go to the safe."""
    waiting: tuple[int, ...] = ()
    """Printed numbers that the device handed out and has not sent yet: the closing names them."""
    take_out_foreign: dict[str, int] = field(default_factory=dict)
    """Foreign cash that goes to the safe: currency and its hundredths."""


decode_closing = msgspec.json.Decoder(Closing).decode


async def close_day(node: Node, actor: Actor, request: ClosingRequest) -> Closing | Failure:
    """Write the closing of the actor's till. Sent again, it answers with the same closing."""
    missing = check(node, actor, "close_day")
    if missing is not None:
        return missing
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    return await _alone(node, actor, till, request, "")


async def close_by_itself(node: Node, till: Till, id: str, software: str) -> Closing | Failure:
    """A closing that nobody asked for, without a count: `software` is the version that made its receipts."""
    return await _alone(node, Actor("", "", "owner", till.id), till, ClosingRequest(id), software)


async def _alone(
    node: Node, actor: Actor, till: Till, request: ClosingRequest, software: str
) -> Closing | Failure:  # fmt: skip
    if till.id in node.closing_tills:
        return Failure("closing_in_progress", {})
    node.closing_tills.add(till.id)
    try:
        return await _close(node, actor, till, request, software)
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    finally:
        node.closing_tills.discard(till.id)


async def _close(
    node: Node, actor: Actor, till: Till, request: ClosingRequest, software: str
) -> Closing | Failure:  # fmt: skip
    known = await node.writer.write(lambda tx: entry_in_tx(tx, request.id))
    if known is not None and known.kind == "closing" and known.till == till.id:
        return replace(decode_closing(known.body), number=known.counter)
    day = node.till_days.of(till.id)
    if known is not None or not (day.open or software):
        return Failure("sale_differs" if known is not None else "day_not_open", {})
    count: Count | None = None
    if request.count:
        entry = await node.writer.write(lambda tx: entry_in_tx(tx, request.count))
        if entry is None or entry.kind != "count" or entry.till != till.id or entry.seq <= day.closed_seq:
            return Failure("count_missing", {})
        count = decode_count(entry.body)
    left = await _end_transactions(node, actor, till)
    if node.signing.lost:
        await end_stale(node)
    difference = count.counted - count.expected if count else 0
    refusal = await _book_drawer(node, actor, till, request, difference)
    if refusal is not None:
        return refusal
    expected = count.foreign_expected if count else foreign_in_drawer(node, till.id)
    foreign = await close_foreign(
        node, actor, request.id, expected, count.foreign if count else None, request.take_out_foreign
    )
    if isinstance(foreign, Failure):
        return foreign
    notes = ("tse_down",) if all(one.down_since for one in node.signing.of(till.serial)) else ()
    while True:
        standing = await node.writer.write(lambda _: _standing(node, till.id))
        day = standing.day
        totals = await totals_since(node, till.id, day.closed_seq, day.no_sales)
        closing = _closing(node, actor, till, request, count, totals, difference)
        closing.foreign = foreign
        closing.baskets_left, closing.notes, closing.software = left, notes, software or closing.software
        closing.completeness = await completeness_since(node, till.id, day.closed_seq, totals, request.waiting[:MOST])
        written = await _append(node, actor, till, closing, standing)
        if written is not None:
            return written  # else a sale or an opened drawer came in between: it belongs into the totals


async def _book_drawer(
    node: Node, actor: Actor, till: Till, request: ClosingRequest, difference: int
) -> Failure | None:
    """The difference and what goes to the safe, once, however often the closing is sent."""
    drawer, taken = node.balances.of(accounts.drawer(till.id)), derived_id(request.id, "taken")
    if not await _is_known(node, derived_id(request.id, "difference")):
        drawer += difference
    if request.take_out and not 0 <= request.take_out <= max(drawer, 0) and not await _is_known(node, taken):
        return Failure("drawer_too_low", {"left": max(drawer, 0)})
    if difference:
        booked = await book_cash(
            node, actor, derived_id(request.id, "difference"), "difference", "DifferenzSollIst", difference,
            "Kassendifferenz",
        )  # fmt: skip
        if isinstance(booked, Failure):
            return booked
    if request.take_out:
        booked = await book_cash(node, actor, taken, "cash_out", "Geldtransit", -request.take_out, "Abschöpfung")
        if isinstance(booked, Failure):
            return booked
    return None


async def _is_known(node: Node, id: str) -> bool:
    return await known_receipt(node, id) is not None


def _closing(
    node: Node, actor: Actor, till: Till, request: ClosingRequest, count: Count | None, totals: ClosingTotals,
    difference: int,
) -> Closing:  # fmt: skip
    shop = node.shop_of(till)
    now = node.clock.now()
    drawer = node.balances.of(accounts.drawer(till.id))
    return Closing(
        id=request.id, till=till.id, shop=shop.id, business_day=node.till_days.of(till.id).business_day or node.business_day(shop, now), at=now,
        staff=actor.staff, staff_name=actor.staff_name, totals=totals, coins=count.coins if count else {},
        counted=count.counted if count else drawer + request.take_out,
        expected=count.expected if count else drawer + request.take_out, difference=difference,
        taken_out=request.take_out, left=drawer, counted_blind=count is not None, party=shop.party, till_record=till,
        signer=_signer(node, till), signers=signer_facts(node), rates=tuple(node.masterdata.tax), agencies=tuple(node.masterdata.agencies), software=f"Tresen {__version__}", first_seq=0,
        last_seq=0, time_zone=shop.time_zone, shop_name=shop.name,
        devices=tuple(DeviceFacts(one.id, one.name) for one in node.masterdata.devices if one.till == till.id),
        groups={group.id: group.name for group in node.masterdata.groups}, voided=_voided(node, totals),
    )  # fmt: skip


def _voided(node: Node, totals: ClosingTotals) -> dict[str, str]:
    found = {}
    for id in totals.voided_articles:
        record = node.masterdata.articles.get(id)
        if record is not None:
            found[id] = f"{record.article.number} {record.article.name}"
    return found


@dataclass(slots=True, frozen=True)
class _Standing:
    """How far a till has come: its day, the last number the node gave, and the numbers of its devices."""

    day: TillDay
    number: int
    handed: dict[int, Numbers]


def _standing(node: Node, till: str) -> _Standing:
    """For jobs in the writer: what the answer says is durable when it arrives."""
    return _Standing(node.till_days.of(till), node.journal.last_counter(till, "receipt"), node.handed.of_till(till))


async def _append(node: Node, actor: Actor, till: Till, closing: Closing, standing: _Standing) -> Closing | None:
    """Write the closing, if the totals still hold: None if the till made another receipt or opened its drawer."""
    day = standing.day

    def job(tx: Tx) -> int:
        if _standing(node, till.id) != standing:
            raise Refused(None)
        final = replace(closing, first_seq=day.closed_seq + 1, last_seq=node.journal.last_seq)
        draft = Draft(
            final.id, "closing", final.at, final.business_day, encode(final), (), actor.staff, till.id, "closing"
        )  # fmt: skip
        if till.printer:
            body = {"closing": final.id, "printer": till.printer}
            queues.put(tx, queues.QueueItem(job_id, "print", final.at, body, due_at=final.at))
        counter = node.journal.append(tx, draft).counter
        if final.completeness.missing:
            node.journal.append(tx, _gap(final))
        return counter

    job_id = node.ids.new()
    try:
        number = await node.writer.write(job)
    except Refused:
        return None
    node.bus.tell("state", till.id)
    node.bus.tell("closing", till.id, closing=closing.id)
    node.bus.tell("queue", till.id, item=job_id)
    return replace(closing, number=number, first_seq=day.closed_seq + 1)


def _gap(closing: Closing) -> Draft:
    """A deviation for the office: the closing names receipts that were handed out and have not arrived."""
    said = closing.completeness
    shown = ", ".join(str(number) for number in said.missing[:NAMED]) + (" …" if said.missing_count > NAMED else "")
    body = encode(Deviation("number_gap", detail={"numbers": shown, "count": said.missing_count}))
    return Draft(
        derived_id(closing.id, "number gap"), "deviation", closing.at, closing.business_day, body,
        actor=closing.staff, till=closing.till, subject=f"closing:{closing.id}",
    )  # fmt: skip


async def _end_transactions(node: Node, actor: Actor, till: Till) -> int:
    """No TSE transaction stays open over a closing: baskets that remain get a new one when they are paid."""
    left = 0
    for id in [basket.id for basket in node.open.values() if basket.till == till.id]:
        async with node.turns.of(id):
            basket = node.open.get(id)
            if basket is None or basket.till != till.id:
                continue
            if basket.state == "signing":
                await resume(node, basket)
            left += id in node.open
            if basket.state != "signing" and not node.payments_of(id) and basket.transaction:
                await _end_transaction(node, actor, basket)
    return left


async def _end_transaction(node: Node, actor: Actor, basket: OpenBasket) -> None:
    """The basket is kept; what was signed of it so far ends as an abort of its own."""
    id = derived_id(basket.id, f"closing {basket.transaction}")
    ended = OpenBasket(
        id, basket.till, basket.basket, basket.started_at, transaction=basket.transaction,
        signer_client=basket.signer_client, staff=basket.staff, signer=basket.signer, left=basket.left,
    )  # fmt: skip
    receipt = aborted(node, ended, actor.staff, actor.staff_name, "Tagesabschluss")
    if not isinstance(await settle(node, ended, receipt, False), Failure):
        parked = replace(
            basket, state="parked", transaction=0, signer="", left=(), signer_failure="", version=basket.version + 1
        )
        await write_basket(node, parked)


def _signer(node: Node, till: Till) -> dict[str, Any]:
    member = node.signing.of(till.serial)[0]
    info = member.info
    if info is None:
        return {}
    return {
        "serial": info.serial, "algorithm": info.algorithm, "time_format": info.time_format,
        "encoding": info.encoding, "public_key": member.public_key,
        "certificate": base64.b64encode(info.certificates[0]).decode() if info.certificates else "",
    }  # fmt: skip
