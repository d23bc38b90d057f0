"""One kept-alive HTTP connection over asyncio: no more than the replay needs, and quick."""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Final, Self, cast
from urllib.parse import urlsplit

import httptools
import msgspec

PAUSES: Final = (0.1, 0.3, 1.0, 3.0, 5.0, 5.0)
"""Seconds to wait before each further try when the node does not answer."""


class NodeDown(Exception):
    """The node could not be reached, however often it was tried."""


@dataclass(slots=True)
class Reply:
    """What came back."""

    status: int
    body: bytes
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the node did what it was asked."""
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        """The code of the error catalogue, or the bare status where there is none."""
        try:
            return msgspec.json.decode(self.body, type=_Problem).code
        except msgspec.DecodeError:
            return f"http_{self.status}"


class _Problem(msgspec.Struct):
    code: str


class _Talk(asyncio.Protocol):
    """Collects one answer at a time."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[Reply] | None = None
        self.transport: asyncio.Transport | None = None
        self._begin()

    def _begin(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.parts: list[bytes] = []
        self.cookies: dict[str, str] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError as fault:
            self.connection_lost(fault)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(ConnectionError(str(exc or "closed")))

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"set-cookie":
            cookie, _, text = value.decode("latin-1").partition(";")[0].partition("=")
            self.cookies[cookie] = text

    def on_body(self, body: bytes) -> None:
        self.parts.append(body)

    def on_message_complete(self) -> None:
        reply = Reply(self.parser.get_status_code(), b"".join(self.parts), self.cookies)
        keep = self.parser.should_keep_alive()
        self._begin()
        if not keep and self.transport is not None:
            self.transport.close()
            self.transport = None
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(reply)


class Connection:
    """Sends one request after the other. A request that got no answer is sent again: its id makes that harmless."""

    def __init__(self, address: str, trusted: ssl.SSLContext | None = None, pauses: tuple[float, ...] = PAUSES) -> None:
        """`address` is the node's, like `http://127.0.0.1:8765`."""
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https"), "an address of the web"
        assert parts.hostname, "an address names a host"
        self.host = parts.hostname
        self.port = parts.port or (443 if parts.scheme == "https" else 80)
        self.secure = (trusted or ssl.create_default_context()) if parts.scheme == "https" else None
        self.pauses = pauses
        self.headers: dict[str, str] = {}
        """Sent with every request."""
        self._talk: _Talk | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._talk is not None and self._talk.transport is not None:
            self._talk.transport.close()

    async def get(self, path: str, at: int = 0) -> Reply:
        """Ask."""
        return await self.send("GET", path, b"", "", at)

    async def post(self, path: str, body: object, at: int = 0) -> Reply:
        """Send JSON; `at` is the moment it happens for the practice clock, milliseconds, 0 for now."""
        return await self.send("POST", path, msgspec.json.encode(body), "application/json", at)

    async def send(self, method: str, path: str, body: bytes, kind: str, at: int = 0) -> Reply:
        """Send a request and wait for the answer. Raises `NodeDown` after the last try."""
        message = self._message(method, path, body, kind, at)
        for pause in (*self.pauses, None):
            try:
                return await self._exchange(message)
            except OSError as fault:
                self._talk = None
                if pause is None:
                    raise NodeDown(f"{method} {path}: {fault}") from fault
                await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _exchange(self, message: bytes) -> Reply:
        loop = asyncio.get_running_loop()
        talk = self._talk
        if talk is None or talk.transport is None:
            _, talk = await loop.create_connection(_Talk, self.host, self.port, ssl=self.secure)
            self._talk = talk
        transport = talk.transport
        if transport is None:
            raise ConnectionError("closed")
        talk.answer = loop.create_future()
        transport.write(message)
        return await talk.answer

    def _message(self, method: str, path: str, body: bytes, kind: str, at: int) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Accept: application/json"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if at:
            lines.append(f"X-Practice-At: {at}")
        if method != "GET":
            lines += [f"Content-Length: {len(body)}", f"Content-Type: {kind}"]
        return "\r\n".join((*lines, "", "")).encode() + body
