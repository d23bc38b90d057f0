"""What the office learns of a promotion: before it runs from past receipts, afterwards from what it did."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.floor import Floor, open_floor, refused, right
from tests.promotions.offers import OWNER, SOAP, cheaper, codes, put, with_code
from tests.promotions.test_selling import SOAPS_3_FOR_2, soaps
from tresen.core.basket import BasketLine, Discount
from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Action, Conditions, Limits, Promotion
from tresen.insight.promotion_effect import promotion_effect
from tresen.insight.promotion_list import promotion_rows
from tresen.insight.promotion_preview import Sample, preview
from tresen.insight.promotion_trial import Trial, begin_trial, stop_trial, trial_of
from tresen.insight.trial_basket import timeless, trial_case
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.goods.change_article import change_article
from tresen.operations.people.change_customer import change_customer

DAY = "2026-06-01"


async def tried(floor: Floor, draft: Promotion, first: str = DAY, last: str = DAY) -> Any:
    id = floor.id()
    right(await begin_trial(floor.node, OWNER, id, draft, first, last))
    await floor.settled()
    trial: Trial = right(trial_of(floor.node, id))
    assert trial.state == "done", trial
    return trial.result


async def test_a_trial_says_what_it_would_have_cost(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        record = floor.node.masterdata.articles["soap"]
        priced = ArticleRecord(record.article, record.barcodes, cost=100)
        right(await change_article(floor.node, OWNER, priced, floor.node.masterdata.articles.seqs["soap"]))
        for pieces in (1, 3, 7):
            await floor.sell(floor.basket(soaps(pieces), "milk"))
        await floor.sell(floor.basket("milk", "cola"))
        result = await tried(floor, SOAPS_3_FOR_2)
        assert (result.receipts, result.looked_at, result.every, result.rebuilt, result.exact) == (4, 4, 1, 3, 3)
        assert (result.hit, result.saving) == (2, 3 * 249)
        assert result.turnover == 10 * 249 + 2 * 129
        [soap] = result.articles
        assert (soap.id, soap.saving, soap.quantity) == ("soap", 747, 9000)
        net_before, cost = 628 + 1465, 10 * 100  # 7,47 and 17,43 less 19 %
        assert result.cost_known == 10 * 249
        assert result.margin_before == net_before - cost
        assert result.margin_before - result.margin_after == 210 + 419  # to 4,98 and 12,45, as each line rounds
        assert [(one.before, one.after) for one in result.examples] == [(1872, 1374), (876, 627)]


async def test_a_trial_leaves_everything_as_it_is(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.sell(floor.basket(soaps(3)))
        before = len(floor.entries())
        await tried(floor, SOAPS_3_FOR_2)
        assert len(floor.entries()) == before
        assert len(floor.node.masterdata.promotions) == 0


async def test_a_trial_counts_on_top_of_what_the_receipts_had(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, SOAPS_3_FOR_2)
        half = BasketLine("9", "cola", discount=Discount("percent", 1000, "Kulanz"))
        await floor.sell(floor.basket(soaps(3), half))
        result = await tried(floor, cheaper(cents=20, stacking="stackable"))
        assert (result.exact, result.hit, result.saving) == (1, 1, 3 * 20)
        again = await tried(floor, SOAPS_3_FOR_2)
        assert (again.hit, again.saving) == (1, 249), "it is not counted against itself"


@pytest.mark.parametrize(
    ("draft", "hit"),
    [
        (cheaper(limits=Limits(per_customer=1)), 2), (cheaper(limits=Limits(per_day=2)), 2),
        (cheaper(limits=Limits(total=1)), 1), (cheaper(when=Conditions(customer_groups=("club",))), 2),
        (cheaper(when=Conditions(first_purchase=True)), 2), (cheaper(when=Conditions(valid_from="2030-01-01")), 4),
        (cheaper(when=Conditions(weekdays=(2,))), 0), (with_code(), 4), (cheaper(when=Conditions(tenders=("card",))), 0),
    ],
    ids=["once each", "two a day", "one", "group", "first", "later", "Tuesdays", "code", "card"],
)  # fmt: skip
async def test_a_trial_keeps_to_conditions_and_limits(tmp_path: Path, draft: Promotion, hit: int) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        right(await change_customer(floor.node, floor.manager, "customer-1", group="club"))
        for customer in ("customer-1", "customer-1", "customer-2", ""):
            await floor.sell(floor.basket("soap", customer=customer))
        result = await tried(floor, draft)
        assert (result.hit, result.assumes_code) == (hit, draft.when.coupon)


async def test_only_one_trial_at_a_time_and_it_can_be_stopped(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        node = floor.node
        id = floor.id()
        right(await begin_trial(node, OWNER, id, cheaper(), DAY, DAY))
        right(await begin_trial(node, OWNER, id, cheaper(), DAY, DAY))
        refused(await begin_trial(node, OWNER, floor.id(), cheaper(), DAY, DAY), "trial_running")
        assert right(stop_trial(node, id)).state == "stopped"
        await floor.settled()
        assert right(trial_of(node, id)).state == "stopped"
        refused(await begin_trial(node, OWNER, floor.id(), cheaper(cents=-1), DAY, DAY), "promotion_faulty")
        refused(await begin_trial(node, OWNER, floor.id(), cheaper(), DAY, "2026-13-01"), "range_faulty")
        refused(await begin_trial(node, floor.cashier, floor.id(), cheaper(), DAY, DAY), "denied")


async def test_any_basket_is_rebuilt_to_the_cent(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, SOAPS_3_FOR_2)
        baskets = [
            floor.basket("milk", "cola", BasketLine("9", "cheese", 451)),
            floor.basket(BasketLine("1", "cheese", amount=1234), BasketLine("2", "milk", 3000)),
            floor.basket(soaps(3), BasketLine("2", "milk", discount=Discount("amount", 29, "Kulanz"))),
            replace(floor.basket(soaps(4), "milk"), discounts=(Discount("percent", 500, "Kulanz"),)),
        ]
        articles = {record.article.id: record.article for record in floor.node.masterdata.articles}
        for basket in baskets:
            receipt = (await floor.sell(basket, floor.manager)).receipt
            case = trial_case(receipt, articles, lambda _: None, "other")
            assert case is not None
            from tresen.core.quoting import quote

            assert quote(case.basket, case.excerpt, case.at).total == case.paid


def test_a_trial_asks_for_no_first_and_last_day() -> None:
    draft = timeless(cheaper(when=Conditions(valid_from="2030-01-01", weekdays=(1,)), active=False))
    assert draft.active and draft.when == Conditions(weekdays=(1,))


async def test_the_effect_counts_uses_and_compares_the_goods_with_the_span_before(
    tmp_path: Path, database_url: str
) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await floor.sell(floor.basket(soaps(2), "milk"))
        floor.clock.move(hours=24)
        await put(floor, SOAPS_3_FOR_2)
        await floor.sell(floor.basket(soaps(3)))
        await floor.sell(floor.basket(soaps(6), "cola"))
        await floor.sell(floor.basket("milk"))
        effect = right(await promotion_effect(floor.node, "three", "2026-06-02", "2026-06-02"))
        assert (effect.before_first, effect.before_last) == (DAY, DAY)
        assert (effect.uses, effect.saving, effect.receipts) == (2, 3 * 249, 3)
        assert (effect.amount, effect.amount_before) == (6 * 249, 2 * 249)
        assert [(day.day, day.uses, day.saving) for day in effect.days] == [("2026-06-02", 2, 747)]
        [soap] = effect.articles
        assert (soap.quantity, soap.quantity_before) == (9000, 2000)
        refused(await promotion_effect(floor.node, "gone", DAY, DAY), "promotion_not_found")
        refused(await promotion_effect(floor.node, "three", DAY, "soon"), "range_faulty")
        await floor.restart()
        again = right(await promotion_effect(floor.node, "three", "2026-06-02", "2026-06-02"))
        assert again == effect


async def test_the_list_says_what_runs(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        for draft in (
            cheaper("a", when=Conditions(valid_to="2026-06-01T10:00:00")), cheaper("b", active=False),
            cheaper("c", when=Conditions(valid_from="2026-06-02")),
            cheaper("d", when=Conditions(valid_to="2026-06-01T10:00:01")),
        ):  # fmt: skip
            await put(floor, draft)
        await floor.sell(floor.basket("soap"))
        rows = await promotion_rows(floor.node)
        assert [(row.promotion.id, row.state) for row in rows] == [
            ("d", "running"), ("c", "planned"), ("b", "off"), ("a", "ended"),
        ]  # fmt: skip
        assert [(row.uses, row.saving) for row in rows] == [(1, 50), (0, 0), (0, 0), (0, 0)]


async def test_a_preview_shows_a_basket_without_and_with_the_draft(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        node = floor.node
        await put(floor, cheaper(cents=10))
        shown = right(preview(node, OWNER, cheaper(cents=50), Sample([("soap", 2000), ("vodka", 1000)])))
        assert (shown.before.total, shown.after.total) == (2 * 249 + 1299, 2 * 199 + 1299)
        assert not any(warning.blocks for warning in shown.after.warnings)
        coded = right(preview(node, OWNER, with_code(), Sample([("soap", 1000)])))
        assert (coded.before.total, coded.after.total) == (239, 149)
        evening = cheaper("late", when=Conditions(valid_from="2030-01-01", customer_groups=("club",)))
        early = right(preview(node, OWNER, evening, Sample([("soap", 1000)])))
        assert early.after.total == early.before.total
        member = CustomerFacts("x", "club")
        later = right(preview(node, OWNER, evening, Sample([("soap", 1000)], "2030-01-01T00:00:00", member)))
        assert later.after.total == 199
        limited = cheaper("few", limits=Limits(per_customer=1))
        assert right(preview(node, OWNER, limited, Sample([("soap", 1000)], customer=member))).after.total == 199
        refused(preview(node, OWNER, cheaper(cents=0), Sample([])), "promotion_faulty")
        refused(preview(node, OWNER, cheaper(), Sample([("soap", 1000)], at="soon")), "bad_input")
        refused(preview(node, floor.cashier, cheaper(), Sample([])), "denied")


async def test_codes_of_all_batches_are_counted(tmp_path: Path) -> None:
    from tresen.insight.promotion_list import batch_rows

    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, with_code())
        first, second = await codes(floor, count=2), await codes(floor, count=1)
        await floor.sell(replace(floor.basket("soap"), codes=(first[1],)))
        assert [(row.batch.number, row.batch.count, row.used) for row in batch_rows(floor.node)] == [
            (2, 1, 0),
            (1, 2, 1),
        ]
        assert second
        assert Action("amount", 100) == floor.node.masterdata.promotions["club"].action
        assert floor.node.masterdata.promotions["club"].goods == SOAP
