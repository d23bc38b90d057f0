"""HTTP/1.1 on asyncio streams, exactly as much as one API needs, so that three things are never mixed up: nothing was
sent, the answer is here, or something was sent and nobody knows what became of it.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

_MOST_HEADERS: Final = 100
_MOST_BODY: Final = 16 * 1024 * 1024
"""An answer that is read at once; a file is read in pieces and may be of any size."""
_PIECE: Final = 64 * 1024
_IDLE: Final = 4
"""Connections that are kept for the next request."""
_LOST: Final = (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError)
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class NotSent(Exception):
    """The other side could not be reached, or is not who it should be. Nothing was sent."""


class NoAnswer(Exception):
    """The request was sent; its answer did not come, or cannot be understood."""


@dataclass(slots=True, frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes


@dataclass(slots=True)
class _Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class HttpClient:
    """One server, with connections that are used again. Nothing is sent twice here; that is the caller's to decide."""

    def __init__(self, address: str, tls: ssl.SSLContext | None = None, seconds: float = 30) -> None:
        """`seconds`: the longest silence; callers set shorter limits of their own. Raises NotSent for no sensible address."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if not host or parts.scheme not in {"http", "https"}:
            raise NotSent("the address of the TSE must begin with https://")
        if parts.scheme == "http" and host not in _LOOPBACK:
            raise NotSent("the address of the TSE must begin with https://: nothing is sent in the clear")
        try:
            port = parts.port
        except ValueError as error:
            raise NotSent("the address of the TSE has no sensible port") from error
        secure = parts.scheme == "https"
        usual = 443 if secure else 80
        self._host, self._port = host, port or usual
        name = f"[{host}]" if ":" in host else host
        self._named = name if self._port == usual else f"{name}:{self._port}"
        self._tls = (tls or ssl.create_default_context()) if secure else None
        self._path = parts.path.rstrip("/")
        self._seconds = seconds
        self._idle: list[_Line] = []

    def close(self) -> None:
        """Let go of the connections; the client can be used again."""
        while self._idle:
            self._idle.pop().writer.close()

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send and read the whole answer. Raises NotSent or NoAnswer."""
        async with self._exchange(method, path, headers, body) as (line, status, found):
            pieces = bytearray()
            async for piece in self._body(line.reader, found):
                pieces += piece
                if len(pieces) > _MOST_BODY:
                    raise NoAnswer("the answer is longer than it can be")
            return Answer(status, found, bytes(pieces))

    async def pieces(self, path: str, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
        """A file, as it comes. Raises NotSent or NoAnswer; a file that ends too early is no answer."""
        async with self._exchange("GET", path, headers, b"") as (line, status, found):
            if status != 200:
                raise NoAnswer(f"the file was answered with {status}")
            async for piece in self._body(line.reader, found):
                yield piece

    @asynccontextmanager
    async def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> AsyncIterator[tuple[_Line, int, dict[str, str]]]:
        request = self._request(method, path, headers, body)
        line = await self._line()
        try:
            status, found = await self._head(line, request)
            yield line, status, found
        except _LOST as lost:
            line.writer.close()
            raise NoAnswer(str(lost) or "no answer in time") from lost
        except BaseException:
            line.writer.close()
            raise
        if found.get("connection", "").lower() == "close" or len(self._idle) >= _IDLE or line.reader.at_eof():
            line.writer.close()
        else:
            self._idle.append(line)

    def _request(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
        head = {"Host": self._named, "User-Agent": "Tresen", "Accept": "application/json", **headers}
        if body or method != "GET":
            head["Content-Length"] = str(len(body))
            head["Content-Type"] = "application/json"
        lines = [f"{method} {self._path}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        if any("\r" in line or "\n" in line for line in lines):
            raise NotSent("an address or a key holds a line break")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    async def _line(self) -> _Line:
        while self._idle:
            line = self._idle.pop()
            if not line.reader.at_eof() and not line.writer.is_closing():
                return line
            line.writer.close()
        return await self._connect()

    async def _connect(self) -> _Line:
        try:
            async with asyncio.timeout(self._seconds):
                reader, writer = await asyncio.open_connection(self._host, self._port, ssl=self._tls)
        except ssl.SSLCertVerificationError as error:
            raise NotSent(f"the certificate of the server is not accepted: {error.verify_message}") from error
        except (OSError, TimeoutError) as error:
            raise NotSent("the server cannot be reached") from error
        return _Line(reader, writer)

    async def _head(self, line: _Line, request: bytes) -> tuple[int, dict[str, str]]:
        async with asyncio.timeout(self._seconds):
            line.writer.write(request)
            await line.writer.drain()
            first = (await line.reader.readuntil(b"\n")).decode("latin-1").split(maxsplit=2)
            if len(first) < 2 or not first[0].startswith("HTTP/1.") or not first[1].isdigit():
                raise NoAnswer("the answer is no HTTP")
            found: dict[str, str] = {}
            for _ in range(_MOST_HEADERS):
                text = (await line.reader.readuntil(b"\n")).decode("latin-1").strip()
                if not text:
                    return int(first[1]), found
                name, _, value = text.partition(":")
                found[name.strip().lower()] = value.strip()
        raise NoAnswer("the answer has too many headers")

    async def _body(self, reader: asyncio.StreamReader, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            while size := int((await self._read(reader.readuntil(b"\n"))).split(b";")[0], 16):
                async for piece in self._exactly(reader, size):
                    yield piece
                await self._read(reader.readexactly(2))
            while (await self._read(reader.readuntil(b"\n"))).strip():
                pass
        elif "content-length" in headers:
            async for piece in self._exactly(reader, int(headers["content-length"])):
                yield piece
        else:
            while piece := await self._read(reader.read(_PIECE)):
                yield piece

    async def _exactly(self, reader: asyncio.StreamReader, size: int) -> AsyncIterator[bytes]:
        while size > 0:
            piece = await self._read(reader.read(min(size, _PIECE)))
            if not piece:
                raise EOFError("the answer is cut off")
            size -= len(piece)
            yield piece

    async def _read(self, part: Coroutine[Any, Any, bytes]) -> bytes:
        """A part of the body; the limit is for each silence, not for the whole file."""
        async with asyncio.timeout(self._seconds):
            return await part
