"""Points and store credit by hand: a transfer with a reason, never below zero."""

from typing import Final

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.journal.entry import Draft, Transfer, encode
from tresen.journal.read import body_in_tx
from tresen.ledger import accounts
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Refused, Tx

KINDS: Final = ("points", "credit")
LIMIT: Final = 10_000_000


async def book_customer(
    node: Node, actor: Actor, kind: str, customer: str, id: str, amount: int, reason: str
) -> Failure | None:  # fmt: skip
    """`amount`: signed points or cents. The same id again changes nothing."""
    assert kind in KINDS, "one of the two"
    missing = check(node, actor, "customers")
    if missing is not None:
        return missing
    if node.masterdata.customers.get(customer) is None:
        return Failure("customer_not_found", {})
    if not reason.strip():
        return Failure("reason_needed", {})
    if not 0 < abs(amount) <= LIMIT:
        return Failure("bad_input", {"field": "amount"})
    if not is_id(id):
        return Failure("bad_input", {"field": "id"})
    unit = "point" if kind == "points" else "EUR"
    own = accounts.points(customer) if kind == "points" else accounts.credit(customer)
    other = accounts.PROGRAMME if kind == "points" else accounts.CREDITS
    source, target = (other, own) if amount > 0 else (own, other)
    moved = (Transfer(source, target, abs(amount), unit, "by_hand"),)
    now = node.clock.now()
    body = encode({"reason": reason.strip()[:200], "transfers": moved})
    draft = Draft(id, kind, now, office_day(node, now), body, moved, actor.staff, subject=f"customer:{customer}")

    def job(tx: Tx) -> None:
        if body_in_tx(tx, id) is not None:
            return
        left = node.balances.of(own, unit)
        if amount < 0 and left < -amount:
            code = "points_too_low" if kind == "points" else "store_credit_too_low"
            raise Refused(Failure(code, {"left": max(left, 0)}))
        node.journal.append(tx, draft)

    return await written(node, job)
