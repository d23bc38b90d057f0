"""A basket is what the customer wants: lines, discounts, customer. It carries no computed money."""

from dataclasses import dataclass

from tresen.core.quantity import ONE


@dataclass(slots=True, frozen=True)
class Discount:
    """A manual discount on a line or on the basket."""

    kind: str
    """`percent` (value in hundredths of a percent) or `amount` (value in cents, positive)."""
    value: int
    reason: str


@dataclass(slots=True, frozen=True)
class ReturnOf:
    """The sold line that a return line takes back."""

    receipt: str
    """Id of the original receipt; empty for a return without receipt."""
    line: int
    reason: str
    restock: bool = True


@dataclass(slots=True, frozen=True)
class GiftChoice:
    """The article that the customer chose as the gift of a promotion. It is a line of the basket like any other."""

    promotion: str
    article: str


@dataclass(slots=True, frozen=True)
class MoneyLine:
    """Money instead of goods: no article stands for the line."""

    kind: str
    """`receivable` (a sale on account is paid), `down_payment`, `tip_staff` or `tip_owner`."""
    amount: int
    """Cents, positive."""
    of: str = ""
    """Id of the sale on account, or of the order."""
    tax_key: int = 5
    """Of a down payment: the VAT key of the later supply."""


@dataclass(slots=True)
class BasketLine:
    """One line as the cashier made it. Not frozen only for speed: ten of them are decoded with every sale."""

    id: str
    """Made by the till, unique in the basket."""
    article: str
    quantity: int = ONE
    """Thousandths. Negative only with `return_of` or for a deposit article (empties taken back)."""
    price: int | None = None
    """Overridden or open price in cents per the article's `per`."""
    price_reason: str = ""
    amount: int | None = None
    """Gross amount read from a price label (in-store code); with it `quantity` is derived from the label."""
    discount: Discount | None = None
    return_of: ReturnOf | None = None
    text: str = ""
    """Own text for an open item."""
    barcode: str = ""
    voided: bool = False
    """Taken off again before payment; stays visible, counts nothing."""
    void_reason: str = ""
    age_checked: bool = False
    voucher: str = ""
    """Code of a single-purpose voucher that the line redeems; `article` is the voucher's, `amount` what is left on it."""
    in_house: str = ""
    """`1` eaten here, `0` taken away, empty: as the basket says."""
    money: MoneyLine | None = None
    """Set: the line is about money, `article` and `quantity` say nothing."""


@dataclass(slots=True)
class Basket:
    """An open sale. The till makes the id; it becomes the id of the receipt."""

    id: str
    lines: tuple[BasketLine, ...] = ()
    discounts: tuple[Discount, ...] = ()
    customer: str = ""
    """Id of the customer, empty if none."""
    note: str = ""
    codes: tuple[str, ...] = ()
    """Coupon codes that the customer presented."""
    choices: tuple[GiftChoice, ...] = ()
    """What the customer chose where a promotion lets them choose a gift."""
    tender: str = ""
    """Kind of tender that was announced before paying, for promotions that depend on it."""
    channel: str = ""
    """Where it is sold; empty: the excerpt's channel."""
    in_house: str = ""
    """`1` eaten here, `0` taken away, empty where the shop does not ask."""
    surcharges: tuple[Discount, ...] = ()
    """Manual surcharges on the whole basket, for example for delivery."""
    order: str = ""
    """Id of the order that is handed over with this sale, empty if none."""
