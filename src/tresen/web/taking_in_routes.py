"""Receipts that a till handed out without the node, and the series that it numbers them in. The device's key is enough."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import JSONBody

from tresen.core.deviation import sentences
from tresen.operations.node import Node
from tresen.operations.rescue.rescue_key import RescueKey, rescue_key
from tresen.operations.slots import SeriesState, series_state
from tresen.operations.taking_in.handed_out import HandedOut, TakenIn
from tresen.operations.taking_in.take_in import take_in
from tresen.web.identity import device_of
from tresen.web.problems import language_of, ok

Web = Request[Any, Any, Any]
HANDED_OUT: Final = "/api/v1/till/handed-out"
SERIES: Final = "/api/v1/till/series"


@dataclass(slots=True)
class ToldDeviation:
    code: str
    text: str


@dataclass(slots=True)
class TakenInAnswer:
    """`state`: `booked`, or `known`/`known_signed` if the sale had been booked (as `booked_as`) before."""

    id: str
    state: str
    number: int
    counter: int
    signed: bool
    url: str
    booked_as: int
    deviations: list[ToldDeviation]


@post(HANDED_OUT, status_code=201)
async def handed_out_route(request: Web, data: JSONBody[HandedOut]) -> Response[TakenInAnswer]:
    """Take in one receipt, once; a repetition gets the first answer with status 200."""
    node: Node = request.app.state.node
    device = ok(device_of(request, node))
    taken = ok(await take_in(node, device.id, data))
    return Response(answer_of(taken, language_of(request)), status_code=200 if taken.repeated else 201)


def answer_of(taken: TakenIn, language: str) -> TakenInAnswer:
    """The answer in the reader's language."""
    told = [ToldDeviation(each.code, sentences(each.code, each.detail, language)[0]) for each in taken.deviations]
    return TakenInAnswer(
        taken.id, taken.state, taken.number, taken.counter, taken.signed, taken.url, taken.booked_as, told
    )  # fmt: skip


@get(SERIES)
async def series_route(request: Web) -> SeriesState:
    """The device's own series of receipt numbers and what of it has arrived."""
    node: Node = request.app.state.node
    return ok(await series_state(node, ok(device_of(request, node)).id))


@post(SERIES, status_code=200)
async def series_anew_route(request: Web) -> SeriesState:
    """A new series for a device that lost its memory: it cannot know which numbers it has handed out."""
    node: Node = request.app.state.node
    return ok(await series_state(node, ok(device_of(request, node)).id, anew=True))


@get("/api/v1/till/rescue-key")
async def rescue_key_route(request: Web) -> RescueKey:
    """The public key for rescue files; a device keeps it so that it can write one without the node."""
    node: Node = request.app.state.node
    ok(device_of(request, node))
    return ok(await rescue_key(node))


routes = [handed_out_route, series_route, series_anew_route, rescue_key_route]
