"""Sign in to the office with name and password. Passkeys will end in `begin_session` too."""

from dataclasses import dataclass, field

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Staff
from tresen.operations.doors import OFFICE_IDLE, OfficeSession, digest
from tresen.operations.node import Actor, Node
from tresen.operations.rights import right
from tresen.operations.signing_in.access_entry import access_entry, note_denied
from tresen.store import secrets
from tresen.store.writer import Tx


@dataclass(slots=True)
class OfficeSignedIn:
    """A session in the office. The key is shown once, as a cookie."""

    key: str = field(repr=False)
    staff: Staff


async def sign_in_office(node: Node, name: str, password: str, address: str) -> OfficeSignedIn | Failure:
    """Check name and password; `address` is where the request came from, for the throttle."""
    doors, now = node.doors, node.clock.now()
    wanted = " ".join(name.split()).casefold()[:100]
    here = f"{wanted}@{address}"
    wait = doors.password_throttle.begin(here, now) or doors.name_throttle.begin(wanted, now)
    if wait:
        return Failure("throttled", {"seconds": -(-wait // 1000)})
    people = [one for one in node.masterdata.staff if one.active and one.name.casefold() == wanted]
    person = next((one for one in people if one.id in doors.passwords), None)
    known = doors.passwords[person.id] if person is not None else ""
    if not await doors.hashing.right(known, password) or person is None:
        known_as = person.id if person is not None else people[0].id if people else ""
        note_denied(node, Actor(known_as, person.name if person else "", ""), "office_sign_in")
        return Failure("wrong_password", {})
    doors.password_throttle.forget(here)
    doors.name_throttle.forget(wanted)
    if right(node, person.role, "office") != "allow":
        note_denied(node, Actor(person.id, person.name, person.role), "office")
        return Failure("denied", {"act": "office"})
    return await begin_session(node, person)


async def begin_session(node: Node, person: Staff) -> OfficeSignedIn:
    """Open a session for somebody who has proven who they are."""
    now, id, secret = node.clock.now(), node.ids.new(), node.ids.secret()
    session = OfficeSession(id, digest(secret), person.id, now + OFFICE_IDLE, now, now)
    ended = node.doors.room_for(person.id)
    entry = access_entry(
        node, "signed_in", actor=person.id, subject=f"staff:{person.id}", place="office", name=person.name,
        role=person.role,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "office", session.id, session)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)

    await node.writer.write(job)
    node.doors.office_sessions[session.id] = session
    return OfficeSignedIn(f"{id}.{secret}", person)
