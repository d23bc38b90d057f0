"""Keep an open basket on the node with every change; its first line starts the TSE transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tresen.core.basket import Basket
from tresen.core.customer import CustomerFacts
from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.promotion import Usage
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.masterdata.kinds import Till
from tresen.operations.node import Actor, Node
from tresen.operations.selling.agreed_moment import agreed_moment
from tresen.operations.selling.returning import returnable_excerpt
from tresen.operations.selling.settle import known_receipt
from tresen.store import open_baskets
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket
from tresen.store.writer import Tx

OPEN_LIMIT = 400
"""Open baskets of a node; a TSE holds at least 512 open transactions."""


@dataclass(slots=True)
class Known:
    """What prices depend on beside goods and rules, as the node knows it: a till that quotes itself goes by it."""

    customer: CustomerFacts | None = None
    usage: Usage = field(default_factory=Usage)
    coupons: Mapping[str, str] = field(default_factory=dict)
    """Of the basket's codes the single-use ones that are still unused."""


@dataclass(slots=True)
class Quoted:
    """A quote with what it went by."""

    quote: Quote
    at: int
    """The moment it is for."""
    known: Known


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
    at: int = 0
    """The moment it was quoted for."""
    known: Known = field(default_factory=Known)


async def quote_basket(node: Node, actor: Actor, basket: Basket) -> Quote | Failure:
    """What a basket costs now; nothing is kept."""
    quoted = await quoted_for(node, actor, basket)
    return quoted if isinstance(quoted, Failure) else quoted.quote


async def quoted_for(node: Node, actor: Actor, basket: Basket, quoted_at: int = 0) -> Quoted | Failure:
    """What a basket costs at the moment the till quotes it for, or now."""
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    shop = node.shop_of(till)
    at = agreed_moment(node.clock.now(), quoted_at)
    excerpt = await returnable_excerpt(node, basket, node.business_day(shop, at), shop)
    if isinstance(excerpt, Failure):
        return excerpt
    known = Known(excerpt.customer, excerpt.usage, excerpt.coupons)
    return Quoted(quote(basket, excerpt, node.local(shop, at)), at, known)


async def keep_basket(
    node: Node, actor: Actor, basket: Basket, version: int, training: bool, quoted_at: int = 0
) -> KeptBasket | Failure:
    """Store the newest state. `version` is the last one the till saw (0: none); a change in between is refused.

    Sent again with the same content it answers as the first time. `quoted_at`: the moment the till quotes it for.
    """
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    if not is_id(basket.id):
        return Failure("bad_input", {"field": "basket.id"})
    async with node.turns.of(basket.id):
        return await _keep(node, actor, till, basket, version, training, quoted_at)


async def _keep(
    node: Node, actor: Actor, till: Till, basket: Basket, version: int, training: bool, quoted_at: int
) -> KeptBasket | Failure:
    known = node.open.get(basket.id)
    refusal = _refusal(node, known, actor, version, basket)
    if refusal is not None:
        return refusal
    quoted = await quoted_for(node, actor, basket, quoted_at)
    if isinstance(quoted, Failure):
        return quoted
    if known is not None and version != known.version and known.state == "open":
        return kept_answer(known, quoted)  # sent again
    now = node.clock.now()
    kept = OpenBasket(
        basket.id, till.id, basket, known.started_at if known else now, "open", known.version + 1 if known else 1,
        actor.staff, actor.staff_name, known.label if known else "", known.training if known else training,
        quoted.quote.total, now,
    )  # fmt: skip
    if known is not None:
        kept.transaction, kept.signer_client = known.transaction, known.signer_client
        kept.signer_failure, kept.signer, kept.left = known.signer_failure, known.signer, known.left
    elif not basket.lines:
        return KeptBasket(quoted.quote, 0, "open", till.id, actor.staff_name, basket, at=quoted.at, known=quoted.known)
    elif await known_receipt(node, basket.id) is not None:
        return Failure("basket_not_found", {"basket": basket.id})
    else:
        kept.signer, kept.transaction, kept.signer_failure = await node.signing.start(till.serial)
        kept.signer_client = till.serial
    refusal = await write_basket(node, kept)
    if refusal is not None:
        if known is None:
            node.signing.give_up(kept.signer, kept.transaction)
        return refusal
    node.bus.tell("basket", till.id, basket=basket.id)
    return kept_answer(kept, quoted)


def kept_answer(kept: OpenBasket, quoted: Quoted) -> KeptBasket:
    return KeptBasket(
        quoted.quote,
        kept.version,
        kept.state,
        kept.till,
        kept.staff_name,
        kept.basket,
        kept.label,
        kept.training,
        quoted.at,
        quoted.known,
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
