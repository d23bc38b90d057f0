"""Make a record that is no sale of a basket: an order, goods for staff. Quoted, signed and kept like a sale, unpaid."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.handing_out import ReceiptCustomer, record_receipt, reversed_record
from tresen.core.ids import is_id
from tresen.core.money_lines import CASES
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt
from tresen.core.redeeming import VOUCHER_KINDS
from tresen.operations.finding import load_receipt
from tresen.operations.node import Actor, Answer, Node, derived_id
from tresen.operations.rights import check, missing_right
from tresen.operations.selling.agreed_moment import agreed_moment
from tresen.operations.selling.circumstances import circumstances
from tresen.operations.selling.returning import returnable_excerpt
from tresen.operations.selling.settle import known_receipt, repeated, resume, settle
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket

VALUE: Final = frozenset({*VOUCHER_KINDS, *CASES})
"""Kinds of lines that no record may have: vouchers and money are never handed over unpaid."""


@dataclass(slots=True)
class RecordRequest:
    """What the till agreed. The basket's id is the receipt's id."""

    basket: Basket
    total: int
    """Cents the till showed; the node's quote must say the same."""
    print: bool = True
    quoted_at: int = 0


@dataclass(slots=True)
class RecordKind:
    """`order` and AVBestellung, or `benefit` and AVSachbezug."""

    kind: str
    type: str
    act: str
    """The right it needs."""
    asked_later: tuple[str, ...] = ()
    """Blocking warnings that do not block this record."""


async def make_record(
    node: Node, actor: Actor, request: RecordRequest, made: RecordKind, complete: Callable[[Receipt], None]
) -> Answer | Failure:
    """Record the basket, exactly once. `complete` adds what this kind says beside its lines."""
    if not is_id(request.basket.id):
        return Failure("bad_input", {"field": "basket.id"})
    async with node.turns.of(request.basket.id):
        try:
            known = await known_receipt(node, request.basket.id)
            if known is not None:
                return first_record(known, request, made)
            answer = await _record(node, actor, request, made, complete)
        except StorageFull:
            return Failure("storage_full", {})
        except StorageDown:
            return Failure("storage_down", {})
    return answer if isinstance(answer, Failure) or not answer.repeated else first_record(answer.receipt, request, made)


def first_record(receipt: Receipt, request: RecordRequest, made: RecordKind) -> Answer | Failure:
    """What a repetition gets: the record as it was made, unless the till now says something else."""
    same = receipt.kind == made.kind and receipt.total == request.total
    return repeated(receipt) if same else Failure("sale_differs", {"receipt": receipt.id, "total": receipt.total})


async def _record(
    node: Node, actor: Actor, request: RecordRequest, made: RecordKind, complete: Callable[[Receipt], None]
) -> Answer | Failure:
    basket = request.basket
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    open = node.open.get(basket.id)
    if open is not None and open.till != till.id:
        return Failure("basket_taken_over", {"till": open.till})
    if open is not None and open.state == "signing":
        return await resume(node, open)
    now = node.clock.now()
    shop = node.shop_of(till)
    at = agreed_moment(now, request.quoted_at)
    excerpt = await returnable_excerpt(node, basket, node.business_day(shop, at), shop)
    if isinstance(excerpt, Failure):
        return excerpt
    quoted = quote(basket, excerpt, node.local(shop, at))
    refusal = _refusal(node, actor, request, made, quoted)
    if refusal is not None:
        return refusal
    if open is None:
        open = OpenBasket(
            basket.id, till.id, basket, now, staff=actor.staff, staff_name=actor.staff_name, total=quoted.total,
            updated_at=now,
        )  # fmt: skip
    customer = node.masterdata.customers.get(basket.customer) if basket.customer else None
    named = ReceiptCustomer(customer.id, customer.number) if customer is not None else ReceiptCustomer()
    day = node.business_day(shop, now)
    where = circumstances(node, till, actor.staff, actor.staff_name, day, open.started_at, basket.id)
    where.approved_by, where.approved_by_name = actor.approved_by, actor.approved_by_name
    receipt = record_receipt(made.kind, made.type, basket, quoted, where, named)
    complete(receipt)
    return await settle(node, open, receipt, request.print)


def _refusal(node: Node, actor: Actor, request: RecordRequest, made: RecordKind, quoted: Quote) -> Failure | None:
    """Why it cannot be recorded, decided before anything is written or signed."""
    basket, open = request.basket, node.open.get(request.basket.id)
    if not node.till_days.of(actor.till).open:
        return Failure("day_not_open", {})
    if open is not None and open.training:
        return Failure("not_in_training", {})
    if node.payments_of(basket.id):
        return Failure("basket_paying", {})
    for warning in quoted.warnings:
        if warning.blocks and warning.code not in made.asked_later:
            return Failure(warning.code, {"line": warning.line, "detail": warning.detail})
    if not quoted.lines:
        return Failure("basket_empty", {})
    if any(line.kind in VALUE or line.quantity < 0 for line in quoted.lines):
        return Failure("goods_only", {})
    if quoted.total != request.total:
        return Failure("total_differs", {"total": quoted.total, "agreed": request.total})
    if basket.customer and node.masterdata.customers.get(basket.customer) is None:
        return Failure("customer_not_found", {})
    missing = check(node, actor, made.act) or missing_right(node, actor, basket, quoted)
    if missing is not None:
        return missing
    return None if node.has_room() else Failure("storage_full", {})


async def take_back_record(
    node: Node, actor: Actor, record: str, kind: RecordKind, reason: str,
    complete: Callable[[Receipt, Receipt], None], *, printed: bool,
) -> Answer | Failure:  # fmt: skip
    """Take a record back by one with the other sign, once. `complete` gets both and adds what this kind says."""
    id = derived_id(record, "taken back")
    try:
        async with node.turns.of(id):
            open = node.open.get(id)
            if open is not None and open.state == "signing":
                return await resume(node, open)
            known = await known_receipt(node, id)
            if known is not None:
                return repeated(known)
            placed = await load_receipt(node, record)
            if placed is None or placed.type != kind.type:
                return Failure("receipt_not_found", {"receipt": record})
            till = node.masterdata.tills[actor.till]
            now = node.clock.now()
            day = node.business_day(node.shop_of(till), now)
            at = circumstances(node, till, actor.staff, actor.staff_name, day, now, id)
            at.approved_by, at.approved_by_name = actor.approved_by, actor.approved_by_name
            made = reversed_record(placed, id, reason, at)
            complete(placed, made)
            return await settle(node, OpenBasket(id, till.id, Basket(id), now), made, printed)
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
