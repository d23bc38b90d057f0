"""Promotions and price lists in the office: stored with history, checked part by part, never taken away from under others."""

from pathlib import Path
from typing import Any

import pytest

from tests.floor import open_floor, refused, right
from tests.promotions.offers import OWNER, SOAP, cheaper, codes, put, renamed, with_code
from tresen.core.price_list import PriceList
from tresen.core.promotion import Action, Conditions, Hours, Limits, Part, Selection, Step
from tresen.operations.promotions.change_price_list import change_price_list, delete_price_list
from tresen.operations.promotions.change_promotion import change_promotion, delete_promotion, switch_promotion


async def test_a_promotion_is_stored_changed_switched_and_taken_away(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        node = floor.node
        made = right(await change_promotion(node, OWNER, cheaper()))
        again = right(await change_promotion(node, OWNER, cheaper(cents=10)))
        assert again == made, "sent again it answers with the first"
        changed = right(await change_promotion(node, OWNER, cheaper(cents=60), made.version))
        refused(await change_promotion(node, OWNER, cheaper(cents=70), made.version), "changed_meanwhile")
        assert node.masterdata.excerpt("2026-06-01").promotions == (changed.promotion,)
        right(await switch_promotion(node, OWNER, "soap-offer", active=False))
        assert node.masterdata.excerpt("2026-06-01").promotions == ()
        await floor.restart()
        assert floor.node.masterdata.promotions["soap-offer"] == renamed(changed.promotion, active=False)
        assert await delete_promotion(floor.node, OWNER, "soap-offer") is None
        refused(await delete_promotion(floor.node, OWNER, "soap-offer"), "promotion_not_found")
        assert len([row for row in floor.entries("masterdata") if row[11] == "promotion:soap-offer"]) == 4


async def test_a_cashier_changes_no_promotion(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        refused(await change_promotion(floor.node, floor.cashier, cheaper()), "denied")
        await put(floor, cheaper())
        refused(await delete_promotion(floor.node, floor.cashier, "soap-offer"), "denied")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"goods": Selection(articles=("gone",))}, "goods.articles"),
        ({"goods": Selection(without_groups=("gone",))}, "goods.without_groups"),
        ({"goods": Selection(tags=("two words",))}, "goods.tags"),
        ({"action": Action("percent", 0)}, "action.value"),
        ({"action": Action("percent", 10_001)}, "action.value"),
        ({"action": Action("amount", -5)}, "action.value"),
        ({"action": Action("percent", 1000, "set")}, "action.set_size"),
        ({"action": Action("percent", 1000, "each", 3)}, "action.set_size"),
        ({"action": Action("percent", 1000, "set", 3, 4)}, "action.first"),
        ({"action": Action("percent", 1000, "set", 3, 2, 1)}, "action.first"),
        ({"action": Action("fixed_price", 500, "set", parts=(Part(SOAP, 1500),))}, "action.parts.0.quantity"),
        ({"action": Action("fixed_price", 500, "set", parts=(Part(SOAP, rewarded=False),))}, "action.parts"),
        ({"action": Action("amount", 5, scale=(Step(5, 3000, 1000),))}, "action.scale"),
        ({"action": Action("fixed_price", 0, gifts=Selection())}, "action.gifts"),
        ({"action": Action("coupon", coupon="gone")}, "action.coupon"),
        ({"when": Conditions(weekdays=(0,))}, "when.weekdays"),
        ({"when": Conditions(hours=(Hours("25:00", "26:00"),))}, "when.hours"),
        ({"when": Conditions(codes=("ABC",))}, "when.coupon"),
        ({"when": Conditions(coupon=True, codes=("a b",))}, "when.codes"),
        ({"when": Conditions(coupon=True, codes=("A" * 20,))}, "when.codes"),
        ({"when": Conditions(valid_from="2026-13-01")}, "when.valid_from"),
        ({"when": Conditions(valid_from="2026-06-02", valid_to="2026-06-02")}, "when.valid_to"),
        ({"when": Conditions(tenders=("shells",))}, "when.tenders"),
        ({"when": Conditions(shops=("gone",))}, "when.shops"),
        ({"limits": Limits(per_day=-1)}, "limits.per_day"),
        ({"limits": Limits(per_code=1)}, "limits.per_code"),
        ({"stacking": "always"}, "stacking"),
    ],
)
async def test_whoever_fills_in_the_form_hears_which_part_is_wrong(
    tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    async with open_floor(tmp_path) as floor:
        answer = refused(await change_promotion(floor.node, OWNER, renamed(cheaper(), **change)), "promotion_faulty")
        assert answer.detail["field"] == field


async def test_what_others_lead_to_stays(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await put(floor, with_code())
        await put(
            floor, renamed(cheaper("thanks"), action=Action("coupon", reach="basket", coupon="club", coupon_days=30))
        )
        [issuing] = floor.node.masterdata.coupon_batches
        assert (issuing.promotion, issuing.count) == ("club", 0)
        refused(await delete_promotion(floor.node, OWNER, "club"), "promotion_in_use")
        assert await delete_promotion(floor.node, OWNER, "thanks") is None
        await codes(floor)
        refused(await delete_promotion(floor.node, OWNER, "club"), "promotion_in_use")
        version = floor.node.masterdata.promotions.seqs["club"]
        open_to_all = renamed(with_code(), when=Conditions())
        refused(await change_promotion(floor.node, OWNER, open_to_all, version), "promotion_in_use")


async def test_a_price_list_is_stored_and_stays_while_prices_are_in_it(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        node = floor.node
        made = right(await change_price_list(node, OWNER, PriceList("club", " Verein ", 10, groups=("club",))))
        assert made.price_list.name == "Verein"
        assert node.masterdata.excerpt("2026-06-01").price_lists == (made.price_list,)
        refused(await change_price_list(node, OWNER, PriceList("other", "verein")), "name_taken")
        refused(await change_price_list(node, OWNER, PriceList("x", "X", shops=("gone",))), "bad_input")
        refused(await change_price_list(node, OWNER, PriceList("x", "X", valid_from="soon")), "bad_input")
        refused(await change_price_list(node, OWNER, made.price_list, made.version + 1), "changed_meanwhile")
        assert await delete_price_list(node, OWNER, "club") is None
        refused(await delete_price_list(node, OWNER, "club"), "price_list_not_found")
