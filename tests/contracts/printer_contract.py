"""What every receipt printer must do, whoever makes it. Subclass `PrinterContract` and give it a `bench`."""

import asyncio
from abc import ABC, abstractmethod

import pytest

from tresen.ports.printer import COVER_OPEN, PAPER_OUT, UNREACHABLE, Printer, PrinterDown


class PrinterBench(ABC):
    """A printer on the test bench, with hands that take its paper away."""

    printer: Printer

    @abstractmethod
    async def behave(self, mode: str) -> None:
        """One of ok, paper_out, cover_open, unreachable, slow, paper_ends."""

    @abstractmethod
    def printed(self) -> list[str]:
        """The text of every strip of paper that came out, in order."""

    @abstractmethod
    def drawer_open(self) -> bool:
        """Whether the drawer stands open."""


HELLO = b"\x1b@Hello\n\x1dV\x42\x00"
KICK = b"\x1bp\x00\x32\xfa"


def job(text: str) -> bytes:
    return b"\x1b@" + text.encode("ascii") + b"\n\x1dV\x42\x00"


class PrinterContract:
    """The suite. Each test gets a fresh bench."""

    async def test_prints_completely(self, bench: PrinterBench) -> None:
        assert await bench.printer.healthy() == ""
        await bench.printer.send(HELLO)
        assert bench.printed() == ["Hello\n"]

    async def test_knows_its_paper(self, bench: PrinterBench) -> None:
        assert bench.printer.columns in (32, 42, 48)

    async def test_jobs_come_out_in_order_and_unmixed(self, bench: PrinterBench) -> None:
        names = [f"job {number} " + "x" * 30 for number in range(6)]
        await asyncio.gather(*(bench.printer.send(job(name)) for name in names))
        assert bench.printed() == [name + "\n" for name in names]

    async def test_opens_the_drawer_without_paper(self, bench: PrinterBench) -> None:
        assert not bench.drawer_open()
        await bench.printer.send(KICK)
        assert bench.drawer_open()
        assert bench.printed() == []

    @pytest.mark.parametrize(
        ("mode", "reason"),
        [("paper_out", PAPER_OUT), ("cover_open", COVER_OPEN), ("unreachable", UNREACHABLE)],
    )
    async def test_says_why_it_cannot_print_and_prints_nothing(
        self, bench: PrinterBench, mode: str, reason: str
    ) -> None:
        await bench.behave(mode)
        with pytest.raises(PrinterDown, match=reason):
            await bench.printer.send(HELLO)
        assert await bench.printer.healthy() == reason
        await bench.behave("ok")
        assert await bench.printer.healthy() == ""
        assert bench.printed() == []
        await bench.printer.send(HELLO)
        assert bench.printed() == ["Hello\n"]

    async def test_paper_that_ends_in_the_middle_is_told_and_the_rest_never_follows(self, bench: PrinterBench) -> None:
        await bench.behave("paper_ends")
        long = b"\x1b@" + b"".join(b"line %d\n" % number for number in range(20)) + b"\x1dV\x42\x00"
        with pytest.raises(PrinterDown, match=PAPER_OUT):
            await bench.printer.send(long)
        assert len(bench.printed()) == 1
        assert "line 19" not in bench.printed()[0]
        await bench.behave("ok")
        await bench.printer.send(HELLO)
        assert bench.printed()[1:] == ["Hello\n"]

    async def test_slow_is_not_broken(self, bench: PrinterBench) -> None:
        await bench.behave("slow")
        await bench.printer.send(HELLO)
        assert bench.printed() == ["Hello\n"]
