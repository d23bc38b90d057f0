"""A small client for machines without wrk: as many connections as asked, each with one request under way.

`python -m benchmarks.client ADDRESS ORDER CLIENTS SECONDS` prints what it saw as JSON. Only what is needed of HTTP.
"""

import asyncio
import json
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.number import percentile

SUCCESS = (b"200", b"201")


class Client(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, sends again."""

    def __init__(self, order: "Order", until: float) -> None:
        self._order = order
        self._until = until
        self._received = b""
        self._begun = 0.0
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.done.done():
            self._order.bad += 1
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, mark, body = self._received.partition(b"\r\n\r\n")
        if not mark or len(body) < int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]):
            return
        self._order.times.append((time.perf_counter() - self._begun) * 1000)
        self._order.bad += head.split(b" ", 2)[1] not in SUCCESS
        self._received = b""
        if time.perf_counter() < self._until:
            self._send()
            return
        assert self._transport is not None
        self.done.set_result(None)
        self._transport.close()

    def _send(self) -> None:
        assert self._transport is not None
        self._begun = time.perf_counter()
        self._transport.write(self._order.next())


class Order:
    """What to send, and what came back."""

    def __init__(self, host: str, path: str, headers: dict[str, str], bodies: list[str], prefix: str) -> None:
        lines = [f"POST {path} HTTP/1.1", f"host: {host}", "content-type: application/json"]
        self._head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())])
        self._bodies = bodies
        self._prefix = prefix
        self._numbers = count(1)
        self.times: list[float] = []
        self.bad = 0

    def next(self) -> bytes:
        number = next(self._numbers)
        body = self._bodies[number % len(self._bodies)].replace("@@", f"{self._prefix}{number:016x}").encode()
        return f"{self._head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


async def run(address: str, asked: dict[str, Any], clients: int, seconds: float) -> dict[str, float]:
    """Send for so long; what the clients saw."""
    parts = urlsplit(address)
    order = Order(parts.netloc, **asked)
    begun = time.perf_counter()
    loop = asyncio.get_running_loop()
    connected = [
        await loop.create_connection(lambda: Client(order, begun + seconds), parts.hostname, parts.port)
        for _ in range(clients)
    ]
    await asyncio.gather(*(client.done for _, client in connected))
    took = time.perf_counter() - begun
    times = order.times or [0.0]
    return {
        "rate": len(order.times) / took, "p50": percentile(times, 50), "p99": percentile(times, 99), "bad": order.bad,
    }  # fmt: skip


def main() -> None:
    address, file, clients, seconds = sys.argv[1:]
    asked = json.loads(Path(file).read_text(encoding="utf-8"))
    print(json.dumps(asyncio.run(run(address, asked, int(clients), float(seconds)))))


if __name__ == "__main__":
    main()
