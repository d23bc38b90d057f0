"""What little is missing for a promotion, and what the customer would save: bounded in number and in time.

The saving is the real difference: the same basket with the missing pieces, all promotions chosen anew, against now. For
a missing amount it is what the present goods would save.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.article import Article
from tresen.core.promoting import Promoted
from tresen.core.promotion import Conditions, Promotion, Selection
from tresen.core.promotion_candidates import Enough, candidate_of, counted, step_reached
from tresen.core.promotion_choice import choose
from tresen.core.promotion_effect import Candidate
from tresen.core.promotion_index import Slots
from tresen.core.promotion_sets import mixed_sets
from tresen.core.promotion_stock import Goods, Stock
from tresen.core.quantity import ONE
from tresen.core.quote import Hint

TRIES: Final = 4
"""Promotions that are tried out, in their order."""
SHOWN: Final = 3
"""Hints, those with the greatest saving."""


@dataclass(slots=True)
class Missing:
    """What one more application of a promotion needs."""

    goods: Selection
    quantity: int = 0
    amount: int = 0
    more_of: int = -1
    """Place of goods in the basket that the missing pieces are counted as."""
    extra: Goods | None = None
    """Goods that are not in the basket yet."""
    part: int = 0
    """Slot of the promotion that the extra goods belong to."""
    trial: Promotion | None = None
    """The promotion as if the amount were reached."""


def hints_of(promoted: Promoted, articles: Mapping[str, Article]) -> tuple[Hint, ...]:
    """The hints of a basket, the greatest saving first."""
    found: list[Hint] = []
    tries = 0
    for promotion, slots, code in promoted.found.short:
        missing = missing_for(promotion, slots, promoted.stock, promoted.basket, articles)
        if missing is None:
            continue
        tries += 1
        if tries > TRIES:
            break
        more = _saving_more(missing, promotion, slots, code, promoted)
        if more > 0:
            found.append(Hint(promotion.id, promotion.name, more, missing.quantity, missing.amount, missing.goods))
    found.sort(key=lambda hint: -hint.saving)
    return tuple(found[:SHOWN])


def missing_for(
    promotion: Promotion, slots: Slots, stock: Stock, basket: int, articles: Mapping[str, Article]
) -> Missing | None:
    """What little is missing, None if nothing or too much is: at least half of the pieces, 80 % of an amount must be
    there.
    """
    action = promotion.action
    enough = counted(stock, slots[0], basket)
    if not enough.of(promotion):
        return _short(promotion, slots, stock, enough)
    if action.scale:
        return _next_step(promotion, slots, stock, enough)
    if action.reach != "set" or action.gifts is not None:
        return None
    if action.parts:
        return _missing_part(promotion, slots, stock, articles)
    units = sum([stock.goods[place].count for place in slots[0]])
    sets, rest = divmod(units, action.set_size) if action.set_size > 0 else (0, 0)
    need = action.set_size - rest
    if rest == 0 or need * 2 > action.set_size or 0 < promotion.limits.per_sale <= sets:
        return None
    return _more(promotion.goods, slots[0], stock, need)


def _short(promotion: Promotion, slots: Slots, stock: Stock, enough: Enough) -> Missing | None:
    when = promotion.when
    pieces = when.min_quantity - enough.quantity
    amount = max(when.min_amount - enough.amount, when.basket_amount - enough.basket)
    if pieces > 0 and amount > 0:
        return None
    if pieces > 0:
        if pieces * 2 > when.min_quantity or pieces % ONE:
            return None
        return _more(promotion.goods, slots[0], stock, pieces // ONE)
    if amount * 5 > max(when.min_amount, when.basket_amount):
        return None
    goods = promotion.goods if when.min_amount > enough.amount else Selection()
    return Missing(goods, amount=amount, trial=replace(promotion, when=Conditions()))


def _next_step(promotion: Promotion, slots: Slots, stock: Stock, enough: Enough) -> Missing | None:
    """To the next step of a scale by quantity or amount."""
    action = promotion.action
    reached = step_reached(action, enough)
    start = action.scale.index(reached) + 1 if reached is not None else 0
    if start >= len(action.scale):
        return None
    step = action.scale[start]
    pieces, amount = step.from_quantity - enough.quantity, step.from_amount - enough.amount
    if pieces > 0 and amount > 0:
        return None
    if pieces > 0:
        return None if pieces * 2 > step.from_quantity or pieces % ONE else _more(
            promotion.goods, slots[0], stock, pieces // ONE
        )  # fmt: skip
    if amount <= 0 or amount * 5 > step.from_amount:
        return None
    trial = replace(promotion, action=replace(action, scale=(), value=step.value))
    return Missing(promotion.goods, amount=amount, trial=trial)


def _more(goods: Selection, places: Sequence[int], stock: Stock, pieces: int) -> Missing | None:
    """So many more pieces, counted as the cheapest of the goods that are there in whole pieces."""
    best = -1
    for place in places:
        each = stock.goods[place]
        if each.quantity != each.count * ONE:
            continue
        if best < 0 or each.amount * stock.goods[best].count < stock.goods[best].amount * each.count:
            best = place
    return Missing(goods, quantity=pieces * ONE, more_of=best) if best >= 0 else None


def _missing_part(promotion: Promotion, slots: Slots, stock: Stock, articles: Mapping[str, Article]) -> Missing | None:
    """Exactly one piece of one part for one more set."""
    parts = promotion.action.parts
    left = [goods.count for goods in stock.goods]
    sets = 0
    for times, pieces in mixed_sets(parts, slots[1 : len(parts) + 1], left, 1 << 30):
        sets += times
        for place, units, _ in pieces:
            left[place] -= units * times
    if 0 < promotion.limits.per_sale <= sets:
        return None
    short = -1
    for number, part in enumerate(parts):
        need = max(part.quantity // ONE, 1)
        for place in slots[number + 1]:
            units = min(left[place], need)
            left[place] -= units
            need -= units
        if need > 1 or (need == 1 and short >= 0):
            return None
        if need == 1:
            short = number
    if short < 0 or (len(parts) == 1 and parts[0].quantity <= ONE):
        return None
    more = _more(parts[short].goods, slots[short + 1], stock, 1)
    return more if more is not None else _named(parts[short].goods, short + 1, articles)


def _named(goods: Selection, slot: int, articles: Mapping[str, Article]) -> Missing | None:
    """One piece of the first article that the selection names and that has a price by the piece."""
    for name in goods.articles:
        article = articles.get(name)
        if article is None or article.kind != "goods" or article.unit != "piece" or not article.discountable:
            continue
        if article.price > 0 and article.per == ONE and article.open_price_max is None:
            extra = Goods(0, name, article.group, article.tags, ONE, article.price, 1, article.tax_key)
            return Missing(goods, quantity=ONE, extra=extra, part=slot)
    return None


def _saving_more(missing: Missing, promotion: Promotion, slots: Slots, code: str, promoted: Promoted) -> int:
    """How much more all promotions together would save with the missing goods."""
    stock, own = _with_missing(missing, slots, promoted.stock)
    trial = candidate_of(missing.trial or promotion, own, stock, sum(stock.amounts))
    if trial is None:
        return 0
    trial.code = code
    concerned = _concerned(trial, missing.more_of, promoted.found.candidates)
    names = {each.promotion.id for each in concerned}
    now = sum([made.saving for made in promoted.effects if made.candidate.promotion.id in names])
    concerned = [each for each in concerned if each.promotion.id != promotion.id]
    concerned.append(trial)
    concerned.sort(key=lambda each: (-each.promotion.priority, each.promotion.id))
    return sum([made.saving for made in choose(concerned, stock)]) - now


def _with_missing(missing: Missing, slots: Slots, present: Stock) -> tuple[Stock, Slots]:
    """The basket as if the missing goods lay in it."""
    goods = list(present.goods)
    if missing.more_of >= 0:
        each = goods[missing.more_of]
        pieces = missing.quantity // ONE
        goods[missing.more_of] = replace(
            each, quantity=each.quantity + missing.quantity, count=each.count + pieces,
            amount=each.amount + each.amount * pieces // each.count,
        )  # fmt: skip
    elif missing.extra is not None:
        slots = [[*places, len(goods)] if slot == missing.part else places for slot, places in enumerate(slots)]
        goods.append(missing.extra)
    return Stock(goods, [each.amount for each in goods]), slots


def _concerned(trial: Candidate, more_of: int, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The promotions that the trial can drive out or help, directly or through others; all, if one is exclusive."""
    if any(each.promotion.stacking == "exclusive" for each in (trial, *candidates)):
        return list(candidates)
    places, groups = {*trial.reach, more_of}, {trial.promotion.group} - {""}
    found: list[Candidate] = []
    rest = list(candidates)
    while True:
        near = [
            each for each in rest
            if each.promotion.id == trial.promotion.id
            or not places.isdisjoint(each.reach)
            or each.promotion.group in groups
        ]  # fmt: skip
        if not near:
            return found
        for each in near:
            places |= each.reach
            groups |= {each.promotion.group} - {""}
        found += near
        rest = [each for each in rest if not any(each is other for other in near)]
