"""Whether something is a receipt at all: pure. Figures that the node would compute otherwise are no fault."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tresen.core.ids import is_id
from tresen.core.promotion import AppliedPromotion
from tresen.core.quantity import UNITS
from tresen.core.quote import Component, QuoteLine
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_number import SIZE, printed_number, slot_of
from tresen.core.redeeming import VOUCHER_KINDS
from tresen.core.sheet import EATEN_HERE, TAKEN_AWAY
from tresen.core.tax import TaxSum
from tresen.fiscal.business_cases import CASE_TYPES
from tresen.fiscal.tenders import NO_VAT_KEY, process_data_of
from tresen.operations.drawer.move_cash import CASES as MOVEMENTS
from tresen.operations.promotions.promotion_rules import shape_faults
from tresen.operations.receipt_address import own_token
from tresen.operations.selling.tendering import LARGEST
from tresen.operations.taking_in.handed_out import HandedOut

SALES: Final = ("sale", "refund", "exchange")
CASH: Final = {"cash_in": 1, "cash_out": -1, "float": 1}
"""Cash movements and the sign of their total."""
TYPES: Final = {
    **dict.fromkeys((*SALES, *CASH), "Beleg"), "abort": "AVBelegabbruch", "training": "AVTraining",
}  # fmt: skip
EARLIEST: Final = 1_577_836_800_000
"""2020-01-01."""
LATEST: Final = 4_102_444_800_000
"""2100-01-01."""
MOST_LINES: Final = 2000
MOST_TENDERS: Final = 50
LONGEST: Final = 4000
"""Characters of one text."""
LARGEST_NUMBER: Final = 1 << 52
MOST_COMPONENTS: Final = 30
FULL: Final = 10_000
"""A hundred percent."""
CASES: Final = MOVEMENTS | {"Anfangsbestand": ("float",)}
"""Business cases of cash and the kinds they may have."""
LINE_KINDS: Final = ("goods", "deposit", "voucher", "single_voucher", "surcharge", "cash", "tip_staff", "tip_owner")
KINDS: Final = ("cash", "card", "store_credit", "voucher")
"""Tenders without the node: what a customer owes is known to it alone."""


def fault_of(item: HandedOut) -> str:
    """The field that makes it no receipt, empty if it is one."""
    receipt, basket = item.receipt, item.basket
    checks = (
        ("value", _sound(msgspec.to_builtins(item))),
        ("id", is_id(receipt.id) and basket.id == receipt.id),
        ("kind", TYPES.get(receipt.kind) == receipt.type and receipt.currency == "EUR"),
        ("number", _numbered(receipt)),
        ("moment", EARLIEST <= receipt.started_at <= receipt.finished_at <= LATEST and _dated(item)),
        ("signed", not receipt.signed.signature and bool(receipt.signed.failure.strip())),
        ("token", not receipt.token or bool(own_token(receipt.id, receipt.token))),
        ("time_zone", _is_zone(receipt.time_zone)),
        ("who", max(len(receipt.staff), len(receipt.customer), len(receipt.approved_by)) <= 64),
        ("promotions", all(_promotion_fits(one) for one in receipt.promotions)),
        ("lines", _lines_fit(receipt)),
        ("tenders", _tenders_fit(receipt)),
        ("total", _adds_up(receipt)),
        ("points_taken", all(0 < len(customer) <= 64 for customer, _ in receipt.points_taken)),
    )
    return next((name for name, sound in checks if not sound), "") or _unsignable(receipt)


def _dated(item: HandedOut) -> bool:
    """Its own moments can be shown as a date; 0: not told."""
    return all(not moment or EARLIEST <= moment <= LATEST for moment in (item.quoted_at, item.sent_at))


def _sound(value: object) -> bool:
    """No number too large to add up, no text that a database refuses; empty texts and null are welcome."""
    if isinstance(value, str):
        return len(value) <= LONGEST and "\0" not in value
    if isinstance(value, int):
        return abs(value) <= LARGEST_NUMBER
    if isinstance(value, Mapping):
        return all(_sound(each) for each in value.values())
    if isinstance(value, list | tuple):
        return len(value) <= 2 * MOST_LINES and all(_sound(each) for each in value)
    return value is None


def _numbered(receipt: Receipt) -> bool:
    slot = slot_of(receipt.series)
    return slot > 0 and 0 < receipt.counter < SIZE and receipt.number == printed_number(receipt.series, receipt.counter)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no key, a folder, not found
        return False
    return True


def _promotion_fits(used: AppliedPromotion) -> bool:
    """A later return is computed from it, so it must be one that can be computed."""
    short = len(used.code) <= 64 and len(used.promotion.id) <= 64
    return short and next(shape_faults(used.promotion.action), None) is None


def _lines_fit(receipt: Receipt) -> bool:
    lines = receipt.lines
    if len(lines) > MOST_LINES or [line.n for line in lines] != list(range(1, len(lines) + 1)):
        return False
    if receipt.kind in CASH:
        case = receipt.kind in CASES.get(lines[0].business_case, ()) if len(lines) == 1 else False
        return case and lines[0].kind == "cash" and lines[0].tax_key == NO_VAT_KEY and not receipt.refers_to
    if receipt.kind == "abort":
        return not lines and not receipt.taxes
    back = {line.return_receipt for line in lines if line.return_receipt}
    return bool(lines) and set(receipt.refers_to) == back and all(_line_fits(line) for line in lines)


def _line_fits(line: QuoteLine) -> bool:
    return (
        line.kind in LINE_KINDS and line.kind != "cash" and line.unit in UNITS and line.business_case in CASE_TYPES
        and line.per > 0 and 0 <= line.tax_rate <= FULL and abs(line.amount) <= LARGEST and len(line.article) <= 64 and len(line.barcode) <= 64
        and (not line.return_receipt or (is_id(line.return_receipt) and line.return_line > 0))
        and not (line.kind in VOUCHER_KINDS and line.amount < 0)
        and line.agency >= 0 and line.in_house in ("", EATEN_HERE, TAKEN_AWAY) and len(line.case_name) <= 40 and len(line.voucher) <= 64
        and len(line.components) <= MOST_COMPONENTS and all(_component_fits(one) for one in line.components)
    )  # fmt: skip


def _component_fits(one: Component) -> bool:
    """What a set is split by: an amount that could not be split would stop every closing."""
    return (
        one.unit in UNITS and 0 <= one.weight <= LARGEST and 0 <= one.tax_rate <= FULL and 0 <= one.price <= LARGEST
        and abs(one.quantity) <= LARGEST and len(one.article) <= 64
    )  # fmt: skip


def _tenders_fit(receipt: Receipt) -> bool:
    tenders = receipt.tenders
    if receipt.type != "Beleg":
        return not tenders
    if receipt.kind in CASH and [tender.kind for tender in tenders] != ["cash"]:
        return False
    return len(tenders) <= MOST_TENDERS and all(_tender_fits(tender, receipt.customer) for tender in tenders)


def _tender_fits(tender: Tender, customer: str) -> bool:
    if tender.kind not in KINDS or tender.currency != "EUR" or tender.foreign_amount or abs(tender.amount) > LARGEST:
        return False
    if tender.kind == "voucher":
        return tender.amount > 0 and 0 < len(tender.payment) <= 64
    if tender.kind == "store_credit":
        return bool(customer) and not tender.given
    short = tender.given and (tender.given < tender.amount or tender.amount < 0)
    return not short and (tender.kind == "cash" or not tender.given) and len(tender.payment) <= 64


def _adds_up(receipt: Receipt) -> bool:
    total = receipt.total
    lines, taxes = sum(line.amount for line in receipt.lines), sum(tax.gross for tax in receipt.taxes)
    if not lines == taxes == total or any(not _tax_fits(tax) for tax in receipt.taxes):
        return False
    if receipt.kind in CASH and total * CASH[receipt.kind] <= 0 and (total or receipt.kind != "float"):
        return False
    return receipt.type != "Beleg" or sum(tender.amount for tender in receipt.tenders) == total


def _tax_fits(tax: TaxSum) -> bool:
    return tax.net + tax.vat == tax.gross and 0 <= tax.rate <= FULL


def _unsignable(receipt: Receipt) -> str:
    """VAT keys that the law does not know."""
    try:
        process_data_of(receipt.type, receipt.taxes, receipt.tenders)
    except ValueError:
        return "taxes"
    return ""
