"""List prices."""

from dataclasses import replace

from tresen.core.price_list import ListPrice, PriceList
from vectors.offers import n_for_m, of, offer
from vectors.promotions.family import ANNA, SHOP, Family, line


def price_lists() -> Family:
    family = Family("price_lists")
    club, web = PriceList("club", "Club", 10, groups=("club",)), PriceList("web", "Web", 5, channels=("web",))
    prices = (
        ListPrice(299, valid_from="2026-11-23T08:00:00", valid_to="2026-11-23T20:00:00"), ListPrice(280, from_quantity=3000),
        ListPrice(250, "club"), ListPrice(240, "club", from_quantity=5000), ListPrice(100, "web"),
    )  # fmt: skip
    shop = replace(
        SHOP,
        articles=dict(SHOP.articles) | {"soap": replace(SHOP.articles["soap"], prices=prices)},
        price_lists=(web, club),
    )
    for at in ("2026-11-23T07:59:59", "2026-11-23T08:00:00", "2026-11-23T19:59:59", "2026-11-23T20:00:00"):
        family.add(f"a planned price at {at}", (), line("soap"), shop=shop, at=at)
    for pieces in (2, 3, 4, 5):
        for who in (None, ANNA):
            family.add(
                f"{pieces} pieces for {who.id if who else 'nobody'}", (), line("soap", pieces), shop=shop, customer=who
            )
    for who in (None, ANNA):
        family.add(
            f"on the web for {who.id if who else 'nobody'}", (), line("soap"), shop=shop, customer=who, channel="web"
        )
    family.add("two lines count together", (), line("soap", 2), line("soap"), shop=shop)
    family.add(
        "a promotion on a list price",
        offer("deal", n_for_m(2, 1), of("soap")),
        line("soap", 2),
        shop=shop,
        customer=ANNA,
    )
    family.add("a label keeps its price", (), line("soap", amount=111), shop=shop, customer=ANNA)
    return family
