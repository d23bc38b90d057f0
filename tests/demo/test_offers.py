"""The promotions of the practice shop: whatever the office would refuse is not in them, and the replay is not touched."""

from pathlib import Path

import pytest

from tests.shop_fixture import living, make_node
from tresen.core.basket import Basket, BasketLine
from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Promotion
from tresen.core.quoting import quote
from tresen.demo.offers import PROMOTIONS
from tresen.demo.seed import SHOP, seed
from tresen.insight.promotion_effect import goods_of
from tresen.operations.promotions.coupon_batches import codes_of
from tresen.operations.promotions.coupon_codes import coupon_state
from tresen.operations.promotions.promotion_rules import check_promotion


@pytest.mark.parametrize("promotion", PROMOTIONS, ids=lambda one: one.id)
def test_without_a_code_only_named_articles_are_promoted(promotion: Promotion) -> None:
    if not promotion.when.coupon:
        for goods in goods_of(promotion):
            assert goods.articles and not goods.groups and not goods.tags


async def test_every_promotion_of_the_practice_shop_can_be_stored_and_gives_something(tmp_path: Path) -> None:
    node = make_node(tmp_path)
    seed(node, tmp_path / "pictures")
    async with living(node):
        md = node.masterdata
        assert [check_promotion(md, promotion) for promotion in md.promotions] == [None] * len(PROMOTIONS)
        excerpt = md.excerpt("2026-06-01", SHOP)

        def costs(*lines: tuple[str, int], at: str = "2026-06-01T10:00:00", group: str = "") -> int:
            from dataclasses import replace

            basket = Basket("x", tuple(BasketLine(id, id, pieces * 1000) for id, pieces in lines), customer=group)
            facts = CustomerFacts("c", group) if group else None
            return quote(basket, replace(excerpt, customer=facts), at).total

        assert costs(("2201", 3)) == 2 * 149
        assert costs(("1119", 1)) == 160
        assert costs(("1119", 1), at="2026-06-01T17:00:00") == 112
        assert costs(("1119", 1), at="2026-06-07T17:00:00") == 160, "closed on Sundays"
        assert costs(("3801", 1), ("1122", 1)) == 450
        assert costs(("2601", 6)) - costs(("2601", 2)) * 3 == -179  # 15 % of 6 × 1,99, the deposit as it was
        assert costs(("3501", 1), group="stamm") == 359
        assert costs(("3801", 1), group="mitarbeiter") == 120
        assert costs(("3503", 10)) == 1200
        code, used = codes_of(node, next(iter(md.coupon_batches)))[0]
        assert not used
        assert getattr(coupon_state(node, code, "2026-06-01"), "promotion", "") == "willkommen"
