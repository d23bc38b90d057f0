"""What the quote must know of an article: the excerpt of the masterdata that prices a line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tresen.core.customer import CustomerFacts
from tresen.core.price_list import ListPrice, PriceList
from tresen.core.promotion import AppliedPromotion, Promotion, Usage
from tresen.core.quantity import ONE
from tresen.core.quote import Component
from tresen.core.tax import TaxRate


@dataclass(slots=True, frozen=True)
class DepositPart:
    """A deposit that is charged with each piece of an article (a bottle; a crate with its bottles has two parts)."""

    article: str
    """Id of the deposit article (kind `deposit`)."""
    quantity: int = ONE
    """Deposit pieces for one piece of the goods, in thousandths."""


@dataclass(slots=True, frozen=True)
class ComponentPart:
    """What one piece of a set contains."""

    article: str
    quantity: int = ONE
    """For one piece of the set, thousandths."""
    share: int = 0
    """Its part of the set's price in hundredths of a percent; 0 on all: the parts follow from the single prices."""


@dataclass(slots=True, frozen=True)
class Article:
    """One sellable thing. Amounts in cents, quantities in thousandths of the unit."""

    id: str
    number: str
    """The number people read and type."""
    name: str
    price: int
    """Gross price in cents for the quantity `per`."""
    tax_key: int
    kind: str = "goods"
    """`goods`, `deposit` (never discounted, business case Pfand), `voucher` (multi-purpose, VAT key 5),
    `single_voucher` (single-purpose, VAT key of what it will buy) or `surcharge` (business case Aufschlag)."""
    unit: str = "piece"
    per: int = ONE
    """The quantity that `price` refers to, e.g. 100 for a price per 100 g."""
    group: str = ""
    """Id of the article group."""
    deposit: tuple[DepositPart, ...] = ()
    min_age: int = 0
    """0, 16 or 18 (JuSchG)."""
    weighed: bool = False
    """Sold by weight: the quantity comes from the scale, the label or the cashier."""
    open_price_min: int | None = None
    """With both limits set the cashier enters the price, between the limits (cents)."""
    open_price_max: int | None = None
    discountable: bool = True
    content: int = 0
    """Net content of one piece, thousandths of `content_unit`; 0 where no unit price (Grundpreis) is due."""
    content_unit: str = "weight"
    points: bool = True
    """Whether it earns loyalty points."""
    tags: tuple[str, ...] = ()
    """Free words that promotions select by."""
    prices: tuple[ListPrice, ...] = ()
    """Prices beside `price`: planned, from a quantity on, of price lists."""
    agency: int = 0
    """Number of the agency in whose name it is sold, 0: the shop sells it itself."""
    components: tuple[ComponentPart, ...] = ()
    """What a set contains; empty: no set."""
    take_away_key: int = 0
    """VAT key when it is taken away, 0: the same as when it is eaten here."""
    planned_key: int = 0
    """VAT key from `planned_from` on, 0: no change is planned."""
    planned_from: str = ""
    """First day of the planned key, YYYY-MM-DD."""


@dataclass(slots=True, frozen=True)
class Barcode:
    """A code that stands for a quantity of an article, with its own price where it has one."""

    code: str
    article: str
    quantity: int = ONE
    price: int | None = None
    """Cents for the whole quantity; None: the article's own price."""


@dataclass(slots=True, frozen=True)
class ReturnableLine:
    """What of an old receipt's line can still come back, so that a refund is never above what was paid."""

    article: str
    name: str
    kind: str
    unit: str
    tax_key: int
    tax_rate: int
    """The rate of the sale; a return goes back at the rate it was sold with."""
    quantity: int
    """Sold, thousandths."""
    amount: int
    """Paid for it, cents."""
    returned_quantity: int = 0
    returned_amount: int = 0
    number: str = ""
    group: str = ""
    business_case: str = "Umsatz"
    points: int = 0
    """Points the line earned."""
    deposit_of: int = 0
    """Number of the sold line that this deposit line followed, 0 if none: it comes back together with that line."""
    customer: str = ""
    """Id of the customer who earned the points, empty if none."""
    priced: int | None = None
    """Amount before promotions and manual discounts, cents; needed where the receipt used promotions."""
    manual: int = 0
    """Manual discounts on the line, signed cents; needed where the receipt used promotions."""
    agency: int = 0
    case_name: str = ""
    in_house: str = ""
    components: tuple[Component, ...] = ()


@dataclass(slots=True, frozen=True)
class Settings:
    """Shop settings the quote depends on."""

    points_per_euro: int = 1
    line_discount_limit: int = 10_000
    """Highest manual discount in hundredths of a percent before a warning `discount_limit` is raised."""
    small_business: bool = False
    """§19 UStG: everything is exempt."""
    eat_in: bool = False
    """The shop asks whether goods are eaten here or taken away."""


@dataclass(slots=True, frozen=True)
class Excerpt:
    """Everything beside the basket and the moment that a quote depends on."""

    articles: Mapping[str, Article]
    tax: Mapping[int, TaxRate]
    """Rate of each VAT key on the business day (see `tresen.core.tax.rates_on`)."""
    settings: Settings = field(default_factory=Settings)
    returnable: Mapping[tuple[str, int], ReturnableLine] = field(default_factory=dict)
    """Keyed by (receipt id, line number). Holds every line of a receipt, so that deposits can follow their goods."""
    barcodes: Mapping[str, Barcode] = field(default_factory=dict)
    """By code; only those with a price of their own are needed here (a six-pack cheaper than six bottles)."""
    promotions: tuple[Promotion, ...] = ()
    """All that the node has; keep one tuple per version of the masterdata, an index is kept with it."""
    price_lists: tuple[PriceList, ...] = ()
    customer: CustomerFacts | None = None
    usage: Usage = field(default_factory=Usage)
    coupons: Mapping[str, str] = field(default_factory=dict)
    """Of the basket's codes the single-use ones that are still unused: code and id of the promotion it opens."""
    applied: Mapping[str, tuple[AppliedPromotion, ...]] = field(default_factory=dict)
    """By receipt that lines come back of: the promotions it used."""
    shop: str = ""
    channel: str = "till"
