"""Words to write promotions with."""

from typing import Any

from tresen.core.promotion import Action, Conditions, Part, Promotion, Reach, Selection

ANYTHING = Selection()


def of(*articles: str) -> Selection:
    """Any of these articles."""
    return Selection(articles=articles)


def offer(id: str, action: Action, goods: Selection = ANYTHING, **more: Any) -> Promotion:
    """A promotion; names of conditions among `more` become its conditions."""
    conditions = {name: more.pop(name) for name in list(more) if name in Conditions.__dataclass_fields__}
    return Promotion(id, id.replace("_", " ").capitalize(), action, goods, Conditions(**conditions), **more)


def percent_off(percent: int, reach: Reach = "each") -> Action:
    """In whole percent."""
    return Action("percent", percent * 100, reach)


def cents_off(cents: int, reach: Reach = "each") -> Action:
    return Action("amount", cents, reach)


def price(cents: int, reach: Reach = "each") -> Action:
    return Action("fixed_price", cents, reach)


def n_for_m(n: int, m: int) -> Action:
    """The cheapest of each `n` are free."""
    return Action("percent", 10_000, "set", n, m + 1)


def bundle(cents: int, *parts: tuple[Selection, int]) -> Action:
    """One price for so many pieces of each part."""
    made = tuple(Part(goods, pieces * 1000) for goods, pieces in parts)
    return Action("fixed_price", cents, "set", parts=made)


def buy_get(buy: Selection, bought: int, get: Selection, got: int, percent: int = 100) -> Action:
    parts = (Part(buy, bought * 1000, rewarded=False), Part(get, got * 1000))
    return Action("percent", percent * 100, "set", parts=parts)


def gift(goods: Selection) -> Action:
    """One piece of these goods is free."""
    return Action("percent", 10_000, gifts=goods)
