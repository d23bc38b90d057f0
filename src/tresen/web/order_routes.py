"""Records that are no sales, at the till: orders (list, place or change, prepay, call off) and benefits of staff."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.core.basket import Basket, MoneyLine
from tresen.operations.node import Answer, Node
from tresen.operations.orders.ordered import OpenOrder, down_payment_for, open_orders
from tresen.operations.orders.place_order import OrderRequest, call_off, place_order
from tresen.operations.selling.give_benefit import give_benefit, take_back_benefit
from tresen.operations.selling.recording import RecordRequest
from tresen.web.identity import till_actor
from tresen.web.problems import ok
from tresen.web.shapes import Cents, Moment, Text

Web = Request[Any, Any, Any]


@dataclass(slots=True)
class OrderBody:
    """The agreed basket; its id is the id of the record. `changes`: the order that this is the new state of."""

    basket: Basket
    total: Cents
    due: str = ""
    name: Text = ""
    changes: str = ""
    print: bool = True
    quoted_at: Moment = 0
    approval: str = ""


@dataclass(slots=True)
class CallOffBody:
    reason: Text = ""
    approval: str = ""


@get("/api/v1/till/orders")
async def orders_route(request: Web) -> list[OpenOrder]:
    """Orders of all tills that wait to be handed over, the nearest day first."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return await open_orders(node)


@post("/api/v1/till/orders", status_code=201)
async def place_route(request: Web, data: JSONBody[OrderBody]) -> Answer:
    """Record an order (AVBestellung), exactly once; no money moves."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=data.basket.id))
    record = RecordRequest(data.basket, data.total, data.print, data.quoted_at)
    return ok(await place_order(node, actor, OrderRequest(record, data.due, data.name, data.changes)))


@get("/api/v1/till/orders/{id:str}/down-payment")
async def down_payment_route(request: Web, id: FromPath[str], amount: FromQuery[int]) -> tuple[MoneyLine, ...]:
    """The money lines of a down payment of so many cents: one for each VAT key of what is ordered."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return ok(await down_payment_for(node, id, amount))


@post("/api/v1/till/orders/{id:str}/call-off", status_code=200)
async def call_off_route(request: Web, id: FromPath[str], data: JSONBody[CallOffBody]) -> Answer:
    """The order will not be handed over; what was prepaid is paid back before."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=id))
    return ok(await call_off(node, actor, id, data.reason))


@dataclass(slots=True)
class BenefitBody:
    """Goods for a member of staff."""

    basket: Basket
    total: Cents
    staff: str
    print: bool = True
    quoted_at: Moment = 0
    approval: str = ""


@post("/api/v1/till/benefits", status_code=201)
async def benefit_route(request: Web, data: JSONBody[BenefitBody]) -> Answer:
    """Record goods that a member of staff gets without paying (AVSachbezug), exactly once."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=data.basket.id))
    record = RecordRequest(data.basket, data.total, data.print, data.quoted_at)
    return ok(await give_benefit(node, actor, record, data.staff))


@post("/api/v1/till/benefits/{id:str}/take-back", status_code=200)
async def take_back_benefit_route(request: Web, id: FromPath[str], data: JSONBody[CallOffBody]) -> Answer:
    """Take a staff benefit back by a record with the other sign."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=id))
    return ok(await take_back_benefit(node, actor, id, data.reason))


routes = [benefit_route, take_back_benefit_route, orders_route, place_route, down_payment_route, call_off_route]
