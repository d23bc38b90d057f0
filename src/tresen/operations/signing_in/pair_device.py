"""Pair a device with a till by the code from the office. From then on the device's key opens the till."""

from dataclasses import dataclass, field
from hmac import compare_digest

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Device
from tresen.masterdata.records import change
from tresen.operations.doors import CODE_TRIES, OpenDevice, PairingCode, digest
from tresen.operations.node import Actor, Node
from tresen.operations.signing_in.access_entry import access_entry, note_denied
from tresen.operations.slots import free_slot
from tresen.store import secrets
from tresen.store.writer import Tx


@dataclass(slots=True)
class Paired:
    """`key` is shown once, to the device."""

    device: str
    till: str
    key: str = field(repr=False)


async def pair_device(node: Node, code: str, name: str, address: str) -> Paired | Failure:
    """Use a code up. `address` is where the request came from, for the throttle."""
    found = _use_up(node, code, address)
    if isinstance(found, Failure):
        return found
    async with node.changing:
        return await _pair(node, found, name)


async def _pair(node: Node, found: PairingCode, name: str) -> Paired | Failure:
    slot = free_slot(node, found.till)
    if not slot:
        return Failure("series_exhausted", {})
    now, id, secret = node.clock.now(), node.ids.new(), node.ids.secret()
    called = "".join(c for c in " ".join(name.split()) if c.isprintable())[:60] or "Gerät"
    device = OpenDevice(id, found.till, digest(secret), seen_at=now, stored_at=now)
    entry = access_entry(node, "device_paired", actor=found.staff, till=found.till, subject=f"device:{id}", name=called)
    entry_id = node.ids.new()

    def job(tx: Tx) -> None:
        change(
            tx, node.journal, "device", id, Device(id, found.till, called, now, slot=slot), entry_id=entry_id, at=now,
            day=entry.business_day, actor=found.staff, till=found.till,
        )  # fmt: skip
        node.journal.append(tx, entry)
        node.doors.keep(tx, "device", id, device)
        secrets.remove(tx, "pairing", found.till)

    await node.writer.write(job)
    node.doors.devices[id] = device
    return Paired(id, found.till, f"{id}.{secret}")


def _use_up(node: Node, code: str, address: str) -> PairingCode | Failure:
    """The open code that was typed. It is gone before anything waits, so two devices cannot use it."""
    doors, now = node.doors, node.clock.now()
    wait = doors.code_throttle.begin(address, now)
    if wait:
        return Failure("throttled", {"seconds": -(-wait // 1000)})
    typed = digest("".join(c for c in code[:40].upper() if c.isalnum()))
    found: PairingCode | None = None
    for open in doors.codes.values():
        if compare_digest(open.hash, typed):
            found = open
    if found is None:
        doors.wrong_codes += 1
        if doors.wrong_codes >= CODE_TRIES:
            doors.codes.clear()
        note_denied(node, Actor("", "", ""), "pair")
        return Failure("pairing_code_wrong", {})
    till = node.masterdata.tills.get(found.till)
    del doors.codes[found.till]
    if now >= found.expires_at or till is None or not till.active:
        return Failure("pairing_code_expired", {})
    doors.code_throttle.forget(address)
    return found
