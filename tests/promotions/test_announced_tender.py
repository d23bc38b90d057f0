"""A promotion for a way of paying: the cashier says it before, and only that way is the price kept."""

from dataclasses import replace

from tests.floor import open_floor, refused, right
from tests.promotions.offers import cheaper, put
from tresen.core.promotion import Conditions
from tresen.core.receipt import Tender
from tresen.operations.selling.sell import SaleRequest, sell


async def test_what_was_announced_is_what_is_paid_with(tmp_path, database_url):
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, cheaper(when=Conditions(tenders=("card",))))
        basket = floor.basket("soap")
        dear = (await floor.quote(basket)).total
        announced = replace(basket, tender="card")
        cheap = (await floor.quote(announced)).total
        assert cheap == dear - 50
        cash = SaleRequest(announced, cheap, (Tender("cash", cheap),), print=False)
        failure = refused(await sell(floor.node, floor.cashier, cash), "tender_announced")
        assert failure.detail == {"promotion": "50 Cent auf Seife"}
        await floor.keep(announced)
        payment = await floor.pay(announced.id, cheap)
        card = SaleRequest(announced, cheap, (Tender("card", cheap, payment=payment.id),), print=False)
        assert right(await sell(floor.node, floor.cashier, card)).receipt.savings == 50
        assert right(await sell(floor.node, floor.cashier, SaleRequest(
            replace(basket, id=floor.id()), dear, (Tender("cash", dear),), print=False
        ))).receipt.savings == 0  # fmt: skip
        floor.must_hold()
