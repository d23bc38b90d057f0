"""Set somebody's PIN for the tills. It also unlocks a person who was throttled, and ends their sessions at tills."""

from itertools import pairwise
from typing import Final

from tresen.core.failures import Failure
from tresen.operations.node import Actor, Node
from tresen.operations.signing_in.access_entry import access_entry
from tresen.operations.signing_in.set_password import may_change
from tresen.store import secrets
from tresen.store.writer import Tx

SHORTEST: Final = 4
LONGEST: Final = 8


def pin_weak(pin: str) -> bool:
    """Not four to eight digits, or all steps between its digits are the same (1111, 1234, 9876, 2468)."""
    if not SHORTEST <= len(pin) <= LONGEST or not (pin.isascii() and pin.isdigit()):
        return True
    return len({(int(after) - int(before)) % 10 for before, after in pairwise(pin)}) == 1


async def set_pin(node: Node, actor: Actor, staff: str, pin: str) -> Failure | None:
    """Replace the PIN. Two people may have the same one: at a till the person is chosen first."""
    refused = may_change(node, actor, staff)
    if refused is not None:
        return refused
    if pin_weak(pin):
        return Failure("pin_weak", {})
    person = node.masterdata.staff[staff]
    hashed = await node.doors.hashing.pin(pin, node.ids.secret())
    await _replace(node, actor, staff, hashed, person.name)
    return None


async def _replace(node: Node, actor: Actor, staff: str, hashed: str, name: str) -> None:
    entry = access_entry(node, "pin_set", actor=actor.staff, subject=f"staff:{staff}", name=name)
    ended = node.doors.end_sessions_at_tills(staff)
    locked = node.doors.pin_throttle.forget_all(f"{staff}.")

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        secrets.put(tx, "pin", staff, hashed)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)
        for key in locked:
            secrets.remove(tx, "throttle", key)

    await node.writer.write(job)
    node.doors.pins[staff] = hashed


async def unlock_staff(node: Node, actor: Actor, staff: str) -> Failure | None:
    """Let somebody try their PIN again at once."""
    refused = may_change(node, actor, staff)
    if refused is not None:
        return refused
    entry = access_entry(node, "unlocked", actor=actor.staff, subject=f"staff:{staff}")
    locked = node.doors.pin_throttle.forget_all(f"{staff}.")

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        for key in locked:
            secrets.remove(tx, "throttle", key)

    await node.writer.write(job)
    return None
