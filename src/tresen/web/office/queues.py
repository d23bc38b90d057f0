"""Queues in the office: see, start again, move to another printer. Nothing is ever deleted."""

from dataclasses import dataclass

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.insight.queue_list import QueueList, QueueView, list_queues, one_queue_item
from tresen.operations.printing.retry import retry
from tresen.web.office.paging import InState, Web, asked
from tresen.web.problems import ok


@dataclass(slots=True)
class RetryBody:
    """With a printer the job moves there first."""

    printer: str = ""


@get("/api/v1/office/queues")
async def queues_route(request: Web, queue: FromQuery[str] = "", in_state: InState = "") -> QueueList:
    """What waits, what failed and why."""
    node, _, language = asked(request, "office")
    return await list_queues(node, queue, in_state, language)


@post("/api/v1/office/queues/{id:str}/retry", status_code=200)
async def retry_route(request: Web, id: FromPath[str], data: JSONBody[RetryBody]) -> QueueView:
    """Try again now."""
    node, actor, language = asked(request, "devices")
    return await one_queue_item(node, ok(await retry(node, actor, id, data.printer)), language)


routes = [queues_route, retry_route]
