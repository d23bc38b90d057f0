"""A shop sells with each maker's TSE while the link breaks at every step: every receipt is signed or marked, every
signature belongs to a receipt or is explained, and nothing is signed twice."""

from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.signer_doubles.makers import STEPS, break_link, diebold, epson, fiskaly, swissbit
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.tar_checker import check_tar
from tests.floor import open_floor, right
from tresen.core.basket import Basket, BasketLine
from tresen.core.receipt import Tender
from tresen.fiscal.qr_code import qr_text
from tresen.fiscal.verification import verify_qr
from tresen.operations.ending_stale import end_stale
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.watching import note_outages, probe

MAKERS = [fiskaly, epson, swissbit, diebold]


@asynccontextmanager
async def a_shop_with(maker: Any, folder: Path) -> Any:
    """The floor, its TSE reached through the maker's interface; the secure element inside is the one the floor checks."""
    async with open_floor(folder) as floor:
        element = SecureElement(device=floor.signer)
        async with maker(element) as (double, make):
            member = floor.node.signing.members["tse-1"]
            member.signer, member.info, floor.node.signing.timeout = make(), None, 5000
            await member.open()
            assert member.info is not None, member.reason
            for till in floor.node.masterdata.tills:
                await floor.node.signing.register(till.serial)
            yield floor, double, element
            member.signer = floor.signer


def milk(number: int) -> Basket:
    return Basket(f"0197a0000000700080000000000002{number:02x}", (BasketLine("1", "milk"),))


@pytest.mark.parametrize("maker", MAKERS)
async def test_a_day_of_sales_is_signed_and_verifies(tmp_path: Path, maker: Any) -> None:
    async with a_shop_with(maker, tmp_path) as (floor, _, element):
        await floor.open_day()
        for number in range(3):
            await floor.keep(milk(number))
            request = SaleRequest(milk(number), 129, (Tender("cash", 129),))
            signed = right(await sell(floor.node, floor.cashier, request)).receipt.signed
            assert not signed.failure
            verdict = verify_qr(qr_text(signed))
            assert verdict.valid, verdict.reason
            assert verdict.serial == element.serial
        check_tar(await element.tar())


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("maker", MAKERS)
async def test_a_link_that_breaks_costs_no_receipt_and_signs_nothing_twice(
    tmp_path: Path, maker: Any, step: str, signed: bool
) -> None:
    async with a_shop_with(maker, tmp_path) as (floor, double, element):
        await floor.open_day()
        if step == "start":
            break_link(double, step, signed=signed)
        await floor.keep(milk(1))
        if step == "finish":
            break_link(double, step, signed=signed)
        request = SaleRequest(milk(1), 129, (Tender("cash", 129),))
        receipt = right(await sell(floor.node, floor.cashier, request)).receipt
        assert not double.faults, "the link did break"
        assert receipt.signed.signature or receipt.signed.failure
        if step == "finish":
            assert not receipt.signed.failure, "what was left open is asked back, and signed once"
        floor.clock.move(seconds=6)
        await probe(floor.node)
        await note_outages(floor.node)
        await end_stale(floor.node)
        assert floor.node.signing.down_since == 0
        assert not element.open
        check_tar(await element.tar())
