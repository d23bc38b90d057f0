"""The line between one browser and the node, on 127.0.0.1: it can be cut, and each request can meet a fault on its way.

    link = Link(node_port)                       # browsers go to link.base, for as long as the link lives
    fault = link.fault("lose_answer", "/api/v1/till/sales")
    ...                                          # the browser sends
    fault.wait()                                 # the node has answered and the browser will never hear of it
    link.cut() ... link.mend()                   # nothing listens any more: connection refused

HTTP/1.1, one exchange for each connection; bodies go through as they come, so streams of events pass. Runs in a thread of
its own, because the browser asks while a journey waits for the browser.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Kind = Literal[
    "refuse", "hang", "hold", "lose_request", "lose_answer", "hold_answer", "twice", "cut_request", "cut_answer", "garble"
]  # fmt: skip
"""What happens to a request.

`refuse` the connection is reset at once · `hang` nobody ever answers, the node hears nothing · `hold` goes on when it is
released · `lose_request` taken whole, then reset, the node hears nothing · `lose_answer` the node answers, the browser sees a
reset · `hold_answer` the node has answered, the browser hears it when it is released · `twice` the node gets it twice, the
browser the second answer · `cut_request` the node gets half of the body, then both sides are cut · `cut_answer` the browser
gets half of the answer · `garble` the node gets another body than the browser sent.
"""

PATIENCE: Final = 15.0
"""Seconds that a journey waits for a request to come by."""
_PIECE: Final = 65_536


@dataclass
class Fault:
    """A fault that lies in wait for requests."""

    kind: Kind
    path: str
    method: str
    left: int
    loop: asyncio.AbstractEventLoop
    change: Callable[[bytes], bytes] = bytes
    met: int = 0
    bodies: list[bytes] = field(default_factory=list)
    _came: threading.Condition = field(default_factory=threading.Condition)
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def wait(self, times: int = 1) -> None:
        """Until so many requests met it, and whatever the fault lets happen at the node has happened."""
        with self._came:
            came = self._came.wait_for(lambda: self.met >= times, PATIENCE)
        assert came, f"no request to {self.path} met the fault `{self.kind}`"

    def release(self) -> None:
        """What is held goes on; later requests are not held any more."""
        self.left = 0
        self.loop.call_soon_threadsafe(self._open.set)

    def takes(self, method: str, path: str) -> bool:
        fits = self.left > 0 and path.split("?", maxsplit=1)[0].startswith(self.path) and self.method in ("", method)
        self.left -= fits
        return fits

    def happened(self, body: bytes) -> None:
        with self._came:
            self.met += 1
            self.bodies.append(body)
            self._came.notify_all()

    async def released(self) -> None:
        await self._open.wait()


@dataclass
class Exchange:
    """What came by, for looking at afterwards."""

    method: str
    path: str
    body: bytes
    status: int = 0


class Cut(Exception):
    """The connection to the browser ends here, with a reset."""


@dataclass
class Head:
    """The first lines of a request or an answer."""

    lines: list[bytes]

    @classmethod
    async def read(cls, reader: asyncio.StreamReader) -> "Head":
        raw = await reader.readuntil(b"\r\n\r\n")
        return cls(raw[:-4].split(b"\r\n"))

    def value(self, name: bytes) -> bytes:
        for line in self.lines[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name:
                return value.strip()
        return b""

    def bytes(self, **put: bytes) -> bytes:
        """As it is sent on: one exchange for each connection, headers of `put` (`content_length=…`) in place of its own."""
        put = {"connection": b"close", **put}
        names = {name.replace("_", "-").encode(): value for name, value in put.items()}
        kept = [line for line in self.lines[1:] if line.partition(b":")[0].strip().lower() not in names]
        return (
            b"\r\n".join([self.lines[0], *kept, *(name + b": " + value for name, value in names.items())]) + b"\r\n\r\n"
        )


class Link:
    """A line to the node. `port` stays the same for its whole life, so that a browser finds its storage again."""

    def __init__(self, node_port: int) -> None:
        self.node_port = node_port
        self.faults: list[Fault] = []
        self.seen: list[Exchange] = []
        self._listening: asyncio.Server | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="link", daemon=True)
        self._thread.start()
        self.port = 0
        self.mend()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # ---- what a journey does with it

    def fault(
        self, kind: Kind, path: str, *, method: str = "", times: int = 1, change: Callable[[bytes], bytes] = bytes
    ) -> Fault:
        """The next `times` requests whose address begins with `path` meet this. `change`: how a body is garbled."""
        made = Fault(kind, path, method, times, self._loop, change)
        self.faults.append(made)
        return made

    def cut(self) -> None:
        """Pull the cable: nothing listens, what is on its way is reset."""
        self._do(self._cut())

    def mend(self) -> None:
        """Put the cable back in."""
        self._do(self._mend())

    def reset(self, node_port: int) -> None:
        """As new, for the next journey; to another node if wanted."""
        for fault in self.faults:
            fault.release()
        self.cut()
        self.faults, self.seen, self.node_port = [], [], node_port
        self.mend()

    def close(self) -> None:
        for fault in self.faults:
            fault.release()
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def sent(self, path: str) -> list[Exchange]:
        """Requests that came by to addresses that begin like this."""
        return [one for one in self.seen if one.path.startswith(path)]

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    # ---- in the thread of the link

    async def _mend(self) -> None:
        if self._listening is None:
            self._listening = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=_PIECE)
            self.port = self._listening.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            await self._exchange(reader, writer)
        except (Cut, asyncio.CancelledError, OSError, asyncio.IncompleteReadError):
            _reset(writer)
        finally:
            self._running.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await Head.read(reader)
        method, path = (part.decode() for part in head.lines[0].split(b" ")[:2])
        fault = next((one for one in self.faults if one.takes(method, path)), None)
        kind = fault.kind if fault is not None else ""
        if fault is not None and kind == "refuse":
            fault.happened(b"")
            raise Cut
        body = await reader.readexactly(int(head.value(b"content-length") or 0))
        exchange = Exchange(method, path, body)
        self.seen.append(exchange)
        if fault is None:
            await self._pass(head, body, writer, exchange)
        elif kind == "garble":
            await self._pass(head, fault.change(body), writer, exchange)
            fault.happened(body)
        else:
            await self._faulty(fault, head, exchange, writer)

    async def _faulty(self, fault: Fault, head: Head, exchange: Exchange, writer: asyncio.StreamWriter) -> None:
        kind, body = fault.kind, exchange.body
        if kind in ("lose_request", "hang", "hold"):
            fault.happened(body)
            if kind == "lose_request":
                raise Cut
            await fault.released()
            if kind == "hang":
                raise Cut
            await self._pass(head, body, writer, exchange)
        elif kind == "cut_request":
            await self._half_to_node(head, body)
            fault.happened(body)
            raise Cut
        else:
            if kind == "twice":
                await self._whole(head, body, exchange)
            answer = await self._whole(head, body, exchange)
            fault.happened(body)
            if kind == "hold_answer":
                await fault.released()
            if kind == "lose_answer":
                raise Cut
            middle = (answer.index(b"\r\n\r\n") + 4 + len(answer)) // 2
            writer.write(answer[:middle] if kind == "cut_answer" else answer)
            await writer.drain()
            if kind == "cut_answer":
                raise Cut

    async def _node(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            return await asyncio.open_connection("127.0.0.1", self.node_port, limit=_PIECE)
        except OSError as gone:
            raise Cut from gone

    async def _pass(self, head: Head, body: bytes, writer: asyncio.StreamWriter, exchange: Exchange) -> None:
        """To the node, and its answer back as it comes."""
        reader, to_node = await self._node()
        try:
            to_node.write(head.bytes(content_length=str(len(body)).encode()) + body)
            answer = await Head.read(reader)
            exchange.status = int(answer.lines[0].split(b" ")[1])
            writer.write(answer.bytes())
            await writer.drain()
            length = answer.value(b"content-length")
            bodiless = exchange.method == "HEAD" or exchange.status in (204, 304)
            left = 0 if bodiless else int(length) if length else -1
            while left and (piece := await reader.read(_PIECE)):
                left -= len(piece) if left > 0 else 0
                writer.write(piece)
                await writer.drain()
            if left > 0:
                raise Cut  # the node died in the middle of its answer
        finally:
            to_node.close()

    async def _whole(self, head: Head, body: bytes, exchange: Exchange) -> bytes:
        """The node's whole answer."""
        reader, to_node = await self._node()
        try:
            to_node.write(head.bytes(content_length=str(len(body)).encode()) + body)
            answer = await Head.read(reader)
            exchange.status = int(answer.lines[0].split(b" ")[1])
            return answer.bytes() + await reader.read(-1)
        finally:
            to_node.close()

    async def _half_to_node(self, head: Head, body: bytes) -> None:
        _, to_node = await self._node()
        to_node.write(head.bytes(content_length=str(len(body)).encode()) + body[: len(body) // 2])
        await to_node.drain()
        _reset(to_node)


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection as a pulled cable does: with a reset, not with a polite end."""
    if not writer.transport.is_closing():
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
