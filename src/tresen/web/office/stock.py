"""Stock in the office: what is where, how it came there, and every way to change it."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.insight.wording import staff_name
from tresen.ledger.movements import Movement
from tresen.operations.goods.list_stock import list_stock, stock_movements, stock_row
from tresen.operations.goods.move_stock import StockAct, StockDone, StockLine, decode_stock, move_stock, undo_stock
from tresen.operations.node import Node
from tresen.web.office.paging import InState, Web, asked, listed, paged
from tresen.web.problems import ok
from tresen.web.shapes import Id

_KINDS: Final = {
    "receive": "receive", "count": "count", "loss": "loss", "own_use": "own_use", "transfer": "transfer",
    "undo": "undo", "opening_stock": "receive", "refund": "return",
}  # fmt: skip


@dataclass(slots=True)
class PlaceView:
    id: str
    name: str


@dataclass(slots=True)
class StockActBody:
    """`receive` adds; `count`: the place now holds exactly this; `adjust`: signed difference; `transfer`: to `to`."""

    id: Id
    kind: str
    place: str
    lines: tuple[StockLine, ...]
    to: str = ""
    reason: str = ""
    note: str = ""


@dataclass(slots=True)
class MovementView:
    """One movement of an article; `balance`: what was at the place afterwards."""

    seq: int
    at: int
    quantity: int
    place: str
    place_name: str
    kind: str
    reason: str
    note: str
    actor_name: str
    receipt: str
    receipt_number: int
    balance: int


@get("/api/v1/office/stock")
async def stock_route(
    request: Web,
    q: FromQuery[str] = "",
    place: FromQuery[str] = "",
    group: FromQuery[str] = "",
    in_state: InState = "",
    page: FromQuery[int] = 1,
    size: FromQuery[int] = 50,
) -> dict[str, Any]:
    """What is where, with value and warnings."""
    node, _, _ = asked(request, "office")
    offset, limit = paged(page, size)
    found = await asyncio.to_thread(
        list_stock, node, q=q[:200], place=place, group=group, state=in_state, offset=offset, limit=limit
    )
    return listed(
        found.items, found.total, page, size, places=_places(node), value=found.value, negative=found.negative,
        low=found.low,
    )  # fmt: skip


@get("/api/v1/office/stock/{article:str}/movements")
async def movements_route(
    request: Web, article: FromPath[str], page: FromQuery[int] = 1, size: FromQuery[int] = 50
) -> dict[str, Any]:
    """What came and went of an article, newest first."""
    node, _, _ = asked(request, "office")
    found = ok(await stock_movements(node, article, *paged(page, size)))
    row = stock_row(node, node.masterdata.articles[article])
    items = [_movement(node, item) for item in found.items]
    return listed(items, found.total, page, size, article=row, places=_places(node))


@post("/api/v1/office/stock/movements", status_code=201)
async def move_stock_route(request: Web, data: JSONBody[StockActBody]) -> StockDone:
    """Receive, count, adjust or transfer; the same id again answers with the first."""
    node, actor, _ = asked(request, "stock")
    act = StockAct(data.id, data.kind, data.place, data.lines, data.to, data.reason, data.note)
    return ok(await move_stock(node, actor, act))


@post("/api/v1/office/stock/movements/{entry:int}/undo", status_code=200)
async def undo_stock_route(request: Web, entry: FromPath[int]) -> StockDone:
    """Write the counter-movement."""
    node, actor, _ = asked(request, "stock")
    return ok(await undo_stock(node, actor, entry))


@get("/api/v1/office/places")
async def places_route(request: Web) -> list[PlaceView]:
    """Where goods can be."""
    node, _, _ = asked(request, "office")
    return _places(node)


def _places(node: Node) -> list[PlaceView]:
    return sorted((PlaceView(place.id, place.name) for place in node.masterdata.places), key=lambda place: place.name)


def _movement(node: Node, item: Movement) -> MovementView:
    _, place, _ = item.account.split(":", 2)
    named = node.masterdata.places.get(place)
    is_receipt = item.kind == "receipt"
    kind = _KINDS.get(item.reason, "sale")
    if is_receipt and item.amount > 0:
        kind = "return"
    reason = note = ""
    if item.kind == "stock":
        body = decode_stock(item.body)
        reason, note = ("" if body.reason == "opening_stock" else body.reason), body.note
    return MovementView(
        item.seq, item.at, item.amount, place, named.name if named is not None else place, kind, reason, note,
        staff_name(node, item.actor), item.id if is_receipt else "", item.number, item.balance,
    )  # fmt: skip


routes = [stock_route, movements_route, move_stock_route, undo_stock_route, places_route]
