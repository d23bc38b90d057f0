"""Approve on the spot: somebody entitled types their PIN on the cashier's till."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tresen.core.failures import Failure
from tresen.operations.doors import APPROVAL_UNUSED, Approval, OpenDevice, digest
from tresen.operations.node import Actor, Node
from tresen.operations.rights import ACTS, right
from tresen.operations.signing_in.access_entry import access_entry, note_denied
from tresen.operations.signing_in.sign_in_staff import pin_holder
from tresen.store.writer import Tx


@dataclass(slots=True)
class Approved:
    """The key of an approval: for these acts, on this till, once, within two minutes."""

    approval: str = field(repr=False)
    approved_by: str
    expires_at: int


async def approve(
    node: Node, device: OpenDevice, acts: Sequence[str], staff: str, pin: str, asked_by: str = ""
) -> Approved | Failure:
    """Check the approver's PIN and rights. `asked_by`: who works at the till."""
    wanted = tuple(dict.fromkeys(acts))
    if not wanted or any(act not in ACTS for act in wanted):
        return Failure("bad_input", {"field": "act"})
    person = await pin_holder(node, device, staff, pin, "approve")
    if isinstance(person, Failure):
        return person
    actor = Actor(person.id, person.name, person.role, device.till, device.id)
    for act in ("approve", *wanted):
        if right(node, person.role, act) != "allow":
            note_denied(node, actor, act)
            return Failure("denied", {"act": act})
    expires_at = node.clock.now() + APPROVAL_UNUSED
    id, secret = node.ids.new(), node.ids.secret()
    entry = access_entry(
        node, "approved", actor=person.id, till=device.till, subject=f"staff:{asked_by or person.id}", acts=wanted,
        name=person.name, asked_by=asked_by, device=device.id,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)

    await node.writer.write(job)
    node.doors.add_approval(id, Approval(digest(secret), device.till, wanted, person.id, person.name, expires_at))
    return Approved(f"{id}.{secret}", person.name, expires_at)
