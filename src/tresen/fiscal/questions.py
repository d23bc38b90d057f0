"""What a screen asks the engine, as records: their JSON is what `frontends/till/engine/questions.ts` describes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tresen.core.article import Article, Barcode, ReturnableLine, Settings
from tresen.core.basket import Basket
from tresen.core.customer import CustomerFacts
from tresen.core.handing_out import Circumstances, ReceiptCustomer
from tresen.core.price_list import PriceList
from tresen.core.promotion import AppliedPromotion, Promotion, Usage
from tresen.core.quote import Quote, QuoteLine
from tresen.core.receipt import IssuedCoupon, Receipt, Tender
from tresen.core.receipt_words import Language
from tresen.core.tax import TaxRate
from tresen.fiscal.closing_layout import ReportHead


@dataclass(slots=True, frozen=True)
class RulesShop:
    """Of the shop what a quote depends on."""

    id: str = ""
    day_start: int = 0
    """Hour at which a business day begins."""


@dataclass(slots=True, frozen=True)
class Rules:
    """What is the same for every basket of a version. The document of the node says more; the rest is for screens."""

    version: int = 0
    tax: tuple[TaxRate, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    price_lists: tuple[PriceList, ...] = ()
    settings: Settings = field(default_factory=Settings)
    shop: RulesShop = field(default_factory=RulesShop)


@dataclass(slots=True, frozen=True)
class SoldLine:
    """What of a line of an earlier receipt can still come back."""

    receipt: str
    line: int
    sold: ReturnableLine


@dataclass(slots=True, frozen=True)
class SoldReceipt:
    """An earlier receipt that something comes back of, and what came back of it already."""

    receipt: Receipt
    back: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Quantity and amount, positive, by number of the line."""


@dataclass(slots=True, frozen=True)
class QuoteQuestion:
    """What does this basket cost at this moment?"""

    basket: Basket
    at: str
    """Wall time in the shop, `YYYY-MM-DDTHH:MM:SS`."""
    articles: tuple[Article, ...] = ()
    """All that the basket names, with their deposits."""
    barcodes: tuple[Barcode, ...] = ()
    customer: CustomerFacts | None = None
    usage: Usage = field(default_factory=Usage)
    coupons: Mapping[str, str] = field(default_factory=dict)
    """Single-use codes that are known to be unused, and the promotion that each opens."""
    returnable: tuple[SoldLine, ...] = ()
    """Every line of the receipts that something comes back of."""
    applied: Mapping[str, tuple[AppliedPromotion, ...]] = field(default_factory=dict)
    """By receipt that something comes back of: the promotions it used."""
    receipts: tuple[SoldReceipt, ...] = ()
    """Instead of `returnable` and `applied`, where the device has the receipt itself."""


@dataclass(slots=True, frozen=True)
class StepsQuestion:
    """Why does this line cost what it costs? The lines and promotions of a quote or a receipt."""

    lines: tuple[QuoteLine, ...]
    number: int
    applied: tuple[AppliedPromotion, ...] = ()
    labelled: bool = False
    """The amount was read from a price label."""


@dataclass(slots=True, frozen=True)
class SaleQuestion:
    """Which receipt comes of this agreed quote?"""

    basket: Basket
    quoted: Quote
    tenders: tuple[Tender, ...]
    at: Circumstances
    customer: ReceiptCustomer = field(default_factory=ReceiptCustomer)
    coupons: tuple[IssuedCoupon, ...] = ()
    receipts: tuple[SoldReceipt, ...] = ()
    training: bool = False


@dataclass(slots=True, frozen=True)
class CashQuestion:
    """Which receipt comes of this cash movement?"""

    receipt: str
    kind: str
    case: str
    """As the DSFinV-K names it; empty: found from the reason."""
    amount: int
    at: Circumstances
    reason: str = ""
    note: str = ""


@dataclass(slots=True, frozen=True)
class AbortQuestion:
    """Which receipt comes of giving up this basket?"""

    receipt: str
    at: Circumstances
    was_in_basket: tuple[str, ...] = ()
    reason: str = ""


@dataclass(slots=True, frozen=True)
class RowsQuestion:
    """What stands on this receipt?"""

    receipt: Receipt
    local: Mapping[int, str]
    """Wall time in the shop of every moment of the receipt: the engine knows no time zones."""
    language: Language = "de"
    barcode: str = ""
    copy: bool = False
    columns: int = 0
    """Of the paper, for lines of a fixed width; 0: none are asked for."""


@dataclass(slots=True, frozen=True)
class ReportQuestion:
    """What did the till do since its last closing?"""

    receipts: tuple[Receipt, ...]
    no_sales: int = 0
    head: ReportHead | None = None
    """With it the report comes laid out as well."""
    language: Language = "de"
