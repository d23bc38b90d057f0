"""The kinds of masterdata and the shape of each record. Secrets and personal data are never in here."""

from dataclasses import dataclass, field

from tresen.core.agency import Agency
from tresen.core.article import Article, Barcode
from tresen.core.foreign_cash import Currency
from tresen.core.instore import InstoreRule
from tresen.core.price_list import PriceList
from tresen.core.promotion import Promotion
from tresen.core.receipt import Party
from tresen.fiscal.datev.settings import DatevSettings
from tresen.fiscal.fiscal_settings import FiscalSettings


@dataclass(slots=True)
class ArticleRecord:
    """An article with what the quote does not need."""

    article: Article
    barcodes: tuple[Barcode, ...] = ()
    cost: int = 0
    """Purchase price in cents per the article's `per`, 0 if unknown."""
    picture: str = ""
    """Address of a picture, empty: the generated tile of its group."""
    active: bool = True
    minimum_stock: int = 0
    """Below this the stock list warns, thousandths; 0: no warning."""
    supplier: str = ""
    stocked: bool = True
    """Whether its stock is counted."""


@dataclass(slots=True)
class Group:
    """Article group: a tile page on the till, a row in reports."""

    id: str
    name: str
    colour: str = "#4b5563"
    position: int = 0
    picture: str = ""


@dataclass(slots=True)
class Place:
    """Where goods are: sales floor, store room."""

    id: str
    name: str
    shop: str = ""


@dataclass(slots=True)
class Shop:
    """A business site."""

    id: str
    name: str
    party: Party
    time_zone: str = "Europe/Berlin"
    day_start: int = 4
    """Hour at which a business day begins."""
    small_business: bool = False
    """§19 UStG: no VAT is shown."""


@dataclass(slots=True)
class Till:
    """A till with its own number series."""

    id: str
    name: str
    shop: str
    serial: str
    """KASSE_SERIENNR, the TSE's client id."""
    place: str
    """Where its sales take goods from."""
    active: bool = True
    printer: str = ""
    terminal: str = ""
    maker: str = "Tresen"
    model: str = "Tresen"
    commissioned_at: int = 0
    signers: tuple[str, ...] = ()
    """Ids of the TSEs it uses, in order; empty: all of the shop."""
    acquired_on: str = ""
    """Day it was bought, leased or borrowed, YYYY-MM-DD; empty: the day it was set up."""
    decommissioned_at: int = 0
    decommissioned_reason: str = ""


@dataclass(slots=True)
class SignerRecord:
    """A TSE of the shop. PINs, PUKs and keys are sealed among the secrets, never in here."""

    id: str
    kind: str
    """Which adapter speaks to it: `simulator`, `fiskaly`, ..."""
    name: str
    place: str = ""
    """Where it is, in the shop's words: `Büro, hinter dem Drucker`."""
    form: str = ""
    """`SD`, `USB`, `cloud`, ... as the notice to the tax office asks."""
    certification: str = ""
    """Number of the BSI certificate, such as `BSI-K-TR-0490-2021`."""
    serial: str = ""
    """SHA-256 of the public key in hex; empty until it was reached for the first time."""
    configuration: dict[str, str] = field(default_factory=dict)
    """What its kind needs to open it, nothing secret."""
    position: int = 0
    """Tills that have no TSE of their own use all of them in this order."""
    active: bool = True
    """False: out of use. Its archive stays."""
    commissioned_at: int = 0
    """0: the set-up has not been finished."""
    decommissioned_at: int = 0
    decommissioned_reason: str = ""


@dataclass(slots=True)
class Device:
    """A phone, tablet or PC that was paired with a till. Its key is kept as a hash among the secrets."""

    id: str
    till: str
    name: str
    paired_at: int = 0
    revoked_at: int = 0
    slot: int = 0
    """Its series of receipt numbers at the till when it hands out without the node; 0: none yet."""
    former_slots: tuple[int, ...] = ()
    """Series it counted before it lost its memory; nobody gets them again."""


@dataclass(slots=True)
class Staff:
    """A person who works here."""

    id: str
    name: str
    role: str
    """`owner`, `manager`, `cashier`, `trainee` or `accountant`."""
    active: bool = True
    language: str = "de"
    personnel_number: str = ""
    """As payroll knows the person; stands on staff benefits (KUNDE_ID). Empty: the id."""


@dataclass(slots=True)
class Consent:
    """What a customer agreed to, when, and by which words."""

    purpose: str
    at: int
    wording: str
    source: str = ""
    given: bool = True
    """False: taken back at this moment."""


@dataclass(slots=True)
class Customer:
    """A customer without personal data: name, phone and mail are in `person` and can be erased."""

    id: str
    number: str
    """Card number."""
    group: str = ""
    """Id of the customer group, empty if none."""
    consents: tuple[Consent, ...] = ()
    active: bool = True
    tier: str = ""
    """Id of a tier given by hand, empty: the one that the points reach."""
    account_limit: int = 0
    """Up to this many cents the customer may owe from sales on account; 0: none."""


@dataclass(slots=True)
class CouponBatch:
    """Single-use codes for one promotion. A code names its batch, so codes need no table; see `operations.promotions`."""

    id: str
    number: int
    """Stands in each code; never used again."""
    promotion: str
    """Id of the promotion that a code opens."""
    name: str
    count: int = 0
    """Codes made in advance; 0: they are issued at the till, each with a receipt."""
    valid_from: str = ""
    """First day, YYYY-MM-DD; empty: at once."""
    valid_to: str = ""
    """Last day; empty: without end. A code issued at the till has a last day of its own."""
    made_at: int = 0
    active: bool = True
    """False: its codes are not taken any more."""


