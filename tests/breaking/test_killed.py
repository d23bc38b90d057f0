"""kill -9 at every step between pay and receipt, and in every other act of a till: afterwards everything is there once."""

from pathlib import Path

import pytest

from tests.breaking.killing import killed, steps_of, survives
from tests.conftest import fresh_postgres_database
from tests.depth import DEEP
from tests.floor import Floor, back, right
from tresen.core.basket import Basket, BasketLine
from tresen.core.failures import Failure
from tresen.core.receipt import Tender
from tresen.operations.drawer.close_day import ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.paying.ask_back import ask_back
from tresen.operations.paying.pay_by_card import CardRequest, pay_by_card
from tresen.operations.printing.work import print_due
from tresen.operations.selling.abort import abort
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import SaleRequest, sell

BASKET, DAY, CASH, COUNT, CLOSING, OTHER = (f"0197a0000000700080000000000000{n:02x}" for n in range(1, 7))
PAYMENTS = ("0197a000000070008000000000001001", "0197a000000070008000000000001002")
MILK = Basket(BASKET, (BasketLine("1", "milk"),))


async def nothing(_floor: Floor) -> None:
    return


async def opened(floor: Floor) -> None:
    right(await open_day(floor.node, floor.cashier, OpeningRequest(DAY, amount=10_000)))


async def sell_by_card(floor: Floor) -> None:
    """What a till does, and does again when it got no answer; a declined payment is tried under a new id."""
    await keep_basket(floor.node, floor.cashier, MILK, 0, False)
    paid = ""
    for id in PAYMENTS:
        payment = await pay_by_card(floor.node, floor.cashier, CardRequest(id, BASKET, 129))
        await floor.settled()
        if not isinstance(payment, Failure) and payment.state == "unknown":
            payment = await ask_back(floor.node, floor.cashier, id)
        if not isinstance(payment, Failure) and payment.state == "approved":
            paid = id
            break
    request = SaleRequest(MILK, 129, (Tender("card", 129, payment=paid),))
    right(await sell(floor.node, floor.cashier, request))
    await print_due(floor.node)


def sold_by_card(floor: Floor) -> None:
    (sale,) = [receipt for receipt in floor.receipts() if receipt.kind == "sale"]
    assert (sale.id, sale.total) == (BASKET, 129)
    assert floor.charges() == {sale.tenders[0].payment: 129}
    signed_as_sale = [data for data in floor.finishes().values() if data == sale.signed.process_data]
    assert len(signed_as_sale) == 1, "signed once"
    assert floor.node.open == {} and floor.node.payments == {}
    assert len(floor.printer.jobs()) in (1, 2), "printed; twice only if the crash came between paper and note"
    assert floor.node.balances.of("clearing:card:till-1") == 129
    assert floor.node.balances.of("stock:place-1:milk", "piece") == -1000


async def sell_for_cash(floor: Floor) -> None:
    """A sale whose basket was never kept, as a till sends it that was offline."""
    right(await sell(floor.node, floor.cashier, SaleRequest(MILK, 129, (Tender("cash", 129, given=200),))))


def sold_for_cash(floor: Floor) -> None:
    (sale,) = [receipt for receipt in floor.receipts() if receipt.kind == "sale"]
    assert list(floor.finishes().values()).count(sale.signed.process_data) == 1
    assert floor.drawer() == 10_129


async def sold_before(floor: Floor) -> None:
    await opened(floor)
    sold = Basket(OTHER, (BasketLine("1", "cola", 2000),))
    right(await sell(floor.node, floor.cashier, SaleRequest(sold, 288, (Tender("cash", 288),))))


async def refund(floor: Floor) -> None:
    basket = Basket(BASKET, (back(OTHER),))
    right(await sell(floor.node, floor.manager, SaleRequest(basket, -144, (Tender("cash", -144),))))


def refunded(floor: Floor) -> None:
    assert [receipt.kind for receipt in floor.receipts()] == ["cash_in", "sale", "refund"]
    assert floor.drawer() == 10_144


