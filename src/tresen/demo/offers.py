"""Promotions and prices of the practice shop: one of each usual kind.

All that hold without a code name their articles. So the baskets of the replay, whose articles are its own, cost exactly
what they cost in the household panel.
"""

from typing import Final

from tresen.core.price_list import ListPrice, PriceList
from tresen.core.promotion import Action, Conditions, Hours, Limits, Part, Promotion, Selection, Step
from tresen.masterdata.kinds import CouponBatch, CustomerGroup, Tier

CUSTOMER_GROUPS: Final = (CustomerGroup("stamm", "Stammkunden"), CustomerGroup("mitarbeiter", "Mitarbeiter"))
TIERS: Final = (Tier("silber", "Silber", 200), Tier("gold", "Gold", 500))

PRICE_LISTS: Final = (PriceList("mitarbeiter", "Mitarbeiterpreise", 10, groups=("mitarbeiter",)),)
PRICES: Final[dict[str, tuple[ListPrice, ...]]] = {
    "3801": (ListPrice(120, "mitarbeiter"),),
    "3805": (ListPrice(160, "mitarbeiter"),),
    "3503": (ListPrice(120, from_quantity=10_000),),
}
"""By number of the article: coffee for the staff, single roses by the bunch."""

PROMOTIONS: Final = (
    Promotion(
        "schokolade", "Schokolade 3 für 2", Action("percent", 10_000, "set", 3, 3, 3),
        Selection(articles=("2201", "2202", "2203")),
    ),
    Promotion(
        "feierabend", "Feierabend-Kuchen", Action("percent", 3000),
        Selection(articles=("1118", "1119", "1120", "1121", "1122", "1123", "1124")),
        Conditions(hours=(Hours("17:00", "20:00"),), weekdays=(1, 2, 3, 4, 5, 6)),
    ),
    Promotion(
        "kaffeeklatsch", "Kaffee und Kuchen", Action("fixed_price", 450, "set", parts=(
            Part(Selection(articles=("3801", "3803"))), Part(Selection(articles=("1122", "1123", "1124"))),
        )),
    ),
    Promotion(
        "apfelsaft", "Apfelsaft im Sechserpack günstiger",
        Action("percent", scale=(Step(500, 3000), Step(1500, 6000))), Selection(articles=("2601",)),
    ),
    Promotion(
        "blumen", "Blumen für Stammkunden", Action("percent", 1000),
        Selection(articles=("3501", "3502", "3504", "3505", "3507", "3508", "3509")),
        Conditions(customer_groups=("stamm",)),
    ),
    Promotion(
        "willkommen", "Willkommens-Coupon", Action("amount", 500, "basket"), Selection(),
        Conditions(coupon=True, codes=("WILLKOMMEN",), min_amount=3000), Limits(per_sale=1),
    ),
)  # fmt: skip

BATCHES: Final = (CouponBatch("handzettel", 1, "willkommen", "Handzettel zur Eröffnung", 24),)
