"""Who asks: from the keys a request shows to an actor, in memory only, a few microseconds per request.

A till shows its device (`Authorization: Bearer`, or the cookie `tresen_device`) and the session of whoever is signed in
there (`X-Staff-Session`). The office shows the cookie `tresen_office`. A machine shows its token as bearer; one that
sells names its till in `X-Till` unless the token is bound to one.
"""

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any, Final, cast

from litestar.connection import ASGIConnection
from litestar.types import HTTPScope, WebSocketScope

from tresen.core.failures import Failure
from tresen.operations.doors import OFFICER_MARK, TOKEN_MARK, OfficeSession, OpenDevice, StaffSession, Token
from tresen.operations.node import Actor, Node
from tresen.operations.rights import AUDITOR, check
from tresen.operations.signing_in.access_entry import note_denied, note_looked

Connection = ASGIConnection[Any, Any, Any, Any]
Scope = MutableMapping[str, Any] | HTTPScope | WebSocketScope

DEVICE_COOKIE: Final = "tresen_device"
OFFICE_COOKIE: Final = "tresen_office"
_PLACE: Final = "tresen.presented"


class Presented:
    """What a request shows of itself, read once from its raw headers."""

    __slots__ = (
        "actor", "bearer", "content_length", "cookies", "device", "host", "marked", "office", "origin", "site", "staff",
        "till",
    )  # fmt: skip

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.bearer = ""
        self.device = ""
        self.office = ""
        self.staff = ""
        self.till = ""
        self.origin = ""
        self.site = ""
        self.host = ""
        self.content_length = -1
        self.marked = False
        """Has `X-Tresen: 1`, which no foreign page can send."""
        self.cookies = False
        """A cookie of ours came along: the browser may have sent it by itself."""
        self.actor: Actor | None = None
        """Whom the request turned out to come from."""
        for name, value in headers:
            if name in _READ:
                _READ[name](self, value.decode("latin-1"))


def _authorization(shown: Presented, value: str) -> None:
    kind, _, key = value.partition(" ")
    if kind.lower() == "bearer":
        shown.bearer = key.strip()


def _cookie(shown: Presented, value: str) -> None:
    for part in value.split(";"):
        name, _, content = part.strip().partition("=")
        if name == DEVICE_COOKIE:
            shown.device, shown.cookies = content, True
        elif name == OFFICE_COOKIE:
            shown.office, shown.cookies = content, True


def _content_length(shown: Presented, value: str) -> None:
    shown.content_length = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 1 << 62


def _marked(shown: Presented, value: str) -> None:
    shown.marked = value == "1"


_READ: Final[dict[bytes, Callable[[Presented, str], None]]] = {
    b"authorization": _authorization,
    b"cookie": _cookie,
    b"content-length": _content_length,
    b"x-tresen": _marked,
    b"x-staff-session": lambda shown, value: setattr(shown, "staff", value),
    b"x-till": lambda shown, value: setattr(shown, "till", value),
    b"origin": lambda shown, value: setattr(shown, "origin", value),
    b"sec-fetch-site": lambda shown, value: setattr(shown, "site", value),
    b"host": lambda shown, value: setattr(shown, "host", value),
}


def presented(scope: Scope) -> Presented:
    """What the request of this scope shows; read at the first question."""
    room = cast("dict[str, Any]", scope)
    found: Presented | None = room.get(_PLACE)
    if found is None:
        found = room[_PLACE] = Presented(room["headers"])
    return found


def address_of(scope: Scope) -> str:
    """The network address that a request came from; an IPv6 network of /64 counts as one."""
    client = scope.get("client")
    address = str(client[0]) if client else ""
    return ":".join(address.split(":")[:4]) if address.count(":") > 1 else address


def device_of(request: Connection, node: Node) -> OpenDevice | Failure:
    """The paired device that asks, whoever is signed in there."""
    return _device(node, presented(request.scope), node.clock.now())


def till_of(request: Connection, node: Node) -> str | Failure:
    """The till that asks, by its device or a selling machine's token; nobody need be signed in there."""
    shown, now = presented(request.scope), node.clock.now()
    if shown.bearer.startswith(TOKEN_MARK):
        machine = _machine_at_till(node, shown, now)
        return machine if isinstance(machine, Failure) else machine.till
    device = _device(node, shown, now)
    return device if isinstance(device, Failure) else device.till


def session_of(request: Connection, node: Node, device: OpenDevice) -> StaffSession | None:
    """Who is signed in on the device, None if nobody is (any more)."""
    found = node.doors.staff_session(presented(request.scope).staff, device.id)
    return found if found is not None and node.clock.now() < found.expires_at else None


