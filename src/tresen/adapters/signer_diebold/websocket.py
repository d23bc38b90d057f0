"""A WebSocket (RFC 6455) on asyncio streams, exactly as much as a client with one question at a time needs."""

import asyncio
import base64
import secrets
import ssl
from hashlib import sha1
from typing import Final
from urllib.parse import urlsplit

_ACCEPT: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_LONGEST_MESSAGE: Final = 16 * 1024 * 1024
_TEXT: Final = 1
_CLOSE: Final = 8
_PING: Final = 9
_PONG: Final = 10
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class BrokenSocket(ValueError):
    """What came is no WebSocket, or not as it must be."""


class Address:
    """Where the web service is."""

    def __init__(self, text: str) -> None:
        parts = urlsplit(text)
        if parts.scheme not in {"ws", "wss"} or not parts.hostname:
            raise BrokenSocket("the address must begin with ws:// or wss://")
        self.secure = parts.scheme == "wss"
        self.host = parts.hostname
        self.port = parts.port or (443 if self.secure else 80)
        self.path = parts.path or "/"

    @property
    def stays_here(self) -> bool:
        return self.host in LOOPBACK


class WebSocket:
    """A connection. Whoever leaves a read or a write alone must close it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, address: Address, tls: ssl.SSLContext | None = None) -> "WebSocket":
        """Connect and shake hands. Raises OSError, EOFError or BrokenSocket."""
        context = (tls or ssl.create_default_context()) if address.secure else None
        reader, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
        try:
            key = base64.b64encode(secrets.token_bytes(16))
            writer.write(
                f"GET {address.path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key.decode()}\r\n\r\n".encode()
            )
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            found = {
                name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
            }
            proof = base64.b64encode(sha1(key + _ACCEPT).digest()).decode()  # noqa: S324 - the protocol's, no secret
            if " 101 " not in f"{head[0]} " or found.get("sec-websocket-accept") != proof:
                raise BrokenSocket("the other side speaks no WebSocket")
        except BaseException:
            writer.close()
            raise
        return cls(reader, writer)

    @property
    def lost(self) -> bool:
        return self._reader.at_eof() or self._writer.is_closing()

    def close(self) -> None:
        self._writer.close()

    async def send(self, text: str) -> None:
        await self._frame(_TEXT, text.encode())

    async def receive(self) -> str:
        """The next text, put together from its frames; pings are answered on the way."""
        pieces = bytearray()
        while True:
            first, content = await self._read()
            kind = first & 0x0F
            if kind == _CLOSE:
                raise EOFError("the other side closed the connection")
            if kind == _PING:
                await self._frame(_PONG, content)
            if kind > 2:
                continue
            pieces += content
            if len(pieces) > _LONGEST_MESSAGE:
                raise BrokenSocket("the message is longer than it can be")
            if first & 0x80:
                return pieces.decode()

    async def _frame(self, kind: int, content: bytes) -> None:
        size = len(content)
        if size < 126:
            head = bytes((0x80 | kind, 0x80 | size))
        elif size < 1 << 16:
            head = bytes((0x80 | kind, 0x80 | 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((0x80 | kind, 0x80 | 127)) + size.to_bytes(8, "big")
        mask = secrets.token_bytes(4)
        row = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(content, "big") ^ int.from_bytes(row, "big")).to_bytes(size, "big")
        self._writer.write(head + mask + masked)
        await self._writer.drain()

    async def _read(self) -> tuple[int, bytes]:
        first, second = await self._reader.readexactly(2)
        if second & 0x80 or first & 0x70:
            raise BrokenSocket("a frame of a server is neither masked nor extended")
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
        if size > _LONGEST_MESSAGE:
            raise BrokenSocket("the message is longer than it can be")
        return first, await self._reader.readexactly(size)
