"""Every action."""

from dataclasses import replace

from tresen.core.basket import GiftChoice
from tresen.core.promotion import Action, Limits, Part, Selection, Step
from vectors.offers import bundle, buy_get, cents_off, gift, n_for_m, of, offer, percent_off, price
from vectors.promotions.family import ANNA, Family, line, weighed


def actions() -> Family:
    """Every action with amounts that do not divide."""
    family = Family("actions")
    _each(family)
    _sets(family)
    _more_sets(family)
    _steps_and_baskets(family)
    _gifts(family)
    _rewards(family)
    return family


def _each(family: Family) -> None:
    for cents in (0, 1, 332, 333, 334):
        family.add(f"{cents} cents off a soap of 3.33", offer("deal", cents_off(cents), of("soap")), line("soap", 2))
        family.add(f"a soap for {cents} cents", offer("deal", price(cents), of("soap")), line("soap", 2))
    for value in (1, 14, 15, 16, 45, 5000, 9999, 10_000):
        family.add(
            f"{value} hundredths of a percent of 3.33",
            offer("deal", Action("percent", value), of("soap")),
            line("soap"),
        )
    family.add("cents off per kilogram", offer("deal", cents_off(333), of("cheese")), weighed("cheese", 451))
    family.add("a price per kilogram", offer("deal", price(1999), of("cheese")), weighed("cheese", 451))
    family.add(
        "a price of 2.00 never raises the roll",
        offer("deal", price(200), of("soap", "roll")),
        line("soap"),
        line("roll"),
    )


def _sets(family: Family) -> None:
    for pieces in range(1, 8):
        family.add(f"3 for 2 with {pieces}", offer("deal", n_for_m(3, 2), of("soap")), line("soap", pieces))
        family.add(
            f"every 2nd at half price with {pieces}",
            offer("deal", Action("percent", 5000, "set", 2, 2), of("soap")),
            line("soap", pieces),
        )
        family.add(
            f"2 for 5.00 with {pieces}",
            offer("deal", Action("fixed_price", 500, "set", 2), of("soap")),
            line("soap", pieces),
        )
        family.add(
            f"a bundle of roll and coffee with {pieces} rolls and 3 coffees",
            offer("deal", bundle(300, (of("roll"), 1), (of("coffee"), 1))), line("roll", pieces), line("coffee", 3),
        )  # fmt: skip
        family.add(
            f"buy 2 coffees, get a roll, with {pieces} coffees", offer("deal", buy_get(of("coffee"), 2, of("roll"), 1)),
            line("coffee", pieces), line("roll", 2),
        )  # fmt: skip


def _more_sets(family: Family) -> None:
    family.add(
        "3 for 2 over three VAT keys of goods",
        offer("deal", n_for_m(3, 2), of("soap", "coffee", "roll")),
        line("roll"),
        line("soap"),
        line("coffee"),
    )
    family.add(
        "3 for 2 with sets over several lines",
        offer("deal", n_for_m(3, 2), of("soap", "coffee", "roll")),
        line("roll", 4),
        line("soap", 2),
        line("coffee", 5),
    )
    family.add(
        "the dearest of two at half price",
        offer("deal", Action("percent", 5000, "set", 2, 1, 1), of("soap", "roll")),
        line("soap"),
        line("roll", 3),
    )
    family.add("1.00 off each pair", offer("deal", cents_off(100, "set"), of("soap")), line("soap", 4))
    family.add(
        "1.00 off each pair, set size 2",
        offer("deal", Action("amount", 100, "set", 2), of("soap", "roll")),
        line("soap", 3),
        line("roll", 2),
    )
    family.add(
        "a bundle dearer than its parts",
        offer("deal", bundle(400, (of("roll"), 1), (of("coffee"), 1))),
        line("roll"),
        line("coffee"),
    )
    family.add(
        "buy and get of overlapping goods",
        offer("deal", buy_get(Selection(tags=("breakfast",)), 1, of("roll"), 1)),
        line("roll", 2),
        line("coffee"),
    )
    family.add(
        "a part twice",
        offer("deal", Action("percent", 2500, "set", parts=(Part(of("roll"), 2000), Part(of("soap"))))),
        line("roll", 5),
        line("soap", 3),
    )


