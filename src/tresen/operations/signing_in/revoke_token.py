"""Revoke a machine's key."""

from tresen.core.failures import Failure
from tresen.operations.doors import Token
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store.writer import Tx


async def revoke_token(node: Node, actor: Actor, id: str) -> Token | Failure:
    """Worthless from now on. It stays in the list, so that one sees what there was."""
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    token = node.doors.tokens.get(id)
    if token is None:
        return Failure("not_found", {})
    if token.revoked_at:
        return token
    token.revoked_at = node.clock.now()
    entry = access_entry(node, "token_revoked", actor=actor.staff, subject=f"token:{id}", name=token.name)

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "token", id, token)

    await node.writer.write(job)
    return token
