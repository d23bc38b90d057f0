"""The people who work here: create, rename, change role, let go; and what each role may do."""

from dataclasses import replace

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Staff
from tresen.masterdata.records import change
from tresen.operations.house.change_settings import store_settings
from tresen.operations.node import Actor, Node
from tresen.operations.rights import ACTS, DEFAULTS, check, right
from tresen.operations.signing_in.set_pin import pin_weak, set_pin
from tresen.operations.writing import office_day, written
from tresen.store import secrets
from tresen.store.writer import Tx


async def create_staff(node: Node, actor: Actor, id: str, name: str, role: str, pin: str) -> Staff | Failure:
    """Somebody new, with a PIN for the tills (empty: none yet). The same id again answers with the first."""
    refused = check(node, actor, "staff")
    if refused is not None:
        return refused
    if not id or len(id) > 64 or not id.isascii() or not id.isprintable() or ":" in id:
        return Failure("bad_input", {"field": "id"})
    if pin and pin_weak(pin):
        return Failure("pin_weak", {})
    async with node.changing:
        known = node.masterdata.staff.get(id)
        if known is not None:
            return known
        person = Staff(id, " ".join(name.split()), role)
        refused = _refusal(node, actor, None, person)
        if refused is not None:
            return refused
        stored = await _store(node, actor, person)
    if not isinstance(stored, Failure) and pin:
        refused = await set_pin(node, actor, id, pin)
    return refused if refused is not None else stored


async def change_staff(
    node: Node, actor: Actor, id: str, *, name: str | None = None, role: str | None = None, active: bool | None = None
) -> Staff | Failure:
    """Change what is given. The last owner stays one. Who is not active any more is signed out everywhere."""
    missing = check(node, actor, "staff")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.staff.get(id)
        if known is None:
            return Failure("staff_not_found", {})
        person = replace(
            known,
            name=known.name if name is None else " ".join(name.split()),
            role=known.role if role is None else role,
            active=known.active if active is None else active,
        )
        if person == known:
            return known
        refused = _refusal(node, actor, known, person)
        return refused if refused is not None else await _store(node, actor, person)


def _refusal(node: Node, actor: Actor, known: Staff | None, person: Staff) -> Failure | None:
    md = node.masterdata
    if not person.name or len(person.name) > 60 or not person.name.isprintable():
        return Failure("bad_input", {"field": "name"})
    if person.role not in DEFAULTS:
        return Failure("bad_input", {"field": "role"})
    if "owner" in (person.role, known.role if known is not None else "") and actor.role != "owner":
        return Failure("denied", {"act": "staff"})
    same = person.name.casefold()
    if person.active and any(one.name.casefold() == same and one.active and one.id != person.id for one in md.staff):
        return Failure("name_taken", {"name": person.name})
    if known is not None and known.role == "owner" and known.active and not (person.active and person.role == "owner"):
        others = [one for one in md.staff if one.role == "owner" and one.active and one.id != person.id]
        if not others:
            return Failure("last_owner", {})
    return None


async def _store(node: Node, actor: Actor, person: Staff) -> Staff | Failure:
    now = node.clock.now()
    day, entry_id = office_day(node, now), node.ids.new()
    known = node.masterdata.staff.get(person.id)
    leaves = not person.active or (known is not None and known.role != person.role)
    ended = node.doors.end_sessions_of(person.id) if leaves else []

    def job(tx: Tx) -> None:
        change(tx, node.journal, "staff", person.id, person, entry_id=entry_id, at=now, day=day, actor=actor.staff)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)

    refused = await written(node, job)
    if isinstance(refused, Failure):
        return refused
    node.bus.tell("state")
    return person


async def set_right(node: Node, actor: Actor, role: str, act: str, state: str) -> Failure | None:
    """One cell of the matrix: `allow`, `approve` or `deny`. The owner's row is fixed; office acts know no approval."""
    if actor.role != "owner":
        return Failure("denied", {"act": "staff"})
    if role not in DEFAULTS or role == "owner":
        return Failure("bad_input", {"field": "role"})
    if act not in ACTS:
        return Failure("bad_input", {"field": "act"})
    if state not in ("allow", "approve", "deny"):
        return Failure("bad_input", {"field": "right"})
    async with node.changing:
        if right(node, role, act) == state:
            return None
        settings = node.masterdata.settings
        rights = {name: dict(cells) for name, cells in settings.rights.items()}
        rights.setdefault(role, {})[act] = state
        if DEFAULTS[role][act] == state:
            del rights[role][act]
        return await store_settings(node, actor, replace(settings, rights=rights))
