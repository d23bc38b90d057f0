"""Sell: read, decide, intend, sign, append, and only then tell.

The id of the basket is the id of the receipt. Whatever is sent again gets the first answer; whatever a crash
interrupted is finished from the intention (see `resume`), with the same TSE transaction and the same payments.
"""

from dataclasses import dataclass
from typing import Final

from tresen.core.article import Excerpt
from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.foreign_cash import EURO, rate_text
from tresen.core.handing_out import ReceiptCustomer, sale_receipt
from tresen.core.ids import is_id
from tresen.core.money_lines import ALONE, TIPS
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt, Tender
from tresen.core.redeeming import REDEEMED, VOUCHER_KINDS, spaced
from tresen.ledger import accounts
from tresen.masterdata.kinds import Till
from tresen.operations.engine_source import engine_id
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.orders.ordered import note_for
from tresen.operations.promotions.issuing import issue_coupons
from tresen.operations.receipt_address import own_token
from tresen.operations.rights import check, missing_right
from tresen.operations.selling.agreed_moment import agreed_moment
from tresen.operations.selling.circumstances import circumstances
from tresen.operations.selling.foreign_tenders import currency_of, foreign_refusal
from tresen.operations.selling.owing import debtor_refusal
from tresen.operations.selling.returning import returnable_excerpt, uses_back
from tresen.operations.selling.settle import known_receipt, repeated, resume, settle
from tresen.operations.selling.tendering import announced_otherwise, check_tenders
from tresen.operations.selling.vouchers import name_vouchers, plain
from tresen.ports.terminal import PaymentResult
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.open_baskets import OpenBasket

SOLD: Final = ("sale", "refund", "exchange", "settlement", "down_payment", "training")
"""Kinds of receipts that a basket can become."""


@dataclass(slots=True)
class SaleRequest:
    """What the till agreed with the customer."""

    basket: Basket
    total: int
    """Cents the till showed; the node's quote must say the same."""
    tenders: tuple[Tender, ...] = ()
    training: bool = False
    print: bool = True
    token: str = ""
    """Address made by the till, so that its QR code is the same whoever hands the receipt out."""
    quoted_at: int = 0
    """The moment that the till quoted for and the customer agreed at; it stands for a quarter of an hour."""
    engine: str = ""
    """Id of the engine that the till quoted with, empty if the node did."""
    rules_version: int = 0
    """Version of the rules that it quoted by."""


async def sell(node: Node, actor: Actor, request: SaleRequest) -> Answer | Failure:
    """Make a receipt of an agreed basket, exactly once. Other content under the same id is refused."""
    id = request.basket.id
    if not is_id(id):
        return Failure("bad_input", {"field": "basket.id"})
    async with node.turns.of(id):
        try:
            known = await known_receipt(node, id)
            if known is not None:
                return _first_answer(known, request)
            taken_back = {line.return_of.receipt for line in request.basket.lines if line.return_of is not None}
            if not node.turns.claim(taken_back - {""}, id):
                return Failure("conflict", {})
            answer = await _sell(node, actor, request)
        except StorageFull:
            answer = Failure("storage_full", {})
        except StorageDown:
            answer = Failure("storage_down", {})
        if isinstance(answer, Failure):
            open = node.open.get(id)
            if open is None or open.state != "signing":
                node.turns.release(id)
            return answer
        return _first_answer(answer.receipt, request) if answer.repeated else answer


def _first_answer(receipt: Receipt, request: SaleRequest) -> Answer | Failure:
    """What a repetition gets: the receipt as it was made, unless the till now says something else."""
    paid = [(tender.kind, tender.amount, tender.payment) for tender in receipt.tenders]
    asked = [
        (tender.kind, tender.amount, plain(tender.payment) if tender.kind == "voucher" else tender.payment)
        for tender in request.tenders
    ]
    same = receipt.total == request.total and (receipt.kind == "training" or paid == asked)
    wanted = {line.id: line.article for line in request.basket.lines if not line.voided}
    for line in receipt.lines:
        same = same and (line.deposit_of > 0 or line.quantity == 0 or wanted.get(line.line) in (line.article, ""))
    if not same or receipt.kind not in SOLD:
        return Failure("sale_differs", {"receipt": receipt.id, "total": receipt.total})
    return repeated(receipt)


