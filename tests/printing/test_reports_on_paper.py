"""X and Z reports leave through the print queue like receipts, in both widths and languages."""

from pathlib import Path

import pytest

from tests.shop_fixture import open_shop
from tresen.adapters.printer_escpos import drawer_kick, encode
from tresen.adapters.printer_simulator import SimulatedPrinter
from tresen.core.basket import Basket, BasketLine
from tresen.core.receipt import Tender
from tresen.core.receipt_paper import paper
from tresen.core.receipt_text import plain_text
from tresen.masterdata.records import change
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.drawer.report import XReport, report
from tresen.operations.node import Answer
from tresen.operations.printing.print_report import print_closing, print_x, x_rows
from tresen.operations.printing.work import print_due
from tresen.operations.selling.sell import SaleRequest, sell


class Paper:
    encode = staticmethod(encode)
    drawer_pulse = staticmethod(drawer_kick)


@pytest.mark.parametrize("columns", [48, 32])
async def test_a_day_ends_with_its_closing_on_paper(tmp_path: Path, columns: int) -> None:
    async with open_shop(tmp_path) as shop:
        node, printer = shop.node, SimulatedPrinter(tmp_path / "printer", columns=columns)
        node.paper, node.printers["printer-1"] = Paper(), printer
        record = node.masterdata.tills["till-1"]
        record.printer = "printer-1"
        await node.writer.write(
            lambda tx: change(
                tx, node.journal, "till", "till-1", record, entry_id=shop.ids.new(), at=shop.clock.now(),
                day="2026-06-01", actor="test",
            )
        )  # fmt: skip
        await open_day(node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        basket = Basket(shop.ids.new(), (BasketLine("1", "soap"), BasketLine("2", "milk", 2000)))
        sold = await sell(node, shop.cashier, SaleRequest(basket, 507, (Tender("cash", 507, 1000),), print=False))
        assert isinstance(sold, Answer)
        shown = await report(node, shop.cashier)
        assert isinstance(shown, XReport)
        assert isinstance(await print_x(node, shop.cashier, shown, "en"), str)
        counted = await count(node, shop.owner, shop.ids.new(), {"5000": 2, "500": 1})
        closing = await close_day(node, shop.owner, ClosingRequest(shop.ids.new(), counted.id, take_out=500))  # type: ignore[union-attr]
        assert isinstance(closing, Closing)
        assert closing.difference == -7
        assert isinstance(await print_closing(node, shop.owner, closing.id), str)
        assert await print_due(node) == 3
        x, z, copy = [text.read_text() for text in sorted((tmp_path / "printer").glob("*.txt"))]
        assert "X report" in x
        assert "5.07" in x
        assert "Tagesabschluss Z 1" in z
        assert "-0,07" in z
        assert "KOPIE" in copy
        assert "KOPIE" not in z


async def test_a_report_fits_any_paper_and_can_be_read_aloud(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        shown = await report(shop.node, shop.owner)
        assert isinstance(shown, XReport)
        rows = x_rows(shop.node, shown, "Olga Owner", "de")
        for columns in (32, 48):
            assert max(len(line.text) for line in paper(rows, columns) if hasattr(line, "text")) <= columns
        assert "Soll: 100,00" in plain_text(rows)