def till_actor(
    request: Connection, node: Node, approval: str = "", *, act: str = "", subject: str = ""
) -> Actor | Failure:
    """Who acts at a till.

    `approval`: the one given for the act (several are joined by commas); it is used up here. With a `subject` (the id
    of the basket or movement) a repetition of the same request may show it again. An approval that is no good is left
    aside: the operation then says what is missing. With an `act` its right is checked here too.
    """
    shown, now = presented(request.scope), node.clock.now()
    if shown.bearer.startswith(TOKEN_MARK):
        found = _machine_at_till(node, shown, now)
    else:
        found = _staff_at_till(node, shown, now)
    if isinstance(found, Failure):
        return found
    if approval:
        found = _approved(node, found, approval, subject, now)
    shown.actor = found
    missing = check(node, found, act) if act else None
    if missing is None:
        return found
    return Failure("approval_invalid", missing.detail) if approval and missing.code == "approval_needed" else missing


def office_actor(request: Connection, node: Node, right: str = "office") -> Actor | Failure:
    """Who acts in the office, if they have the right."""
    shown, now = presented(request.scope), node.clock.now()
    if shown.bearer:
        token = _token(node, shown, now)
        if isinstance(token, Failure):
            return token
        actor = Actor(f"token:{token.id}", token.name, "machine", scopes=token.scopes)
    else:
        session = office_session_of(request, node)
        if isinstance(session, Failure):
            return session
        if session.staff.startswith(OFFICER_MARK):
            return _officer(request, node, session, right)
        staff = node.masterdata.staff.get(session.staff)
        if staff is None or not staff.active:
            return Failure("not_signed_in", {})
        actor = Actor(staff.id, staff.name, staff.role)
    shown.actor = actor
    return check(node, actor, right) or actor


def _officer(request: Connection, node: Node, session: OfficeSession, right: str) -> Actor | Failure:
    """An officer with a pass reads what the role may see, and every look is written down. The guard before all
    addresses of the office lets through only what reads."""
    found = node.doors.passes.get(session.staff.removeprefix(OFFICER_MARK))
    if found is None or not found.open(node.clock.now()):
        return Failure("session_expired", {})
    actor = Actor(session.staff, found.name, AUDITOR)
    presented(request.scope).actor = actor
    missing = check(node, actor, right)
    if missing is None:
        note_looked(node, actor, request.scope["path"], request.scope["query_string"])
    return missing or actor


def office_session_of(request: Connection, node: Node) -> OfficeSession | Failure:
    """The session behind the office's cookie."""
    now = node.clock.now()
    session = node.doors.office_session(presented(request.scope).office, now)
    if session is None:
        return Failure("not_signed_in", {})
    return session if now < session.expires_at else Failure("session_expired", {})


def refused(request: Connection, failure: Failure) -> None:
    """Write into the journal that somebody known was denied an act. For the one place that answers with failures."""
    actor = presented(request.scope).actor
    if actor is not None and failure.code == "denied":
        note_denied(request.app.state.node, actor, str(failure.detail.get("act", "")))


def _device(node: Node, shown: Presented, now: int) -> OpenDevice | Failure:
    device = node.doors.device(shown.bearer or shown.device, now)
    if device is None:
        return Failure("device_unknown", {})
    till = node.masterdata.tills.get(device.till)
    if device.revoked or till is None or not till.active:
        return Failure("device_revoked", {})
    return device


def _staff_at_till(node: Node, shown: Presented, now: int) -> Actor | Failure:
    device = _device(node, shown, now)
    if isinstance(device, Failure):
        return device
    session = node.doors.staff_session(shown.staff, device.id)
    if session is None:
        return Failure("not_signed_in", {})
    if now >= session.expires_at:
        return Failure("session_expired", {})
    staff = node.masterdata.staff.get(session.staff)
    if staff is None or not staff.active:
        return Failure("not_signed_in", {})
    return Actor(staff.id, staff.name, staff.role, device.till, device.id)


def _machine_at_till(node: Node, shown: Presented, now: int) -> Actor | Failure:
    token = _token(node, shown, now)
    if isinstance(token, Failure):
        return token
    if "sell" not in token.scopes:
        return Failure("denied", {"act": "sell"})
    till = node.masterdata.tills.get(token.till or shown.till)
    if till is None or not till.active:
        return Failure("till_not_found", {})
    return Actor(f"token:{token.id}", token.name, "machine", till.id, scopes=token.scopes)


def _token(node: Node, shown: Presented, now: int) -> Token | Failure:
    if not shown.bearer.startswith(TOKEN_MARK):
        return Failure("token_invalid", {})
    token = node.doors.token(shown.bearer, now)
    return Failure("token_invalid", {}) if token is None or token.revoked_at else token


def _approved(node: Node, actor: Actor, keys: str, subject: str, now: int) -> Actor:
    used = [node.doors.use_approval(key.strip(), actor.till, subject, now) for key in keys.split(",")[:8]]
    good = [approval for approval in used if approval is not None]
    if not good:
        return actor
    acts = tuple(dict.fromkeys(act for approval in good for act in approval.acts))
    by = good[-1]
    return Actor(
        actor.staff, actor.staff_name, actor.role, actor.till, actor.device, by.staff, by.staff_name, acts,
        actor.scopes,
    )  # fmt: skip
