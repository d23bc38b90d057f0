"""Returns from receipts with promotions through the whole shop: books, totals, closing and verification cope with them."""

from dataclasses import replace
from pathlib import Path

from tests.floor import back, open_floor, right
from tests.promotions.offers import cheaper, put
from tests.promotions.test_selling import SOAPS_3_FOR_2, soaps
from tresen.core.promotion import Action, Part, Selection
from tresen.ledger import accounts
from tresen.operations.selling.sell import sell

MENU = replace(
    cheaper("menu", goods=Selection()),
    action=Action(
        "fixed_price", 300, "set", parts=(Part(Selection(articles=("soap",))), Part(Selection(articles=("milk",))))
    ),
)


async def test_kept_goods_that_cost_more_now_are_booked_by_vat_key(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, MENU)
        sold = (await floor.sell(floor.basket("soap", "milk"))).receipt
        assert [line.amount for line in sold.lines] == [198, 102]
        request = await floor.request(floor.basket(back(sold, 2)), floor.manager)
        first = right(await sell(floor.node, floor.manager, request)).receipt
        assert [(line.quantity, line.amount, line.tax_key) for line in first.lines] == [(-1000, -102, 2), (0, 51, 1)]
        assert (first.total, first.kind) == (-(300 - 249), "refund")
        assert {line.line for line in first.lines} == {"back-2"}
        again = right(await sell(floor.node, floor.manager, request))
        assert (again.repeated, again.receipt.number) == (True, first.number)
        closing = await floor.close_day()
        assert (closing.totals.refunds, closing.totals.refunds_amount) == (1, -51)
        await floor.restart()
        await floor.open_day()
        rest = (await floor.sell(floor.basket(back(sold, 1)), floor.manager)).receipt
        assert rest.total == -249


async def test_a_return_may_give_nothing_back_and_is_a_receipt_all_the_same(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, SOAPS_3_FOR_2)
        sold = (await floor.sell(floor.basket(soaps(3)))).receipt
        free = (await floor.sell(floor.basket(back(sold)), floor.manager)).receipt
        assert (free.total, [line.amount for line in free.lines], free.kind) == (0, [0], "refund")
        shelf = accounts.stock(floor.node.masterdata.tills[sold.till].place, "soap")
        stock = floor.node.balances.of(shelf, "piece")
        rest = (await floor.sell(floor.basket(back(sold, quantity=2000)), floor.manager)).receipt
        assert rest.total == -sold.total
        assert floor.node.balances.of(shelf, "piece") == stock + 2000
