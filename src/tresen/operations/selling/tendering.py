"""Whether what the customer gives settles what the quote asks: pure."""

from collections.abc import Mapping, Sequence

from tresen.core.failures import Failure
from tresen.core.foreign_cash import EURO
from tresen.core.promotion import Promotion
from tresen.core.receipt import Tender
from tresen.ports.terminal import PaymentResult

LARGEST = 10_000_000_000
"""Cents of one tender."""
KINDS = ("cash", "card", "store_credit", "voucher", "on_account")


def check_tenders(
    tenders: Sequence[Tender], total: int, customer: str, payments: Mapping[str, PaymentResult]
) -> Failure | None:
    """None if the tenders pay exactly `total`. `payments`: what the terminal booked for this basket, by id.

    Cash may be given in excess (change); a card counts with exactly what the terminal booked.
    """
    for tender in tenders:
        fault = _fault(tender, total, customer, payments)
        if fault is not None:
            return fault
    paid = sum(tender.amount for tender in tenders)
    if paid != total:
        return Failure("tenders_do_not_match", {"total": total, "paid": paid})
    used = [tender.payment for tender in tenders if tender.kind == "card"]
    if len(used) != len(set(used)):
        return Failure("payment_already_used", {})
    for id, booked in payments.items():
        if booked.outcome == "unknown":
            return Failure("payment_unknown", {"payment": id})
        if booked.outcome == "approved" and id not in used:
            return Failure("tenders_do_not_match", {"total": total, "paid": paid, "payment": id})
    return None


def announced_otherwise(tenders: Sequence[Tender], used: Sequence[Promotion | None]) -> Failure | None:
    """Whether something is paid in another way than a promotion that was used asks for."""
    for promotion in used:
        wanted = promotion.when.tenders if promotion is not None else ()
        if promotion is not None and wanted and any(tender.kind not in wanted for tender in tenders):
            return Failure("tender_announced", {"promotion": promotion.name})
    return None


def _fault(tender: Tender, total: int, customer: str, payments: Mapping[str, PaymentResult]) -> Failure | None:
    """What is wrong with one tender."""
    if tender.kind not in KINDS or abs(tender.amount) > LARGEST or not 0 <= tender.given <= LARGEST:
        return Failure("bad_input", {"field": "tender.kind"})
    if tender.currency != EURO or tender.foreign_amount:
        taken = tender.kind == "cash" and tender.currency != EURO and not tender.given
        right = taken and 0 < tender.foreign_amount <= LARGEST and tender.amount > 0
        return None if right else Failure("bad_input", {"field": "tender.currency"})
    if tender.kind == "cash":
        short = tender.given and (tender.given < tender.amount or tender.amount < 0)
        return Failure("tenders_do_not_match", {"total": total, "paid": tender.given}) if short else None
    if tender.given:
        return Failure("change_only_for_cash", {})
    if tender.kind == "voucher":
        return None if tender.amount > 0 and tender.payment else Failure("voucher_unknown", {})
    if tender.kind == "on_account" and (tender.amount < 0) != bool(tender.payment):
        return Failure("bad_input", {"field": "tender.payment"})
    if tender.kind in ("store_credit", "on_account"):
        return None if customer else Failure("customer_needed", {})
    if tender.kind == "card":
        booked = payments.get(tender.payment)
        if booked is None:
            return Failure("payment_not_for_basket", {"payment": tender.payment})
        if booked.outcome == "unknown":
            return Failure("payment_unknown", {"payment": tender.payment})
        if booked.outcome != "approved" or booked.amount != abs(tender.amount):
            return Failure("payment_amount_differs", {"booked": booked.amount, "amount": tender.amount})
    return None
