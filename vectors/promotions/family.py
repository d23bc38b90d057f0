"""A family of vectors: baskets of the vectors' shop under some promotions."""

from dataclasses import dataclass, field, replace
from typing import Any

from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine
from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Promotion, Usage
from vectors import cases

NOON = "2026-11-23T12:00:00"
"""A Monday."""
TAGS = {"roll": ("breakfast",), "coffee": ("breakfast", "drink"), "cola": ("drink",)}
GROUPS = {"coffee": "hot", "soap": "care", "cheese": "deli", "ham": "deli", "cola": "cold"}
SHOP = replace(
    cases.SHOP,
    articles={
        name: replace(each, tags=TAGS.get(name, ()), group=GROUPS.get(name, each.group))
        for name, each in cases.SHOP.articles.items()
    },
    returnable={},
)
ANNA = CustomerFacts("anna", "club", "gold", birthday_month=11)


@dataclass(frozen=True, slots=True)
class PromotedCase:
    """A basket under some promotions. `excerpt` has what differs from the shop of the vectors."""

    name: str
    basket: Basket
    excerpt: Excerpt
    at: str = NOON


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    cases: list[PromotedCase] = field(default_factory=list)

    def add(
        self, name: str, promotions: Promotion | tuple[Promotion, ...], *lines: BasketLine, at: str = NOON,
        customer: CustomerFacts | None = None, usage: Usage | None = None, coupons: dict[str, str] | None = None,
        shop: Excerpt = SHOP, **basket: Any,
    ) -> None:  # fmt: skip
        given = (promotions,) if isinstance(promotions, Promotion) else promotions
        excerpt = replace(
            shop, promotions=given, customer=customer, usage=usage or Usage(), coupons=coupons or {},
        )  # fmt: skip
        made = Basket("b", lines, customer=customer.id if customer else "", **basket)
        self.cases.append(PromotedCase(name, made, excerpt, at))


def line(article: str, pieces: int = 1, **more: Any) -> BasketLine:
    made = BasketLine(article, article, pieces * 1000)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def weighed(article: str, grams: int) -> BasketLine:
    return line(article, quantity=grams)
