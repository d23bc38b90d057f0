"""Words to write promotions with, for the small shop of `tests.examples.counter`."""

from dataclasses import replace
from typing import Any

from tests.examples.counter import ARTICLES, SHOP
from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine, Discount, GiftChoice
from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Promotion
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from vectors.offers import bundle, buy_get, cents_off, gift, n_for_m, of, offer, percent_off, price

__all__ = [
    "ANNA", "AT", "GOODS", "amounts", "bundle", "buy_get", "cents_off", "gift", "n_for_m", "of", "offer", "percent_off",
    "price", "promoted", "saved",
]  # fmt: skip

AT = "2026-11-23T12:00:00"
"""A Monday."""
TAGS = {"roll": ("breakfast",), "coffee": ("breakfast", "drink"), "cola": ("drink",)}
GROUPS = {"roll": "bakery", "coffee": "hot", "soap": "care", "cheese": "deli", "ham": "deli", "cola": "cold"}
GOODS = {each.id: replace(each, tags=TAGS.get(each.id, ()), group=GROUPS.get(each.id, "other")) for each in ARTICLES}
ANNA = CustomerFacts("anna", group="club", tier="gold", birthday_month=11)


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
