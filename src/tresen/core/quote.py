"""The quote: basket, excerpt of the masterdata and a day in; lines, taxes, causes, totals and warnings out."""

from dataclasses import dataclass

from tresen.core.tax import TaxSum


@dataclass(slots=True)
class Adjustment:
    """A change of a line's amount with its cause; no price is ever overwritten."""

    kind: str
    """`price_override`, `line_discount`, `basket_discount` (later: `promotion`)."""
    amount: int
    """Signed cents; a saving is negative."""
    label: str
    """The reason, as the receipt prints it."""
    cause: str = ""
    """Id of what caused it (promotion, discount index), empty for manual ones."""


@dataclass(slots=True)
class QuoteLine:
    """One priced line. `list_amount` plus all adjustments is `amount`."""

    n: int
    """Position on the receipt, from 1, without gaps."""
    line: str
    """Id of the basket line it comes from; a deposit line has the id of the line it follows."""
    article: str
    number: str
    name: str
    kind: str
    group: str
    unit: str
    quantity: int
    per: int
    price: int
    """Unit price in cents per `per`, before adjustments."""
    list_amount: int
    amount: int
    tax_key: int
    tax_rate: int
    business_case: str
    """DSFinV-K GV_TYP: `Umsatz`, `Pfand`, `PfandRueckzahlung`, `MehrzweckgutscheinKauf`, ..."""
    adjustments: tuple[Adjustment, ...] = ()
    deposit_of: int = 0
    """Position of the line this deposit follows, 0 if none."""
    return_receipt: str = ""
    return_line: int = 0
    restock: bool = True
    barcode: str = ""
    points: int = 0


@dataclass(slots=True)
class Warning:
    """Something the cashier must see or answer before paying. Codes are in the error catalogue."""

    code: str
    """`age_check`, `unknown_article`, `price_needed`, `price_outside_limits`, `weight_needed`,
    `quantity_negative`, `discount_above_amount`, `return_above_sold`, `unknown_tax_key`, `discount_limit`, ..."""
    line: str = ""
    blocks: bool = False
    """True: the sale cannot be paid while this stands."""
    detail: str = ""
    """For `age_check` the latest birth date (YYYY-MM-DD) that is old enough."""


@dataclass(slots=True)
class Quote:
    """The agreed answer. Parts add up: sum of lines = sum of tax gross = total."""

    lines: tuple[QuoteLine, ...]
    taxes: tuple[TaxSum, ...]
    """One per VAT key, ascending."""
    total: int
    savings: int
    """What the adjustments took off, as a positive number."""
    points: int
    """Points earned (negative when a return takes them back)."""
    pieces: int
    """Number of pieces for the cashier's control: whole pieces, weighed lines count one."""
    warnings: tuple[Warning, ...] = ()
    engine: str = "1"
    """Version of the engine that computed it."""
