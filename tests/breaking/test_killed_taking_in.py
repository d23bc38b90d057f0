"""kill -9 at every step of taking in: the device sends again and everything is there once."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.breaking.killing import steps_of, survives
from tests.floor import Floor, right
from tresen.core.basket import Basket, BasketLine
from tresen.core.receipt import Tender
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import SaleRequest, sell

BASKET, DAY, SECOND = (f"0197b0000000700080000000000000{n:02x}" for n in range(1, 4))
MILK = Basket(BASKET, (BasketLine("1", "milk"),))


async def opened(floor: Floor) -> None:
    right(await open_day(floor.node, floor.cashier, OpeningRequest(DAY, amount=10_000)))


async def kept(floor: Floor) -> None:
    await opened(floor)
    right(await keep_basket(floor.node, floor.cashier, MILK, 0, False))


async def sold(floor: Floor) -> None:
    await opened(floor)
    right(await sell(floor.node, floor.cashier, SaleRequest(MILK, 129, (Tender("cash", 129),))))


async def send_two(floor: Floor) -> None:
    """What the device has on its disk; it sends all of it again after any trouble."""
    floor.handed.clear()
    first = await floor.hand_out(MILK)
    second = await floor.hand_out(replace(MILK, id=SECOND))
    for item in (second, first, second):
        right(await floor.send(item))


def taken_in_once(floor: Floor) -> None:
    receipts = [receipt for receipt in floor.receipts() if receipt.kind == "sale"]
    assert sorted(receipt.id for receipt in receipts) == [BASKET, SECOND]
    assert floor.drawer() == 10_258
    assert floor.node.open == {}
    assert floor.node.handed.of("till-1", 1).last == 2 and not floor.node.handed.of("till-1", 1).gaps


ACTS = {"fresh": opened, "basket kept before": kept, "sold before, answer lost": sold}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_every_step(tmp_path: Path, act: str, after: bool) -> None:
    names = steps_of(tmp_path / "whole", ACTS[act], send_two)
    assert names.count("writer.write") >= 3
    for step in range(1, len(names) + 1):
        survives(tmp_path / str(step), None, ACTS[act], send_two, step, taken_in_once, after=after)
