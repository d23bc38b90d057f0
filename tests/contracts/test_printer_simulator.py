"""The practice printer keeps the printer's contract and leaves bytes, picture and text behind."""

import asyncio
from pathlib import Path

import pytest
from PIL import Image

from tests.contracts.printer_contract import HELLO, PrinterBench, PrinterContract
from tresen.adapters.printer_simulator import PRINTER_MODES, PrinterMode, SimulatedPrinter


class SimulatedBench(PrinterBench):
    def __init__(self, folder: Path) -> None:
        self.simulated = SimulatedPrinter(folder, slow_ms=5)
        self.printer = self.simulated

    async def behave(self, mode: str) -> None:
        known: dict[str, PrinterMode] = {name: name for name in PRINTER_MODES}
        self.simulated.mode = known[mode]

    def printed(self) -> list[str]:
        return [path.with_suffix(".txt").read_text() for path in self.simulated.jobs()]

    def drawer_open(self) -> bool:
        return self.simulated.drawer_open


@pytest.fixture
def bench(tmp_path: Path) -> PrinterBench:
    return SimulatedBench(tmp_path)


class TestSimulatedPrinter(PrinterContract):
    pass


async def test_each_job_leaves_bytes_picture_and_text_and_numbering_goes_on_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        await SimulatedPrinter(tmp_path).send(HELLO)
    assert [path.name for path in SimulatedPrinter(tmp_path).jobs()] == ["000001.bin", "000002.bin"]
    assert (tmp_path / "000002.bin").read_bytes() == HELLO
    with Image.open(tmp_path / "000002.png") as picture:
        assert picture.width == 576 + 2 * 28


def test_only_the_last_jobs_are_kept(tmp_path: Path) -> None:
    printer = SimulatedPrinter(tmp_path, keep=2)
    for _ in range(4):
        asyncio.run(printer.send(HELLO))
    assert [path.name for path in printer.jobs()] == ["000003.bin", "000004.bin"]
    assert len(list(tmp_path.iterdir())) == 6


async def test_the_drawer_is_closed_by_hand(tmp_path: Path) -> None:
    printer = SimulatedPrinter(tmp_path)
    await printer.send(b"\x1bp\x00\x32\xfa")
    printer.close_drawer()
    assert (printer.drawer_open, printer.drawer_kicks) == (False, 1)
