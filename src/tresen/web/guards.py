"""The guard before every request: security headers, size of bodies, foreign pages, and how often one may ask.

One ASGI function around the application (`app.asgi_handler = guarded(app.asgi_handler, node)`), so that it also covers
addresses that do not exist. It costs a few microseconds and waits for nothing.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from tresen.core.failures import Failure, status, text
from tresen.operations.doors import OFFICER_MARK, TOKEN_MARK
from tresen.operations.node import Actor, Node
from tresen.operations.rights import AUDITOR
from tresen.operations.signing_in.access_entry import note_denied
from tresen.web.identity import Presented, address_of, presented

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

BODY_LIMIT: Final = 1024 * 1024
UPLOAD_LIMIT: Final = 20 * 1024 * 1024
RESCUE_LIMIT: Final = 256 * 1024 * 1024
"""Weeks of receipts of one device in a rescue file; the only place where they still are."""
RESCUE: Final = "/api/v1/office/rescue"
UPLOADS: Final = ("/api/v1/office/articles/import", "/api/v1/office/imports", "/api/v1/till/handed-out", "/picture")
"""Beginnings or ends of addresses that take files, or receipts of any length."""

POLICY: Final = (
    b"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    b"connect-src 'self'; font-src 'self'; media-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""What pages may load: only what the node itself serves; WebAssembly for the engine in the browser."""

HEADERS: Final = [
    (b"content-security-policy", POLICY),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_NO_STORE: Final = (b"cache-control", b"no-store")
_AT_THE_TILL: Final = (
    b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=(self), serial=(self)",
)  # fmt: skip
"""A till may speak to a printer at its own device; the person still has to choose it."""

_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_SIGN_INS: Final = frozenset(
    f"/api/v1/{path}"
    for path in ("setup", "pair", "office/sign-in", "office/officer-sign-in", "till/sign-in", "till/approve")
)
"""What guesses secrets: asked strictly, on top of the throttles of the operations."""
OFFICE: Final = "/api/v1/office/"
_COMING_AND_GOING: Final = tuple(f"{OFFICE}{path}" for path in ("sign-in", "officer-sign-in", "sign-out"))


@dataclass(slots=True, frozen=True)
class Rate:
    """How often: `burst` at once, then `per_second`."""

    burst: int
    per_second: float


STRICT: Final = Rate(30, 1)
STRANGER: Final = Rate(1500, 300)
KNOWN: Final = Rate(5000, 5000)


class Buckets:
    """Token buckets by key. Memory is bounded: the key that was asked least recently is forgotten."""

    def __init__(self, rate: Rate, limit: int = 10_000) -> None:
        self._rate = rate
        self._limit = limit
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float) -> float:
        """Take one; 0, or how many seconds to wait. `now`: seconds of a clock that never goes back."""
        left, at = self._kept.get(key, (float(self._rate.burst), now))
        left = min(float(self._rate.burst), left + (now - at) * self._rate.per_second)
        wait = 0.0
        if left >= 1:
            left -= 1
        else:
            wait = (1 - left) / self._rate.per_second
        self._kept[key] = (left, now)
        self._kept.move_to_end(key)
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._kept)


