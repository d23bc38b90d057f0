"""Create, change and take away price lists. The prices themselves stand on the articles."""

from dataclasses import dataclass, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.core.price_list import PriceList
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.promotions.promotion_rules import span_faults
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

MOST: Final = 100


@dataclass(slots=True)
class StoredPriceList:
    """A price list and its version: the number of the entry that wrote it."""

    price_list: PriceList
    version: int


async def change_price_list(
    node: Node, actor: Actor, wanted: PriceList, version: int = 0
) -> StoredPriceList | Failure:  # fmt: skip
    """Store a price list. `version`: the one it was read with; 0 for a new one, which repeats harmlessly by its id."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        shelf, id = node.masterdata.price_lists, wanted.id
        known = shelf.get(id)
        if known is not None and not version:
            return StoredPriceList(known, shelf.seqs[id])
        if known is None and version:
            return Failure("price_list_not_found", {})
        if known is not None and shelf.seqs[id] != version:
            return Failure("changed_meanwhile", {"version": shelf.seqs[id]})
        if known is None and len(shelf) >= MOST:
            return Failure("too_much", {"limit": MOST})
        wanted = replace(wanted, name=" ".join(wanted.name.split()))
        field = _fault(node, wanted)
        if field is not None:
            return Failure("bad_input", {"field": field})
        if any(one.name.casefold() == wanted.name.casefold() and one.id != id for one in shelf):
            return Failure("name_taken", {"name": wanted.name})
        if known == wanted:
            return StoredPriceList(known, version)
        seq = await _write(node, actor, wanted)
    return seq if isinstance(seq, Failure) else StoredPriceList(wanted, seq)


async def delete_price_list(node: Node, actor: Actor, id: str) -> Failure | None:
    """Take a price list away. Refused while an article has a price in it."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.price_lists.get(id)
        if known is None:
            return Failure("price_list_not_found", {})
        priced = priced_in(node, id)
        if priced:
            return Failure("price_list_in_use", {"articles": priced})
        seq = await _write(node, actor, known, deleted=True)
    return seq if isinstance(seq, Failure) else None


def priced_in(node: Node, id: str) -> int:
    """How many articles have a price in a list."""
    return sum(1 for record in node.masterdata.articles if any(price.list == id for price in record.article.prices))


def _fault(node: Node, wanted: PriceList) -> str | None:
    id, name = wanted.id, wanted.name
    if not id or len(id) > 64 or not id.isascii() or not id.isprintable() or ":" in id or id == "base":
        return "id"
    if not name or len(name) > 60 or not name.isprintable():
        return "name"
    if abs(wanted.priority) > 1000:
        return "priority"
    if any(shop not in node.masterdata.shops.by_id for shop in wanted.shops):
        return "shops"
    for field in ("groups", "channels"):
        if any(not value or len(value) > 40 for value in getattr(wanted, field)):
            return field
    return next(span_faults(wanted.valid_from, wanted.valid_to), None)


async def _write(node: Node, actor: Actor, wanted: PriceList, *, deleted: bool = False) -> int | Failure:
    now, entry_id = node.clock.now(), node.ids.new()
    day = office_day(node, now)

    def job(tx: Tx) -> int:
        return change(
            tx, node.journal, "price_list", wanted.id, wanted, entry_id=entry_id, at=now, day=day, actor=actor.staff,
            deleted=deleted,
        ).seq  # fmt: skip

    seq = await written(node, job)
    node.bus.tell("masterdata", kind="price_list", id=wanted.id)
    return seq
