"""An officer of the tax office signs in with the code of a pass; the session ends with the pass at the latest."""

from hmac import compare_digest

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Staff
from tresen.operations.doors import OFFICER_MARK, Pass, digest
from tresen.operations.node import Actor, Node
from tresen.operations.rights import AUDITOR
from tresen.operations.signing_in.access_entry import note_denied
from tresen.operations.signing_in.sign_in_office import OfficeSignedIn, begin_session


async def sign_in_officer(node: Node, code: str, address: str) -> OfficeSignedIn | Failure:
    """Check a code; `address` is where the request came from, for the throttle."""
    doors, now = node.doors, node.clock.now()
    wait = doors.code_throttle.begin(address, now)
    if wait:
        return Failure("throttled", {"seconds": -(-wait // 1000)})
    typed = digest("".join(c for c in code[:60].upper() if c.isalnum()))
    found: Pass | None = None
    for one in doors.passes.values():
        if compare_digest(one.hash, typed):
            found = one
    if found is None:
        note_denied(node, Actor("", "", ""), "officer_sign_in")
        return Failure("pass_wrong", {})
    doors.code_throttle.forget(address)
    if not found.open(now):
        return Failure("pass_ended", {})
    return await begin_session(node, Staff(f"{OFFICER_MARK}{found.id}", found.name, AUDITOR))
