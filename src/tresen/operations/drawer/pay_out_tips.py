"""Pay out tips: what customers gave for a member of staff leaves the drawer as TrinkgeldAN, never as turnover."""

from dataclasses import dataclass

from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.ledger import accounts
from tresen.operations.drawer.move_cash import cash_receipt
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.rights import check
from tresen.operations.selling.settle import known_receipt, repeated, resume, settle
from tresen.store.connection import StorageDown
from tresen.store.open_baskets import OpenBasket

CASE = "TrinkgeldAN"


@dataclass(slots=True)
class Tips:
    """What belongs to a member of staff, cents."""

    staff: str
    name: str
    amount: int


def tips(node: Node) -> list[Tips]:
    """Everybody whose tips wait to be paid out."""
    found = []
    for person in node.masterdata.staff:
        amount = node.balances.of(accounts.tips(person.id))
        if amount > 0:
            found.append(Tips(person.id, person.name, amount))
    return sorted(found, key=lambda one: one.name)


async def pay_out_tips(node: Node, actor: Actor, id: str, staff: str, amount: int) -> Answer | Failure:
    """Cash out of this till's drawer for a member of staff, at most what is theirs; once for each id."""
    if not is_id(id):
        return Failure("bad_input", {"field": "id"})
    async with node.turns.of(id):
        try:
            open = node.open.get(id)
            if open is not None and open.state == "signing":
                return await resume(node, open)
            known = await known_receipt(node, id)
        except StorageDown:
            return Failure("storage_down", {})
        if known is not None:
            same = known.kind == "cash_out" and known.total == -amount
            return repeated(known) if same else Failure("sale_differs", {"receipt": id, "total": known.total})
        return await _pay_out(node, actor, id, staff, amount)


async def _pay_out(node: Node, actor: Actor, id: str, staff: str, amount: int) -> Answer | Failure:
    missing = check(node, actor, "cash_out")
    if missing is not None:
        return missing
    if not node.till_days.of(actor.till).open:
        return Failure("day_not_open", {})
    person = node.masterdata.staff.get(staff)
    if person is None:
        return Failure("staff_not_found", {})
    account = accounts.tips(staff)
    if not node.turns.claim([account], id):
        return Failure("conflict", {})
    left, drawer = node.balances.of(account), node.balances.of(accounts.drawer(actor.till))
    refusal = None
    if not 0 < amount <= left:
        refusal = Failure("tips_too_low", {"left": max(left, 0)})
    elif drawer < amount:
        refusal = Failure("drawer_too_low", {"left": max(drawer, 0)})
    elif not node.has_room():
        refusal = Failure("storage_full", {})
    if refusal is not None:
        node.turns.release(id)
        return refusal
    made = cash_receipt(node, actor, id, "cash_out", CASE, -amount, person.name)
    made.lines[0].article = staff
    return await settle(node, OpenBasket(id, made.till, Basket(id), made.started_at), made, True)
