"""Settle a deviation: a person has looked at it and says what was decided. Nothing else changes."""

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.journal.entry import Draft, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger.deviations import DEVIATION, Settlement
from tresen.operations.node import Actor, Node, derived_id
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Refused, Tx

LONGEST = 500
"""Characters of a decision."""


async def settle_deviation(node: Node, actor: Actor, id: str, decision: str) -> str | Failure:
    """Write down who decided what. Sent again, or after somebody else, the first decision stands. Returns the id."""
    missing = check(node, actor, "approve")
    if missing is not None:
        return missing
    if not decision.strip():
        return Failure("reason_needed", {})
    if not is_id(id):
        return Failure("not_found", {})
    now = node.clock.now()
    body = encode(Settlement(id, " ".join(decision.split())[:LONGEST]))
    draft = Draft(
        derived_id(id, "settled"), "deviation_settled", now, office_day(node, now), body, actor=actor.staff,
        subject=f"deviation:{id}",
    )  # fmt: skip

    def job(tx: Tx) -> str:
        found = entry_in_tx(tx, id)
        if found is None or found.kind != DEVIATION:
            raise Refused(Failure("not_found", {}))
        if entry_in_tx(tx, draft.id) is None:
            draft.till = found.till
            node.journal.append(tx, draft)
        return found.till

    till = await written(node, job)
    if isinstance(till, Failure):
        return till
    node.bus.tell("deviation", till)
    node.bus.tell("state", till)
    return id
