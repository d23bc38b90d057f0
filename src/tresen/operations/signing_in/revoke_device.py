"""Revoke a device: its key and everybody's session on it are worthless at once."""

from dataclasses import replace

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Device
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store import secrets
from tresen.store.writer import Tx


async def revoke_device(node: Node, actor: Actor, id: str) -> Device | Failure:
    """Shut a device out. Doing it again changes nothing. Its hash is kept, so that the device can be told why."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    known, opened = node.masterdata.devices.get(id), node.doors.devices.get(id)
    if known is None:
        return Failure("not_found", {})
    if known.revoked_at:
        return known
    now = node.clock.now()
    if opened is not None:
        opened.revoked = True
    ended = node.doors.end_sessions_on(id)
    device = replace(known, revoked_at=now)
    entry = access_entry(
        node, "device_revoked", actor=actor.staff, till=known.till, subject=f"device:{id}", name=known.name
    )
    entry_id = node.ids.new()

    def job(tx: Tx) -> None:
        change(
            tx, node.journal, "device", id, device, entry_id=entry_id, at=now, day=entry.business_day,
            actor=actor.staff, till=known.till,
        )  # fmt: skip
        node.journal.append(tx, entry)
        if opened is not None:
            node.doors.keep(tx, "device", id, opened)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)

    await node.writer.write(job)
    node.bus.tell("state", known.till, revoked=id)
    return device
