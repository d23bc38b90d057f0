"""Promotions and baskets as they come: the same from the same number on every machine, with returns of some of them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.customer import CustomerFacts
from tresen.core.price_list import ListPrice, PriceList
from tresen.core.promotion import Action, Conditions, Hours, Limits, Part, Promotion, Selection, Step, Usage
from tresen.core.quoting import quote
from vectors import cases
from vectors.promotions.family import ANNA, SHOP, PromotedCase
from vectors.promotions.returns import returnable

SEED: Final = 20_261_128
SHOPS: Final = 100
BASKETS: Final = 26
"""Baskets of each shop; of every fifth a part comes back, so there are about 31 vectors for a shop."""
BUYABLE: Final = (
    "roll",
    "coffee",
    "soap",
    "cheese",
    "ham",
    "fabric",
    "cola",
    "crate",
    "milk",
    "beer",
    "flowers",
    "book",
)
WHO: Final = (None, None, ANNA, CustomerFacts("bert", "staff", "silver", first_purchase=True, birthday_month=12))


def made_up(number: int) -> Iterator[PromotedCase]:
    """The vectors of one shop."""
    chance = random.Random(SEED + number)  # noqa: S311 - the same cases on every machine
    promotions = tuple([_promotion(chance, f"p{place}") for place in range(chance.choice((1, 2, 3, 4, 5, 7, 12)))])
    prices = (ListPrice(chance.randint(200, 400), from_quantity=2000), ListPrice(chance.randint(200, 400), "club"))
    articles = dict(SHOP.articles) | {"soap": replace(SHOP.articles["soap"], prices=prices)}
    lists = (PriceList("club", "Club", groups=("club",)),)
    shop = replace(SHOP, articles=articles, price_lists=lists, promotions=promotions)
    for place in range(BASKETS):
        case = _case(chance, f"shop {number}, basket {place}", shop)
        yield case
        if place % 5 == 0:
            yield from _taken_back(chance, case)


def _case(chance: random.Random, name: str, shop: object) -> PromotedCase:
    customer = chance.choice(WHO)
    lines = tuple([_line(chance, f"l{place}") for place in range(chance.choice((1, 2, 3, 3, 4, 6, 10)))])
    discounts = (Discount("percent", chance.choice((500, 1000, 3333)), "Treue"),) if chance.random() < 0.15 else ()
    codes = ("HERBST",) if chance.random() < 0.3 else ()
    basket = Basket(
        "b", lines, discounts, customer.id if customer else "", codes=codes, tender=chance.choice(("", "cash"))
    )
    usage = Usage({"p0": chance.randint(0, 2)}, {"p1": chance.randint(0, 2)}, codes={"HERBST": chance.randint(0, 2)})
    hour = chance.choice(("00:30:00", "08:00:00", "12:00:00", "17:00:00", "18:59:59", "22:00:00"))
    excerpt = replace(shop, customer=customer, usage=usage)  # type: ignore[type-var]
    return PromotedCase(name, basket, excerpt, f"2026-11-{chance.randint(23, 29)}T{hour}")


def _taken_back(chance: random.Random, case: PromotedCase) -> Iterator[PromotedCase]:
    bought = quote(case.basket, case.excerpt, case.at)
    goods = [line for line in bought.lines if line.kind == "goods" and line.amount > 0]
    if not goods:
        return
    lines = []
    for line in chance.sample(goods, chance.randint(1, len(goods))):
        part = line.quantity if line.unit != "piece" or chance.random() < 0.5 else 1000
        lines.append(cases.back("r", line.n, part))
    if chance.random() < 0.3:
        lines.append(_line(chance, "new"))
    shop = replace(case.excerpt, returnable=returnable(bought), applied={"r": bought.promotions})
    yield PromotedCase(f"{case.name}, some of it comes back", Basket("c", tuple(lines)), shop, "2026-12-24T12:00:00")


def _line(chance: random.Random, name: str) -> BasketLine:
    article = SHOP.articles[chance.choice(BUYABLE)]
    line = BasketLine(name, article.id, chance.choice((1, 1, 1, 2, 3, 4, 6)) * 1000)
    if article.unit != "piece":
        line.quantity = chance.randint(50, 2500)
    if article.open_price_max is not None:
        line.price = chance.randint(100, 1500)
    elif chance.random() < 0.05:
        line.price, line.price_reason = chance.randint(50, 400), "Etikett falsch"
    if chance.random() < 0.08:
        line.discount = Discount("percent", 1000, "Kulanz")
    line.age_checked = True
    return line


def _selection(chance: random.Random) -> Selection:
    kind = chance.randint(0, 4)
    if kind <= 1:
        return Selection(articles=tuple(chance.sample(BUYABLE, chance.randint(1, 5))))
    if kind == 2:
        return Selection(groups=tuple(chance.sample(("bakery", "hot", "care", "deli", "cold"), 2)))
    if kind == 3:
        return Selection(tags=(chance.choice(("breakfast", "drink")),))
    return Selection(without_articles=(chance.choice(BUYABLE),))


def _action(chance: random.Random) -> Action:
    way = chance.choice(("percent", "percent", "amount", "fixed_price"))
    value = (
        chance.choice((500, 1000, 2500, 3333, 5000, 10_000))
        if way == "percent"
        else chance.choice((1, 50, 99, 250, 333))
    )
    shape = chance.randint(0, 9)
    if shape <= 2:
        return Action(way, value, "each")  # type: ignore[arg-type]
    if shape == 3:
        return Action(way, value, "basket")  # type: ignore[arg-type]
    if shape <= 5:
        size = chance.randint(2, 4)
        return Action(way, value, "set", size, chance.randint(1, size), chance.choice((0, size)))  # type: ignore[arg-type]
    if shape == 6:
        parts = tuple([Part(_selection(chance), chance.choice((1000, 2000)), chance.random() < 0.7) for _ in range(2)])
        return Action(way, value, "set", parts=parts)  # type: ignore[arg-type]
    if shape == 7:
        return Action(way, 0, chance.choice(("each", "basket")), scale=(Step(value, 2000), Step(value + 100, 5000)))  # type: ignore[arg-type]
    if shape == 8:
        return Action("percent", 10_000, gifts=_selection(chance))
    return Action(chance.choice(("points", "points_per_euro", "coupon")), chance.randint(1, 9), coupon="next")  # type: ignore[arg-type]


def _promotion(chance: random.Random, name: str) -> Promotion:
    coupon = chance.random() < 0.15
    when = Conditions(
        chance.choice((0, 0, 0, 2000, 3000)), chance.choice((0, 0, 0, 500)), chance.choice((0, 0, 0, 1000)),
        customer_groups=("club",) if chance.random() < 0.1 else (), known_customer=chance.random() < 0.1,
        coupon=coupon, codes=("HERBST",) if coupon else (), weekdays=(1, 3, 6) if chance.random() < 0.15 else (),
        hours=(Hours("22:00", "02:00"), Hours("17:00", "19:00")) if chance.random() < 0.15 else (),
        tenders=("cash",) if chance.random() < 0.05 else (),
    )  # fmt: skip
    limits = Limits(
        chance.choice((0, 0, 0, 1, 2)), chance.choice((0, 0, 0, 2)), chance.choice((0, 0, 2)),
        per_code=chance.choice((0, 2)), max_saving=chance.choice((0, 0, 0, 100, 500)),
    )  # fmt: skip
    stacking = chance.choice(("best", "best", "best", "best", "stackable", "exclusive"))
    return Promotion(
        name, f"Aktion {name}", _action(chance), _selection(chance), when, limits, stacking,  # type: ignore[arg-type]
        chance.choice(("", "", "", "g")), chance.randint(0, 1), regular_only=chance.random() < 0.2,
    )  # fmt: skip
