"""Let an officer of the tax office read for some hours, and end that again."""

from dataclasses import dataclass, field
from typing import Final

from tresen.core.failures import Failure
from tresen.operations.doors import HOUR, OFFICER_MARK, Pass, digest, letters
from tresen.operations.node import Actor, Node
from tresen.operations.rights import AUDITOR, check
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store import secrets
from tresen.store.writer import Tx

HOURS: Final = 8
LONGEST: Final = 72
"""Hours; an audit that lasts longer gets a new pass."""
OPEN: Final = 10
"""Passes that may be open at the same time."""
CODE_LENGTH: Final = 12
"""Of 31 letters: about 59 bits, tried through the throttle of sign-ins."""


@dataclass(slots=True)
class IssuedPass:
    """`code` is shown once; the node keeps its hash."""

    code: str = field(repr=False)
    given: Pass = field()


async def issue_pass(node: Node, actor: Actor, name: str, hours: int = HOURS) -> IssuedPass | Failure:
    """Make a pass for somebody; `name` stands beside everything they look at."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    called = " ".join(name.split())[:100]
    if not called or not called.isprintable():
        return Failure("bad_input", {"field": "name"})
    if not 1 <= hours <= LONGEST:
        return Failure("bad_input", {"field": "hours", "most": LONGEST})
    now = node.clock.now()
    if sum(one.open(now) for one in node.doors.passes.values()) >= OPEN:
        return Failure("too_many_passes", {"most": OPEN})
    id, code = node.ids.new(), letters(node.ids.secret(), CODE_LENGTH)
    given = Pass(id, digest(code), called, now, now + hours * HOUR, actor.staff)
    entry = access_entry(
        node,
        "officer_pass_issued",
        actor=actor.staff,
        subject=f"{OFFICER_MARK}{id}",
        name=called,
        ends_at=given.ends_at,
    )

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "pass", id, given)

    await node.writer.write(job)
    node.doors.passes[id] = given
    return IssuedPass(code, given)


async def revoke_pass(node: Node, actor: Actor, id: str) -> Pass | Failure:
    """End a pass and every session that began with it."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    found = node.doors.passes.get(id)
    if found is None:
        return Failure("not_found", {})
    if found.revoked_at:
        return found
    assert actor.role != AUDITOR, "an officer changes nothing"
    found.revoked_at = node.clock.now()
    ended = node.doors.end_sessions_of(f"{OFFICER_MARK}{id}")
    entry = access_entry(
        node, "officer_pass_revoked", actor=actor.staff, subject=f"{OFFICER_MARK}{id}", name=found.name
    )

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "pass", id, found)
        for kind, gone in ended:
            secrets.remove(tx, kind, gone)

    await node.writer.write(job)
    return found
