"""Build a receipt from what was agreed: pure, so that the node and a till without its node make the same one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.agency import Agency
from tresen.core.article import ReturnableLine
from tresen.core.basket import Basket, ReturnOf
from tresen.core.money_lines import ALONE, USED
from tresen.core.quantity import ONE
from tresen.core.quote import Quote, QuoteLine
from tresen.core.receipt import IssuedCoupon, Party, Receipt, Signed, Tender
from tresen.core.tax import TaxSum
from tresen.core.tax_parts import scaled

NOT_TAXABLE: Final = 5
"""VAT key of cash movements (DSFinV-K Anlage 2)."""
ABORT: Final = "AVBelegabbruch"


@dataclass(slots=True)
class Circumstances:
    """Who, where and when: what every receipt of a till names beside its content."""

    shop: str
    till: str
    till_name: str
    till_serial: str
    party: Party
    business_day: str
    started_at: int
    staff: str
    staff_name: str
    token: str
    finished_at: int = 0
    """Milliseconds; 0 until it was signed or handed out."""
    number: int = 0
    signed: Signed | None = None
    approved_by: str = ""
    approved_by_name: str = ""
    time_zone: str = "Europe/Berlin"
    series: str = ""
    """With `counter`: where a device numbers it without the node (see `tresen.core.receipt_number`)."""
    counter: int = 0
    engine: str = ""
    """Id of the engine that made it; empty: the version that the quote names."""
    agencies: tuple[Agency, ...] = ()
    """All that the shop sells for; the receipt names those it needs."""


@dataclass(slots=True)
class ReceiptCustomer:
    """The customer on a receipt, as the till knows them."""

    id: str = ""
    number: str = ""
    points_before: int = 0


def sale_receipt(
    basket: Basket, quoted: Quote, tenders: Sequence[Tender], returnable: Mapping[tuple[str, int], ReturnableLine],
    at: Circumstances, customer: ReceiptCustomer, coupons: Sequence[IssuedCoupon] = (), *, training: bool = False,
) -> Receipt:  # fmt: skip
    """The receipt of a sale, refund or exchange. Training is paid with nothing and changes no points."""
    returned = [line.return_receipt for line in quoted.lines if line.return_receipt]
    settled = [line.article for line in quoted.lines if line.kind in ALONE and line.quantity > 0]
    referred = tuple(dict.fromkeys([*returned, *settled, *([basket.order] if basket.order else [])]))
    reasons = tuple(dict.fromkeys([back.reason for back in returns_in(basket, quoted)]))
    kind = _kind_of(quoted, coming_back=bool(reasons))
    made = _empty(basket.id, "training" if training else kind, "AVTraining" if training else "Beleg", at)
    for line in quoted.lines:
        if line.kind == "tip_staff" and line.quantity > 0:
            line.article = at.staff  # whose tip it is
    made.lines, made.taxes, made.total, made.savings = quoted.lines, quoted.taxes, quoted.total, quoted.savings
    made.promotions = quoted.promotions
    made.refers_to = referred
    sold_for = {line.agency for line in quoted.lines}
    if sold_for != {0}:
        made.agencies = tuple([agency for agency in at.agencies if agency.number in sold_for])
    made.reason, made.note, made.engine = "; ".join(reasons)[:200], basket.note, at.engine or quoted.engine
    made.customer, made.customer_number, made.points_balance = customer.id, customer.number, customer.points_before
    if not training:
        made.tenders, made.coupons = tuple(tenders), tuple(coupons)
        made.points_taken = points_taken(quoted, returnable)
        made.points = _points(quoted, customer.id, made.points_taken) if customer.id else 0
        made.points_balance += made.points
    made.voided = tuple([f"{line.article} {line.quantity} {line.void_reason}" for line in basket.lines if line.voided])
    return made


def record_receipt(
    kind: str, type: str, basket: Basket, quoted: Quote, at: Circumstances, customer: ReceiptCustomer
) -> Receipt:
    """The receipt of an order or a staff benefit: lines and their sums, no payment, no points, no use of a promotion."""
    for line in quoted.lines:
        line.points = 0
    made = _empty(basket.id, kind, type, at)
    made.lines, made.taxes, made.total, made.savings = quoted.lines, quoted.taxes, quoted.total, quoted.savings
    made.note, made.engine = basket.note, at.engine or quoted.engine
    made.customer, made.customer_number, made.points_balance = customer.id, customer.number, 0
    made.voided = tuple([f"{line.article} {line.quantity} {line.void_reason}" for line in basket.lines if line.voided])
    return made


def reversed_record(receipt: Receipt, named: str, reason: str, at: Circumstances) -> Receipt:
    """The record that takes an earlier one back: the same lines with the other sign, and the reference. `named`: its id."""
    made = _empty(named, receipt.kind, receipt.type, at)
    made.lines = tuple([_reversed(line) for line in receipt.lines])
    made.taxes = tuple([TaxSum(tax.key, tax.rate, -tax.gross, -tax.net, -tax.vat) for tax in receipt.taxes])
    made.total, made.reason, made.refers_to = -receipt.total, reason[:200], (receipt.id,)
    made.customer, made.customer_number = receipt.customer, receipt.customer_number
    return made


def _reversed(line: QuoteLine) -> QuoteLine:
    undone = tuple([replace(each, amount=-each.amount, units=-each.units) for each in line.adjustments])
    return replace(
        line, quantity=-line.quantity, list_amount=-line.list_amount, amount=-line.amount, adjustments=undone,
        components=scaled(line.components, -1, 1),
    )  # fmt: skip


def returns_in(basket: Basket, quoted: Quote) -> list[ReturnOf]:
    """What the basket takes back. A down payment that a sale uses up is no return."""
    used: set[str] = set()
    if any(line.quantity > 0 for line in quoted.lines):
        used = {line.line for line in quoted.lines if line.business_case == USED}
    return [
        line.return_of
        for line in basket.lines
        if line.return_of is not None and not line.voided and line.id not in used
    ]


def _kind_of(quoted: Quote, *, coming_back: bool) -> str:
    """The kind of a receipt by what is on it."""
    sold = {line.kind for line in quoted.lines if line.quantity > 0}
    if coming_back:
        return "exchange" if sold else "refund"
    if sold == {"receivable"}:
        return "settlement"
    return "down_payment" if sold == {"down_payment"} else "sale"


def cash_receipt(
    receipt: str, kind: str, case: str, amount: int, reason: str, note: str, at: Circumstances,
    foreign: tuple[str, int] | None = None,
) -> Receipt:  # fmt: skip
    """The receipt of a cash movement; `amount` signed, positive into the drawer, `case` as the DSFinV-K names it.

    `foreign`: the currency that moves and how many of its hundredths; `amount` is then what it counts for in euro.
    """
    line = QuoteLine(
        n=1, line="1", article="", number="", name=f"{case}: {reason}"[:255], kind="cash", group="", unit="piece",
        quantity=ONE, per=ONE, price=amount, list_amount=amount, amount=amount, tax_key=NOT_TAXABLE, tax_rate=0,
        business_case=case,
    )  # fmt: skip
    made = _empty(receipt, kind, "Beleg", at)
    made.lines, made.taxes, made.total = (line,), (TaxSum(NOT_TAXABLE, 0, amount, amount, 0),), amount
    made.tenders = (Tender("cash", amount),)
    if foreign is not None:
        made.tenders[0].currency, made.tenders[0].foreign_amount = foreign
    made.reason, made.note = reason[:200], note[:255]
    return made


def abort_receipt(receipt: str, was_in_basket: Sequence[str], reason: str, at: Circumstances) -> Receipt:
    """The receipt of an abort: no lines count, no payment; what had been in the basket is told in `voided`."""
    made = _empty(receipt, "abort", ABORT, at)
    made.reason, made.voided = reason[:200], tuple(was_in_basket)
    return made


def _empty(receipt: str, kind: str, type: str, at: Circumstances) -> Receipt:
    made = Receipt(
        id=receipt, kind=kind, type=type, shop=at.shop, till=at.till, till_name=at.till_name, till_serial=at.till_serial,
        business_day=at.business_day, started_at=at.started_at, finished_at=at.finished_at, staff=at.staff,
        staff_name=at.staff_name, party=at.party, lines=(), taxes=(), tenders=(), total=0, number=at.number,
        approved_by=at.approved_by, approved_by_name=at.approved_by_name, token=at.token, time_zone=at.time_zone,
        series=at.series, counter=at.counter,
        engine=at.engine,
    )  # fmt: skip
    if at.signed is not None:
        made.signed = at.signed
    return made


def points_taken(quoted: Quote, returnable: Mapping[tuple[str, int], ReturnableLine]) -> tuple[tuple[str, int], ...]:
    """Points that returns take back, by customer: from whoever earned them, whoever brings the goods back."""
    taken: dict[str, int] = {}
    for line in quoted.lines:
        sold = returnable.get((line.return_receipt, line.return_line)) if line.return_receipt and line.points else None
        if sold is not None and sold.customer:
            taken[sold.customer] = taken.get(sold.customer, 0) - line.points
    return tuple(sorted(taken.items()))


def _points(quoted: Quote, customer: str, taken: tuple[tuple[str, int], ...]) -> int:
    """What the sale changes in the points of its own customer."""
    earned = sum([line.points for line in quoted.lines if not line.return_receipt and line.points > 0])
    return earned - dict(taken).get(customer, 0)
