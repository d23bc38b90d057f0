"""Create, change, switch and take away promotions. Receipts keep what they used, so the past never changes."""

from dataclasses import dataclass, replace

import msgspec

from tresen.core.failures import Failure
from tresen.core.promotion import Promotion
from tresen.journal.read import by_subject
from tresen.masterdata.kinds import CouponBatch
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.promotions.coupon_batches import next_batch_number
from tresen.operations.promotions.issuing import issuing_batch
from tresen.operations.promotions.promotion_rules import MOST_PROMOTIONS, check_promotion
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx


@dataclass(slots=True)
class StoredPromotion:
    """A promotion and its version: the number of the entry that wrote it."""

    promotion: Promotion
    version: int


async def change_promotion(
    node: Node, actor: Actor, promotion: Promotion, version: int = 0
) -> StoredPromotion | Failure:  # fmt: skip
    """Store a promotion. `version`: the one it was read with; 0 for a new one, which repeats harmlessly by its id."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        md, id = node.masterdata, promotion.id
        known = md.promotions.get(id)
        if known is not None and not version:
            return StoredPromotion(known, md.promotions.seqs[id])
        if known is None and version:
            return Failure("promotion_not_found", {})
        if known is not None and md.promotions.seqs[id] != version:
            return Failure("changed_meanwhile", {"version": md.promotions.seqs[id]})
        if not is_record_id(id):
            return Failure("bad_input", {"field": "id"})
        if known is None and len(md.promotions) >= MOST_PROMOTIONS:
            return Failure("too_much", {"limit": MOST_PROMOTIONS})
        promotion = replace(promotion, name=" ".join(promotion.name.split()), group=promotion.group.strip())
        refused = check_promotion(md, promotion) or _still_opened(node, known, promotion)
        if refused is not None:
            return refused
        if known == promotion:
            return StoredPromotion(known, version)
        return await _store(node, actor, promotion)


async def switch_promotion(node: Node, actor: Actor, id: str, *, active: bool) -> StoredPromotion | Failure:
    """Start or stop. A sale that is agreed already keeps its price."""
    known = node.masterdata.promotions.get(id)
    if known is None:
        return Failure("promotion_not_found", {})
    return await change_promotion(node, actor, replace(known, active=active), node.masterdata.promotions.seqs[id])


async def delete_promotion(node: Node, actor: Actor, id: str) -> Failure | None:
    """Take a promotion away for good; receipts and figures stay. Refused while something leads to it."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        md = node.masterdata
        known = md.promotions.get(id)
        if known is None:
            return Failure("promotion_not_found", {})
        if _leads_here(node, id):
            return Failure("promotion_in_use", {})
        now, entry_id = node.clock.now(), node.ids.new()
        day = office_day(node, now)

        def job(tx: Tx) -> None:
            change(
                tx, node.journal, "promotion", id, known, entry_id=entry_id, at=now, day=day, actor=actor.staff,
                deleted=True,
            )  # fmt: skip

        refused = await written(node, job)
    node.bus.tell("masterdata", kind="promotion", id=id)
    return refused


@dataclass(slots=True)
class PromotionVersion:
    """One state of a promotion as it was written."""

    seq: int
    at: int
    actor: str
    promotion: Promotion
    deleted: bool


class _Written(msgspec.Struct):
    record: Promotion
    deleted: bool = False


_decode = msgspec.json.Decoder(_Written).decode


async def promotion_history(node: Node, id: str) -> list[PromotionVersion]:
    """All states of a promotion, newest first."""
    entries = await node.database.read(lambda connection: by_subject(connection, f"promotion:{id}"))
    found = []
    for entry in reversed(entries):
        content = _decode(entry.body)
        found.append(PromotionVersion(entry.seq, entry.at, entry.actor, content.record, content.deleted))
    return found


def is_record_id(id: str) -> bool:
    """Whether an id made elsewhere can be the id of a record (it stands in the names of accounts)."""
    return bool(id) and len(id) <= 64 and id.isascii() and id.isprintable() and ":" not in id


def _leads_here(node: Node, id: str) -> bool:
    md = node.masterdata
    issued = any(one.action.way == "coupon" and one.action.coupon == id for one in md.promotions)
    return issued or any(batch.promotion == id and batch.count and batch.active for batch in md.coupon_batches)


def _still_opened(node: Node, known: Promotion | None, promotion: Promotion) -> Failure | None:
    """A promotion that codes were handed out for goes on asking for a code."""
    if known is not None and known.when.coupon and not promotion.when.coupon and _leads_here(node, promotion.id):
        return Failure("promotion_in_use", {})
    return None


async def _store(node: Node, actor: Actor, promotion: Promotion) -> StoredPromotion | Failure:
    """The promotion, and with one that promises codes the batch that they are issued from, in one commit."""
    now = node.clock.now()
    day, entry_id, batch_entry = office_day(node, now), node.ids.new(), node.ids.new()
    batch = _batch_for(node, promotion, now)
    if isinstance(batch, Failure):
        return batch

    def job(tx: Tx) -> int:
        if batch is not None:
            change(
                tx, node.journal, "coupon_batch", batch.id, batch, entry_id=batch_entry, at=now, day=day,
                actor=actor.staff,
            )  # fmt: skip
        return change(
            tx,
            node.journal,
            "promotion",
            promotion.id,
            promotion,
            entry_id=entry_id,
            at=now,
            day=day,
            actor=actor.staff,
        ).seq

    seq = await written(node, job)
    if isinstance(seq, Failure):
        return seq
    node.bus.tell("masterdata", kind="promotion", id=promotion.id)
    return StoredPromotion(promotion, seq)


def _batch_for(node: Node, promotion: Promotion, now: int) -> CouponBatch | Failure | None:
    opens = promotion.action.coupon
    if promotion.action.way != "coupon" or issuing_batch(node, opens) is not None:
        return None
    number = next_batch_number(node)
    if isinstance(number, Failure):
        return number
    opened = node.masterdata.promotions[opens]
    return CouponBatch(node.ids.new(), number, opens, opened.name, made_at=now)
