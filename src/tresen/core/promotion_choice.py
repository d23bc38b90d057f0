"""Which promotions apply: the combination that is best for the customer, found in bounded time.

Competing promotions take units one after another, and what one took is gone for the next; so the order decides. Within
a conflict group (promotions that can want the same units, or share a `group`) of up to `EXACT` all orders are tried. In
larger ones each of the `STARTS` promotions with the greatest saving goes first once, followed by the others by saving.
"""

from collections.abc import Sequence
from typing import Final

from tresen.core.promotion_effect import Candidate, Effect, effect
from tresen.core.promotion_stock import Stock

EXACT: Final = 4
"""Competing promotions in one conflict group of which all orders are tried (24 orders, at most 64 effects)."""
STARTS: Final = 5
"""Beyond that: how many of them are tried as the first."""


def choose(candidates: Sequence[Candidate], stock: Stock) -> list[Effect]:
    """The effects in the order in which they apply. Never less saving than any single promotion by itself.

    Candidates come in their order: priority, then id. `stock.amounts` is left as the effects leave it.
    """
    whole = [goods.count for goods in stock.goods]
    alone: list[Effect] = []
    for candidate in candidates:
        found = effect(candidate, stock, whole)
        if found is not None:
            alone.append(found)
    if not alone:
        return []
    if len(alone) == 1:
        chosen = alone
        _take_off(stock, alone[0])
        return chosen
    before = list(stock.amounts)
    chosen = _combined(alone, stock, whole)
    best = alone[0]
    for single in alone:
        if single.saving > best.saving:
            best = single
    if best.saving > sum([each.saving for each in chosen]):
        stock.amounts[:] = before
        _take_off(stock, best)
        return [best]
    return chosen


def _take_off(stock: Stock, made: Effect) -> None:
    for place, saving in made.savings.items():
        stock.amounts[place] -= saving


def _combined(alone: Sequence[Effect], stock: Stock, whole: Sequence[int]) -> list[Effect]:
    """The best of the competing ones, and on what they leave the stackable ones, in their order."""
    competing = [each for each in alone if each.candidate.promotion.stacking == "best"]
    chosen: list[Effect] = []
    for group in _conflicts(competing):
        chosen += group if len(group) == 1 else _best_order(group, stock, whole)
    chosen.sort(key=lambda each: _order(each.candidate))
    for each in chosen:
        _take_off(stock, each)
    groups = {each.candidate.promotion.group for each in chosen}
    for each in alone:
        promotion = each.candidate.promotion
        if promotion.stacking != "stackable" or (promotion.group and promotion.group in groups):
            continue
        made = effect(each.candidate, stock, whole)
        if made is not None:
            _take_off(stock, made)
            chosen.append(made)
            groups.add(promotion.group)
    return chosen


def _order(candidate: Candidate) -> tuple[int, str]:
    return (-candidate.promotion.priority, candidate.promotion.id)


def _conflicts(effects: Sequence[Effect]) -> list[list[Effect]]:
    """Effects that can want the same units, or of whose group only one may apply, together."""
    found: list[tuple[set[int], set[str], list[Effect]]] = []
    for each in effects:
        places = set(each.candidate.reach)
        names = {each.candidate.promotion.group} - {""}
        members = [each]
        apart = []
        for other in found:
            if other[0].isdisjoint(places) and other[1].isdisjoint(names):
                apart.append(other)
            else:
                places |= other[0]
                names |= other[1]
                members = other[2] + members
        found = [*apart, (places, names, members)]
    return [sorted(members, key=lambda each: _order(each.candidate)) for _, _, members in found]


def _best_order(group: Sequence[Effect], stock: Stock, whole: Sequence[int]) -> list[Effect]:
    """The effects of the order that saves most; the first such order if several do."""
    if len(group) > EXACT:
        return _best_start(group, stock, whole)
    best: list[Effect] = []
    best_saving = 0

    def follow(done: list[Effect], saving: int, rest: Sequence[Effect], free: Sequence[int], names: set[str]) -> None:
        nonlocal best, best_saving
        if saving > best_saving:
            best, best_saving = done, saving
        allowed = [each for each in rest if each.candidate.promotion.group not in names]
        for each in allowed:
            made = effect(each.candidate, stock, free) if done else each
            if made is not None:
                others = [other for other in allowed if other is not each]
                name = each.candidate.promotion.group
                follow(
                    [*done, made], saving + made.saving, others, _after(free, made), names | {name} if name else names
                )

    follow([], 0, group, whole, set())
    return best


def _best_start(group: Sequence[Effect], stock: Stock, whole: Sequence[int]) -> list[Effect]:
    by_saving = sorted(group, key=lambda each: (-each.saving, *_order(each.candidate)))
    best: list[Effect] = []
    best_saving = 0
    for start in by_saving[:STARTS]:
        free, done, names = _after(whole, start), [start], {start.candidate.promotion.group} - {""}
        for each in by_saving:
            if each is start or each.candidate.promotion.group in names:
                continue
            made = effect(each.candidate, stock, free)
            if made is not None:
                done.append(made)
                free = _after(free, made)
                names |= {each.candidate.promotion.group} - {""}
        saving = sum([each.saving for each in done])
        if saving > best_saving:
            best, best_saving = done, saving
    return best


def _after(free: Sequence[int], made: Effect) -> list[int]:
    left = list(free)
    for place, units in made.takes.items():
        left[place] -= units
    return left
