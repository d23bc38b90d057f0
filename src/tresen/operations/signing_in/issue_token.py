"""Issue a key for a machine (web shop, bookkeeping, replay): scopes instead of a role, shown once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tresen.core.failures import Failure
from tresen.operations.doors import TOKEN_MARK, TOKENS, Token, digest
from tresen.operations.node import Actor, Node
from tresen.operations.rights import SCOPES, check
from tresen.operations.signing_in.access_entry import access_entry
from tresen.store.writer import Tx


@dataclass(slots=True)
class IssuedToken:
    """`secret` is shown once; the node keeps its hash."""

    secret: str = field(repr=False)
    token: Token


async def issue_token(
    node: Node, actor: Actor, name: str, scopes: Sequence[str], till: str = ""
) -> IssuedToken | Failure:
    """`till`: where a machine with the scope `sell` sells; empty: it names an active till in each request."""
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    called = " ".join(name.split())[:60]
    if not called or not called.isprintable():
        return Failure("bad_input", {"field": "name"})
    if not scopes or any(scope not in SCOPES for scope in scopes):
        return Failure("bad_input", {"field": "scopes"})
    if till and node.masterdata.tills.get(till) is None:
        return Failure("till_not_found", {})
    if sum(not token.revoked_at for token in node.doors.tokens.values()) >= TOKENS:
        return Failure("bad_input", {"field": "name", "most": TOKENS})
    now, id, secret = node.clock.now(), node.ids.new(), node.ids.secret()
    given = tuple(dict.fromkeys(scopes))
    token = Token(id, digest(secret), called, given, till, now, secret[-4:], stored_at=now)
    entry = access_entry(
        node, "token_issued", actor=actor.staff, till=till, subject=f"token:{id}", name=called, scopes=given
    )

    def job(tx: Tx) -> None:
        node.journal.append(tx, entry)
        node.doors.keep(tx, "token", id, token)

    await node.writer.write(job)
    node.doors.tokens[id] = token
    return IssuedToken(f"{TOKEN_MARK}{id}.{secret}", token)
