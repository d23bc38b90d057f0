"""The till sells: quote, keep, park, fetch, abort, sell."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, Response, get, post, put
from litestar.params import FromPath, JSONBody

from tresen.core.basket import Basket
from tresen.core.price_steps import PriceStep, price_steps
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt, Tender
from tresen.fiscal.questions import StepsQuestion
from tresen.operations.node import Answer, Node
from tresen.operations.selling.abort import abort
from tresen.operations.selling.keep_basket import KeptBasket, keep_basket, quote_basket
from tresen.operations.selling.park import ListedBasket, fetch, listed_baskets, park
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.selling.vouchers import VoucherState, voucher_state
from tresen.web.identity import till_actor, till_of
from tresen.web.problems import ok
from tresen.web.shapes import Cents, Moment, Text, Version

Web = Request[Any, Any, Any]

SALES: Final = "/api/v1/till/sales"


@dataclass(slots=True)
class BasketBody:
    basket: Basket


@dataclass(slots=True)
class KeepBody:
    basket: Basket
    version: Version = 0
    training: bool = False
    quoted_at: Moment = 0
    """The moment that the till quotes for, milliseconds since 1970 UTC; 0: now."""


@dataclass(slots=True)
class LabelBody:
    label: Text = ""


@dataclass(slots=True)
class ReasonBody:
    reason: Text = ""
    approval: str = ""


@dataclass(slots=True)
class SaleBody:
    """What the customer agreed to and how it is paid. The basket's id is the receipt's id."""

    basket: Basket
    total: Cents
    tenders: tuple[Tender, ...] = ()
    training: bool = False
    print: bool = True
    token: Text = ""
    """Address of the receipt made by the till: its id and sixteen secret bytes, base64url."""
    approval: str = ""
    quoted_at: Moment = 0
    engine: Text = ""
    rules_version: Version = 0


@post("/api/v1/till/quote", status_code=200)
async def quote_route(request: Web, data: JSONBody[BasketBody]) -> Quote:
    """What a basket costs now; nothing is kept."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    return ok(await quote_basket(node, actor, data.basket))


@post("/api/v1/till/price-steps", status_code=200)
async def price_steps_route(request: Web, data: JSONBody[StepsQuestion]) -> tuple[PriceStep, ...]:
    """Why a line of a quote or a receipt costs what it costs."""
    node: Node = request.app.state.node
    ok(till_of(request, node))
    return price_steps(data.lines, data.number, data.applied, labelled=data.labelled)


@put("/api/v1/till/baskets/{id:str}")
async def keep_route(request: Web, id: FromPath[str], data: JSONBody[KeepBody]) -> KeptBasket:
    """Keep an open basket; the first line starts its TSE transaction."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    data.basket.id = id
    return ok(await keep_basket(node, actor, data.basket, data.version, data.training, data.quoted_at))


@get("/api/v1/till/baskets")
async def list_route(request: Web) -> list[ListedBasket]:
    """Open and parked baskets of all tills."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return listed_baskets(node)


@post("/api/v1/till/baskets/{id:str}/park", status_code=200)
async def park_route(request: Web, id: FromPath[str], data: JSONBody[LabelBody]) -> ListedBasket:
    """Put a basket aside under a name."""
    node: Node = request.app.state.node
    return ok(await park(node, ok(till_actor(request, node)), id, data.label))


@post("/api/v1/till/baskets/{id:str}/fetch", status_code=200)
async def fetch_route(request: Web, id: FromPath[str]) -> KeptBasket:
    """Take a basket to this till."""
    node: Node = request.app.state.node
    return ok(await fetch(node, ok(till_actor(request, node)), id))


@post("/api/v1/till/baskets/{id:str}/abort", status_code=200)
async def abort_route(request: Web, id: FromPath[str], data: JSONBody[ReasonBody]) -> Receipt:
    """Give up a basket; its TSE transaction ends as AVBelegabbruch."""
    node: Node = request.app.state.node
    return ok(await abort(node, ok(till_actor(request, node, data.approval, subject=id)), id, data.reason))


@post(SALES, status_code=201)
async def sell_route(request: Web, data: JSONBody[SaleBody]) -> Response[Answer]:
    """Make a receipt of an agreed basket, exactly once; a repetition gets the first answer with status 200.

    Requests come by the straight way (`tresen.web.straight`), which does the same.
    """
    answer = await sold(request, request.app.state.node, data)
    return Response(answer, status_code=200 if answer.repeated else 201)


async def sold(request: Web, node: Node, data: SaleBody) -> Answer:
    """The answer to a sale; raises Problem."""
    actor = ok(till_actor(request, node, data.approval, subject=data.basket.id))
    sale = SaleRequest(
        data.basket, data.total, data.tenders, data.training, data.print, data.token, data.quoted_at,
        data.engine, data.rules_version,
    )  # fmt: skip
    return ok(await sell(node, actor, sale))


@get("/api/v1/till/vouchers/{code:str}")
async def voucher_route(request: Web, code: FromPath[str]) -> VoucherState:
    """What is left on a voucher."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return ok(voucher_state(node, code))


routes = [
    price_steps_route,
    voucher_route,
    quote_route,
    keep_route,
    list_route,
    park_route,
    fetch_route,
    abort_route,
    sell_route,
]
