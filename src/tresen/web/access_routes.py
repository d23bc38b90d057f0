"""What opens the doors, seen from the office: tills and their pairing, devices, PINs and passwords, tokens."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from tresen.core.failures import Failure
from tresen.insight.staff_list import StaffView, staff_view
from tresen.masterdata.kinds import Device
from tresen.operations.doors import DAY, Token
from tresen.operations.node import Node
from tresen.operations.rights import SCOPES
from tresen.operations.signing_in.issue_pairing_code import issue_pairing_code
from tresen.operations.signing_in.issue_token import issue_token
from tresen.operations.signing_in.pair_device import Paired, pair_device
from tresen.operations.signing_in.revoke_device import revoke_device
from tresen.operations.signing_in.revoke_token import revoke_token
from tresen.operations.signing_in.set_password import set_password
from tresen.operations.signing_in.set_pin import set_pin, unlock_staff
from tresen.web.identity import DEVICE_COOKIE, address_of, office_actor, office_session_of, presented
from tresen.web.problems import language_of, ok
from tresen.web.sign_in_routes import cookie
from tresen.web.trust.access import Access, Reach
from tresen.web.trust.way_in import WayIn, way_in

Web = Request[Any, Any, Any]

COOKIE_DAYS: Final = 400
"""The longest a browser keeps a cookie; every pairing starts anew."""

_SCOPE_LABELS: Final = {
    "sell": ("Verkaufen", "Sell"),
    "office": ("Büro lesen", "Read the office"),
    "masterdata": ("Stammdaten ändern", "Change master data"),
    "stock": ("Bestände bewegen", "Move stock"),
    "reports": ("Berichte lesen", "Read reports"),
    "journal": ("Journal lesen", "Read the journal"),
}
_DEVICE_TEXTS: Final = {
    "revoked": ("gesperrt", "revoked"),
    "now": ("verbunden", "connected"),
    "today": ("zuletzt heute gesehen", "last seen today"),
    "days": ("seit {days} Tagen nicht gesehen", "not seen for {days} days"),
}


@dataclass(slots=True)
class PairBody:
    code: str = field(repr=False)
    device_name: str = ""


@dataclass(slots=True)
class Pairing:
    """`url`: what the QR code beside the code holds. `till`: the address to type instead."""

    code: str
    expires_at: int
    url: str
    till: str
    reach: Reach
    """`trust`: the QR code leads to the trust page first; `here`: other devices do not reach this node at all."""


@dataclass(slots=True)
class AccessView:
    """How other devices come to the node."""

    reach: Reach
    till: str
    trust: str
    """Address of the trust page, empty if devices need not do anything."""
    fingerprint: str
    """SHA-256 of the authority's certificate, empty without an authority."""
    called: str
    """The authority's name, as devices list it."""
    expires_at: int | None
    """End of the certificate that HTTPS shows; the node renews its own by itself."""
    authority_until: int | None
    names: tuple[str, ...]


@dataclass(slots=True)
class DeviceView:
    """A device as the office lists it."""

    id: str
    name: str
    till: str
    till_name: str
    state: str
    """`ok`, `warn` (not seen for a while) or `off`."""
    text: str
    paired_at: int
    last_seen_at: int | None
    revoked_at: int | None


@dataclass(slots=True)
class NewPin:
    pin: str = field(repr=False)


@dataclass(slots=True)
class NewPassword:
    password: str = field(repr=False)


@dataclass(slots=True)
class TokenBody:
    name: str
    scopes: tuple[str, ...]
    till: str = ""


@dataclass(slots=True)
class TokenView:
    """A token as the office lists it; `hint`: its last four characters."""

    id: str
    name: str
    scopes: tuple[str, ...]
    till: str
    created_at: int
    last_used_at: int | None
    revoked_at: int | None
    hint: str


@dataclass(slots=True)
class NewToken(TokenView):
    """`secret` is shown this once."""

    secret: str = field(default="", repr=False)


@dataclass(slots=True)
class ScopeView:
    id: str
    label: str


@dataclass(slots=True)
class TokenList:
    items: list[TokenView]
    scopes: list[ScopeView]


@post("/api/v1/office/tills/{till:str}/pairing", status_code=201)
async def pairing_route(request: Web, till: FromPath[str]) -> Pairing:
    """A code for one device, good for ten minutes."""
    node: Node = request.app.state.node
    issued = ok(await issue_pairing_code(node, ok(office_actor(request, node, "devices")), till))
    way = _way_in(request)
    return Pairing(issued.code, issued.expires_at, way.with_code(issued.code), way.till, way.reach)


@get("/api/v1/office/access")
async def access_route(request: Web) -> AccessView:
    """How other devices reach this node, and the fingerprint by which they know that they trust the right one."""
    ok(office_actor(request, request.app.state.node, "devices"))
    access: Access = request.app.state.access
    way, shown = _way_in(request), access.shown
    authority = shown.authority if shown is not None else None
    return AccessView(
        way.reach, way.till, way.trust, access.print_of_authority(), authority.called if authority is not None else "",
        milliseconds(shown.expires_at) if shown is not None else None,
        milliseconds(authority.certificate.not_valid_after_utc) if authority is not None else None,
        (*shown.names.hosts, *shown.names.addresses) if shown is not None else (),
    )  # fmt: skip


