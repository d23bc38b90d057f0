"""From a promotion that holds to a candidate: are its goods enough, which step, which gift?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tresen.core.promotion import Action, Promotion, Step
from tresen.core.promotion_effect import UNLIMITED, Candidate
from tresen.core.promotion_index import Slots
from tresen.core.promotion_stock import Stock, dearest_first

MONEY = frozenset({"percent", "amount", "fixed_price"})
"""Ways that change prices; the others give something beside the price."""


@dataclass(slots=True)
class Enough:
    """What conditions count: the matching goods and all goods, before promotions."""

    quantity: int
    amount: int
    basket: int

    def of(self, promotion: Promotion) -> bool:
        """Whether it reaches what the promotion asks for."""
        when = promotion.when
        return (
            self.quantity >= when.min_quantity and self.amount >= when.min_amount and self.basket >= when.basket_amount
        )


def counted(stock: Stock, places: Sequence[int], basket: int) -> Enough:
    """Quantity and amount of the goods at the places; `basket` is the amount of all goods."""
    goods = stock.goods
    return Enough(
        sum([goods[place].quantity for place in places]), sum([goods[place].amount for place in places]), basket
    )


def step_reached(action: Action, enough: Enough) -> Step | None:
    """The last step of the scale that quantity and amount reach."""
    found = None
    for step in action.scale:
        if enough.quantity >= step.from_quantity and enough.amount >= step.from_amount:
            found = step
    return found


def candidate_of(
    promotion: Promotion, slots: Slots, stock: Stock, basket: int, limit: int = UNLIMITED, chosen: str = ""
) -> Candidate | None:
    """The candidate, None if its goods are not enough. `chosen`: the article that the customer chose as the gift."""
    action = promotion.action
    enough = counted(stock, slots[0], basket)
    if not enough.of(promotion):
        return None
    value = action.value
    if action.scale:
        step = step_reached(action, enough)
        if step is None:
            return None
        value = step.value
    own = promotion.limits.per_sale or (1 if action.gifts is not None else UNLIMITED)
    made = Candidate(promotion, [dearest_first(stock, places) for places in slots], value, min(own, limit))
    if action.gifts is not None:
        made.gift = _gift(made, stock, enough, chosen)
        if made.gift < 0:
            return None
        made.reach = frozenset({made.gift})
    else:
        made.reach = frozenset([place for places in slots[1:] or slots for place in places])
    return made


def _gift(candidate: Candidate, stock: Stock, enough: Enough, chosen: str) -> int:
    """The dearest fitting gift (of the chosen article, if one was chosen) that is not needed to reach the conditions."""
    for place in candidate.slots[-1]:
        goods = stock.goods[place]
        if chosen and goods.article != chosen:
            continue
        units = min(candidate.limit, goods.count)
        quantity, amount = stock.quantity(place, units), stock.value(place, 0, units)
        own = place in candidate.slots[0]
        without = Enough(
            enough.quantity - (quantity if own else 0), enough.amount - (amount if own else 0), enough.basket - amount
        )
        if without.of(candidate.promotion):
            return place
    return -1


@dataclass(slots=True)
class Found:
    """What the promotions that hold can do in a basket."""

    candidates: list[Candidate] = field(default_factory=list)
    """They change prices."""
    rewards: list[Candidate] = field(default_factory=list)
    """They give points or a coupon."""
    offered: list[Promotion] = field(default_factory=list)
    """Their gift is still to be chosen."""
    short: list[tuple[Promotion, Slots, str]] = field(default_factory=list)
    """Their goods are not enough, or more of them might save more: for hints. With the code that opened them."""
