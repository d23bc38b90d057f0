"""Set somebody's password for the office. All their other sessions there and at tills end."""

from typing import Final

from tresen.core.failures import Failure
from tresen.operations.hashing import LONGEST
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signing_in.access_entry import access_entry, note_denied
from tresen.store import secrets
from tresen.store.writer import Tx

SHORTEST: Final = 12
_KNOWN: Final = ("password", "passwort", "kennwort", "qwertz", "qwerty", "letmein", "iloveyou", "tresen", "123456")


def password_weak(password: str, name: str) -> bool:
    """Too short, made of a few characters, or mostly a word that everybody tries first (NIST SP 800-63B, 5.1.1.2)."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 5:
        return True
    rest = password.lower()
    for word in (*_KNOWN, *name.lower().split()):
        if len(word) > 2:
            rest = rest.replace(word, "")
    return len(rest) < SHORTEST // 2


def may_change(node: Node, actor: Actor, staff: str) -> Failure | None:
    """Everybody may change their own, the right `staff` is for others', and only an owner may touch an owner's."""
    person = node.masterdata.staff.get(staff)
    if person is None:
        return Failure("staff_not_found", {})
    if actor.staff == staff and actor.scopes is None:
        return None
    missing = check(node, actor, "staff")
    if missing is None and person.role == "owner" and actor.role != "owner":
        note_denied(node, actor, "staff")
        missing = Failure("denied", {"act": "staff"})
    return missing


async def set_password(node: Node, actor: Actor, staff: str, password: str, session: str = "") -> Failure | None:
    """Replace the password. `session`: the id of the actor's own session, which goes on."""
    refused = may_change(node, actor, staff)
    if refused is not None:
        return refused
    person = node.masterdata.staff[staff]
    if password_weak(password, person.name):
        return Failure("password_weak", {})
    hashed = await node.doors.hashing.password(password, node.ids.secret())
    entry = access_entry(node, "password_set", actor=actor.staff, subject=f"staff:{staff}", name=person.name)
    ended = node.doors.end_sessions_of(staff, session)

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        secrets.put(tx, "password", staff, hashed)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)

    await node.writer.write(job)
    node.doors.passwords[staff] = hashed
    return None
