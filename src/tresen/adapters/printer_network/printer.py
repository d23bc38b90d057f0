"""`NetworkPrinter`: asks before it prints, and asks again whether everything came out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from tresen.ports.printer import COVER_OPEN, NO_ANSWER, PAPER_OUT, PRINTER_ERROR, UNREACHABLE, PrinterDown

OFFLINE_CAUSE: Final = b"\x10\x04\x02"
PAPER_SENSOR: Final = b"\x10\x04\x04"
"""Real-time status questions (DLE EOT), answered even when the printer is offline."""
FINISHED: Final = b"\x1dr\x01"
"""Asks for the paper status (GS r) in the order of the data: answered when everything before it is on paper."""
CLEAR: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""Throws away what is not printed yet (DLE DC4 fn 8), so that a repetition does not print it twice."""


class NetworkPrinter:
    """One printer. Jobs are sent one after the other, each on a connection of its own.

    `answers=False` is for printers that never answer a question: then only reaching them can be checked.
    """

    def __init__(
        self,
        host: str,
        port: int = 9100,
        *,
        columns: int = 48,
        connect_ms: int = 2_000,
        write_ms: int = 10_000,
        answer_ms: int = 1_000,
        print_ms: int = 20_000,
        answers: bool = True,
    ) -> None:
        self.columns = columns
        self._address = (host, port)
        self._connect = connect_ms / 1000
        self._write = write_ms / 1000
        self._answer = answer_ms / 1000
        self._print = print_ms / 1000
        self._answers = answers
        self._lock = asyncio.Lock()

    async def send(self, data: bytes) -> None:
        """Print completely, or raise PrinterDown with the reason; what was not printed is not printed later."""
        async with self._lock, self._line() as (reader, writer):
            if not self._answers:
                await self._put(writer, data)
                return
            if reason := await self._reason(reader, writer):
                raise PrinterDown(reason)
            try:
                await self._put(writer, data + FINISHED)
                await asyncio.wait_for(reader.readexactly(1), self._print)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as lost:
                reason = await self._give_up(reader, writer)
                raise PrinterDown(reason or NO_ANSWER) from lost

    async def healthy(self) -> str:
        """Empty if ready, else the reason. While a job is printing the printer counts as ready."""
        if self._lock.locked():
            return ""
        try:
            async with self._lock, self._line() as (reader, writer):
                return await self._reason(reader, writer) if self._answers else ""
        except PrinterDown as down:
            return str(down)

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(*self._address), self._connect)
        except (OSError, TimeoutError) as lost:
            raise PrinterDown(UNREACHABLE) from lost
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), self._answer)

    async def _put(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        try:
            writer.write(data)
            await asyncio.wait_for(writer.drain(), self._write)
        except (OSError, TimeoutError) as lost:
            raise PrinterDown(NO_ANSWER) from lost

    async def _reason(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        """Why the printer cannot print now, empty if it can."""
        try:
            cause = await self._question(reader, writer, OFFLINE_CAUSE)
            sensor = await self._question(reader, writer, PAPER_SENSOR)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return UNREACHABLE
        if cause & 0x04:
            return COVER_OPEN
        if cause & 0x20 or sensor & 0x60:
            return PAPER_OUT
        return PRINTER_ERROR if cause & 0x40 else ""

    async def _question(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, question: bytes) -> int:
        writer.write(question)
        await asyncio.wait_for(writer.drain(), self._answer)
        return (await asyncio.wait_for(reader.readexactly(1), self._answer))[0]

    async def _give_up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        """After a job that did not end: find the reason and throw the rest away."""
        reason = await self._reason(reader, writer)
        with suppress(OSError, TimeoutError):
            writer.write(CLEAR)
            await asyncio.wait_for(writer.drain(), self._answer)
        return NO_ANSWER if reason == UNREACHABLE else reason
