"""Call a TSE something else, put it in another order, or put it out of use."""

from collections.abc import Sequence
from dataclasses import replace

from tresen.core.failures import Failure
from tresen.masterdata.kinds import SignerRecord
from tresen.operations.ending_stale import end_stale_at
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.selling.keep_basket import write_basket
from tresen.operations.signers.archiving import archive_signer
from tresen.operations.signers.opening import arrange
from tresen.operations.signers.set_up_signer import close, faulty_names, store_signer
from tresen.operations.signing import Signing
from tresen.store.open_baskets import LeftTransaction

OUT_OF_USE = "the TSE was put out of use"


async def change_signer(
    node: Node, actor: Actor, id: str, *, name: str | None = None, place: str | None = None,
    certification: str | None = None,
) -> SignerRecord | Failure:  # fmt: skip
    """Change what is given."""
    known = _known(node, actor, id)
    if isinstance(known, Failure):
        return known
    record = replace(
        known,
        name=known.name if name is None else " ".join(name.split()),
        place=known.place if place is None else " ".join(place.split()),
        certification=known.certification if certification is None else " ".join(certification.split()),
    )
    names = {"name": record.name, "place": record.place, "certification": record.certification}
    refused = faulty_names(node, id, names)
    if refused is None and record != known:
        refused = await store_signer(node, actor, record)
    node.bus.tell("state")
    return refused or record


async def order_signers(node: Node, actor: Actor, ids: Sequence[str]) -> Failure | None:
    """Which TSE is tried first, second, ... by tills that have none of their own."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    known = {one.id: one for one in node.masterdata.signers if one.active}
    if set(ids) != known.keys() or len(ids) != len(known):
        return Failure("changed_meanwhile", {})
    for position, id in enumerate(ids, 1):
        if known[id].position != position:
            refused = await store_signer(node, actor, replace(known[id], position=position))
            if refused is not None:
                return refused
    arrange(node)
    node.bus.tell("state")
    return None


async def retire_signer(node: Node, actor: Actor, id: str, reason: str) -> SignerRecord | Failure:
    """Put a TSE out of use: what it signed is archived as far as it still answers, what it holds open is ended, and open
    baskets go on with the next one. The device itself is not told: its log stays readable. The tills are closed first: a
    closing names the TSEs of its receipts."""
    known = _known(node, actor, id)
    if isinstance(known, Failure):
        return known
    why = " ".join(reason.split())
    if not why or len(why) > 200 or not why.isprintable():
        return Failure("bad_input", {"field": "reason"})
    member = node.signing.members.get(id)
    record = replace(known, active=False, decommissioned_at=node.clock.now(), decommissioned_reason=why)
    refused = await store_signer(node, actor, record)
    if refused is not None:
        return refused
    if member is not None:
        node.signing.take_out(id)
        arrange(node)
        await _let_go(node, id, member)
        await end_stale_at(node, member)
        await archive_signer(node, member, actor.staff)
        node.signing.past.append(member)  # its outage still has to be written down
        close(member.signer)
    node.bus.tell("state")
    return record


async def _let_go(node: Node, id: str, member: Signing) -> None:
    """Open baskets get a new transaction at another TSE when they are paid; their receipts explain the old one."""
    serial = member.info.serial if member.info is not None else ""
    for basket_id in [one.id for one in node.open.values() if one.signer == id and one.transaction]:
        async with node.turns.of(basket_id):
            basket = node.open.get(basket_id)
            if basket is None or basket.signer != id or basket.state == "signing":
                continue  # who settles it finds the TSE gone, and goes on with the next one
            left = LeftTransaction(id, serial, basket.transaction, OUT_OF_USE)
            await write_basket(
                node, replace(basket, signer="", transaction=0, signer_failure="", left=(*basket.left, left))
            )
            member.running.discard(basket.transaction)


def _known(node: Node, actor: Actor, id: str) -> SignerRecord | Failure:
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    known = node.masterdata.signers.get(id)
    if known is None:
        return Failure("tse_not_found", {})
    return known if known.active else Failure("tse_out_of_use", {})
