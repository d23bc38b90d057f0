"""Sign out of the office."""

from tresen.operations.doors import OfficeSession
from tresen.operations.node import Node
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store import secrets
from tresen.store.writer import Tx


async def sign_out(node: Node, session: OfficeSession) -> None:
    """End a session; its key is worthless at once."""
    node.doors.office_sessions.pop(session.id, None)
    entry = access_entry(node, "signed_out", actor=session.staff, subject=f"staff:{session.staff}", place="office")

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        secrets.remove(tx, "office", session.id)

    await node.writer.write(job)
