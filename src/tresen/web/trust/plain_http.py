"""Plain HTTP from the network once the node has HTTPS: it shows the way to it, the receipts of customers, and no more.

The machine itself (localhost) is left alone. A page leads to the trust page, which goes on by itself when the device
trusts the node already; a file is redirected; the interface refuses, so that nobody sends a key in the open unnoticed.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import quote

from litestar import Request

from tresen.core.failures import Failure
from tresen.web.identity import presented
from tresen.web.problems import Problem, answer_to
from tresen.web.trust.access import Access, is_here

App = Callable[[Any, Any, Any], Awaitable[None]]

_OPEN: Final = ("/trust", "/r/")
"""The trust page with its files; digital receipts, which customers open with telephones that trust nobody here."""
_HEALTH: Final = "/api/v1/setup"
_PAGES: Final = ("/till", "/office", "/display")


def only_safe(app: App, access: Access) -> App:
    """Put the rule before an application."""

    async def ruled(scope: Any, receive: Any, send: Any) -> None:
        if access.shown is None or scope["type"] != "http" or scope["scheme"] == "https" or _from_here(scope):
            await app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(_OPEN) or (path == _HEALTH and scope["method"] in {"GET", "HEAD"}):
            await app(scope, receive, send)
        elif path.startswith("/api/") or scope["method"] not in {"GET", "HEAD"}:
            if _own_address(scope):
                await app(scope, receive, send)
            else:
                await _refuse(access, scope, receive, send)
        else:
            await _lead_on(access, scope, send)

    return ruled


def _from_here(scope: Any) -> bool:
    client = scope.get("client")
    return client is None or client[0] == "127.0.0.1" or is_here(client[0])


def _own_address(scope: Any) -> bool:
    """A program on this machine that used the machine's address in the network: nothing leaves the machine."""
    client, server = scope.get("client"), scope.get("server")
    return bool(client and server and client[0] == server[0])


async def _lead_on(access: Access, scope: Any, send: Any) -> None:
    path: str = scope["path"]
    page = path == "/" or path.startswith(_PAGES)
    if page and access.reach == "trust" and "." not in path.rsplit("/", 1)[-1]:
        place = f"/trust?to={quote(path, safe='/')}"
    else:
        query = scope["query_string"].decode("latin-1")
        place = f"{_safe(access, scope)}{quote(path)}{f'?{query}' if query else ''}"
    headers = [(b"location", place.encode("latin-1")), (b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(access: Access, scope: Any, receive: Any, send: Any) -> None:
    request: Request[Any, Any, Any] = Request(scope)
    answer = answer_to(request, Problem(Failure("https_needed", {"address": _safe(access, scope)})))
    await answer.to_asgi_response(app=None, request=request)(scope, receive, send)


def _safe(access: Access, scope: Any) -> str:
    """Where the same thing is safe. By a real certificate only its own names work."""
    asked = presented(scope).host
    return access.safe() if access.reach == "https" else access.safe_at(asked) or access.safe()
