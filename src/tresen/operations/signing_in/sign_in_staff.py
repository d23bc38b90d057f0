"""Sign in at a till: the person first, then the PIN."""

from dataclasses import dataclass, field

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Staff
from tresen.operations.doors import STAFF_LONGEST, OpenDevice, StaffSession, digest
from tresen.operations.node import Node
from tresen.operations.rights import rights_of
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store import secrets
from tresen.store.writer import Tx


@dataclass(slots=True)
class Person:
    """Somebody of the staff as screens name them."""

    id: str
    name: str
    role: str


@dataclass(slots=True)
class SignedIn:
    """Somebody works at a till from now on. `session` is shown once; the node keeps its hash."""

    session: str = field(repr=False)
    staff: Person
    rights: dict[str, str]


async def sign_in_staff(node: Node, device: OpenDevice, staff: str, pin: str, before: str = "") -> SignedIn | Failure:
    """Check the PIN and open a session on this device. `before`: the key of the session that this one takes over from."""
    person = await pin_holder(node, device, staff, pin, "sign_in")
    if isinstance(person, Failure):
        return person
    now, id, secret = node.clock.now(), node.ids.new(), node.ids.secret()
    session = StaffSession(id, digest(secret), person.id, device.id, device.till, now + STAFF_LONGEST)
    ended = node.doors.room_on(device.id)
    earlier = node.doors.staff_session(before, device.id)
    if earlier is not None:
        node.doors.staff_sessions.pop(earlier.id, None)
        ended.append(("staff", earlier.id))
    entry = access_entry(
        node, "signed_in", actor=person.id, till=device.till, subject=f"staff:{person.id}", place="till",
        name=person.name, role=person.role, device=device.id,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "staff", session.id, session)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)

    await node.writer.write(job)
    node.doors.staff_sessions[session.id] = session
    node.bus.tell("state", device.till, signed_in=person.id)
    return SignedIn(f"{id}.{secret}", Person(person.id, person.name, person.role), rights_of(node, person.role))


async def pin_holder(node: Node, device: OpenDevice, staff: str, pin: str, purpose: str) -> Staff | Failure:
    """The person whose PIN was typed on a device; a wrong one makes the next try wait longer."""
    person = node.masterdata.staff.get(staff)
    if person is None or not person.active:
        return Failure("staff_not_found", {})
    known = node.doors.pins.get(person.id)
    if known is None:
        return Failure("pin_missing", {"name": person.name})
    key = f"{person.id}.{device.id}"
    throttle = node.doors.pin_throttle
    wait = throttle.begin(key, node.clock.now())
    if wait:
        return Failure("pin_throttled", {"seconds": -(-wait // 1000)})
    if not await node.doors.hashing.right(known, pin):
        await _wrong(node, device, person, key, purpose)
        return Failure("wrong_pin", {"name": person.name})
    if device.revoked:
        return Failure("device_revoked", {})
    counted = throttle.tries.get(key)
    throttle.forget(key)
    if counted is not None and counted.count > 1:
        await node.writer.write(lambda tx: secrets.remove(tx, "throttle", key))
    return person


async def _wrong(node: Node, device: OpenDevice, person: Staff, key: str, purpose: str) -> None:
    """Write the refusal down, and how often it was wrong: switching the node off and on is no way around the pause."""
    tries = node.doors.pin_throttle.tries.get(key)
    count, until = (tries.count, tries.until) if tries is not None else (1, 0)
    entry = access_entry(
        node, "denied", actor=person.id, till=device.till, subject=f"staff:{person.id}", act=purpose, reason="wrong_pin",
        name=person.name, device=device.id, tries=count,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        secrets.put(tx, "throttle", key, str(count), expires_at=until)

    await node.writer.write(job)
