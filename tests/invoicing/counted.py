"""A shop that sells, takes back and writes invoices, for tests of the operations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.shop_fixture import OpenShop, open_shop
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.receipt import Receipt, Tender
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.invoicing.buyer_form import BuyerForm
from tresen.operations.node import Answer
from tresen.operations.selling.sell import SaleRequest, sell

FORM = BuyerForm("Käufer GmbH", "Weg 2", "10115", "Berlin")


@asynccontextmanager
async def opened(folder: Path, url: str | None = None) -> AsyncIterator[OpenShop]:
    async with open_shop(folder, url) as shop:
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=100_000))
        yield shop


async def sold(shop: OpenShop, soap: int = 3) -> Receipt:
    """So many pieces of soap at 2.49 euro and a litre of milk."""
    lines = (BasketLine("1", "soap", soap * 1000), BasketLine("2", "milk"))
    total = soap * 249 + 129
    answer = await sell(
        shop.node, shop.cashier, SaleRequest(Basket(shop.ids.new(), lines), total, (Tender("cash", total),))
    )
    assert isinstance(answer, Answer), answer
    return answer.receipt


async def took_back(shop: OpenShop, receipt: Receipt, soap: int, milk: int = 0) -> Receipt:
    """Money back for pieces of a receipt."""
    wanted = [(1, soap * 1000), (2, milk * 1000)]
    lines = tuple(
        BasketLine(str(n), "", -quantity, return_of=ReturnOf(receipt.id, n, "Gefällt nicht"))
        for n, quantity in wanted
        if quantity
    )
    total = -(soap * 249 + milk * 129)
    answer = await sell(
        shop.node, shop.owner, SaleRequest(Basket(shop.ids.new(), lines), total, (Tender("cash", total),))
    )
    assert isinstance(answer, Answer), answer
    return answer.receipt