async def _sell(node: Node, actor: Actor, request: SaleRequest) -> Answer | Failure:
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    now = node.clock.now()
    shop = node.shop_of(till)
    day = node.business_day(shop, now)
    open = node.open.get(request.basket.id)
    if open is not None and open.till != till.id:
        return Failure("basket_taken_over", {"till": open.till})
    if open is not None and open.state == "signing":
        answer = await resume(node, open)
        return answer if isinstance(answer, Failure) else _first_answer(answer.receipt, request)
    if not node.till_days.of(till.id).open:
        return Failure("day_not_open", {})
    if open is not None and open.training != request.training:
        return Failure("training_basket_open", {})
    at = agreed_moment(now, request.quoted_at)
    excerpt = await returnable_excerpt(node, request.basket, node.business_day(shop, at), shop)
    if isinstance(excerpt, Failure):
        return excerpt
    quoted = quote(request.basket, excerpt, node.local(shop, at))
    payments = node.payments_of(request.basket.id)
    refusal = _refusal(node, actor, request, quoted, payments)
    refusal = refusal or await debtor_refusal(node, request.basket.customer, quoted, request.tenders)
    if refusal is not None:
        return refusal
    note = await note_for(node, request.basket, quoted)
    if isinstance(note, Failure):
        return note
    if open is None:
        open = OpenBasket(
            request.basket.id, till.id, request.basket, now, staff=actor.staff, staff_name=actor.staff_name,
            training=request.training, total=quoted.total, updated_at=now,
        )  # fmt: skip
    receipt = _receipt(node, actor, request, quoted, open, till, day, payments, excerpt)
    receipt.order = note
    if not request.training:
        receipt.coupons = issue_coupons(node, receipt.id, quoted, node.local(shop, now)[:10])
        receipt.uses_back = await uses_back(node, quoted, excerpt)
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
    for line in quoted.lines:
        back = line.kind in VOUCHER_KINDS and line.amount < 0 and line.business_case != REDEEMED
        if back and not line.return_receipt:
            return Failure("voucher_not_returnable", {"left": 0})
    wanted = f"tip_{node.masterdata.settings.tips}"
    if any(line.kind in TIPS and line.quantity > 0 and line.kind != wanted for line in quoted.lines):
        return Failure("tips_off", {})
    if request.training and any(line.kind in ALONE for line in quoted.lines):
        return Failure("not_in_training", {})
    if quoted.total != request.total:
        differing: dict[str, str | int] = {"total": quoted.total, "agreed": request.total}
        return Failure("total_differs", differing | _behind(node, request))
    missing = missing_right(node, actor, request.basket, quoted)
    if missing is not None:
        return missing
    if request.training:
        refusal = check(node, actor, "training")
    else:
        refusal = _wrong_payment(node, request) or foreign_refusal(node, request.tenders)
        refusal = refusal or check_tenders(request.tenders, quoted.total, request.basket.customer, payments)
        refusal = refusal or announced_otherwise(
            request.tenders, [node.masterdata.promotions.get(one.promotion.id) for one in quoted.promotions]
        )
    if refusal is not None:
        return refusal
    if request.basket.customer and node.masterdata.customers.get(request.basket.customer) is None:
        return Failure("customer_not_found", {})
    return None if node.has_room() else Failure("storage_full", {})


def _behind(node: Node, request: SaleRequest) -> dict[str, str]:
    """What the till must renew to come to the node's total, if that is known: its `engine` or its `rules`."""
    if request.engine and request.engine != engine_id():
        return {"behind": "engine"}
    return {"behind": "rules"} if 0 < request.rules_version < node.masterdata.rules_version else {}


def _wrong_payment(node: Node, request: SaleRequest) -> Failure | None:
    """A payment counts only in the direction it was made, and none may wait for its money to go back."""
    for payment in node.payments.values():
        if payment.basket == request.basket.id and payment.state == "late_success":
            return Failure("payments_open", {"payment": payment.id})
    for tender in request.tenders:
        used = node.payments.get(tender.payment) if tender.kind == "card" else None
        if used is not None and used.request.refund != (tender.amount < 0):
            return Failure("payment_not_for_basket", {"payment": used.id})
    return None


def _receipt(
    node: Node, actor: Actor, request: SaleRequest, quoted: Quote, open: OpenBasket, till: Till, day: str,
    payments: dict[str, PaymentResult], excerpt: Excerpt,
) -> Receipt:  # fmt: skip
    basket = request.basket
    customer = node.masterdata.customers.get(basket.customer) if basket.customer else None
    if not request.training:
        name_vouchers(node, basket.id, quoted.lines)
    for tender in () if request.training else request.tenders:
        if tender.kind == "voucher":
            tender.payment = plain(tender.payment)
            tender.text = spaced(tender.payment)
        currency = currency_of(node, tender.currency) if tender.currency != EURO else None
        if currency is not None:
            tender.text = rate_text(currency)
        if tender.kind == "card":
            tender.text = card_text(payments[tender.payment])
            tender.card, tender.card_kind = payments[tender.payment].card, payments[tender.payment].card_kind
    named = ReceiptCustomer()
    if customer is not None:
        named = ReceiptCustomer(customer.id, customer.number, node.balances.of(accounts.points(customer.id), "point"))
    at = circumstances(node, till, actor.staff, actor.staff_name, day, open.started_at, basket.id)
    at.approved_by, at.approved_by_name = actor.approved_by, actor.approved_by_name
    at.token = own_token(basket.id, request.token) or at.token
    return sale_receipt(basket, quoted, request.tenders, excerpt.returnable, at, named, training=request.training)


def card_text(payment: PaymentResult) -> str:
    """What the terminal wants on the receipt."""
    parts = (payment.card, payment.masked, f"Terminal {payment.terminal}", f"Trace {payment.trace}", payment.approval)
    return " · ".join(part for part in parts if part.strip() and not part.endswith(" "))
