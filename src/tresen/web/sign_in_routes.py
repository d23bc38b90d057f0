"""Set-up, sign-in and sign-out: the office with a password, a till with a PIN, a manager's approval on the spot."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from tresen import __version__
from tresen.core.failures import Failure
from tresen.masterdata.kinds import Staff
from tresen.operations.doors import OFFICER_MARK
from tresen.operations.node import Node
from tresen.operations.rights import AUDITOR, right
from tresen.operations.signing_in.approve import Approved, approve
from tresen.operations.signing_in.set_up_owner import FirstShop, needs_owner, set_up_owner
from tresen.operations.signing_in.sign_in_office import OfficeSignedIn, sign_in_office
from tresen.operations.signing_in.sign_in_officer import sign_in_officer
from tresen.operations.signing_in.sign_in_staff import SignedIn, sign_in_staff
from tresen.operations.signing_in.sign_out import sign_out
from tresen.operations.signing_in.sign_out_staff import sign_out_staff
from tresen.web.identity import (
    OFFICE_COOKIE,
    address_of,
    device_of,
    office_actor,
    office_session_of,
    presented,
    session_of,
)
from tresen.web.problems import ok

Web = Request[Any, Any, Any]

_PARTS_OF_THE_OFFICE: Final = {
    "office": ("today", "receipts", "closings", "deviations"),
    "customers": ("customers",),
    "masterdata": ("articles", "promotions"),
    "stock": ("stock",),
    "staff": ("staff",),
    "devices": ("tills", "queues"),
    "journal": ("journal",),
    "reports": ("reports",),
    "settings": ("settings",),
    "fiscal": ("fiscal",),
}
"""Which parts of the office each right opens."""


@dataclass(slots=True)
class SetupState:
    needs_owner: bool
    demo: bool
    """A practice shop with simulators."""
    version: str


@dataclass(slots=True)
class ShopName:
    id: str
    name: str
    day_start: int = 0
    """Hour at which a business day begins."""


@dataclass(slots=True)
class Me:
    """Who is signed in to the office and which of its parts they may open (`office.articles`, ...)."""

    staff: str
    name: str
    role: str
    rights: tuple[str, ...]
    shop: ShopName
    simulated: bool
    version: str = __version__
    until: int = 0
    """When an officer's pass ends; 0 for the shop's own people."""


@dataclass(slots=True)
class PasswordBody:
    name: str
    password: str = field(repr=False)


@dataclass(slots=True)
class PassCodeBody:
    code: str = field(repr=False)


@dataclass(slots=True)
class PinBody:
    staff: str
    pin: str = field(repr=False)


@dataclass(slots=True)
class ApproveBody:
    """`act`, or several in `acts`: what the approval is wanted for."""

    staff: str
    pin: str = field(repr=False)
    act: str = ""
    acts: tuple[str, ...] = ()


def cookie(request: Web, name: str, value: str, *, days: int = 0) -> Cookie:
    """A cookie that no script reads and no foreign page sends; `days`: 0 ends it with the browser, -1 removes it."""
    strict: Literal["strict"] = "strict"
    age = None if days == 0 else max(days, 0) * 86_400
    return Cookie(
        name, "/", value, max_age=age, secure=request.scope["scheme"] == "https", httponly=True, samesite=strict
    )


@get("/api/v1/setup")
async def setup_state_route(request: Web) -> SetupState:
    """Whether this node waits for its owner."""
    node: Node = request.app.state.node
    return SetupState(needs_owner(node), node.masterdata.settings.practice, __version__)


@post("/api/v1/setup", status_code=201)
async def setup_route(request: Web, data: JSONBody[FirstShop]) -> Response[Me]:
    """Found the shop; its owner is signed in."""
    node: Node = request.app.state.node
    return _signed_in(request, ok(await set_up_owner(node, data)), 201)


@post("/api/v1/office/sign-in", status_code=200)
async def office_sign_in_route(request: Web, data: JSONBody[PasswordBody]) -> Response[Me]:
    """Open a session in the office (cookie)."""
    node: Node = request.app.state.node
    return _signed_in(request, ok(await sign_in_office(node, data.name, data.password, address_of(request.scope))), 200)


@post("/api/v1/office/officer-sign-in", status_code=200)
async def officer_sign_in_route(request: Web, data: JSONBody[PassCodeBody]) -> Response[Me]:
    """An officer of the tax office comes in with the code of a pass (cookie)."""
    node: Node = request.app.state.node
    return _signed_in(request, ok(await sign_in_officer(node, data.code, address_of(request.scope))), 200)


@post("/api/v1/office/sign-out", status_code=204)
async def office_sign_out_route(request: Web) -> Response[None]:
    """End the session. Without one nothing happens."""
    node: Node = request.app.state.node
    session = office_session_of(request, node)
    if not isinstance(session, Failure):
        await sign_out(node, session)
    return Response(None, status_code=204, cookies=[cookie(request, OFFICE_COOKIE, "", days=-1)])


@get("/api/v1/office/me")
async def me_route(request: Web) -> Me:
    """Who is signed in."""
    node: Node = request.app.state.node
    actor = ok(office_actor(request, node))
    return _me(node, Staff(actor.staff, actor.staff_name, actor.role))


@post("/api/v1/till/sign-in", status_code=200)
async def till_sign_in_route(request: Web, data: JSONBody[PinBody]) -> SignedIn:
    """Start working at a till. Whoever worked there in this window before is signed out."""
    node: Node = request.app.state.node
    device = ok(device_of(request, node))
    return ok(await sign_in_staff(node, device, data.staff, data.pin, presented(request.scope).staff))


@post("/api/v1/till/sign-out", status_code=204)
async def till_sign_out_route(request: Web) -> None:
    """Stop working at a till. Without a session nothing happens."""
    node: Node = request.app.state.node
    session = session_of(request, node, ok(device_of(request, node)))
    if session is not None:
        await sign_out_staff(node, session)


@post("/api/v1/till/approve", status_code=200)
async def approve_route(request: Web, data: JSONBody[ApproveBody]) -> Approved:
    """A manager types their PIN; the answer's key goes as `approval` into the body of the act."""
    node: Node = request.app.state.node
    device = ok(device_of(request, node))
    session = session_of(request, node, device)
    acts = data.acts or (data.act,)
    return ok(await approve(node, device, acts, data.staff, data.pin, session.staff if session is not None else ""))


def _signed_in(request: Web, signed_in: OfficeSignedIn, status: int) -> Response[Me]:
    me = _me(request.app.state.node, signed_in.staff)
    return Response(me, status_code=status, cookies=[cookie(request, OFFICE_COOKIE, signed_in.key)])


def _me(node: Node, staff: Staff) -> Me:
    shop = next(iter(node.masterdata.shops), None)
    parts = tuple(
        f"office.{part}"
        for act, opened in _PARTS_OF_THE_OFFICE.items()
        if right(node, staff.role, act) == "allow"
        for part in opened
    )
    simulated = node.masterdata.settings.practice or node.signing.simulated
    name = ShopName(shop.id, shop.name, shop.day_start) if shop is not None else ShopName("", "")
    given = node.doors.passes.get(staff.id.removeprefix(OFFICER_MARK)) if staff.role == AUDITOR else None
    return Me(staff.id, staff.name, staff.role, parts, name, simulated, until=given.ends_at if given else 0)


routes = [
    setup_state_route, setup_route, office_sign_in_route, officer_sign_in_route, office_sign_out_route, me_route, till_sign_in_route,
    till_sign_out_route, approve_route,
]  # fmt: skip
