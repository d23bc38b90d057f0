"""The promotions of a quote: priced lines in; adjustments, gifts, points and coupons out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tresen.core.basket import Basket
from tresen.core.money import distribute
from tresen.core.promotion import AppliedPromotion, Conditions, Promotion, Selection
from tresen.core.promotion_candidates import MONEY, Found, candidate_of, counted
from tresen.core.promotion_choice import choose
from tresen.core.promotion_conditions import Occasion, holds, moment, opened_by
from tresen.core.promotion_effect import Candidate, Effect
from tresen.core.promotion_index import PromotionIndex, Slots, index_of
from tresen.core.promotion_sets import mixed_sets
from tresen.core.promotion_stock import Goods, Stock, units_of
from tresen.core.quote import Adjustment, GiftOffer, NextCoupon, Quote
from tresen.core.sheet import Sheet

MAX_CODES = 20


@dataclass(slots=True)
class Promoted:
    """What the promotions did to a basket; the rewards are still to be given, when all prices are final."""

    stock: Stock
    places: list[int]
    """Place on the sheet of each of the stock's goods."""
    index: PromotionIndex
    occasion: Occasion
    found: Found
    effects: list[Effect]
    basket: int
    """Amount of all goods, before promotions."""


def promote(sheet: Sheet, basket: Basket, at: str) -> Promoted | None:
    """Apply all promotions to the sheet's lines; None if there is nothing to promote."""
    excerpt = sheet.excerpt
    index = index_of(excerpt.promotions)
    occasion = Occasion(
        moment(at), excerpt.customer if basket.customer else None, excerpt.shop, basket.channel or excerpt.channel,
        basket.tender, excerpt.usage, _codes(basket), excerpt.coupons,
    )  # fmt: skip
    stock, places = _stock(sheet)
    amount = sum([goods.amount for goods in stock.goods])
    found = _found(index, occasion, stock, amount, basket)
    effects = choose(found.candidates, stock)
    lines = sheet.lines
    for made in effects:
        promotion = made.candidate.promotion
        for place, saving in made.savings.items():
            units = stock.quantity(place, made.takes[place])
            line = lines[places[place]]
            line.adjustments += (Adjustment("promotion", -saving, promotion.name, promotion.id, units),)
            line.amount -= saving
    return Promoted(stock, places, index, occasion, found, effects, amount)


def _codes(basket: Basket) -> tuple[str, ...]:
    return tuple(dict.fromkeys([code.strip().upper() for code in basket.codes[:MAX_CODES] if code.strip()]))


def _stock(sheet: Sheet) -> tuple[Stock, list[int]]:
    """The lines that may be discounted, with their amounts before any discount."""
    lines, articles = sheet.lines, sheet.articles
    goods, places = [], []
    for place in sheet.discountable:
        line = lines[place]
        if line.amount <= 0:
            continue
        by_hand = place in sheet.by_hand or bool(line.adjustments)
        goods.append(Goods(
            line.n, line.article, line.group, articles[line.article].tags, line.quantity, line.amount,
            units_of(line.unit, line.quantity), line.tax_key, not by_hand,
        ))  # fmt: skip
        places.append(place)
    return Stock(goods, [each.amount for each in goods]), places


def _found(index: PromotionIndex, occasion: Occasion, stock: Stock, amount: int, basket: Basket) -> Found:
    """Every promotion that holds and matches something, as what it can do."""
    found = Found()
    matches = index.matches(stock.goods)
    chosen = {choice.promotion: choice.article for choice in basket.choices}
    for number in sorted(matches):
        promotion, slots = index.promotions[number], matches[number]
        if not holds(promotion, occasion):
            continue
        code = opened_by(promotion, occasion) if promotion.when.coupon else ""
        if promotion.when.coupon and not code:
            continue
        article = chosen.get(promotion.id, "")
        candidate = candidate_of(promotion, slots, stock, amount, chosen=article)
        if promotion.hint and promotion.action.way in MONEY:
            found.short.append((promotion, slots, code))
        if candidate is not None:
            candidate.code = code
            (found.candidates if promotion.action.way in MONEY else found.rewards).append(candidate)
        elif promotion.action.gifts is not None and _gift_missing(promotion, slots, stock, amount, article):
            found.offered.append(promotion)
    return found


def _gift_missing(promotion: Promotion, slots: Slots, stock: Stock, amount: int, chosen: str) -> bool:
    """Whether all is there but the gift itself."""
    there = any(not chosen or stock.goods[place].article == chosen for place in slots[-1])
    return not there and counted(stock, slots[0], amount).of(promotion)


def complete(made: Quote, sheet: Sheet, promoted: Promoted, *, known_customer: bool) -> None:
    """Add to the quote what follows from the promotions once all prices are final."""
    applied = applied_of(promoted)
    rewards, coupons = reward(sheet, promoted, known_customer)
    applied += rewards
    warn_of_codes(sheet, promoted, applied)
    made.promotions, made.coupons = tuple(applied), tuple(coupons)
    made.points += sum([each.points for each in rewards])
    made.warnings = tuple(sheet.warnings)
    made.offers = tuple(
        [GiftOffer(each.id, each.name, each.action.gifts or Selection()) for each in promoted.found.offered]
    )


