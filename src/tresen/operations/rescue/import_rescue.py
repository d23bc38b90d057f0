"""Import a rescue file in the office: each receipt in it is taken in as if its device had sent it now."""

import asyncio
from dataclasses import dataclass, field, replace

import msgspec

from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.core.receipt_number import slot_of
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Actor, Node
from tresen.operations.rescue.rescue_file import RescueContent, RescueFaulty, opened
from tresen.operations.rescue.rescue_key import private_key
from tresen.operations.rights import check
from tresen.operations.taking_in.handed_out import HandedOut
from tresen.operations.taking_in.take_in import take_in
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

_decode = msgspec.json.Decoder(HandedOut).decode


@dataclass(slots=True)
class RescuedItem:
    """What became of one receipt. `state`: `booked`, `known`, `known_signed`, `repeated` or `refused`, then with `failure`."""

    id: str
    number: int
    total: int
    state: str
    failure: str = ""
    deviations: int = 0


@dataclass(slots=True)
class RescueResult:
    """`made_at`: when the device wrote the file."""

    device: str
    till: str
    made_at: int
    booked: int = 0
    known: int = 0
    refused: int = 0
    items: list[RescuedItem] = field(default_factory=list)


async def import_rescue(node: Node, actor: Actor, content: bytes) -> RescueResult | Failure:
    """Take in all that is in the file. Repeating it changes nothing."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    private = await private_key(node)
    if isinstance(private, Failure):
        return private
    try:
        found = await asyncio.to_thread(opened, private, content)
    except RescueFaulty as fault:
        return Failure("rescue_file_faulty", {"text": str(fault)})
    result = RescueResult(found.device[:64], found.till[:64], found.made_at)
    for raw in found.items:
        item = await _one(node, raw)
        result.items.append(item)
        if item.state == "refused":
            result.refused += 1
        elif item.state == "booked":
            result.booked += 1
        else:
            result.known += 1
    failed = await _note(node, actor, found, result)
    return failed or result


async def _one(node: Node, raw: msgspec.Raw) -> RescuedItem:
    try:
        item = _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return RescuedItem("", 0, 0, "refused", "handed_out_faulty")
    receipt = item.receipt
    shown = RescuedItem(receipt.id[:64], receipt.number, receipt.total, "refused")
    device = device_of_series(node, receipt)
    # The file is older than now: without a sending moment the receipt's moments are taken as they are.
    taken = await take_in(node, device, replace(item, sent_at=0, device_now=0)) if device else None
    if taken is None:
        return replace(shown, failure="series_foreign")
    if isinstance(taken, Failure):
        return replace(shown, failure=taken.code)
    state = "repeated" if taken.repeated and taken.state == "booked" else taken.state
    return replace(shown, state=state, deviations=len(taken.deviations))


def device_of_series(node: Node, receipt: Receipt) -> str:
    """The device that counts the receipt's series, also one that was revoked; empty if there is none."""
    slot = slot_of(receipt.series)
    for device in node.masterdata.devices:
        if slot and device.till == receipt.till and slot in (device.slot, *device.former_slots):
            return device.id
    return ""


async def _note(node: Node, actor: Actor, found: RescueContent, result: RescueResult) -> Failure | None:
    now = node.clock.now()
    body = encode({
        "device": result.device, "made_at": found.made_at, "booked": result.booked, "known": result.known,
        "refused": result.refused,
    })  # fmt: skip
    till = result.till if result.till in node.masterdata.tills.by_id else ""
    draft = Draft(node.ids.new(), "rescue_imported", now, office_day(node, now), body, (), actor.staff, till)

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)

    return await written(node, job)
