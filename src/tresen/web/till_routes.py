"""The till's frame: its state, its news, its customers, and the customer display."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage

from tresen.core.failures import Failure
from tresen.operations.bus import News
from tresen.operations.node import Node
from tresen.operations.selling.display import DisplayState, display_state
from tresen.operations.slots import series_state
from tresen.operations.till_state import TillState, till_state
from tresen.web.identity import device_of, session_of, till_of
from tresen.web.problems import Problem, ok

Web = Request[Any, Any, Any]
BEAT: Final = 15.0
"""Seconds between signs of life of a silent stream."""
TILL_TOPICS: Final = ("state", "basket", "sale", "stock", "queue", "payment", "masterdata", "closing")


@get("/api/v1/till")
async def state_route(request: Web) -> TillState:
    """Everything the till needs to draw its frame."""
    node: Node = request.app.state.node
    device = ok(device_of(request, node))
    session = session_of(request, node, device)
    state = await till_state(node, node.masterdata.tills[device.till], session.staff if session is not None else "")
    series = await series_state(node, device.id)
    state.series = None if isinstance(series, Failure) else series
    return state


async def stream(node: Node, wanted: "Wanted") -> AsyncIterator[ServerSentEventMessage]:
    """News as server-sent events, with a beat so that a lost link is noticed."""
    async with node.bus.listen() as news:
        yield ServerSentEventMessage(event="hello", data="{}")
        while True:
            try:
                async with asyncio.timeout(BEAT):
                    item = await news.get()
            except TimeoutError:
                yield ServerSentEventMessage(event="beat", data="{}")
                continue
            if wanted(item):
                content = {"till": item.till, **item.content}
                yield ServerSentEventMessage(event=item.topic, data=msgspec.json.encode(content).decode())


class Wanted:
    """Which news a screen wants: of its own till, or of all."""

    def __init__(self, till: str = "", topics: tuple[str, ...] = TILL_TOPICS) -> None:
        self._till = till
        self._topics = topics

    def __call__(self, news: News) -> bool:
        return news.topic in self._topics and (not self._till or news.till in ("", self._till))


@get("/api/v1/till/events", include_in_schema=False)
async def events_route(request: Web) -> ServerSentEvent:
    """News of this till."""
    node: Node = request.app.state.node
    return ServerSentEvent(stream(node, Wanted(ok(till_of(request, node)))))


@get("/api/v1/display/{till:str}")
async def display_route(request: Web, till: FromPath[str]) -> DisplayState:
    """What the customer display of a till shows now."""
    node: Node = request.app.state.node
    if node.masterdata.tills.get(till) is None:
        raise Problem(Failure("till_not_found", {}))
    return await display_state(node, till)


@get("/api/v1/display/{till:str}/events", include_in_schema=False)
async def display_events_route(request: Web, till: FromPath[str]) -> ServerSentEvent:
    """News for the customer display of a till: whenever it changes, the whole state."""
    node: Node = request.app.state.node
    if node.masterdata.tills.get(till) is None:
        raise Problem(Failure("till_not_found", {}))
    return ServerSentEvent(_display_stream(node, till))


async def _display_stream(node: Node, till: str) -> AsyncIterator[ServerSentEventMessage]:
    wanted = Wanted(till, ("basket", "sale", "state"))
    async with node.bus.listen() as news:
        # Asked only now: what happens between the answer and the listening would never be shown.
        yield _display_message(await display_state(node, till))
        while True:
            try:
                async with asyncio.timeout(BEAT):
                    item = await news.get()
            except TimeoutError:
                yield ServerSentEventMessage(event="beat", data="{}")
                continue
            if wanted(item):
                yield _display_message(await display_state(node, till))


def _display_message(state: DisplayState) -> ServerSentEventMessage:
    return ServerSentEventMessage(event="display", data=msgspec.json.encode(state).decode())


routes = [state_route, events_route, display_route, display_events_route]
