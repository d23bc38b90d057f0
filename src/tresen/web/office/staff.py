"""Staff and rights in the office. PINs and passwords are set in `access_routes`."""

from dataclasses import dataclass, field

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from tresen.insight.staff_list import Rights, StaffView, list_staff, rights_matrix, staff_view
from tresen.operations.people.change_staff import change_staff, create_staff, set_right
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Id


@dataclass(slots=True)
class NewStaff:
    """`pin`: four to eight digits, empty: none yet."""

    id: Id
    name: str
    role: str
    pin: str = field(default="", repr=False)


@dataclass(slots=True)
class ChangedStaff:
    """What is absent stays."""

    name: str | None = None
    role: str | None = None
    active: bool | None = None


@dataclass(slots=True)
class RightBody:
    """`right`: allow, approve or deny."""

    role: str
    act: str
    right: str


@get("/api/v1/office/staff")
async def staff_route(request: Web) -> list[StaffView]:
    """Everybody who works or worked here."""
    node, _, _ = asked(request, "staff")
    return await list_staff(node)


@post("/api/v1/office/staff", status_code=201)
async def create_staff_route(request: Web, data: JSONBody[NewStaff]) -> StaffView:
    """Somebody new; the same id again answers with the first."""
    node, actor, _ = asked(request, "staff")
    person = ok(await create_staff(node, actor, data.id, data.name, data.role, data.pin))
    return await staff_view(node, person.id)


@put("/api/v1/office/staff/{id:str}")
async def change_staff_route(request: Web, id: FromPath[str], data: JSONBody[ChangedStaff]) -> StaffView:
    """Name, role, whether they work here."""
    node, actor, _ = asked(request, "staff")
    ok(await change_staff(node, actor, id, name=data.name, role=data.role, active=data.active))
    return await staff_view(node, id)


@get("/api/v1/office/rights")
async def rights_route(request: Web) -> Rights:
    """What each role may do."""
    node, _, language = asked(request, "staff")
    return rights_matrix(node, language)


@put("/api/v1/office/rights")
async def set_right_route(request: Web, data: JSONBody[RightBody]) -> Rights:
    """One cell of the matrix."""
    node, actor, language = asked(request, "staff")
    refused = await set_right(node, actor, data.role, data.act, data.right)
    if refused is not None:
        raise Problem(refused)
    return rights_matrix(node, language)


routes = [staff_route, create_staff_route, change_staff_route, rights_route, set_right_route]
