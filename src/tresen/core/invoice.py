"""An invoice as it was issued: who owes whom what for which receipt. Frozen with its number; amounts are cents.

The terms in brackets are those of EN 16931 (BT-…).
"""

from dataclasses import dataclass

SERIES = "invoice"
"""The gapless series of the node that invoices, credit notes and cancellations take their numbers from."""


@dataclass(slots=True, frozen=True)
class Buyer:
    """Who gets the invoice: what §14(4) UStG asks for and nothing else, and what a public buyer's system needs."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = "DE"
    """ISO 3166-1, two letters."""
    vat_id: str = ""
    reference: str = ""
    """Leitweg-ID of a public buyer, or the buyer's own reference (BT-10)."""


@dataclass(slots=True, frozen=True)
class Seller:
    """The shop as it stood on the receipt, and how to reach it about the invoice."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = "DE"
    tax_number: str = ""
    vat_id: str = ""
    contact: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(slots=True, frozen=True)
class Reduction:
    """A signed change of a line's net amount with its reason; a saving is negative (BG-27, BG-28)."""

    amount: int
    reason: str


@dataclass(slots=True, frozen=True)
class InvoiceLine:
    """One line, net: quantity times price plus all reductions is `net`, to the cent."""

    n: int
    name: str
    number: str
    quantity: int
    """Thousandths of the unit; negative where something is taken off the sum, e.g. empties (BT-129)."""
    unit: str
    """A unit of `tresen.core.quantity`."""
    price: int
    """Net price of one unit in units of 10^-`decimals` euro, never negative (BT-146)."""
    decimals: int
    net: int
    """(BT-131)"""
    gross: int
    """What the receipt said."""
    category: str
    """VAT category of EN 16931: `S` taxed, `Z` zero rate, `E` without VAT (BT-151)."""
    rate: int
    """Hundredths of a percent."""
    reductions: tuple[Reduction, ...] = ()


@dataclass(slots=True, frozen=True)
class InvoiceTax:
    """What of the sum falls under one VAT category and rate (BG-23)."""

    category: str
    rate: int
    net: int
    vat: int
    reason: str = ""
    """Why there is no VAT (BT-120)."""
    reason_code: str = ""
    """The same as a code of the VATEX list, if there is one (BT-121)."""


@dataclass(slots=True, frozen=True)
class Invoice:
    """An invoice, a credit note or a cancellation. The parts add up: net + VAT = total, paid + due = total."""

    number: str
    type: str
    """`invoice`, `credit_note` (goods came back) or `cancellation` (the invoice itself was wrong)."""
    issued_on: str
    """YYYY-MM-DD (BT-2)."""
    supplied_on: str
    """Day of the receipt (BT-72)."""
    seller: Seller
    buyer: Buyer
    lines: tuple[InvoiceLine, ...]
    taxes: tuple[InvoiceTax, ...]
    net: int
    vat: int
    total: int
    paid: int
    """With the receipt: cash, cards, vouchers, store credit (BT-113)."""
    due: int
    """What is still owed: what was sold on account (BT-115)."""
    means: str
    """How it was paid, in words (BT-82)."""
    means_code: str
    """The same as a code of UNTDID 4461 (BT-81)."""
    receipt: str
    """The receipt it belongs to as people name it: till, number, serial (BT-122)."""
    notes: tuple[str, ...] = ()
    """What the law wants to be said, and that VAT is owed once (BT-22)."""
    terms: str = ""
    """When the rest is to be paid (BT-20); empty if nothing is due."""
    corrects: str = ""
    """Number of the invoice that is corrected (BT-25), empty for an invoice."""
    corrects_on: str = ""
    """Day of that (BT-26)."""
    simulated: bool = False
    """Made in a practice shop: it says so and is worth nothing."""
    currency: str = "EUR"