def warn_of_codes(sheet: Sheet, promoted: Promoted, applied: Sequence[AppliedPromotion]) -> None:
    """Tell the cashier which of the presented codes give nothing, and why."""
    occasion = promoted.occasion
    used = {each.code for each in applied}
    for code in occasion.codes:
        if code in used:
            continue
        names = [promoted.index.promotions[number] for number in promoted.index.by_code.get(code, ())]
        single = (occasion.coupons or {}).get(code, "")
        if not names and not any(single == promotion.id for promotion in promoted.index.promotions):
            sheet.warn("coupon_unknown", detail=code)
        elif names and all(
            promotion.limits.per_code and occasion.usage.codes.get(code, 0) >= promotion.limits.per_code
            for promotion in names
        ):
            sheet.warn("coupon_used_up", detail=code)
        else:
            sheet.warn("coupon_without_effect", detail=code)


def applied_of(promoted: Promoted) -> list[AppliedPromotion]:
    """The promotions that changed prices, frozen for the receipt."""
    return [frozen(made.candidate, promoted.stock.goods, made.saving, made.uses) for made in promoted.effects]


def reward(sheet: Sheet, promoted: Promoted, known_customer: bool) -> tuple[list[AppliedPromotion], list[NextCoupon]]:
    """Give points and coupons, now that all prices are final. Of promotions with the same group only one."""
    applied: list[AppliedPromotion] = []
    coupons: list[NextCoupon] = []
    groups = {made.candidate.promotion.group for made in promoted.effects}
    for candidate in promoted.found.rewards:
        promotion = candidate.promotion
        if promotion.group and promotion.group in groups:
            continue
        uses = reward_uses(candidate, promoted.stock)
        if uses and promotion.action.way == "coupon":
            coupons.append(
                NextCoupon(promotion.id, promotion.action.coupon, promotion.name, promotion.action.coupon_days)
            )
            applied.append(frozen(candidate, promoted.stock.goods, 0, 1))
            groups.add(promotion.group)
        elif uses and known_customer:
            earning = set(sheet.earning)
            places = [promoted.places[place] for place in candidate.slots[0]]
            places = [place for place in places if place in earning]
            amounts = [sheet.lines[place].amount for place in places]
            points = extra_points(candidate, uses, amounts)
            if points > 0:
                for place, part in zip(places, distribute(points, amounts), strict=True):
                    sheet.lines[place].points += part
                made = frozen(candidate, promoted.stock.goods, 0, uses)
                applied.append(replace(made, points=points))
                groups.add(promotion.group)
    return applied, coupons


def extra_points(candidate: Candidate, uses: int, amounts: Sequence[int]) -> int:
    """The extra points for lines with these amounts, which are final."""
    if not amounts:
        return 0
    if candidate.promotion.action.way == "points_per_euro":
        return sum(amounts) // 100 * candidate.value
    return candidate.value * uses


def reward_uses(candidate: Candidate, stock: Stock) -> int:
    """How often a promotion rewards: for each unit, for each set, or once."""
    action = candidate.promotion.action
    counts = [goods.count for goods in stock.goods]
    if action.way in ("coupon", "points_per_euro") or action.reach == "basket":
        found = 1
        if action.parts:
            found = sum([times for times, _ in mixed_sets(action.parts, candidate.slots[1:], counts, 1)])
    elif action.parts:
        found = sum([times for times, _ in mixed_sets(action.parts, candidate.slots[1:], counts, candidate.limit)])
    else:
        units = sum([counts[place] for place in candidate.slots[0]])
        found = units // max(action.set_size, 1) if action.reach == "set" else units
    return min(found, candidate.limit)


def frozen(candidate: Candidate, goods: Sequence[Goods], saving: int, uses: int) -> AppliedPromotion:
    """A used promotion without what is only needed to find it: the lines it matched are named instead."""
    promotion, slots = candidate.promotion, candidate.slots
    when, action = promotion.when, promotion.action
    kept = replace(
        promotion, goods=Selection(),
        when=Conditions(when.min_quantity, when.min_amount, when.basket_amount, coupon=when.coupon),
        action=replace(
            action, parts=tuple([replace(part, goods=Selection()) for part in action.parts]),
            gifts=None if action.gifts is None else Selection(),
        ),
    )  # fmt: skip
    numbers = [tuple(sorted([goods[place].n for place in places])) for places in slots]
    gifted = action.gifts is not None
    return AppliedPromotion(
        kept, saving, uses, numbers[0], tuple(numbers[1 : len(action.parts) + 1]),
        (goods[candidate.gift].n,) if gifted and candidate.gift >= 0 else (),
        tuple([each.n for each in goods]) if when.basket_amount else (), candidate.code,
    )  # fmt: skip
