"""Today, once and as a stream."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
from litestar import get
from litestar.params import FromQuery
from litestar.response import ServerSentEvent, ServerSentEventMessage

from tresen.insight.receipt_list import receipt_row
from tresen.insight.today import Today, today
from tresen.operations.node import Node
from tresen.web.office.paging import Web, asked

BEAT: Final = 15.0
"""Seconds between signs of life of a silent stream."""
PAUSE: Final = 1.0
"""Seconds between two whole states."""
TOPICS: Final = ("sale", "state", "closing", "stock", "queue", "deviation")


@get("/api/v1/office/today")
async def today_route(request: Web, till: FromQuery[str] = "") -> Today:
    """The shop at this moment beside last week."""
    node, _, language = asked(request, "office")
    return await today(node, till, language)


@get("/api/v1/office/today/events", include_in_schema=False)
async def today_events_route(request: Web, till: FromQuery[str] = "") -> ServerSentEvent:
    """`today` with the whole state at most once a second, `receipt` with every new receipt."""
    node, _, language = asked(request, "office")
    return ServerSentEvent(_stream(node, till, language))


async def _stream(node: Node, till: str, language: str) -> AsyncIterator[ServerSentEventMessage]:
    async with node.bus.listen() as news:
        yield _message("today", await today(node, till, language))
        told, stale = time.monotonic(), False
        while True:
            wait = max(PAUSE - (time.monotonic() - told), 0.0) if stale else BEAT
            try:
                async with asyncio.timeout(wait):
                    item = await news.get()
            except TimeoutError:
                if stale:
                    yield _message("today", await today(node, till, language))
                else:
                    yield ServerSentEventMessage(comment="beat")
                told, stale = time.monotonic(), False
                continue
            if item.topic not in TOPICS:
                continue
            stale = True
            receipt = node.recent.get(str(item.content.get("receipt", ""))) if item.topic == "sale" else None
            if receipt is not None and till in ("", receipt.till):
                yield _message("receipt", receipt_row(node, receipt))


def _message(event: str, content: Any) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=event, data=msgspec.json.encode(content).decode())


routes = [today_route, today_events_route]
