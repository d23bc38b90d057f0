"""Keep an open basket on the node with every change; its first line starts the TSE transaction."""

from dataclasses import dataclass

from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.masterdata.kinds import Till
from tresen.operations.node import Actor, Node
from tresen.operations.selling.returning import returnable_excerpt
from tresen.operations.selling.settle import known_receipt
from tresen.store import open_baskets
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket
from tresen.store.writer import Tx

OPEN_LIMIT = 400
"""Open baskets of a node; a TSE holds at least 512 open transactions."""


@dataclass(slots=True)
class KeptBasket:
    """The node's answer: the basket is safe and costs this."""

    quote: Quote
    version: int
    state: str
    owner_till: str
    owner_name: str
    basket: Basket
    label: str = ""
    training: bool = False


async def quote_basket(node: Node, actor: Actor, basket: Basket) -> Quote | Failure:
    """What a basket costs now; nothing is kept."""
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    shop, now = node.shop_of(till), node.clock.now()
    excerpt = await returnable_excerpt(node, basket, node.business_day(shop, now), shop)
    return excerpt if isinstance(excerpt, Failure) else quote(basket, excerpt, node.local(shop, now))


async def keep_basket(node: Node, actor: Actor, basket: Basket, version: int, training: bool) -> KeptBasket | Failure:
    """Store the newest state. `version` is the last one the till saw (0: none); a change in between is refused.

    Sent again with the same content it answers as the first time.
    """
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    if not is_id(basket.id):
        return Failure("bad_input", {"field": "basket.id"})
    async with node.turns.of(basket.id):
        return await _keep(node, actor, till, basket, version, training)


async def _keep(
    node: Node, actor: Actor, till: Till, basket: Basket, version: int, training: bool
) -> KeptBasket | Failure:
    known = node.open.get(basket.id)
    refusal = _refusal(node, known, actor, version, basket)
    if refusal is not None:
        return refusal
    quoted = await quote_basket(node, actor, basket)
    if isinstance(quoted, Failure):
        return quoted
    if known is not None and version != known.version and known.state == "open":
        return kept_answer(known, quoted)  # sent again
    now = node.clock.now()
    kept = OpenBasket(
        basket.id, till.id, basket, known.started_at if known else now, "open", known.version + 1 if known else 1,
        actor.staff, actor.staff_name, known.label if known else "", known.training if known else training,
        quoted.total, now,
    )  # fmt: skip
    if known is not None:
        kept.transaction, kept.signer_client = known.transaction, known.signer_client
        kept.signer_failure = known.signer_failure
    elif not basket.lines:
        return KeptBasket(quoted, 0, "open", till.id, actor.staff_name, basket)
    elif await known_receipt(node, basket.id) is not None:
        return Failure("basket_not_found", {"basket": basket.id})
    else:
        kept.transaction, kept.signer_failure = await node.signing.start(till.serial)
        kept.signer_client = till.serial
    refusal = await write_basket(node, kept)
    if refusal is not None:
        if known is None:
            node.signing.give_up(kept.transaction)
        return refusal
    node.bus.tell("basket", till.id, basket=basket.id)
    return kept_answer(kept, quoted)


def kept_answer(kept: OpenBasket, quoted: Quote) -> KeptBasket:
    return KeptBasket(
        quoted, kept.version, kept.state, kept.till, kept.staff_name, kept.basket, kept.label, kept.training
    )


def _refusal(node: Node, known: OpenBasket | None, actor: Actor, version: int, basket: Basket) -> Failure | None:
    if basket.id in node.recent:
        return Failure("basket_not_found", {"basket": basket.id})
    if known is None:
        if not node.has_room():
            return Failure("storage_full", {})
        return Failure("too_much", {"limit": OPEN_LIMIT}) if len(node.open) >= OPEN_LIMIT else None
    if known.till != actor.till:
        return Failure("basket_taken_over", {"till": known.till})
    if known.state in ("paying", "signing") or node.payments_of(basket.id):
        return Failure("basket_paying", {})
    if version != known.version and basket != known.basket:
        return Failure("basket_changed", {"version": known.version})
    return None


async def write_basket(node: Node, kept: OpenBasket) -> Failure | None:
    """Make the state durable, then visible."""

    def job(tx: Tx) -> None:
        open_baskets.put(tx, kept)

    try:
        await node.writer.write(job)
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    node.open[kept.id] = kept
    return None
