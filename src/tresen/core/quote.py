"""The quote: basket, excerpt of the masterdata and a moment in; lines, taxes, causes, totals and warnings out."""

from dataclasses import dataclass, field

from tresen.core.engine import ENGINE
from tresen.core.promotion import AppliedPromotion, Selection
from tresen.core.tax import TaxSum


@dataclass(slots=True)
class Adjustment:
    """A change of a line's amount with its cause; no price is ever overwritten."""

    kind: str
    """`price_override`, `promotion`, `line_discount`, `basket_discount`."""
    amount: int
    """Signed cents; a saving is negative."""
    label: str
    """The reason, as the receipt prints it."""
    cause: str = ""
    """Id of what caused it (promotion, discount index), empty for manual ones."""
    units: int = 0
    """For a promotion: thousandths of the line that it hit, of which `amount` is the saving."""


@dataclass(slots=True, frozen=True)
class Component:
    """One thing in a set: what was handed out with the line, for stock, VAT and the tax office's subitems."""

    article: str
    number: str
    name: str
    group: str
    quantity: int
    """In the whole line, thousandths; negative when it comes back."""
    unit: str
    tax_key: int
    tax_rate: int
    price: int
    """Its own price when it is sold alone, cents for one piece, kilogram, litre or metre."""
    weight: int = 0
    """Its part of the set's price beside the weights of the other components (see `tresen.core.tax_parts`)."""


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
    price_list: str = ""
    """Id of the price list the price comes from, `base` for a planned or quantity price, empty: the usual price."""
    usual_price: int = 0
    """The article's usual price where a list price took its place, 0 otherwise."""
    agency: int = 0
    """AGENTUR_ID: number of the agency it is sold for, 0 for the shop's own business."""
    case_name: str = ""
    """GV_NAME, free sub-classification of the business case."""
    in_house: str = ""
    """`1` eaten here, `0` taken away, empty where it does not matter."""
    components: tuple[Component, ...] = ()
    """What a set consists of."""
    voucher: str = ""
    """GUTSCHEIN_NR: code of the voucher that is sold, taken back or redeemed with the line."""


@dataclass(slots=True, frozen=True)
class Hint:
    """Little is missing: with so much more of these goods the customer saves."""

    promotion: str
    name: str
    saving: int
    """Cents that the customer would save more than now."""
    missing_quantity: int = 0
    """Thousandths; 0 if an amount is missing."""
    missing_amount: int = 0
    """Cents; 0 if a quantity is missing."""
    goods: Selection = field(default_factory=Selection)


@dataclass(slots=True, frozen=True)
class GiftOffer:
    """The customer may choose a gift: a piece of these goods, laid into the basket, gets the promotion."""

    promotion: str
    name: str
    goods: Selection


@dataclass(slots=True, frozen=True)
class NextCoupon:
    """A single-use code is to be issued with the receipt."""

    promotion: str
    """The promotion that gives it."""
    opens: str
    """Id of the promotion that the code is for."""
    name: str
    days: int = 0
    """How long it is valid, 0 without end."""


@dataclass(slots=True, frozen=True)
class RefundReason:
    """Why a return from a receipt with promotions pays back what it does: paid - rest = refund."""

    receipt: str
    paid: int
    """Cents still paid for the goods before this return."""
    rest: int
    """Cents that the goods which are kept would have cost under the promotions of the receipt."""
    refund: int
    lost: tuple[str, ...] = ()
    """Names of the promotions that no longer apply to what is kept."""


@dataclass(slots=True, frozen=True)
class UndonePromotion:
    """A promotion of an earlier receipt that a return takes back entirely: the use does not count any more."""

    receipt: str
    promotion: str
    code: str = ""
    """The coupon code that opened it, valid again."""
    coupon: bool = False
    """It had issued a coupon for a later purchase, which is not valid any more."""


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
    engine: str = ENGINE
    """Version of the engine that computed it."""
    promotions: tuple[AppliedPromotion, ...] = ()
    """Every promotion that gave something, frozen for the receipt; each is one use of it (and of its code)."""
    hints: tuple[Hint, ...] = ()
    offers: tuple[GiftOffer, ...] = ()
    coupons: tuple[NextCoupon, ...] = ()
    refunds: tuple[RefundReason, ...] = ()
    """One for each receipt with promotions that goods come back of."""
    undone: tuple[UndonePromotion, ...] = ()
