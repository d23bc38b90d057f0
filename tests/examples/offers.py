"""Words to write promotions with, for the small shop of `tests.examples.counter`."""

from dataclasses import replace
from typing import Any

from tests.examples.counter import ARTICLES, SHOP
from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine, Discount, GiftChoice
from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Action, Conditions, Part, Promotion, Selection
from tresen.core.quote import Quote
from tresen.core.quoting import quote

AT = "2026-11-23T12:00:00"
"""A Monday."""
TAGS = {"roll": ("breakfast",), "coffee": ("breakfast", "drink"), "cola": ("drink",)}
GROUPS = {"roll": "bakery", "coffee": "hot", "soap": "care", "cheese": "deli", "ham": "deli", "cola": "cold"}
GOODS = {each.id: replace(each, tags=TAGS.get(each.id, ()), group=GROUPS.get(each.id, "other")) for each in ARTICLES}
ANYTHING = Selection()
ANNA = CustomerFacts("anna", group="club", tier="gold", birthday_month=11)


def of(*articles: str) -> Selection:
    return Selection(articles=articles)


def offer(id: str, action: Action, goods: Selection = ANYTHING, **more: Any) -> Promotion:
    """A promotion; names of conditions among `more` become its conditions."""
    conditions = {name: more.pop(name) for name in list(more) if name in Conditions.__dataclass_fields__}
    return Promotion(id, id.replace("_", " ").capitalize(), action, goods, Conditions(**conditions), **more)


def percent_off(percent: int, reach: Any = "each") -> Action:
    return Action("percent", percent * 100, reach)


def cents_off(cents: int, reach: Any = "each") -> Action:
    return Action("amount", cents, reach)


def price(cents: int, reach: Any = "each") -> Action:
    return Action("fixed_price", cents, reach)


def n_for_m(n: int, m: int) -> Action:
    """The cheapest of each `n` are free."""
    return Action("percent", 10_000, "set", n, m + 1)


def bundle(cents: int, *parts: tuple[Selection, int]) -> Action:
    made = tuple(Part(goods, pieces * 1000) for goods, pieces in parts)
    return Action("fixed_price", cents, "set", parts=made)


def buy_get(buy: Selection, bought: int, get: Selection, got: int, percent: int = 100) -> Action:
    parts = (Part(buy, bought * 1000, rewarded=False), Part(get, got * 1000))
    return Action("percent", percent * 100, "set", parts=parts)


def gift(goods: Selection) -> Action:
    return Action("percent", 10_000, gifts=goods)


def promoted(
    promotions: tuple[Promotion, ...] | list[Promotion] | Promotion,
    *lines: BasketLine,
    at: str = AT,
    customer: CustomerFacts | None = None,
    discounts: tuple[Discount, ...] = (),
    codes: tuple[str, ...] = (),
    choices: tuple[GiftChoice, ...] = (),
    tender: str = "",
    channel: str = "",
    shop: Excerpt | None = None,
    **excerpt: Any,
) -> Quote:
    """The quote of some lines under some promotions."""
    given = (promotions,) if isinstance(promotions, Promotion) else tuple(promotions)
    base = shop or replace(SHOP, articles=GOODS)
    made = replace(base, promotions=given, customer=customer, **excerpt)
    basket = Basket(
        "b", lines, discounts, customer.id if customer else "", codes=codes, choices=choices, tender=tender,
        channel=channel,
    )  # fmt: skip
    return quote(basket, made, at)


def saved(answer: Quote) -> dict[str, int]:
    """Saving by promotion."""
    return {each.promotion.id: each.saving for each in answer.promotions}


def amounts(answer: Quote) -> list[int]:
    return [line.amount for line in answer.lines]
