"""The practice printer on TCP, as a network printer answers on port 9100: data, status questions, a full buffer."""

import asyncio
from typing import Self

from tresen.adapters.printer_simulator.simulator import SimulatedPrinter
from tresen.adapters.printer_simulator.tokens import split
from tresen.ports.printer import PrinterDown

ASK = b"\x10\x04"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""Real-time command that throws the unprinted rest away."""


class PrinterServer:
    """Speaks for one SimulatedPrinter. Started with `async with`; `port` is known then."""

    def __init__(self, printer: SimulatedPrinter, host: str = "127.0.0.1", port: int = 0) -> None:
        self._printer = printer
        self._host = host
        self.port = port
        self._server: asyncio.Server | None = None
        self._waiting = b""
        """The receive buffer: it outlives a connection, as it does in a real printer without paper."""
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self._host, self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while self._printer.mode != "unreachable" and (data := await reader.read(4096)):
                data = self._real_time(data, writer)
                async with self._lock:
                    self._waiting += data
                    await self._work(writer)
                await writer.drain()
            async with self._lock:
                await self._finish()
        except ConnectionError:
            pass
        finally:
            writer.close()

    def _real_time(self, data: bytes, writer: asyncio.StreamWriter) -> bytes:
        """Answer status questions at once, wherever they stand; returns what is left for the buffer."""
        while (at := data.find(ASK)) >= 0 and at + 3 <= len(data):
            writer.write(bytes([self._status(data[at + 2])]))
            data = data[:at] + data[at + 3 :]
        if (at := data.find(CLEAR)) >= 0:
            self._waiting = b""
            data = data[at + len(CLEAR) :]
        return data

    def _status(self, question: int) -> int:
        mode = self._printer.mode
        out, opened = mode == "paper_out", mode == "cover_open"
        if question == 1:
            return 0x12 | (0x08 if out or opened else 0) | (0 if self._printer.drawer_open else 0x04)
        if question == 2:
            return 0x12 | (0x04 if opened else 0) | (0x20 if out else 0)
        return 0x12 | (0x60 if question == 4 and out else 0)

    async def _work(self, writer: asyncio.StreamWriter) -> None:
        """Print what is complete. Without paper everything waits, and questions in the data stay unanswered."""
        job = b""
        tokens, _ = split(self._waiting)
        done = 0
        for token in tokens:
            if token[:2] == b"\x1dr":
                if not await self._print(job, done):
                    return
                job, done = b"", done + len(job) + len(token)
                writer.write(b"\x00")
            elif token[:2] in (b"\x1dV", b"\x1bp"):
                if not await self._print(job + token, done):
                    return
                job, done = b"", done + len(job) + len(token)
            else:
                job += token
        self._waiting = self._waiting[done:]

    async def _print(self, job: bytes, before: int) -> bool:
        if self._printer.mode in ("paper_out", "cover_open", "unreachable"):
            self._waiting = self._waiting[before:]
            return False
        try:
            if job:
                await self._printer.send(job)
        except PrinterDown:
            self._waiting = self._waiting[before + len(job) :]
            return False
        return True

    async def _finish(self) -> None:
        """The connection ended: what has no cut at its end is printed as it is."""
        if self._waiting and await self._print(self._waiting, 0):
            self._waiting = b""
