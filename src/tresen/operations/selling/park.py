"""Park a basket, list parked ones, and fetch one — also at another till, which then owns it."""

from dataclasses import dataclass, replace

from tresen.core.failures import Failure
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.selling.keep_basket import KeptBasket, kept_answer, quoted_for, write_basket


@dataclass(slots=True)
class ListedBasket:
    """An open or parked basket as the fetch list shows it."""

    id: str
    label: str
    total: int
    lines: int
    state: str
    owner_till: str
    owner_till_name: str
    owner_name: str
    updated_at: int
    customer: str = ""
    training: bool = False


async def park(node: Node, actor: Actor, id: str, label: str) -> ListedBasket | Failure:
    """Put a basket aside under a name."""
    async with node.turns.of(id):
        return await _park(node, actor, id, label)


async def _park(node: Node, actor: Actor, id: str, label: str) -> ListedBasket | Failure:
    known = node.open.get(id)
    if known is None:
        return Failure("basket_not_found", {"basket": id})
    if known.till != actor.till:
        return Failure("basket_taken_over", {"till": known.till})
    if known.state == "signing" or node.payments_of(id):
        return Failure("basket_paying", {})
    parked = replace(
        known, state="parked", label=label[:60], version=known.version + 1, updated_at=node.clock.now()
    )  # fmt: skip
    refusal = await write_basket(node, parked)
    if refusal is not None:
        return refusal
    node.bus.tell("basket", actor.till, basket=id)
    return _listed(node, id)


async def fetch(node: Node, actor: Actor, id: str) -> KeptBasket | Failure:
    """Take a basket to this till. One that is open at another till is taken over by right and by name."""
    async with node.turns.of(id):
        return await _fetch(node, actor, id)


async def _fetch(node: Node, actor: Actor, id: str) -> KeptBasket | Failure:
    known = node.open.get(id)
    if known is None:
        return Failure("basket_not_found", {"basket": id})
    if known.state == "signing" or node.payments_of(id):
        return Failure("basket_paying", {})
    if known.till != actor.till and known.state != "parked":
        missing = check(node, actor, "take_over")
        if missing is not None:
            return missing
    quoted = await quoted_for(node, actor, known.basket)
    if isinstance(quoted, Failure):
        return quoted
    fetched = replace(
        known, state="open", till=actor.till, staff=actor.staff, staff_name=actor.staff_name, total=quoted.quote.total,
        version=known.version + 1, updated_at=node.clock.now(),
    )  # fmt: skip
    refusal = await write_basket(node, fetched)
    if refusal is not None:
        return refusal
    for till in {known.till, actor.till}:
        node.bus.tell("basket", till, basket=id, owner=actor.till, owner_name=actor.staff_name)
    return kept_answer(fetched, quoted)


def listed_baskets(node: Node) -> list[ListedBasket]:
    """All baskets that are not receipts yet, newest first. A cash movement under way is none."""
    found = [_listed(node, id) for id, open in list(node.open.items()) if open.basket.lines or open.state != "signing"]
    return sorted(found, key=lambda basket: -basket.updated_at)


def _listed(node: Node, id: str) -> ListedBasket:
    known = node.open[id]
    till = node.masterdata.tills.get(known.till)
    customer = node.masterdata.customers.get(known.basket.customer) if known.basket.customer else None
    lines = sum(1 for line in known.basket.lines if not line.voided)
    states = [payment.state for payment in node.payments.values() if payment.basket == id]
    state = "unknown" if "unknown" in states else "paying" if states or known.state == "signing" else known.state
    return ListedBasket(
        id, known.label, known.total, lines, state, known.till, till.name if till else known.till, known.staff_name,
        known.updated_at, customer.number if customer else "", known.training,
    )  # fmt: skip
