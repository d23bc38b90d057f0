"""The network printer keeps the printer's contract, over real sockets, against the practice printer on TCP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contracts.printer_contract import HELLO, PrinterBench, PrinterContract
from tresen.adapters.printer_network import NetworkPrinter
from tresen.adapters.printer_simulator import PRINTER_MODES, PrinterMode, PrinterServer, SimulatedPrinter
from tresen.ports.printer import NO_ANSWER, UNREACHABLE, PrinterDown


class NetworkBench(PrinterBench):
    def __init__(self, simulated: SimulatedPrinter, port: int) -> None:
        self.simulated = simulated
        self.printer = NetworkPrinter("127.0.0.1", port, answer_ms=4_000, print_ms=4_000)

    async def behave(self, mode: str) -> None:
        known: dict[str, PrinterMode] = {name: name for name in PRINTER_MODES}
        self.simulated.mode = known[mode]

    def printed(self) -> list[str]:
        return [path.with_suffix(".txt").read_text() for path in self.simulated.jobs()]

    def drawer_open(self) -> bool:
        return self.simulated.drawer_open


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[PrinterBench]:
    simulated = SimulatedPrinter(tmp_path, slow_ms=5)
    async with PrinterServer(simulated) as server:
        yield NetworkBench(simulated, server.port)


class TestNetworkPrinter(PrinterContract):
    pass


async def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        printer = NetworkPrinter("127.0.0.1", taken.getsockname()[1])
        assert await printer.healthy() == UNREACHABLE
        with pytest.raises(PrinterDown, match=UNREACHABLE):
            await printer.send(HELLO)


async def test_a_deaf_printer_is_written_to_without_questions() -> None:
    heard = bytearray()
    closed = asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend(await reader.read())
        writer.close()
        closed.set()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await NetworkPrinter("127.0.0.1", port, answers=False).send(HELLO)
        await closed.wait()
    assert bytes(heard) == HELLO


async def test_silence_after_the_data_is_told_apart_from_paper_out() -> None:
    async def answer_questions_only(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(100):
            writer.write(b"\x12" * data.count(b"\x10\x04"))
        writer.close()

    server = await asyncio.start_server(answer_questions_only, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(PrinterDown, match=NO_ANSWER):
            await NetworkPrinter("127.0.0.1", port, print_ms=20).send(HELLO)


async def test_the_wire_is_cut_in_the_middle() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(3)
        writer.write(b"\x12")
        await reader.readexactly(3)
        writer.write(b"\x12")
        await reader.readexactly(4)
        writer.transport.abort()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(PrinterDown, match=NO_ANSWER):
            await NetworkPrinter("127.0.0.1", port).send(HELLO)
