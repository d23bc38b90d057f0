"""One server, two doors: real connections, a device that trusts the authority alone, a certificate that changes."""

import asyncio
import http.client
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tresen.web.trust.access import Access, Wanted, open_access
from tresen.web.trust.authority import Names
from tresen.web.trust.listening import TwoDoors, look
from tresen.web.trust.refused import AccessRefused

HERE = Names(("localhost", "theke.local"), ("127.0.0.1",))


class Telling:
    """An application that says how it was asked and counts how often it was started and stopped."""

    def __init__(self) -> None:
        self.lives: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for happened in ("startup", "shutdown"):
                await receive()
                self.lives.append(happened)
                await send({"type": f"lifespan.{happened}.complete"})
            return
        body = scope["scheme"].encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def running(app: Any, access: Access) -> AsyncIterator[int]:
    """A server with both doors open; gives the plain port."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, http="httptools", log_level="warning")
    server = TwoDoors(config, access)
    task = asyncio.create_task(server.serve())
    await server.opened.wait()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


def trusting(access: Access) -> ssl.SSLContext:
    """A device that trusts the node's authority and nobody else."""
    assert access.shown is not None
    assert access.shown.authority is not None
    return ssl.create_default_context(cadata=access.shown.authority.pem.decode())


def ask(port: int, context: ssl.SSLContext | None = None, name: str = "127.0.0.1") -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        speaking = context.wrap_socket(line, server_hostname=name) if context else line
        connection = http.client.HTTPConnection(name, port)
        connection.sock = speaking
        connection.request("GET", "/")
        answer = connection.getresponse().read().decode()
        connection.close()
        return answer


def serial(port: int, context: ssl.SSLContext) -> str:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as line,
        context.wrap_socket(line, server_hostname="127.0.0.1") as speaking,
    ):
        return str((speaking.getpeercert() or {})["serialNumber"])


async def test_both_doors_lead_to_one_application_with_one_life(tmp_path: Path) -> None:
    app, access = Telling(), open_access(tmp_path, Wanted("127.0.0.1", 0, 0), lambda: HERE)
    async with running(app, access) as port:
        assert await asyncio.to_thread(ask, port) == "http"
        for name in ("127.0.0.1", "localhost", "theke.local"):
            assert await asyncio.to_thread(ask, access.https_port, trusting(access), name) == "https"
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.to_thread(ask, access.https_port, trusting(access), "bank.example")
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.to_thread(ask, access.https_port, ssl.create_default_context())
    assert app.lives == ["startup", "shutdown"]


async def test_a_new_certificate_is_shown_without_a_restart(tmp_path: Path) -> None:
    names = [HERE]
    access = open_access(tmp_path, Wanted("127.0.0.1", 0, 0), lambda: names[0])
    async with running(Telling(), access):
        before = await asyncio.to_thread(serial, access.https_port, trusting(access))
        assert await asyncio.to_thread(serial, access.https_port, trusting(access)) == before
        names[0] = HERE | Names(("neu.local",))
        await look(access)
        assert await asyncio.to_thread(serial, access.https_port, trusting(access)) != before
        assert await asyncio.to_thread(ask, access.https_port, trusting(access), "neu.local") == "https"


def test_a_port_in_use_is_said_before_the_node_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        access = open_access(tmp_path, Wanted("127.0.0.1", 0, other.getsockname()[1]), lambda: HERE)
        with pytest.raises(AccessRefused, match="--https-port"):
            TwoDoors(uvicorn.Config(Telling()), access)