def _steps_and_baskets(family: Family) -> None:
    scale = offer("deal", Action("percent", scale=(Step(500, 3000), Step(1000, 6000))), of("soap"))
    for pieces in (2, 3, 5, 6):
        family.add(f"5 % from 3, 10 % from 6, with {pieces}", scale, line("soap", pieces))
    by_amount = offer("deal", Action("amount", 0, "basket", scale=(Step(200, 0, 1000), Step(500, 0, 2000))))
    for pieces in (9, 10, 19, 20):
        family.add(f"2.00 off from 10.00, 5.00 off from 20.00, with {pieces} rolls", by_amount, line("roll", pieces))
    for reach in (percent_off(10, "basket"), cents_off(500, "basket"), price(500, "basket")):
        family.add(
            f"{reach.way} on the basket",
            offer("deal", reach),
            line("roll", 3),
            line("soap"),
            weighed("cheese", 333),
            line("cola", 2),
            line("book"),
        )
    family.add(
        "more off the basket than it costs", offer("deal", cents_off(50_000, "basket")), line("roll"), line("cola")
    )
    family.add(
        "deposit, vouchers, fixed-price books",
        offer("deal", percent_off(50)),
        line("cola", 2),
        line("voucher", price=1000),
        line("book"),
        line("bottle", -3),
    )
    goods = (line("roll"), line("coffee"), line("soap"), line("milk"))
    for cents in range(1, 8):
        family.add(
            f"{cents} cents over two VAT keys of two lines each", offer("deal", cents_off(cents, "basket")), *goods
        )


def _gifts(family: Family) -> None:
    present = offer("deal", gift(of("soap", "coffee")), basket_amount=1000)
    for lines in (
        (line("roll", 10),),
        (line("roll", 10), line("coffee")),
        (line("roll", 9), line("coffee")),
        (line("roll", 7), line("soap"), line("coffee")),
    ):
        family.add(f"a gift from 10.00 with {[(each.article, each.quantity) for each in lines]}", present, *lines)
    family.add(
        "a chosen gift",
        present,
        line("roll", 10),
        line("coffee"),
        line("soap"),
        choices=(GiftChoice("deal", "coffee"),),
    )
    family.add(
        "a chosen gift that is not there yet",
        present,
        line("roll", 10),
        line("soap"),
        choices=(GiftChoice("deal", "coffee"),),
    )
    family.add("two gifts", replace(present, limits=Limits(per_sale=2)), line("roll", 10), line("soap", 3))


def _rewards(family: Family) -> None:
    for way in ("points", "points_per_euro"):
        for who in (None, ANNA):
            family.add(
                f"{way} for {who.id if who else 'nobody'}",
                offer("deal", Action(way, 7, "basket"), of("soap", "roll")),
                line("soap", 2),
                line("roll"),
                line("coffee"),
                customer=who,
            )
    family.add(
        "points for each pair", offer("deal", Action("points", 5, "set", 2), of("soap")), line("soap", 5), customer=ANNA
    )
    for pieces in (9, 10):
        family.add(
            f"a coupon for the next purchase from 10.00, with {pieces} rolls",
            offer("deal", Action("coupon", coupon="five", coupon_days=30), min_amount=1000),
            line("roll", pieces),
        )
    family.add(
        "open prices and weighed goods in sets",
        offer("deal", n_for_m(2, 1), of("flowers", "cheese")),
        line("flowers", price=999),
        weighed("cheese", 451),
        weighed("cheese", 2000),
    )
    family.add(
        "a six-pack with a price of its own",
        offer("deal", n_for_m(3, 2), of("coffee")),
        line("coffee", 6, barcode="4001234567891"),
    )