@dataclass(slots=True)
class Rate:
    """A VAT rate from a day on (see `tresen.core.tax.TaxRate`)."""

    key: int
    rate: int
    valid_from: str
    label: str
    note: str = ""


@dataclass(slots=True)
class Reasons:
    """The texts the cashier chooses from."""

    discount: tuple[str, ...] = ("Beschädigte Verpackung", "Kulanz")
    returned: tuple[str, ...] = ("Gefällt nicht", "Mangelhaft", "Falscher Artikel")
    void: tuple[str, ...] = ("Falsch erfasst", "Kunde möchte nicht")
    no_sale: tuple[str, ...] = ("Geld wechseln", "Kassenprüfung")
    cash_in: tuple[str, ...] = ("Wechselgeld aus dem Tresor", "Privateinlage")
    cash_out: tuple[str, ...] = ("Abschöpfung in den Tresor", "Privatentnahme", "Auslage")
    price: tuple[str, ...] = ("Falsch ausgezeichnet", "Kulanz")
    abort: tuple[str, ...] = ("Kunde möchte nicht", "Kunde hat Geld vergessen")
    surcharge: tuple[str, ...] = ("Lieferung", "Außerhalb der Öffnungszeiten")
    stock: tuple[str, ...] = ("Bruch", "Verdorben", "Schwund", "Eigenverbrauch", "Zählfehler")


@dataclass(slots=True)
class CustomerGroup:
    """Customers who are treated alike: regulars, staff, clubs."""

    id: str
    name: str


@dataclass(slots=True)
class Tier:
    """A step of the points programme. `from_points`: reached with so many points, 0: given by hand only."""

    id: str
    name: str
    from_points: int = 0


@dataclass(slots=True)
class OfflineLimits:
    """What a till may do while it cannot reach its node. Cents."""

    active: bool = True
    """Whether a till sells without its node at all."""
    cash_limit_total: int = 0
    """Highest total of one sale, 0: no limit."""
    voucher_limit: int = 0
    """Highest amount paid with vouchers in one sale, 0: no vouchers."""
    points: bool = False
    """Whether points are given and taken."""
    store_credit_limit: int = 0
    """Highest amount paid with store credit in one sale, 0: none."""
    card_external_limit: int = 0
    """Highest amount on a terminal that stands alone and is noted by the cashier, 0: no cards."""
    max_hours: int = 0
    """So long a till may sell without contact, 0: no limit."""


@dataclass(slots=True)
class InvoiceSettings:
    """How the shop writes invoices."""

    prefix: str = "R-"
    """Stands before the gapless number; the number alone counts on when it changes."""
    self_service: bool = True
    """Whether customers may ask for an invoice behind the receipt's QR code."""
    months: int = 1
    """Until the end of which month after the sale they may; 0: of the same month. The office always may."""
    contact: str = ""
    """Whom a buyer asks about an invoice; with phone and mail needed for XRechnung."""
    phone: str = ""
    mail: str = ""


@dataclass(slots=True)
class ShopSettings:
    """One record for the node's shop: everything an owner may switch."""

    id: str = "settings"
    points_per_euro: int = 1
    points_active: bool = True
    point_value: int = 1
    """Cents that a point is worth."""
    line_discount_limit: int = 2000
    reasons: Reasons = field(default_factory=Reasons)
    favourites: tuple[str, ...] = ()
    instore_rules: tuple[InstoreRule, ...] = ()
    rights: dict[str, dict[str, str]] = field(default_factory=dict)
    """Differences from the built-in rights: role, act, `allow`, `approve` or `deny`."""
    signer_timeout: int = 5000
    """Milliseconds the sale waits for the TSE."""
    print_receipts: str = "always"
    """`always`, `ask` or `never` (a receipt is always made; this is about paper)."""
    public_address: str = ""
    """Address of this node as customers' phones reach it, for the receipt's QR code."""
    practice: bool = False
    """A practice shop with simulators: every receipt says so."""
    offline: OfflineLimits = field(default_factory=OfflineLimits)
    customer_groups: tuple[CustomerGroup, ...] = ()
    tiers: tuple[Tier, ...] = ()
    tips: str = "off"
    """Whose tips the till takes: `off`, `staff` (no turnover) or `owner` (taxed)."""
    currencies: tuple[Currency, ...] = ()
    """What tills take in cash beside euro, at the rate of the shop."""
    invoices: InvoiceSettings = field(default_factory=InvoiceSettings)
    own_texts: dict[str, str] = field(default_factory=dict)
    """What the owner wrote for the process documentation, by chapter (`operations.documentation.own_texts`)."""
    fiscal: FiscalSettings = field(default_factory=FiscalSettings)
    """Where DSFinV-K can be read in two ways."""
    eat_in: bool = False
    """Gastronomy: the till asks whether goods are eaten here or taken away."""
    datev: DatevSettings = field(default_factory=DatevSettings)
    """How closings are posted for the tax adviser."""


KINDS: dict[str, type] = {
    "article": ArticleRecord,
    "group": Group,
    "place": Place,
    "shop": Shop,
    "till": Till,
    "tse": SignerRecord,
    "device": Device,
    "staff": Staff,
    "customer": Customer,
    "tax": Rate,
    "settings": ShopSettings,
    "promotion": Promotion,
    "price_list": PriceList,
    "coupon_batch": CouponBatch,
    "agency": Agency,
}
