"""Coupon batches in the office, and the look-up of a code at the till."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.core.failures import Failure
from tresen.insight.promotion_list import BatchRow, batch_rows
from tresen.masterdata.kinds import CouponBatch
from tresen.operations.house.change_shop import the_shop
from tresen.operations.node import Node
from tresen.operations.promotions.coupon_batches import NewBatch, codes_csv, codes_of, create_batch, switch_batch
from tresen.operations.promotions.coupon_codes import CouponState, coupon_state, spaced_code
from tresen.web.identity import till_of
from tresen.web.office.paging import Web, asked, listed, paged
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Id

LONGEST: Final = 100


@dataclass(slots=True)
class NewBatchBody:
    """Days as YYYY-MM-DD, empty: at once, without end."""

    id: Id
    promotion: str
    name: str
    count: int
    valid_from: str = ""
    valid_to: str = ""


@dataclass(slots=True)
class ActiveBatch:
    active: bool


@dataclass(slots=True)
class CodeView:
    """`shown`: in groups of four."""

    code: str
    shown: str
    used: bool


@get("/api/v1/office/coupon-batches")
async def batches_route(request: Web) -> list[BatchRow]:
    """Newest first, with how many codes were used."""
    node, _, _ = asked(request, "office")
    return batch_rows(node)


@post("/api/v1/office/coupon-batches", status_code=201)
async def create_batch_route(request: Web, data: JSONBody[NewBatchBody]) -> CouponBatch:
    """Make codes; the same id again answers with the first batch."""
    node, actor, _ = asked(request, "masterdata")
    wanted = NewBatch(data.id, data.promotion, data.name, data.count, data.valid_from, data.valid_to)
    return ok(await create_batch(node, actor, wanted))


@post("/api/v1/office/coupon-batches/{id:str}/switch", status_code=200)
async def switch_batch_route(request: Web, id: FromPath[str], data: JSONBody[ActiveBatch]) -> CouponBatch:
    """Take its codes, or take them no longer."""
    node, actor, _ = asked(request, "masterdata")
    return ok(await switch_batch(node, actor, id, active=data.active))


@get("/api/v1/office/coupon-batches/{id:str}/codes.csv")
async def codes_csv_route(request: Web, id: FromPath[str]) -> Response[str]:
    """All codes as a table. A code is worth what it opens, so this asks for the right to change masterdata."""
    node, _, language = asked(request, "masterdata")
    batch = _batch(node, id)
    headers = {"Content-Disposition": f'attachment; filename="coupons-{batch.number}.csv"'}
    return Response(codes_csv(node, batch, language), media_type="text/csv; charset=utf-8", headers=headers)


@get("/api/v1/office/coupon-batches/{id:str}/codes")
async def codes_route(
    request: Web, id: FromPath[str], page: FromQuery[int] = 1, size: FromQuery[int] = 50
) -> dict[str, Any]:
    """Codes page by page, for printing."""
    node, _, _ = asked(request, "masterdata")
    batch = _batch(node, id)
    offset, limit = paged(page, size)
    items = [CodeView(code, spaced_code(code), used) for code, used in codes_of(node, batch, offset, limit)]
    return listed(items, batch.count, page, size)


@get("/api/v1/office/coupons/{code:str}")
async def office_coupon_route(request: Web, code: FromPath[str]) -> CouponState:
    """What a code opens now."""
    node, _, _ = asked(request, "office")
    return _state(node, code)


@get("/api/v1/till/coupons/{code:str}")
async def till_coupon_route(request: Web, code: FromPath[str]) -> CouponState:
    """What a code opens now; `code` in the answer is what goes into the basket."""
    node: Node = request.app.state.node
    ok(till_of(request, node))
    return _state(node, code)


def _state(node: Node, code: str) -> CouponState:
    day = node.business_day(the_shop(node), node.clock.now())
    return ok(coupon_state(node, code[:LONGEST], day))


def _batch(node: Node, id: str) -> CouponBatch:
    batch = node.masterdata.coupon_batches.get(id)
    if batch is None:
        raise Problem(Failure("not_found", {"batch": id[:64]}))
    return batch


routes: list[Any] = [
    batches_route, create_batch_route, switch_batch_route, codes_csv_route, codes_route, office_coupon_route,
    till_coupon_route,
]  # fmt: skip
