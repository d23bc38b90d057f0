"""The working paper of one quote: what is priced so far, what was warned of, what later steps must know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tresen.core.article import Article, Barcode, Excerpt, ReturnableLine
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.list_prices import ListPrices
from tresen.core.price_list import ListPrice
from tresen.core.quote import Adjustment, QuoteLine, RefundReason, UndonePromotion
from tresen.core.quote import Warning as QuoteWarning
from tresen.core.tax import EXEMPT, NOT_TAXABLE, TaxRate

MAX_LINES: Final = 500
MAX_DISCOUNTS: Final = 20
"""Discounts on the whole basket."""
MAX_QUANTITY: Final = 10_000_000
"""Thousandths: ten thousand pieces or kilograms on one line."""
MAX_PRICE: Final = 99_999_999
"""Cents."""
MAX_AMOUNT: Final = 9_999_999_999
"""Cents on one line; with 500 lines every sum stays exact in JavaScript and in 64 bits."""
MAX_RATE: Final = 10_000

EATEN_HERE: Final = "1"
TAKEN_AWAY: Final = "0"
BUSINESS_CASES: Final = {
    "goods": "Umsatz",
    "deposit": "Pfand",
    "voucher": "MehrzweckgutscheinKauf",
    "single_voucher": "EinzweckgutscheinKauf",
    "surcharge": "Aufschlag",
}


@dataclass(slots=True)
class Sheet:
    """Filled by the steps of `tresen.core.quoting.quote`, one after the other."""

    excerpt: Excerpt
    articles: Mapping[str, Article]
    tax: Mapping[int, TaxRate]
    barcodes: Mapping[str, Barcode]
    basket: Basket
    at: str
    lines: list[QuoteLine] = field(default_factory=list)
    warnings: list[QuoteWarning] = field(default_factory=list)
    discountable: list[int] = field(default_factory=list)
    """Places in `lines` that a discount on the basket may touch."""
    chargeable: list[int] = field(default_factory=list)
    """Places in `lines` that a surcharge on the basket is spread over."""
    earning: list[int] = field(default_factory=list)
    """Places in `lines` that earn points."""
    pieces: int = 0
    age_needed: int = 0
    """The strictest age limit that nobody has checked yet."""
    age_line: str = ""
    age_checked: int = 0
    """The strictest age limit that was checked: it covers all the lower ones."""
    taken: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    """Quantity and amount that this basket already takes back of a sold line."""
    named_returns: frozenset[tuple[str, int]] | None = None
    """The sold lines that the basket takes back by name; found out at the first return with a deposit."""

    promoted_returns: dict[str, dict[int, list[QuoteLine]]] = field(default_factory=dict)
    """By receipt that used promotions and sold line of it: the lines that take it back."""
    refunds: list[RefundReason] = field(default_factory=list)
    undone: list[UndonePromotion] = field(default_factory=list)
    line_discounts: list[tuple[Discount, int]] = field(default_factory=list)
    """Manual discounts of lines that wait for the promotions, with the place of the line."""
    tips: list[BasketLine] = field(default_factory=list)
    """Tips wait until the goods are priced."""
    has_money: bool = False
    """Whether a line is about money instead of goods."""
    by_hand: set[int] = field(default_factory=set)
    """Places of lines whose price stands on a price label of their own."""
    redemptions: list[BasketLine] = field(default_factory=list)
    """Single-purpose vouchers to redeem: they pay for what the other lines come to."""
    list_prices: ListPrices | None = None
    """Made when the first article with list prices comes."""

    def list_price(self, article: Article, *, labelled: bool) -> ListPrice | None:
        """The list price that takes the place of an article's usual one."""
        if self.list_prices is None:
            self.list_prices = ListPrices(self.basket, self.excerpt, self.at)
        return self.list_prices.find(article, labelled=labelled)

    def warn(self, code: str, line: str = "", detail: str = "") -> None:
        """Note something that the cashier must see; the sale may go on."""
        self.warnings.append(QuoteWarning(code, line, False, detail))

    def block(self, code: str, line: str = "", detail: str = "") -> None:
        """Note something that must be put right before the sale can be paid."""
        self.warnings.append(QuoteWarning(code, line, True, detail))

    def key(self, article: Article, in_house: str) -> int:
        """The VAT key that an article is sold with now and here; in a small business everything taxable is exempt."""
        key = article.tax_key
        if article.planned_key and article.planned_from <= self.at[:10]:
            key = article.planned_key
        if in_house == TAKEN_AWAY and article.take_away_key:
            key = article.take_away_key
        return EXEMPT if self.excerpt.settings.small_business and key != NOT_TAXABLE else key

    def rate(self, key: int, line: str) -> int:
        """The rate of a VAT key on the day in hundredths of a percent; -1 and a warning if there is none."""
        found = self.tax.get(key)
        if found is None or not 0 <= found.rate <= MAX_RATE:
            self.block("unknown_tax_key", line, str(key))
            return -1
        return found.rate

    def key_of_sale(self, key: int, rate: int) -> int:
        """The key for a return: where the rate of the sale no longer is the key's, the historical key that stands for it.

        Keys 1 to 4 mean the rate of the day; 11, 12, ... name an old rate of the key that is their last digit.
        """
        now = self.tax.get(key)
        if key > 4 or now is None or now.rate == rate:
            return key
        old = [one.key for one in self.tax.values() if 10 < one.key < 100 and one.key % 10 == key and one.rate == rate]
        return min(old, default=key)

    def adjust(self, changes: list[tuple[int, Adjustment]]) -> None:
        """Apply adjustments to the lines at the given places."""
        lines = self.lines
        for place, adjustment in changes:
            line = lines[place]
            line.amount += adjustment.amount
            line.adjustments += (adjustment,)


def sheet_for(excerpt: Excerpt, basket: Basket, at: str) -> Sheet:
    """An empty sheet."""
    return Sheet(excerpt, excerpt.articles, excerpt.tax, excerpt.barcodes, basket, at)


def remaining(sheet: Sheet, key: tuple[str, int], sold: ReturnableLine) -> tuple[int, int]:
    """Quantity and amount of a sold line that can still come back, earlier receipts and this basket considered."""
    quantity, amount = sheet.taken.get(key, (0, 0))
    return sold.quantity - sold.returned_quantity - quantity, sold.amount - sold.returned_amount - amount
