"""A receipt as verifying reads it: what is not checked is skipped, so that an entry is decoded in half the time.

The fields have the names and defaults of `tresen.core.receipt.Receipt`; what takes a receipt takes this as well, as far
as it asks for no more (a test compares the two).
"""

from typing import cast

import msgspec

from tresen.core.quote import Adjustment, Component
from tresen.core.receipt import Receipt
from tresen.core.receipt_number import printed_number
from tresen.core.tax import TaxSum
from tresen.journal.entry import Transfer


class SlimLine(msgspec.Struct, gc=False):
    """See `tresen.core.quote.QuoteLine`."""

    n: int
    article: str
    group: str
    quantity: int
    amount: int
    tax_key: int
    tax_rate: int
    business_case: str
    adjustments: tuple[Adjustment, ...] = ()
    return_receipt: str = ""
    return_line: int = 0
    agency: int = 0
    case_name: str = ""
    components: tuple[Component, ...] = ()


class SlimTender(msgspec.Struct, gc=False):
    """See `tresen.core.receipt.Tender`."""

    kind: str
    amount: int
    card_kind: str = ""
    card: str = ""
    currency: str = "EUR"
    foreign_amount: int = 0


class SlimSigned(msgspec.Struct, gc=False, frozen=True):
    """See `tresen.core.receipt.Signed`."""

    signature: str = ""
    failure: str = ""


class SlimPromotion(msgspec.Struct, gc=False, frozen=True):
    """See `tresen.core.promotion.Promotion`."""

    id: str


class SlimApplied(msgspec.Struct, gc=False):
    """See `tresen.core.promotion.AppliedPromotion`."""

    promotion: SlimPromotion
    saving: int = 0
    points: int = 0


class SlimReceipt(msgspec.Struct, gc=False):
    """See `tresen.core.receipt.Receipt`."""

    id: str
    kind: str
    type: str
    till: str
    business_day: str
    started_at: int
    finished_at: int
    staff: str
    staff_name: str
    lines: tuple[SlimLine, ...]
    taxes: tuple[TaxSum, ...]
    tenders: tuple[SlimTender, ...]
    total: int
    savings: int = 0
    signed: SlimSigned = SlimSigned()
    number: int = 0
    customer: str = ""
    refers_to: tuple[str, ...] = ()
    time_zone: str = "Europe/Berlin"
    voided: tuple[str, ...] = ()
    series: str = ""
    promotions: tuple[SlimApplied, ...] = ()


class _Body(msgspec.Struct, gc=False):
    receipt: SlimReceipt
    transfers: tuple[Transfer, ...] = ()


_decode = msgspec.json.Decoder(_Body).decode


def slim_body(body: bytes, number: int) -> tuple[Receipt, tuple[Transfer, ...]]:
    """The receipt in an entry's body with its number, and the transfers."""
    content = _decode(body)
    content.receipt.number = printed_number(content.receipt.series, number)
    return cast("Receipt", content.receipt), content.transfers
