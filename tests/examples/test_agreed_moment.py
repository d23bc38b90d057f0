"""A price that was agreed stands for a quarter of an hour, to the minute it was agreed in."""

import pytest

from tests.floor import open_floor, refused, right
from tests.promotions.offers import cheaper, put
from tresen.core.promotion import Conditions, Hours
from tresen.core.receipt import Tender
from tresen.operations.engine_source import engine_id
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import SaleRequest, sell

UNTIL_ELEVEN = Conditions(hours=(Hours("09:00", "11:00"),))
"""The test shop's clock stands at ten in Berlin."""


@pytest.fixture
async def floor(tmp_path, database_url):
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, cheaper(when=UNTIL_ELEVEN))
        yield floor
        floor.must_hold()


def paid(basket, total, **more):
    return SaleRequest(basket, total, (Tender("cash", total),), print=False, **more)


async def test_a_happy_hour_that_ends_between_agreeing_and_paying_changes_nothing(floor):
    floor.clock.move(minutes=58)
    basket = floor.basket("soap")
    kept = right(await keep_basket(floor.node, floor.cashier, basket, 0, False, floor.clock.now()))
    assert (kept.quote.savings, kept.at) == (50, floor.clock.now())
    floor.clock.move(minutes=5)
    answer = right(await sell(floor.node, floor.cashier, paid(basket, kept.quote.total, quoted_at=kept.at)))
    assert answer.receipt.savings == 50
    assert answer.receipt.promotions[0].promotion.id == "soap-offer"


async def test_after_a_quarter_of_an_hour_the_price_is_that_of_now(floor):
    agreed = floor.clock.now()
    basket = floor.basket("soap")
    total = (await floor.quote(basket)).total
    floor.clock.move(hours=1, minutes=16)
    failure = refused(
        await sell(floor.node, floor.cashier, paid(basket, total, quoted_at=agreed, engine=engine_id())),
        "total_differs",
    )
    assert failure.detail == {"total": total + 50, "agreed": total}


async def test_a_till_that_computes_by_old_rules_is_told_so(floor):
    basket = floor.basket("soap")
    known = floor.node.masterdata.rules_version
    total = (await floor.quote(basket)).total
    await put(floor, cheaper(cents=60, when=UNTIL_ELEVEN))
    asked = paid(basket, total, quoted_at=floor.clock.now(), engine=engine_id(), rules_version=known)
    assert refused(await sell(floor.node, floor.cashier, asked), "total_differs").detail["behind"] == "rules"
    asked.engine = "1-000000000000"
    assert refused(await sell(floor.node, floor.cashier, asked), "total_differs").detail["behind"] == "engine"


async def test_the_till_hears_what_else_the_price_went_by(floor):
    kept = right(await keep_basket(floor.node, floor.cashier, floor.basket("soap", customer="customer-1"), 0, False))
    assert kept.known.customer is not None
    assert kept.known.customer.id == "customer-1"


async def test_a_receipt_names_the_engine_that_made_it(floor):
    sold = await floor.sell(floor.basket("soap"))
    assert sold.receipt.engine == engine_id()
