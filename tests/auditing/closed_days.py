"""A shop that has closed some days, for tests of what is made from closings."""

from tests.insight.test_reports import sold
from tests.shop_fixture import OpenShop
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.node import Actor


async def closed_day(shop: OpenShop, actor: Actor, sales: int = 2) -> Closing:
    """Open, sell, close; the clock goes on to the next day."""
    await open_day(shop.node, actor, OpeningRequest(shop.ids.new(), amount=10_000))
    for at in range(sales):
        shop.clock.move(minutes=1)
        await sold(shop, 1 + at, at, second=actor is shop.second)
    shop.clock.move(hours=2)
    closing = await close_day(shop.node, actor, ClosingRequest(shop.ids.new()))
    assert isinstance(closing, Closing)
    shop.clock.move(hours=22)
    return closing
