"""A promotion as data: what must hold, what it gives, how often, and how it goes together with others.

How promotions are computed is written down in `docs/reference/prices-and-promotions.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from tresen.core.quantity import ONE

Reach = Literal["each", "set", "basket"]
"""What an action works on: `each` every matching unit by itself · `set` sets of units, formed from the dearest down ·
`basket` all matching units as one."""

Way = Literal["percent", "amount", "fixed_price", "points", "points_per_euro", "coupon"]
"""What is given: `percent` off · `amount` cents off · `fixed_price` cents instead · `points` so many extra ·
`points_per_euro` extra for each whole euro of the matching goods · `coupon` a code for a later purchase."""

Stacking = Literal["best", "exclusive", "stackable"]
"""`best` competes with others for each unit and the customer gets the best combination · `exclusive` stands alone on the
receipt, if that is better for the customer · `stackable` comes on top, on what the others left."""

REACHES: Final[tuple[Reach, ...]] = ("each", "set", "basket")
WAYS: Final[tuple[Way, ...]] = ("percent", "amount", "fixed_price", "points", "points_per_euro", "coupon")
STACKINGS: Final[tuple[Stacking, ...]] = ("best", "exclusive", "stackable")


@dataclass(slots=True, frozen=True)
class Selection:
    """Which articles count: any of the articles, groups or tags, without the excepted. All empty: every article."""

    articles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without_articles: tuple[str, ...] = ()
    without_groups: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class Part:
    """A part of a set: so many units of a selection, for example `1 coffee` in `1 coffee + 1 roll`."""

    goods: Selection
    quantity: int = ONE
    """Thousandths, whole pieces."""
    rewarded: bool = True
    """False: the part must be bought but is not reduced (buy X, get Y)."""


@dataclass(slots=True, frozen=True)
class Hours:
    """A part of the day. `until` at or before `start` means over midnight; the day it began on is what counts."""

    start: str
    """`HH:MM`, inclusive."""
    until: str
    """`HH:MM`, exclusive."""


@dataclass(slots=True, frozen=True)
class Step:
    """A step of a scale: from a quantity or an amount of matching goods on, another value of the action."""

    value: int
    from_quantity: int = 0
    from_amount: int = 0


@dataclass(slots=True, frozen=True)
class Conditions:
    """All that is filled in must hold; of a list one entry suffices. Everything empty always holds."""

    min_quantity: int = 0
    """Thousandths of matching goods in the basket."""
    min_amount: int = 0
    """Cents of matching goods in the basket, at their prices before promotions."""
    basket_amount: int = 0
    """Cents of all goods in the basket that may be discounted, before promotions."""
    customer_groups: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    known_customer: bool = False
    first_purchase: bool = False
    birthday_month: bool = False
    coupon: bool = False
    """One of `codes` or a single-use code that the excerpt knows for this promotion must be presented."""
    codes: tuple[str, ...] = ()
    """Codes that may be used again and again, in capitals; only with `coupon`."""
    valid_from: str = ""
    """Local wall time `YYYY-MM-DDTHH:MM:SS` (or a date), inclusive."""
    valid_to: str = ""
    """Local wall time, exclusive: at this instant the promotion has ended."""
    weekdays: tuple[int, ...] = ()
    """1 Monday to 7 Sunday."""
    hours: tuple[Hours, ...] = ()
    shops: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    tenders: tuple[str, ...] = ()
    """Kinds of tender; holds when the till has announced one of them for the basket."""


@dataclass(slots=True, frozen=True)
class Action:
    """What the promotion gives.

    With `each`, amounts and fixed prices are per piece, kilogram, litre or metre. In a set they are for the reduced
    pieces of the set together, so a bundle price is a fixed price for all pieces of the set.
    """

    way: Way
    value: int = 0
    """Hundredths of a percent, cents or points."""
    reach: Reach = "each"
    set_size: int = 0
    """For sets of equal units: how many pieces make a set (the 3 of `3 for 2`)."""
    first: int = 1
    """Of the pieces of such a set, from the dearest to the cheapest: the first that is reduced ..."""
    last: int = 0
    """... and the last; 0: the cheapest. `3 for 2` has 3 and 3, `every 2nd half price` 2 and 2, all: 1 and 0."""
    parts: tuple[Part, ...] = ()
    """For sets of different units (bundle; buy X get Y); then `set_size` is 0."""
    scale: tuple[Step, ...] = ()
    """Values by quantity or amount of the matching goods; the highest step reached replaces `value`."""
    gifts: Selection | None = None
    """For a gift: what there is to choose from. One piece of it in the basket gets the action by itself."""
    coupon: str = ""
    """For `coupon`: id of the promotion that the issued single-use code is for."""
    coupon_days: int = 0
    """How many days the issued code is valid, 0 without end."""


@dataclass(slots=True, frozen=True)
class Limits:
    """How often. 0 is without limit."""

    per_sale: int = 0
    """Units (reach `each`) or sets on one receipt."""
    per_customer: int = 0
    """Receipts of one customer; without a customer the promotion then does not hold."""
    per_day: int = 0
    """Receipts of a business day in the shop."""
    per_code: int = 0
    """Receipts for one code that may be used again and again."""
    total: int = 0
    """Receipts altogether."""
    max_saving: int = 0
    """Cap of the saving on one receipt, cents."""


@dataclass(slots=True, frozen=True)
class Promotion:
    """One rule. It changes no price: each hit is an adjustment with the promotion as its cause."""

    id: str
    name: str
    """As receipt, till and display name it."""
    action: Action
    goods: Selection = field(default_factory=Selection)
    """The matching goods: what conditions count and what is reduced (parts of a set and gifts name their own)."""
    when: Conditions = field(default_factory=Conditions)
    limits: Limits = field(default_factory=Limits)
    stacking: Stacking = "best"
    group: str = ""
    """Of promotions with the same group at most one applies to a receipt."""
    priority: int = 0
    """Order of stackable promotions and the last word between equals; higher first, then the smaller id."""
    regular_only: bool = False
    """Not for goods whose price was changed by hand or read from a price label."""
    hint: bool = True
    """Whether the cashier is told when little is missing."""
    active: bool = True


@dataclass(slots=True, frozen=True)
class AppliedPromotion:
    """A promotion that a quote used, frozen with what it matched: a return is computed from this alone."""

    promotion: Promotion
    saving: int = 0
    """Cents, positive."""
    uses: int = 0
    """Units, sets or 1, as `Limits.per_sale` counts."""
    lines: tuple[int, ...] = ()
    """Numbers of the receipt's lines that match the goods."""
    parts: tuple[tuple[int, ...], ...] = ()
    """For each part of a set the numbers of the lines that match it."""
    gifts: tuple[int, ...] = ()
    """Numbers of the lines that match the gifts."""
    basket: tuple[int, ...] = ()
    """Numbers of the lines that count for `basket_amount`, where that is asked for."""
    code: str = ""
    """The coupon code that opened it."""
    points: int = 0
    """Extra points it gave."""


@dataclass(slots=True, frozen=True)
class Usage:
    """How often promotions were used before this basket: receipts, by id of the promotion (codes: by code)."""

    customer: Mapping[str, int] = field(default_factory=dict)
    day: Mapping[str, int] = field(default_factory=dict)
    total: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)
