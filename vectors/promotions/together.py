"""Promotions together, and their limits."""

from dataclasses import replace

from tresen.core.basket import Discount
from tresen.core.promotion import Action, Limits, Usage
from vectors.offers import bundle, cents_off, n_for_m, of, offer, percent_off
from vectors.promotions.family import ANNA, Family, line

THREE = offer("three", n_for_m(3, 2), of("soap"))
TEN = offer("ten", percent_off(10), of("soap"))
MENU = offer("menu", bundle(300, (of("roll"), 1), (of("coffee"), 1)))


def together() -> Family:
    """Competing, exclusive, stackable; groups, limits, caps, codes; manual discounts; hints."""
    family = Family("together")
    _competing(family)
    _stacked(family)
    _crowded(family)
    _limited(family)
    _codes(family)
    _with_the_cashier(family)
    return family


def _competing(family: Family) -> None:
    for pieces in range(1, 7):
        family.add(f"3 for 2 or 10 % with {pieces}", (THREE, TEN), line("soap", pieces))
    rivals = (MENU, offer("r", cents_off(40), of("roll")), offer("c", cents_off(40), of("coffee")))
    family.add("two small ones beat the bundle", rivals, line("roll"), line("coffee"))
    family.add("the bundle beats one small one", rivals[:2], line("roll"), line("coffee"))
    equal = (offer("b", cents_off(10), of("soap")), offer("a", cents_off(10), of("soap")))
    family.add("equals: the smaller id", equal, line("soap"))
    family.add("equals: the higher priority", (replace(equal[0], priority=1), equal[1]), line("soap"))


def _stacked(family: Family) -> None:
    alone = offer("alone", percent_off(20, "basket"), stacking="exclusive")
    for rolls in (0, 1, 2, 5):
        family.add(
            f"exclusive beside {rolls} rolls",
            (alone, offer("soap", cents_off(100), of("soap"))),
            line("soap"),
            *[line("roll", rolls)] * (rolls > 0),
        )
    family.add(
        "exclusive and better by nothing",
        (replace(alone, action=cents_off(100, "basket")), offer("soap", cents_off(100), of("soap"))),
        line("soap"),
    )
    staff = offer("staff", percent_off(10, "basket"), stacking="stackable")
    extra = offer("extra", percent_off(50), of("soap"), stacking="stackable", priority=1)
    family.add("stackable on top", (offer("soap", cents_off(33), of("soap")), staff, extra), line("soap"), line("roll"))
    family.add("two stackable in the order of their ids", (staff, replace(extra, priority=0)), line("soap"))
    week = (
        offer("care", cents_off(30), of("soap"), group="week"),
        offer("bakery", cents_off(20), of("roll"), group="week"),
    )
    for rolls in (1, 2):
        family.add(f"one of a group with {rolls} rolls", week, line("soap"), line("roll", rolls))
    family.add(
        "a stackable of the same group",
        (week[0], replace(week[1], stacking="stackable")),
        line("soap"),
        line("roll", 3),
    )


def _crowded(family: Family) -> None:
    six = tuple(
        offer(
            f"o{number}",
            Action("percent", 1000 + 100 * number, "set", 2 + number % 2, 1 + number % 2),
            of("soap", "roll", "coffee"),
        )
        for number in range(6)
    )
    for count in (4, 5, 6):
        family.add(f"{count} that all want the same", six[:count], line("soap", 3), line("roll", 4), line("coffee", 2))


def _limited(family: Family) -> None:
    for limit in (1, 2, 3):
        family.add(
            f"at most {limit} pieces",
            offer("deal", cents_off(50), of("soap", "roll"), limits=Limits(per_sale=limit)),
            line("roll", 2),
            line("soap"),
        )
        family.add(
            f"at most {limit} sets",
            offer("deal", n_for_m(2, 1), of("soap"), limits=Limits(per_sale=limit)),
            line("soap", 5),
        )
    for cap in (1, 99, 100, 216, 217):
        family.add(
            f"at most {cap} cents",
            offer("deal", percent_off(50), of("soap", "roll"), limits=Limits(max_saving=cap)),
            line("soap"),
            line("roll"),
        )
    limits = {"per_customer": "customer", "per_day": "day", "total": "total"}
    for limit, counted in limits.items():
        for before in (1, 2):
            family.add(
                f"{limit} 2, used {before} times", offer("deal", percent_off(10), of("soap"), limits=Limits(**{limit: 2})),
                line("soap"), customer=ANNA, usage=Usage(**{counted: {"deal": before}}),
            )  # fmt: skip
    family.add(
        "per customer, without one",
        offer("deal", percent_off(10), of("soap"), limits=Limits(per_customer=1)),
        line("soap"),
    )


def _codes(family: Family) -> None:
    coded = offer(
        "deal", percent_off(10), of("soap"), coupon=True, codes=("HERBST", "WINTER"), limits=Limits(per_code=2)
    )
    for before in (1, 2):
        family.add(
            f"a code that was used {before} times",
            coded,
            line("soap"),
            codes=("herbst ",),
            usage=Usage(codes={"HERBST": before}),
        )
    family.add("no code", coded, line("soap"))
    family.add("a code for other goods", coded, line("roll"), codes=("HERBST",))
    family.add("an unknown code and a good one", coded, line("soap"), codes=("X", "WINTER"))
    family.add(
        "a single-use code",
        offer("deal", percent_off(10), of("soap"), coupon=True),
        line("soap"),
        codes=("S1",),
        coupons={"S1": "deal"},
    )
    family.add(
        "a single-use code of another promotion",
        offer("deal", percent_off(10), of("soap"), coupon=True),
        line("soap"),
        codes=("S1",),
        coupons={"S1": "x"},
    )


def _with_the_cashier(family: Family) -> None:
    family.add(
        "manual discounts come last",
        TEN,
        line("soap", 2, discount=Discount("percent", 1500, "Kulanz")),
        discounts=(Discount("amount", 100, "Kulanz"),),
    )
    family.add(
        "hints of set, bundle, amount",
        (THREE, MENU, offer("five", cents_off(500, "basket"), basket_amount=1000)),
        line("soap", 2),
        line("roll", 2),
    )
