"""Card payments of a till: begin, ask, cancel, give back, decide by hand."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from tresen.core.failures import Failure
from tresen.operations.node import Node
from tresen.operations.paying.ask_back import ask_back, cancel_payment, decide, give_back
from tresen.operations.paying.pay_by_card import CardRequest, pay_by_card
from tresen.store.payments import Payment
from tresen.web.identity import till_actor
from tresen.web.problems import ok
from tresen.web.shapes import Id, PositiveCents

Web = Request[Any, Any, Any]


@dataclass(slots=True)
class PaymentBody:
    id: Id
    basket: Id
    amount: PositiveCents
    refund: bool = False


@dataclass(slots=True)
class DecisionBody:
    charged: bool
    approval: str = ""


@dataclass(slots=True)
class ApprovalBody:
    approval: str = ""


@dataclass(slots=True)
class PaymentView:
    """A payment as the till shows it."""

    id: str
    basket: str
    state: str
    amount: int
    asked_amount: int
    refund: bool
    card: str
    masked: str
    message: str
    slip: str


def view(payment: Payment) -> PaymentView:
    result = payment.result
    return PaymentView(
        payment.id, payment.basket, payment.state, result.amount, payment.request.amount, payment.request.refund,
        result.card, result.masked, payment.messages[-1] if payment.messages else "", result.customer_slip,
    )  # fmt: skip


@post("/api/v1/till/payments", status_code=201)
async def pay_route(request: Web, data: JSONBody[PaymentBody]) -> PaymentView:
    """Begin a card payment for an open basket; the outcome comes by news or by reading it again."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    asked = CardRequest(data.id, data.basket, data.amount, data.refund)
    return view(ok(await pay_by_card(node, actor, asked)))


@get("/api/v1/till/payments/{id:str}")
async def read_route(request: Web, id: FromPath[str]) -> PaymentView:
    """The state of a payment."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    payment = node.payments.get(id)
    if payment is None or payment.till != actor.till:
        return ok(Failure("payment_not_found", {}))
    return view(payment)


@post("/api/v1/till/payments/{id:str}/cancel", status_code=200)
async def cancel_route(request: Web, id: FromPath[str]) -> PaymentView:
    """Ask the terminal to stop waiting for the card."""
    node: Node = request.app.state.node
    return view(ok(await cancel_payment(node, ok(till_actor(request, node)), id)))


@post("/api/v1/till/payments/{id:str}/ask", status_code=200)
async def ask_route(request: Web, id: FromPath[str]) -> PaymentView:
    """Ask the terminal what became of a payment."""
    node: Node = request.app.state.node
    return view(ok(await ask_back(node, ok(till_actor(request, node)), id)))


@post("/api/v1/till/payments/{id:str}/give-back", status_code=200)
async def give_back_route(request: Web, id: FromPath[str], data: JSONBody[ApprovalBody]) -> PaymentView:
    """Reverse an approved payment whose basket is not sold after all."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=id))
    return view(ok(await give_back(node, actor, id)))


@post("/api/v1/till/payments/{id:str}/decide", status_code=200)
async def decide_route(request: Web, id: FromPath[str], data: JSONBody[DecisionBody]) -> PaymentView:
    """Say by hand what became of an unknown payment, after looking at the terminal."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval, subject=id))
    return view(ok(await decide(node, actor, id, charged=data.charged)))


routes = [pay_route, read_route, cancel_route, ask_route, give_back_route, decide_route]
