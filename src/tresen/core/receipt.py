"""The receipt as it was signed and handed out. Frozen: a reprint shows exactly this."""

from dataclasses import dataclass, field

from tresen.core.agency import Agency
from tresen.core.basket import Basket
from tresen.core.promotion import AppliedPromotion
from tresen.core.quote import QuoteLine
from tresen.core.tax import TaxSum


@dataclass(slots=True)
class Tender:
    """One way the sale was paid. A refund has negative amounts."""

    kind: str
    """`cash`, `card`, `store_credit`, `voucher` or `on_account`."""
    amount: int
    """Cents that count towards the total (cash: without the change)."""
    given: int = 0
    """Cash handed over; change = given - amount."""
    payment: str = ""
    """Id of the card payment that settled it, empty for cash."""
    text: str = ""
    """What the terminal wants on the receipt (card name, masked number, trace)."""
    card_kind: str = ""
    """`debit` or `credit`: decides between DSFinV-K ECKarte and Kreditkarte."""
    card: str = ""
    """Card product, for example `girocard`; empty for everything but cards."""
    currency: str = "EUR"
    """ISO 4217 code of what was handed over."""
    foreign_amount: int = 0
    """In another currency: the amount in its hundredths, with the sign of `amount`."""


@dataclass(slots=True)
class Signed:
    """What the TSE returned, or why there is no signature."""

    client: str
    """Serial number of the till (KASSE_SERIENNR)."""
    process_type: str = "Kassenbeleg-V1"
    process_data: str = ""
    transaction: int = 0
    counter: int = 0
    started_at: int = 0
    """Log time of Start, milliseconds since 1970 UTC."""
    finished_at: int = 0
    signature: str = ""
    """base64"""
    serial: str = ""
    """Serial of the TSE: 64 hex digits."""
    algorithm: str = ""
    time_format: str = ""
    public_key: str = ""
    """base64 of the raw uncompressed point."""
    failure: str = ""
    """Filled when the TSE could not sign: the reason; then the receipt is marked."""
    simulated: bool = False


@dataclass(slots=True)
class Party:
    """The business as it stands on the receipt."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = "DEU"
    tax_number: str = ""
    vat_id: str = ""
    phone: str = ""
    thanks: str = ""
    """Footer text."""
    small_business: bool = False
    """Kleinunternehmer: exempt under §19 UStG, no VAT is shown."""
    heading: str = ""
    """Text below the name."""
    returns: str = ""
    """What the shop says about taking goods back; stands at the foot."""
    show_savings: bool = True
    """Whether the receipt says how much was saved."""


@dataclass(slots=True)
class IssuedCoupon:
    """A single-use code that the customer got with the receipt, for a later purchase."""

    code: str
    name: str
    """What it is for, as the receipt prints it."""
    promotion: str
    """Id of the promotion it opens."""
    valid_to: str = ""
    """Last day, YYYY-MM-DD; empty: without end."""


@dataclass(slots=True)
class OrderNote:
    """The order that a receipt is about: the one it places, takes back, prepays or hands over."""

    id: str
    """Id of the first record of the order; changes and the sale name the same."""
    record: str = ""
    """Id of the record that said last what is ordered; empty on that record itself."""
    allocation: str = ""
    """DSFinV-K ABRECHNUNGSKREIS: what links the records of one order and its sale."""
    due: str = ""
    """Day it is wanted for, YYYY-MM-DD; empty: not agreed."""
    name: str = ""
    """What staff call it."""
    total: int = 0
    """What was ordered is worth, cents."""
    ordered_at: int = 0
    """Start of the first record at the TSE, milliseconds; printed on the later receipt."""
    basket: Basket | None = None
    """What was ordered, on the record that places it, so that any till can hand it over."""


@dataclass(slots=True)
class Recipient:
    """A member of staff who gets goods as a benefit (KUNDE_ID, KUNDE_NAME, KUNDE_TYP)."""

    id: str
    """Personnel number."""
    name: str
    kind: str = "Mitarbeiter"


@dataclass(slots=True)
class Receipt:
    """One fiscal event (Vorgang) of a till: sale, refund, cash movement, abort, training."""

    id: str
    kind: str
    """`sale`, `refund`, `exchange`, `settlement`, `down_payment`, `cash_in`, `cash_out`, `float`, `difference`, `abort`,
    `training`, `order`, `benefit`."""
    type: str
    """DSFinV-K BON_TYP: `Beleg`, `AVBelegabbruch`, `AVTraining`, `AVBestellung`, `AVSachbezug`."""
    shop: str
    till: str
    """Id of the till."""
    till_name: str
    till_serial: str
    business_day: str
    started_at: int
    finished_at: int
    """Milliseconds since 1970 UTC."""
    staff: str
    staff_name: str
    party: Party
    lines: tuple[QuoteLine, ...]
    taxes: tuple[TaxSum, ...]
    tenders: tuple[Tender, ...]
    total: int
    savings: int = 0
    signed: Signed = field(default_factory=lambda: Signed(client=""))
    number: int = 0
    """As printed; 0 until the journal has it (see `tresen.core.receipt_number`)."""
    customer: str = ""
    customer_number: str = ""
    points: int = 0
    """What the receipt changes in the points of its customer."""
    points_taken: tuple[tuple[str, int], ...] = ()
    """By id of the customer who earned them: points that its return lines take back, positive."""
    points_balance: int = 0
    approved_by: str = ""
    approved_by_name: str = ""
    refers_to: tuple[str, ...] = ()
    """Ids of the receipts it takes back."""
    reason: str = ""
    note: str = ""
    token: str = ""
    """Unguessable part of the address behind the receipt's QR code."""
    engine: str = ""
    time_zone: str = "Europe/Berlin"
    currency: str = "EUR"
    voided: tuple[str, ...] = ()
    """Texts of lines voided before payment, for the record; not printed."""
    promotions: tuple[AppliedPromotion, ...] = ()
    """The promotions it used, frozen, so that returns are computed from the receipt alone."""
    coupons: tuple[IssuedCoupon, ...] = ()
    """Single-use codes that were issued with it."""
    uses_back: tuple[tuple[str, int], ...] = ()
    """By account: uses of promotions and codes that count no longer because their sale was taken back; negative for a
    code that was issued with that sale and is void now."""
    series: str = ""
    """The device's series (`offline-<slot>`) if it was handed out without the node, else empty."""
    counter: int = 0
    """Its place in that series."""
    order: OrderNote | None = None
    recipient: Recipient | None = None
    agencies: tuple[Agency, ...] = ()
    """The agencies that it sells for, as they were then."""
