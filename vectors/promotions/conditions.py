"""Every condition at its boundary."""

from dataclasses import replace
from typing import Any

from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Hours, Promotion, Selection
from vectors.offers import of, offer, percent_off
from vectors.promotions.family import ANNA, SHOP, Family, line, weighed


def conditions() -> Family:
    """Met exactly, one below; the first and the last second."""
    family = Family("conditions")
    _minimums(family)
    _times(family)
    _people(family)
    _goods(family)
    return family


def _minimums(family: Family) -> None:
    for pieces in (2, 3):
        family.add(f"a minimum of 3 pieces with {pieces}", ten(min_quantity=3000), line("soap", pieces))
        family.add(
            f"a minimum of 3 pieces on several lines, {pieces}", ten(min_quantity=3000), *[line("soap")] * pieces
        )
    for grams in (499, 500):
        family.add(f"a minimum of 500 g with {grams}", ten(min_quantity=500), weighed("cheese", grams))
    for amount in (333, 334):
        family.add(f"3.33 with a minimum of {amount}", ten(min_amount=amount), line("soap"), line("roll", 9))
        family.add(f"basket of 3.33 with a minimum of {amount}", ten(basket_amount=amount), line("soap"), line("book"))


def _times(family: Family) -> None:
    for at in (
        "2026-11-22T23:59:59",
        "2026-11-23T00:00:00",
        "2026-11-23",
        "2026-11-30T23:59:59",
        "2026-12-01T00:00:00",
    ):
        family.add(
            f"valid from the 23rd to December at {at}",
            ten(valid_from="2026-11-23", valid_to="2026-12-01"),
            line("soap"),
            at=at,
        )
    for at in ("16:59:59", "17:00:00", "18:59:59", "19:00:00"):
        family.add(f"happy hour at {at}", ten(hours=(Hours("17:00", "19:00"),)), line("soap"), at="2026-11-23T" + at)
    night = ten(weekdays=(5,), hours=(Hours("22:00", "02:00"),))
    for at in ("27T21:59:59", "27T22:00:00", "28T00:00:00", "28T01:59:59", "28T02:00:00", "27T01:00:00", "28T22:00:00"):
        family.add(f"Friday night at {at}", night, line("soap"), at="2026-11-" + at)
    sunday = ten(weekdays=(7,), hours=(Hours("22:00", "02:00"),))
    for at in ("2026-11-30T01:00:00", "2026-11-29T01:00:00"):
        family.add(f"Sunday night at {at}", sunday, line("soap"), at=at)
    for day in range(23, 30):
        family.add(
            f"Tuesday and Sunday on the {day}th", ten(weekdays=(2, 7)), line("soap"), at=f"2026-11-{day}T08:00:00"
        )
    to_the_second = ten(valid_from="2026-11-23T08:00:00", valid_to="2026-11-23T09:00:00")
    for at in ("07:59:59", "08:00:00", "08:59:59", "09:00:00"):
        family.add(f"valid from 8 to 9 at {at}", to_the_second, line("soap"), at="2026-11-23T" + at)


def _people(family: Family) -> None:
    for who in (None, ANNA, CustomerFacts("bert", "staff", "silver", first_purchase=True, birthday_month=12)):
        name = who.id if who else "nobody"
        for condition in (
            {"customer_groups": ("club",)}, {"tiers": ("gold",)}, {"known_customer": True}, {"first_purchase": True},
            {"birthday_month": True},
        ):  # fmt: skip
            family.add(f"{next(iter(condition))} for {name}", ten(**condition), line("soap"), customer=who)
    family.add(
        "the last second of the month of the birthday",
        ten(birthday_month=True),
        line("soap"),
        customer=ANNA,
        at="2026-11-30T23:59:59",
    )
    family.add(
        "the month after the birthday", ten(birthday_month=True), line("soap"), customer=ANNA, at="2026-12-01T00:00:00"
    )
    family.add(
        "the month of the birthday is not known",
        ten(birthday_month=True),
        line("soap"),
        customer=CustomerFacts("carl"),
    )
    for channel in ("", "web"):
        family.add(f"only for the web, channel {channel!r}", ten(channels=("web",)), line("soap"), channel=channel)
    for shop in ("s1", "s2"):
        family.add(f"only in s1, in {shop}", ten(shops=("s1",)), line("soap"), shop=replace(SHOP, shop=shop))
    for tender in ("", "card", "cash"):
        family.add(f"only for cash, announced {tender!r}", ten(tenders=("cash",)), line("soap"), tender=tender)


def _goods(family: Family) -> None:
    by_hand = line("soap", price=200, price_reason="Etikett falsch")
    for only in (False, True):
        family.add(f"a price by hand, regular only: {only}", ten(regular_only=only), by_hand)
        family.add(f"a price label on a piece, regular only: {only}", ten(regular_only=only), line("soap", amount=150))
        family.add(f"a price label on cheese, regular only: {only}", ten(regular_only=only), line("cheese", amount=747))
    for goods in (
        Selection(groups=("care",)), Selection(tags=("drink",)), Selection(groups=("care", "hot"), without_tags=("drink",)),
        Selection(without_articles=("soap",)), Selection(tags=("breakfast",), without_groups=("hot",)),
    ):  # fmt: skip
        family.add(
            f"goods: {goods}",
            offer("deal", percent_off(10), goods),
            line("soap"),
            line("coffee"),
            line("roll"),
            line("cola"),
        )


def ten(**more: Any) -> Promotion:
    """Ten percent on soap and cheese under a condition."""
    return offer("deal", percent_off(10), of("soap", "cheese"), **more)
