"""Sign out at a till. The basket stays."""

from tresen.operations.doors import StaffSession
from tresen.operations.node import Node
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store import secrets
from tresen.store.writer import Tx


async def sign_out_staff(node: Node, session: StaffSession) -> None:
    """End a session; its key is worthless at once."""
    node.doors.staff_sessions.pop(session.id, None)
    entry = access_entry(
        node, "signed_out", actor=session.staff, till=session.till, subject=f"staff:{session.staff}", place="till",
        device=session.device,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        secrets.remove(tx, "staff", session.id)

    await node.writer.write(job)
    node.bus.tell("state", session.till, signed_in="")