async def take_cash_out(floor: Floor) -> None:
    right(await move_cash(floor.node, floor.manager, "cash_out", CashRequest(CASH, 4_000, "Abschöpfung Tresor")))


def cash_taken_out(floor: Floor) -> None:
    assert floor.drawer() == 6_000 and floor.node.balances.of("safe:shop-1") == -6_000
    movement = floor.receipts()[-1]
    assert list(floor.finishes().values()).count(movement.signed.process_data) == 1


async def closed_before(floor: Floor) -> None:
    await opened(floor)
    right(await close_day(floor.node, floor.cashier, ClosingRequest(OTHER)))


async def open_again(floor: Floor) -> None:
    right(await open_day(floor.node, floor.cashier, OpeningRequest(CLOSING, amount=7_000)))


def opened_again(floor: Floor) -> None:
    assert floor.node.till_days.of("till-1").float == floor.drawer() == 7_000
    assert [receipt.kind for receipt in floor.receipts()] == ["cash_in", "float", "cash_out"]


async def basket_left(floor: Floor) -> None:
    await opened(floor)
    right(await keep_basket(floor.node, floor.cashier, MILK, 0, False))


async def close(floor: Floor) -> None:
    right(await count(floor.node, floor.cashier, COUNT, {"5000": 1, "2000": 2}))
    right(await close_day(floor.node, floor.cashier, ClosingRequest(CLOSING, COUNT, take_out=4_000)))


def closed(floor: Floor) -> None:
    (entry,) = floor.entries("closing")
    assert entry[10] == 1
    assert floor.drawer() == 5_000
    assert [receipt.kind for receipt in floor.receipts()] == ["cash_in", "abort", "difference", "cash_out"]
    (basket,) = floor.node.open.values()
    assert (basket.id, basket.transaction) == (BASKET, 0)
    assert not floor.signer._known.open


async def give_up(floor: Floor) -> None:
    right(await abort(floor.node, floor.cashier, BASKET, "Kunde möchte nicht"))


def given_up(floor: Floor) -> None:
    assert [receipt.kind for receipt in floor.receipts()] == ["cash_in", "abort"]
    assert floor.node.open == {} and len(floor.finishes()) == 2


ACTS = {
    "card": (opened, sell_by_card, sold_by_card),
    "cash": (opened, sell_for_cash, sold_for_cash),
    "refund": (sold_before, refund, refunded),
    "cash out": (opened, take_cash_out, cash_taken_out),
    "open": (closed_before, open_again, opened_again),
    "close": (basket_left, close, closed),
    "abort": (basket_left, give_up, given_up),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_every_step(tmp_path: Path, act: str, after: bool) -> None:
    before, script, check = ACTS[act]
    names = steps_of(tmp_path / "whole", before, script)
    assert names.count("signer.finish") >= 1 and names.count("writer.write") >= 2
    for step in range(1, len(names) + 1):
        survives(tmp_path / str(step), None, before, script, step, check, after=after)


@pytest.mark.parametrize("act", ["card", "close"])
def test_killed_on_postgres(tmp_path: Path, postgres_url: str, act: str) -> None:
    before, script, check = ACTS[act]
    names = steps_of(tmp_path / "whole", before, script)
    steps = range(1, len(names) + 1) if DEEP else range(3, len(names) + 1, 5)
    for step in steps:
        url = fresh_postgres_database(postgres_url)
        survives(tmp_path / str(step), url, before, script, step, check, after=step % 2 == 0)


def test_killed_while_recovering(tmp_path: Path) -> None:
    """The power fails again while the node finishes what the first power cut left."""
    names = steps_of(tmp_path / "whole", opened, sell_by_card)
    finish = names.index("signer.finish") + 1
    for step in range(1, 6):
        for after in (False, True):
            folder = tmp_path / f"{step}{after}"
            killed(folder, None, opened, sell_by_card, finish, after=True)
            survives(folder, None, nothing, sell_by_card, step, sold_by_card, after=after)
