"""What the goods that a customer keeps of a receipt would have cost, under the promotions that the receipt used.

Time, customer and codes are taken as they were; what conditions ask of the goods is looked at again. So the price of any
part of a receipt follows from the receipt alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tresen.core.article import ReturnableLine
from tresen.core.money import distribute, divide_half_up
from tresen.core.promoting import extra_points, reward_uses
from tresen.core.promotion import AppliedPromotion
from tresen.core.promotion_candidates import MONEY, candidate_of
from tresen.core.promotion_choice import choose
from tresen.core.promotion_effect import Candidate
from tresen.core.promotion_stock import Goods, Stock, units_of


@dataclass(slots=True)
class Kept:
    """What is kept of a receipt, priced."""

    costs: dict[int, int]
    """Cents by number of the sold line; also lines of which nothing is kept."""
    points: dict[int, int]
    """Extra points by number of the sold line."""
    in_force: set[str]
    """Ids of the promotions that still give something."""


def price_kept(
    applied: Sequence[AppliedPromotion], sold: Mapping[int, ReturnableLine], kept: Mapping[int, int]
) -> Kept:
    """Price the kept quantities (thousandths by number of the line) of a receipt's goods."""
    stock, places = _stock(sold, kept)
    made = Kept(dict.fromkeys(sold, 0), {}, set())
    candidates: list[Candidate] = []
    rewards: list[Candidate] = []
    for each in applied:
        promotion = each.promotion
        slots = [_present(places, numbers) for numbers in (each.lines, *each.parts)]
        if promotion.action.gifts is not None:
            slots.append(_present(places, each.gifts))
        basket = sum([stock.goods[place].amount for place in _present(places, each.basket)])
        candidate = candidate_of(promotion, slots, stock, basket, each.uses)
        if candidate is not None:
            (candidates if promotion.action.way in MONEY else rewards).append(candidate)
    made.in_force = {effect.candidate.promotion.id for effect in choose(candidates, stock)}
    for place, goods in enumerate(stock.goods):
        made.costs[goods.n] = _with_manual(sold[goods.n], stock.amounts[place])
    for candidate in rewards:
        uses = reward_uses(candidate, stock)
        amounts = [made.costs[stock.goods[place].n] for place in candidate.slots[0]]
        if candidate.promotion.action.way == "coupon":
            points = 0
            given = uses > 0
        else:
            points = extra_points(candidate, uses, amounts) if uses else 0
            given = points > 0
        if given:
            made.in_force.add(candidate.promotion.id)
        if points > 0:
            for place, part in zip(candidate.slots[0], distribute(points, amounts), strict=True):
                number = stock.goods[place].n
                made.points[number] = made.points.get(number, 0) + part
    return made


def _stock(sold: Mapping[int, ReturnableLine], kept: Mapping[int, int]) -> tuple[Stock, dict[int, int]]:
    """The kept goods at their prices before promotions and discounts; and the place of each line."""
    goods: list[Goods] = []
    places: dict[int, int] = {}
    for number, line in sold.items():
        quantity = kept[number]
        if quantity <= 0:
            continue
        amount = divide_half_up((line.priced or 0) * quantity, line.quantity)
        if amount > 0:
            places[number] = len(goods)
            count = units_of(line.unit, quantity)
            goods.append(Goods(number, line.article, line.group, (), quantity, amount, count, line.tax_key))
    return Stock(goods, [each.amount for each in goods]), places


def _present(places: Mapping[int, int], numbers: Sequence[int]) -> list[int]:
    return [places[number] for number in numbers if number in places]


def _with_manual(line: ReturnableLine, amount: int) -> int:
    """Manual discounts stay with the goods, in proportion to what promotions leave of their price."""
    before = line.amount - line.manual
    manual = divide_half_up(line.manual * amount, before) if line.manual and before > 0 else 0
    return max(amount + manual, 0)
