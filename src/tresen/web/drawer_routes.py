"""The drawer: opening the day, cash in and out, no-sale, X report, blind count, closing."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import Counted, count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.drawer.no_sale import no_sale
from tresen.operations.drawer.open_day import DayState, OpeningRequest, open_day
from tresen.operations.drawer.pay_out_tips import Tips, pay_out_tips, tips
from tresen.operations.drawer.report import XReport, report
from tresen.operations.node import Answer, Node
from tresen.operations.printing.print_report import print_closing, print_x
from tresen.web.identity import till_actor
from tresen.web.problems import language_of, ok
from tresen.web.shapes import Id, Number, Pieces, PositiveCents, Text

Web = Request[Any, Any, Any]


@dataclass(slots=True)
class OpeningBody:
    """The float: counted by coin and note (value in cents: pieces) or as one amount."""

    id: Id
    coins: dict[str, Pieces] = field(default_factory=dict)
    amount: PositiveCents = 0


@dataclass(slots=True)
class CashBody:
    id: Id
    amount: PositiveCents
    reason: Text
    case: str = ""
    note: Text = ""
    approval: str = ""


@dataclass(slots=True)
class NoSaleBody:
    id: Id
    reason: Text
    approval: str = ""


@dataclass(slots=True)
class CountBody:
    id: Id
    coins: dict[str, Pieces]
    foreign: dict[str, PositiveCents] = field(default_factory=dict)
    """Other currencies, in their hundredths."""


@dataclass(slots=True)
class ClosingBody:
    id: Id
    count: str = ""
    take_out: PositiveCents = 0
    approval: str = ""
    waiting: tuple[Number, ...] = ()
    """Printed numbers that the device still has to send: the closing names them."""
    take_out_foreign: dict[str, PositiveCents] = field(default_factory=dict)
    """Foreign cash that goes to the safe."""


@dataclass(slots=True)
class Queued:
    """A print job was queued; empty if the till has no printer."""

    print_job: str


@post("/api/v1/till/day/open", status_code=200)
async def open_route(request: Web, data: JSONBody[OpeningBody]) -> DayState:
    """Open the day of this till with its float."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    return ok(await open_day(node, actor, OpeningRequest(data.id, data.coins, data.amount)))


async def _move(request: Web, kind: str, data: CashBody) -> Answer:
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=data.id))
    asked = CashRequest(data.id, data.amount, data.reason, data.case, data.note)
    return ok(await move_cash(node, actor, kind, asked))


@post("/api/v1/till/cash-in", status_code=201)
async def cash_in_route(request: Web, data: JSONBody[CashBody]) -> Answer:
    """Put cash into the drawer."""
    return await _move(request, "cash_in", data)


@post("/api/v1/till/cash-out", status_code=201)
async def cash_out_route(request: Web, data: JSONBody[CashBody]) -> Answer:
    """Take cash out of the drawer."""
    return await _move(request, "cash_out", data)


@post("/api/v1/till/no-sale", status_code=200)
async def no_sale_route(request: Web, data: JSONBody[NoSaleBody]) -> Queued:
    """Open the drawer without a sale."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=data.id))
    return Queued(ok(await no_sale(node, actor, data.id, data.reason)))


@get("/api/v1/till/report")
async def report_route(request: Web) -> XReport:
    """The X report of this till."""
    node: Node = request.app.state.node
    return ok(await report(node, ok(till_actor(request, node))))


@post("/api/v1/till/count", status_code=200)
async def count_route(request: Web, data: JSONBody[CountBody]) -> Counted:
    """Count the drawer blindly."""
    node: Node = request.app.state.node
    return ok(await count(node, ok(till_actor(request, node)), data.id, data.coins, data.foreign))


@post("/api/v1/till/close", status_code=200)
async def close_route(request: Web, data: JSONBody[ClosingBody]) -> Closing:
    """Close the day (Z). Sent again it answers with the same closing."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=data.id))
    return ok(
        await close_day(
            node, actor, ClosingRequest(data.id, data.count, data.take_out, data.waiting, data.take_out_foreign)
        )
    )


@post("/api/v1/till/report/print", status_code=200)
async def print_report_route(request: Web) -> Queued:
    """Print the X report of this till as it is now."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    shown = ok(await report(node, actor))
    return Queued(ok(await print_x(node, actor, shown, language_of(request))))


@post("/api/v1/till/closings/{id:str}/print", status_code=200)
async def print_closing_route(request: Web, id: FromPath[str]) -> Queued:
    """Print a closing again, marked as a copy."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, act="x_report"))
    return Queued(ok(await print_closing(node, actor, id, language_of(request))))


@dataclass(slots=True)
class TipsBody:
    id: Id
    staff: Text
    amount: PositiveCents
    approval: str = ""


@get("/api/v1/till/tips")
async def tips_route(request: Web) -> list[Tips]:
    """Whose tips wait to be paid out."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return tips(node)


@post("/api/v1/till/tips/pay-out", status_code=201)
async def pay_out_tips_route(request: Web, data: JSONBody[TipsBody]) -> Answer:
    """Pay tips out of this till's drawer (TrinkgeldAN)."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=data.id))
    return ok(await pay_out_tips(node, actor, data.id, data.staff, data.amount))


routes = [
    tips_route, pay_out_tips_route,
    print_report_route,
    print_closing_route,
    open_route, cash_in_route, cash_out_route, no_sale_route, report_route, count_route, close_route,
]  # fmt: skip