@post("/api/v1/pair", status_code=201)
async def pair_route(request: Web, data: JSONBody[PairBody]) -> Response[Paired]:
    """Turn this device into a till."""
    node: Node = request.app.state.node
    paired = ok(await pair_device(node, data.code, data.device_name, address_of(request.scope)))
    kept = cookie(request, DEVICE_COOKIE, paired.key, days=COOKIE_DAYS)
    return Response(paired, status_code=201, cookies=[kept])


@get("/api/v1/office/devices")
async def devices_route(request: Web) -> list[DeviceView]:
    """All devices, also revoked ones."""
    node: Node = request.app.state.node
    ok(office_actor(request, node, "devices"))
    return [_device(node, device, language_of(request)) for device in node.masterdata.devices]


@post("/api/v1/office/devices/{id:str}/revoke", status_code=200)
async def revoke_device_route(request: Web, id: FromPath[str]) -> DeviceView:
    """Shut a device out at once."""
    node: Node = request.app.state.node
    device = ok(await revoke_device(node, ok(office_actor(request, node, "devices")), id))
    return _device(node, device, language_of(request))


@post("/api/v1/office/staff/{id:str}/pin", status_code=200)
async def pin_route(request: Web, id: FromPath[str], data: JSONBody[NewPin]) -> StaffView:
    """Set a PIN: one's own, or with the right `staff` somebody else's."""
    node: Node = request.app.state.node
    _raise(await set_pin(node, ok(office_actor(request, node)), id, data.pin))
    return await staff_view(node, id)


@post("/api/v1/office/staff/{id:str}/password", status_code=200)
async def password_route(request: Web, id: FromPath[str], data: JSONBody[NewPassword]) -> StaffView:
    """Set a password. The person's other sessions end."""
    node: Node = request.app.state.node
    actor = ok(office_actor(request, node))
    session = office_session_of(request, node)
    own = session.id if not isinstance(session, Failure) else ""
    _raise(await set_password(node, actor, id, data.password, own))
    return await staff_view(node, id)


@post("/api/v1/office/staff/{id:str}/unlock", status_code=200)
async def unlock_route(request: Web, id: FromPath[str]) -> StaffView:
    """Let somebody who typed too many wrong PINs try again at once."""
    node: Node = request.app.state.node
    _raise(await unlock_staff(node, ok(office_actor(request, node)), id))
    return await staff_view(node, id)


@get("/api/v1/office/tokens")
async def tokens_route(request: Web) -> TokenList:
    """All tokens, also revoked ones, and what one may be given."""
    node: Node = request.app.state.node
    ok(office_actor(request, node, "settings"))
    english = language_of(request) == "en"
    scopes = [ScopeView(scope, _SCOPE_LABELS[scope][english]) for scope in SCOPES]
    return TokenList([TokenView(*_token(token)) for token in node.doors.tokens.values()], scopes)


@post("/api/v1/office/tokens", status_code=201)
async def issue_token_route(request: Web, data: JSONBody[TokenBody]) -> NewToken:
    """Make a key for a machine."""
    node: Node = request.app.state.node
    actor = ok(office_actor(request, node, "settings"))
    issued = ok(await issue_token(node, actor, data.name, data.scopes, data.till))
    return NewToken(*_token(issued.token), issued.secret)


@delete("/api/v1/office/tokens/{id:str}", status_code=204)
async def revoke_token_route(request: Web, id: FromPath[str]) -> None:
    """Make a key worthless."""
    node: Node = request.app.state.node
    ok(await revoke_token(node, ok(office_actor(request, node, "settings")), id))


def _way_in(request: Web) -> WayIn:
    node: Node = request.app.state.node
    public = node.masterdata.settings.public_address
    return way_in(request.app.state.access, public, presented(request.scope).host, str(request.base_url))


def milliseconds(moment: datetime) -> int:
    """A moment as the interface writes it."""
    return round(moment.timestamp()) * 1000


def _raise(failure: Failure | None) -> None:
    if failure is not None:
        ok(failure)


def _token(token: Token) -> tuple[str, str, tuple[str, ...], str, int, int | None, int | None, str]:
    return (
        token.id, token.name, token.scopes, token.till, token.created_at, token.used_at or None,
        token.revoked_at or None, token.hint,
    )  # fmt: skip


def _device(node: Node, device: Device, language: str) -> DeviceView:
    opened, till = node.doors.devices.get(device.id), node.masterdata.tills.get(device.till)
    seen = opened.seen_at if opened is not None else 0
    ago = node.clock.now() - seen
    state, text = ("off", "revoked") if device.revoked_at else ("ok", "now") if ago < 90_000 else ("warn", "days")
    if text == "days" and ago < DAY:
        state, text = "ok", "today"
    words = _DEVICE_TEXTS[text][language == "en"].format(days=ago // DAY)
    return DeviceView(
        device.id, device.name, device.till, till.name if till is not None else "", state, words, device.paired_at,
        seen or None, device.revoked_at or None,
    )  # fmt: skip


routes = [
    pairing_route, access_route, pair_route, devices_route, revoke_device_route, pin_route, password_route,
    unlock_route, tokens_route, issue_token_route, revoke_token_route,
]  # fmt: skip
