"""Issue a code that turns one device into a till: eight characters, ten minutes, once."""

from dataclasses import dataclass, field

from tresen.core.failures import Failure
from tresen.operations.doors import CODE_LIFE, PairingCode, digest, letters
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store.writer import Tx


@dataclass(slots=True)
class IssuedCode:
    """Shown in the office, typed at the device. The node keeps its hash."""

    code: str = field(repr=False)
    expires_at: int


async def issue_pairing_code(node: Node, actor: Actor, till: str) -> IssuedCode | Failure:
    """A new code for a till; an earlier one of the same till is void."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    found = node.masterdata.tills.get(till)
    if found is None or not found.active:
        return Failure("till_not_found", {})
    code = letters(node.ids.secret(), 8)
    kept = PairingCode(till, digest(code), node.clock.now() + CODE_LIFE, actor.staff)
    entry = access_entry(
        node, "pairing_code_issued", actor=actor.staff, till=till, subject=f"till:{till}", expires_at=kept.expires_at
    )

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "pairing", till, kept)

    await node.writer.write(job)
    node.doors.codes[till] = kept
    node.doors.wrong_codes = 0
    return IssuedCode(code, kept.expires_at)
