"""Two TSEs: what the first cannot sign the second does; whatever breaks at any step, every signature is explained."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.breaking.killing import steps_of, survives
from tests.floor import Floor, open_floor, right
from tresen.core.basket import Basket, BasketLine
from tresen.core.receipt import Receipt, Tender
from tresen.operations.drawer.close_day import ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.ending_stale import end_stale
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.watching import note_outages, probe
from tresen.ports.signer import SignerUnknown

BASKET, DAY, COUNT, CLOSING = (f"0197a0000000700080000000000001{n:02x}" for n in range(1, 5))
MILK = Basket(BASKET, (BasketLine("1", "milk"),))


async def opened(floor: Floor) -> None:
    right(await open_day(floor.node, floor.cashier, OpeningRequest(DAY, amount=10_000)))


def the_sale(floor: Floor) -> Receipt:
    (sale,) = [receipt for receipt in floor.receipts() if receipt.kind == "sale"]
    return sale


def signed_by(floor: Floor, receipt: Receipt) -> int:
    """Which TSE signed it, 1 or 2; 0 if none."""
    serials = [signer._identity.serial.hex() for signer in floor.signers]
    return serials.index(receipt.signed.serial) + 1 if receipt.signed.signature else 0


def sign_and_fall_silent(floor: Floor) -> None:
    """The first TSE signs the next finish, the link breaks before the answer, and stays broken."""
    finish, signer = floor.signer.finish, floor.signer

    async def signs_unheard(*arguments: Any) -> Any:
        await finish(*arguments)
        signer.switch("down")
        signer.finish = finish  # type: ignore[method-assign]
        raise SignerUnknown("the answer was lost")

    signer.finish = signs_unheard  # type: ignore[method-assign]


async def pay(floor: Floor) -> Receipt:
    request = SaleRequest(MILK, 129, (Tender("cash", 129),))
    return right(await sell(floor.node, floor.cashier, request)).receipt


async def test_the_second_signs_what_the_first_began(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        await opened(floor)
        await floor.keep(MILK)
        began = floor.node.open[BASKET].transaction
        floor.signer.switch("down", reason="Stecker gezogen")
        sale = await pay(floor)
        assert signed_by(floor, sale) == 2
        assert not sale.signed.failure
        (entry,) = [msgspec.json.decode(bytes(row[12])) for row in floor.entries("tse_switched")]
        assert (entry["signer"], entry["transaction"], entry["reason"]) == ("tse-1", began, "Stecker gezogen")
        assert (entry["receipt"], entry["signed_by"]) == (BASKET, sale.signed.serial)
        await note_outages(floor.node)
        assert floor.node.signing.down_since == 0, "one of them works"
        assert [row[11] for row in floor.entries("tse_outage_begun")] == ["tse:tse-1"]
        floor.signer.switch("normal")
        floor.clock.move(seconds=6)
        await probe(floor.node)
        await note_outages(floor.node)
        await end_stale(floor.node)
        assert floor.finishes()[began].startswith("AVBelegabbruch"), "what the first had open is ended when it is back"
        assert [row[11] for row in floor.entries("tse_outage_ended")] == ["tse:tse-1"]
        again = await floor.sell(floor.basket("soap"))
        assert signed_by(floor, again.receipt) == 1, "the first is used again"


async def test_a_basket_begins_at_the_second_while_the_first_is_out(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        await opened(floor)
        floor.signer.switch("down")
        await floor.keep(MILK)
        assert floor.node.open[BASKET].signer == "tse-2"
        floor.signer.switch("normal")
        assert signed_by(floor, await pay(floor)) == 2
        assert floor.entries("tse_switched") == []


async def test_signed_without_an_answer_and_signed_again_is_explained(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        await opened(floor)
        await floor.keep(MILK)
        sign_and_fall_silent(floor)
        sale = await pay(floor)
        assert signed_by(floor, sale) == 2
        data = sale.signed.process_data
        assert data in floor.finishes(floor.signers[0]).values(), "the first had signed it, too"
        assert data in floor.finishes(floor.signers[1]).values()
        floor.must_hold()
        floor.signer.switch("normal")


async def test_all_out_is_an_outage(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        await opened(floor)
        await floor.keep(MILK)
        for signer in floor.signers:
            signer.switch("down")
        sale = await pay(floor)
        assert signed_by(floor, sale) == 0
        assert sale.signed.failure
        assert floor.node.signing.down_since
        for signer in floor.signers:
            signer.switch("normal")


async def test_a_till_keeps_to_the_tses_that_are_its_own(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        floor.node.signing.groups = {"TRESEN-TEST-1": ("tse-2",), "TRESEN-TEST-2": ("tse-1", "tse-2")}
        await opened(floor)
        right(await open_day(floor.node, floor.second, OpeningRequest(floor.id(), amount=5_000)))
        first, second = await floor.sell(floor.basket("milk")), await floor.sell(floor.basket("milk"), floor.second)
        assert (signed_by(floor, first.receipt), signed_by(floor, second.receipt)) == (2, 1)
        floor.signers[1].switch("down")
        first, second = await floor.sell(floor.basket("milk")), await floor.sell(floor.basket("milk"), floor.second)
        assert (signed_by(floor, first.receipt), signed_by(floor, second.receipt)) == (0, 1)
        floor.signers[1].switch("normal")


async def test_open_transactions_stay_below_what_a_tse_holds(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        await opened(floor)
        floor.signers[0]._open_limit = floor.signers[1]._open_limit = 4
        await floor.node.signing.open()
        baskets = [floor.basket("milk") for _ in range(7)]
        for basket in baskets:
            await floor.keep(basket)
        holders = [floor.node.open[basket.id].signer for basket in baskets]
        assert holders == ["tse-1"] * 3 + ["tse-2"] * 3 + [""], "a place at each is kept for whoever pays"
        assert not floor.node.signing.down_since, "being full of open transactions is no outage"
        sold = await floor.sell(baskets[-1])
        assert signed_by(floor, sold.receipt) == 1
        await floor.sell(baskets[0])
        await floor.keep(floor.basket("soap"))
        assert floor.node.open[max(floor.node.open)].signer == "tse-1"


async def first_unplugged(floor: Floor) -> None:
    """The link breaks between the first line and paying."""
    await keep_basket(floor.node, floor.cashier, MILK, 0, False)
    floor.signer.switch("down")
    await pay(floor)


async def answer_lost(floor: Floor) -> None:
    await keep_basket(floor.node, floor.cashier, MILK, 0, False)
    sign_and_fall_silent(floor)
    await pay(floor)


def sold(floor: Floor) -> None:
    sale = the_sale(floor)
    assert sale.signed.signature, "one of two TSEs was there all the time"
    assert floor.drawer() == 10_129
    assert floor.node.open == {}


async def basket_begun(floor: Floor) -> None:
    await opened(floor)
    right(await keep_basket(floor.node, floor.cashier, MILK, 0, False))


async def close_without_the_first(floor: Floor) -> None:
    floor.signer.switch("down")
    right(await count(floor.node, floor.cashier, COUNT, {"5000": 1, "2000": 2}))
    right(await close_day(floor.node, floor.cashier, ClosingRequest(CLOSING, COUNT, take_out=4_000)))


def closed(floor: Floor) -> None:
    (entry,) = floor.entries("closing")
    assert entry[10] == 1
    assert floor.drawer() == 5_000
    assert all(receipt.signed.signature for receipt in floor.receipts())


ACTS = {
    "unplugged": (opened, first_unplugged, sold),
    "answer lost": (opened, answer_lost, sold),
    "closing": (basket_begun, close_without_the_first, closed),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_every_step(tmp_path: Path, act: str, after: bool) -> None:
    before, script, check = ACTS[act]
    names = steps_of(tmp_path / "whole", before, script, 2)
    assert "second.finish" in names and "signer.finish" in names
    for step in range(1, len(names) + 1):
        survives(tmp_path / str(step), None, before, script, step, check, after=after, signers=2)