def guarded(
    app: App,
    node: Node,
    *,
    hosts: Collection[str] = (),
    origins: Collection[str] = (),
    clock: Callable[[], float] = time.monotonic,
) -> App:
    """Put the guard around an application.

    `hosts`: names (with port) it may be addressed by; empty: any. `origins`: further pages' origins that may change
    something, e.g. behind a proxy that renames the host; the shop's public address is always one.
    """
    strict, strangers, known = Buckets(STRICT), Buckets(STRANGER), Buckets(KNOWN)

    async def guard(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        shown = presented(scope)
        api = scope["path"].startswith("/api/")
        send = _with_headers(send, api=api, till=scope["path"].startswith("/till/"))
        key = _key(node, shown)
        wait = known.take(key, clock()) if key else strangers.take(address_of(scope), clock())
        if scope["path"] in _SIGN_INS and not wait and scope["method"] not in _SAFE:
            wait = strict.take(key or address_of(scope), clock())
        failure = Failure("throttled", {"seconds": int(wait) + 1}) if wait else None
        if failure is None and hosts and shown.host not in hosts:
            failure = Failure("bad_input", {"field": "host"})
        if failure is None and scope["method"] not in _SAFE and api:
            failure = _foreign(node, shown, origins) or _reads_only(node, shown, scope["path"])
        limit = _limit(scope["path"], known=bool(key))
        if failure is None and shown.content_length > limit:
            failure = Failure("too_much", {"most": limit})
        if failure is None and shown.content_length < 0 and scope["method"] not in _SAFE:
            body = await _whole(receive, limit)
            if body is None:
                failure = Failure("too_much", {"most": limit})
            else:
                receive = _again(body, receive)
        if failure is not None:
            await _refuse(scope, send, failure)
            return
        await app(scope, receive, send)

    return guard


def _key(node: Node, shown: Presented) -> str:
    """By whom requests are counted: a device, session or token that is really ours; empty for strangers."""
    doors, now = node.doors, node.clock.now()
    if shown.bearer.startswith(TOKEN_MARK):
        token = doors.token(shown.bearer, now)
        return token.id if token is not None and not token.revoked_at else ""
    device = shown.bearer or shown.device
    if device:
        found = doors.device(device, now)
        if found is not None and not found.revoked:
            return found.id
    if shown.office:
        session = doors.office_session(shown.office, now)
        return session.id if session is not None else ""
    return ""


def _foreign(node: Node, shown: Presented, origins: Collection[str]) -> Failure | None:
    """A change that a page of somebody else caused: the browser adds cookies by itself, but neither our mark nor our
    origin. A key sent as bearer is never added by itself."""
    if shown.bearer:
        return None
    if shown.cookies and not shown.marked:
        return Failure("csrf", {})
    if shown.site and shown.site not in ("same-origin", "none"):
        return Failure("csrf", {})
    if shown.origin and urlsplit(shown.origin).netloc != shown.host and shown.origin not in origins:
        public = node.masterdata.settings.public_address
        if not public or shown.origin != "{0.scheme}://{0.netloc}".format(urlsplit(public)):
            return Failure("csrf", {})
    return None


def _reads_only(node: Node, shown: Presented, path: str) -> Failure | None:
    """An officer's session opens addresses of the office that read, and none that changes something, whatever it is."""
    if not shown.office or shown.bearer or not path.startswith(OFFICE) or path in _COMING_AND_GOING:
        return None
    session = node.doors.office_session(shown.office, node.clock.now())
    if session is None or not session.staff.startswith(OFFICER_MARK):
        return None
    found = node.doors.passes.get(session.staff.removeprefix(OFFICER_MARK))
    note_denied(node, Actor(session.staff, found.name if found is not None else "", AUDITOR), path.removeprefix(OFFICE))
    return Failure("officer_reads_only", {})


def _limit(path: str, *, known: bool) -> int:
    """Bytes of a body. `known`: it comes from somebody with a key or session of ours."""
    if path == RESCUE and known:
        return RESCUE_LIMIT
    return UPLOAD_LIMIT if path.startswith(UPLOADS[:3]) or path.endswith(UPLOADS[3]) else BODY_LIMIT


async def _whole(receive: Receive, limit: int) -> bytes | None:
    """A body whose length was not announced; None if it is too long."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Hand out a body that was read already, then whatever comes next."""
    handed_out = False

    async def replay() -> Any:
        nonlocal handed_out
        if handed_out:
            return await receive()
        handed_out = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _with_headers(send: Send, *, api: bool, till: bool) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            if till:
                headers.append(_AT_THE_TILL)
            own = {name.lower() for name, _ in headers}
            headers += [one for one in HEADERS if one[0] not in own]  # the trust page has a policy of its own
            if api and b"cache-control" not in own:
                headers.append(_NO_STORE)
            message["headers"] = headers
        await send(message)

    return sending


async def _refuse(scope: Any, send: Send, failure: Failure) -> None:
    wanted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"de")
    title, safe, do = text(failure.code, wanted.decode("latin-1").strip().lower())
    body = msgspec.json.encode(
        {"code": failure.code, "title": title, "safe": safe, "do": do, "detail": dict(failure.detail)}
    )
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    if "seconds" in failure.detail:
        headers.append((b"retry-after", str(failure.detail["seconds"]).encode()))
    await send({"type": "http.response.start", "status": status(failure.code), "headers": headers})
    await send({"type": "http.response.body", "body": body})
