"""The slots of a till: each of its devices has one, and with it a series of receipt numbers. None is given twice."""

from dataclasses import dataclass, replace

from tresen.core.failures import Failure
from tresen.core.receipt_number import LAST_SLOT
from tresen.ledger.handed_numbers import missing_printed
from tresen.masterdata.kinds import Device
from tresen.masterdata.records import change
from tresen.operations.node import Node
from tresen.operations.writing import written
from tresen.store.writer import Tx

SHOWN = 500
"""Missing numbers that are named."""


@dataclass(slots=True)
class SeriesState:
    """What the node has of a device's series. `next`: the first number nobody has used as far as the node knows."""

    slot: int
    next: int
    """Counter, from 1."""
    last: int
    """Highest counter that arrived, 0 if none."""
    missing: list[int]
    """Printed numbers below it that have not arrived, the first ones."""
    missing_count: int


def free_slot(node: Node, till: str) -> int:
    """The next slot of a till, 0 if all were given. Slots of revoked devices stay theirs. Ask while `node.changing`."""
    given = [
        slot
        for device in node.masterdata.devices
        if device.till == till
        for slot in (device.slot, *device.former_slots)
    ]
    slot = max(given, default=0) + 1
    return slot if slot <= LAST_SLOT else 0


async def series_state(node: Node, device: str, *, anew: bool = False) -> SeriesState | Failure:
    """The series of a device; it gets one if it has none, or `anew` if it lost its memory and cannot go on counting."""
    record = node.masterdata.devices.get(device)
    if record is None:
        return Failure("device_unknown", {})
    if anew or not record.slot:
        async with node.changing:
            given = await _give(node, device, anew=anew)
        if isinstance(given, Failure):
            return given
        record = given
    numbers = node.handed.of(record.till, record.slot)
    missing, count = missing_printed({record.slot: numbers}, SHOWN)
    return SeriesState(record.slot, numbers.last + 1, numbers.last, missing, count)


async def _give(node: Node, device: str, *, anew: bool) -> Device | Failure:
    record = node.masterdata.devices[device]
    untouched = not node.handed.of(record.till, record.slot).last
    if record.slot and not anew:
        return record  # somebody was quicker
    if record.slot and untouched and record.former_slots:
        return record  # asked twice: the new series has not been used
    slot = free_slot(node, record.till)
    if not slot:
        return Failure("series_exhausted", {})
    former = (*record.former_slots, record.slot) if record.slot else ()
    changed = replace(record, slot=slot, former_slots=former)
    now = node.clock.now()
    entry_id, till = node.ids.new(), node.masterdata.tills[record.till]
    day = node.business_day(node.shop_of(till), now)

    def job(tx: Tx) -> None:
        change(
            tx, node.journal, "device", device, changed, entry_id=entry_id, at=now, day=day, actor="", till=record.till,
            source="series",
        )  # fmt: skip

    done = await written(node, job)
    return done if isinstance(done, Failure) else changed
