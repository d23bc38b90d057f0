"""The plan of a till is in time order, the same in every run, and adds up."""

from collections.abc import Iterator

from tresen.core.article import Excerpt, ReturnableLine
from tresen.core.quoting import quote
from tresen.core.tax import rates_on
from tresen.demo.replay.mapping import good_of, shop_day
from tresen.demo.replay.panel import PanelArticle, PanelBasket, PanelLine
from tresen.demo.replay.plan import Habits, TillPlan
from tresen.demo.replay.steps import Abort, CloseDay, Expectation, OpenDay, PayOut, Sell, Step
from tresen.demo.shop import TAX

DAY = 86_400_000
ARTICLES = {id: PanelArticle(id, "GROCERY", "SOUP", f"SOUP {id}", "10 OZ") for id in range(1, 9)}
OFTEN = Habits(returns=300, voids=200, aborts=100)


def baskets(days: int = 3, a_day: int = 40) -> Iterator[PanelBasket]:
    for day in range(days):
        for place in range(a_day):
            lines = tuple(
                PanelLine(1 + (place + more) % 8, 1 + more, 133 * (1 + more), loyalty=17 * (place % 3))
                for more in range(1 + place % 4)
            )
            yield PanelBasket(
                day * 1000 + place, 5 + place % 3, 367, 1_488_466_800_000 + day * DAY + place * 60_000, lines
            )


def plan(habits: Habits = OFTEN) -> list[Step]:
    return list(TillPlan("Filiale 367", ARTICLES, habits).steps(baskets()))


def test_steps_are_in_time_order_and_the_same_in_every_run() -> None:
    steps = plan()
    assert steps == plan()
    assert [step.at for step in steps] == sorted({step.at for step in steps})
    assert len({step.id for step in steps}) == len(steps)


def test_another_seed_makes_another_plan_of_the_same_baskets() -> None:
    one, other = plan(), plan(Habits(seed=2, returns=300, voids=200, aborts=100))
    assert one != other
    paid = [sum(step.paid_in_panel for step in steps if isinstance(step, Sell)) for steps in (one, other)]
    assert paid[0] == paid[1] == sum(basket.paid for basket in baskets())


def test_each_day_is_opened_and_closed_and_the_drawer_is_counted_right() -> None:
    drawer = 0
    days = []
    for step in plan():
        if isinstance(step, OpenDay):
            assert drawer in (0, step.opening_float)
            drawer = step.opening_float
            days.append(shop_day(step.at))
        elif isinstance(step, Sell):
            drawer += sum(tender.amount for tender in step.tenders if tender.kind == "cash")
        elif isinstance(step, PayOut):
            drawer -= step.amount
        elif isinstance(step, CloseDay):
            assert step.counted == drawer >= 0
            assert shop_day(step.at) == days[-1]
            drawer -= step.taken_out
    assert len(days) == len(set(days)) == 3


def test_all_that_the_panel_lacks_is_made_up() -> None:
    steps = plan()
    sales = [step for step in steps if isinstance(step, Sell)]
    assert any(isinstance(step, Abort) for step in steps)
    assert any(step.is_refund for step in sales)
    assert any(line.voided for step in sales for line in step.basket.lines)
    assert {tender.kind for step in sales for tender in step.tenders} == {"cash", "card"}
    for step in sales:
        assert sum(tender.amount for tender in step.tenders) == step.total
        for tender in step.tenders:
            if tender.kind == "cash" and tender.amount > 0:
                assert tender.amount <= tender.given < tender.amount + 50_00


def test_the_node_s_own_quote_agrees_with_each_sale_and_refund() -> None:
    """Total and points of the plan come from the panel; here the real quote computes them from the baskets."""
    known = {good.article.id: good.article for good in map(good_of, ARTICLES.values())}
    returnable: dict[tuple[str, int], ReturnableLine] = {}
    for step in plan():
        if not isinstance(step, Sell):
            continue
        answer = quote(step.basket, Excerpt(known, rates_on(TAX, "2023-03-01"), returnable=returnable), "2023-03-01")
        assert not any(warning.blocks for warning in answer.warnings)
        assert (answer.total, answer.points) == (step.total, step.points)
        assert sorted(step.moved) == sorted((line.article, line.quantity // 1000) for line in answer.lines)
        for line in answer.lines:
            if line.quantity > 0:
                returnable[step.id, line.n] = ReturnableLine(
                    line.article, line.name, line.kind, line.unit, line.tax_key, line.tax_rate, line.quantity,
                    line.amount, points=line.points,
                )  # fmt: skip


def test_the_expectation_adds_up_from_the_steps() -> None:
    expected = Expectation()
    for step in plan():
        expected.add(step)
    assert expected.sales == 120
    assert expected.days == 3
    assert expected.refunds > 0 > expected.refunds_money
    assert expected.sales_money - expected.payouts == expected.panel_money == sum(one.paid for one in baskets())
    assert sum(expected.pieces.values()) < sum(line.quantity for one in baskets() for line in one.lines)


def test_coupons_beyond_the_basket_are_paid_out_after_it() -> None:
    one = PanelBasket(1, 5, 367, 1_488_466_800_000, (PanelLine(1, 1, 100, coupon=300),))
    steps = list(TillPlan("x", ARTICLES, Habits(aborts=0)).steps([one]))
    assert [type(step) for step in steps] == [OpenDay, Sell, PayOut, CloseDay]
    expected = Expectation()
    for step in steps:
        expected.add(step)
    assert (expected.sales_money, expected.payouts, expected.panel_money) == (0, 200, -200)
