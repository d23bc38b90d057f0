"""Sell: read, decide, intend, sign, append, and only then tell.

The id of the basket is the id of the receipt. Whatever is sent again gets the first answer; whatever a crash
interrupted is finished from the intention (see `resume`), with the same TSE transaction and the same payments.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt, Tender
from tresen.ledger import accounts
from tresen.masterdata.kinds import Till
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.rights import missing_right
from tresen.operations.selling.returning import returnable_excerpt
from tresen.operations.selling.settle import repeated, resume, settle
from tresen.operations.selling.tendering import check_tenders
from tresen.ports.terminal import PaymentResult
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket


@dataclass(slots=True)
class SaleRequest:
    """What the till agreed with the customer."""

    basket: Basket
    total: int
    """Cents the till showed; the node's quote must say the same."""
    tenders: tuple[Tender, ...] = ()
    training: bool = False
    print: bool = True


async def sell(node: Node, actor: Actor, request: SaleRequest) -> Answer | Failure:
    """Make a receipt of an agreed basket, exactly once."""
    id = request.basket.id
    running = node.selling.get(id)
    if running is not None:
        answer: Answer | Failure = await asyncio.shield(running)
        return replace(answer, repeated=True) if isinstance(answer, Answer) else answer
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    node.selling[id] = future
    try:
        answer = await _sell(node, actor, request)
        future.set_result(answer)
        return answer
    except StorageFull:
        future.set_result(failure := Failure("storage_full", {}))
        return failure
    except StorageDown:
        future.set_result(failure := Failure("storage_down", {}))
        return failure
    except BaseException as error:
        future.set_exception(error)
        future.exception()
        raise
    finally:
        del node.selling[id]


async def _sell(node: Node, actor: Actor, request: SaleRequest) -> Answer | Failure:
    known = node.recent.get(request.basket.id)
    if known is not None:
        return repeated(known)
    if not is_id(request.basket.id):
        return Failure("bad_input", {"field": "basket.id"})
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    now = node.clock.now()
    day = node.business_day(node.shop_of(till), now)
    if not node.till_days.of(till.id).open:
        return Failure("day_not_open", {})
    open = node.open.get(request.basket.id)
    if open is not None and open.till != till.id:
        return Failure("basket_taken_over", {"till": open.till})
    if open is not None and open.state == "signing":
        return await resume(node, open)
    excerpt = await returnable_excerpt(node, request.basket, day)
    if isinstance(excerpt, Failure):
        return excerpt
    quoted = quote(request.basket, excerpt, day)
    payments = node.payments_of(request.basket.id)
    refusal = _refusal(node, actor, request, quoted, payments)
    if refusal is not None:
        return refusal
    if open is None:
        open = OpenBasket(request.basket.id, till.id, request.basket, now, training=request.training)
        open.transaction, open.signer_failure = await node.signing.start(till.serial)
        open.signer_client = till.serial
    receipt = _receipt(node, actor, request, quoted, open, till, day, payments)
    return await settle(node, open, receipt, request.print)


def _refusal(
    node: Node, actor: Actor, request: SaleRequest, quoted: Quote, payments: dict[str, PaymentResult]
) -> Failure | None:
    """Why the sale cannot be made, decided before anything is written or signed."""
    for warning in quoted.warnings:
        if warning.blocks:
            return Failure(warning.code, {"line": warning.line, "detail": warning.detail})
    if not quoted.lines:
        return Failure("basket_empty", {})
    if quoted.total != request.total:
        return Failure("total_differs", {"total": quoted.total, "agreed": request.total})
    missing = missing_right(node, actor, request.basket, quoted)
    if missing is not None:
        return missing
    if not request.training:
        refusal = check_tenders(request.tenders, quoted.total, request.basket.customer, payments)
        if refusal is not None:
            return refusal
    if request.basket.customer and node.masterdata.customers.get(request.basket.customer) is None:
        return Failure("customer_not_found", {})
    return None if node.has_room() else Failure("storage_full", {})


def _receipt(
    node: Node, actor: Actor, request: SaleRequest, quoted: Quote, open: OpenBasket, till: Till, day: str,
    payments: dict[str, PaymentResult],
) -> Receipt:  # fmt: skip
    shop = node.shop_of(till)
    basket = request.basket
    sold = any(line.quantity > 0 for line in quoted.lines)
    returned = tuple(dict.fromkeys(line.return_receipt for line in quoted.lines if line.return_receipt))
    kind = "sale" if not returned else "exchange" if sold else "refund"
    customer = node.masterdata.customers.get(basket.customer) if basket.customer else None
    tenders = () if request.training else request.tenders
    for tender in tenders:
        if tender.kind == "card":
            tender.text = card_text(payments[tender.payment])
            tender.card, tender.card_kind = payments[tender.payment].card, payments[tender.payment].card_kind
    return Receipt(
        id=basket.id, kind="training" if request.training else kind,
        type="AVTraining" if request.training else "Beleg",
        shop=shop.id, till=till.id, till_name=till.name, till_serial=till.serial, business_day=day,
        started_at=open.started_at, finished_at=0, staff=actor.staff, staff_name=actor.staff_name,
        party=shop.party, lines=quoted.lines, taxes=quoted.taxes, tenders=tenders, total=quoted.total,
        savings=quoted.savings, customer=basket.customer if customer else "",
        customer_number=customer.number if customer else "", points=0 if request.training else quoted.points,
        points_balance=(node.balances.of(accounts.points(basket.customer), "point") + quoted.points) if customer else 0,
        approved_by=actor.approved_by, approved_by_name=actor.approved_by_name, refers_to=returned,
        note=basket.note, token=node.token(basket.id), engine=quoted.engine, time_zone=shop.time_zone,
        voided=tuple(f"{line.article} {line.quantity} {line.void_reason}" for line in basket.lines if line.voided),
    )  # fmt: skip


def card_text(payment: PaymentResult) -> str:
    """What the terminal wants on the receipt."""
    parts = (payment.card, payment.masked, f"Terminal {payment.terminal}", f"Trace {payment.trace}", payment.approval)
    return " · ".join(part for part in parts if part.strip() and not part.endswith(" "))
