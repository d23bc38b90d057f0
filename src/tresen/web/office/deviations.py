"""Deviations in the office: list and settle."""

from dataclasses import dataclass

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.insight.deviations import DeviationList, DeviationView, find_deviation, list_deviations
from tresen.operations.taking_in.settle_deviation import settle_deviation
from tresen.web.office.paging import MOST, InState, Web, asked
from tresen.web.problems import ok
from tresen.web.shapes import LongText


@dataclass(slots=True)
class SettleBody:
    """What was decided, in words of one's own."""

    decision: LongText


@get("/api/v1/office/deviations")
async def list_route(
    request: Web, in_state: InState = "open", till: FromQuery[str] = "", before: FromQuery[int] = 0,
    limit: FromQuery[int] = 50,
) -> DeviationList:  # fmt: skip
    """Open or settled deviations, newest first; `before` is the `next` of the page before."""
    node, _, language = asked(request, "office")
    last = 2**62
    return ok(
        await list_deviations(node, in_state, till, min(max(before, 0), last), max(1, min(limit, MOST)), language)
    )


@post("/api/v1/office/deviations/{id:str}/settle", status_code=200)
async def settle_route(request: Web, id: FromPath[str], data: JSONBody[SettleBody]) -> DeviationView:
    """Settle one; the first decision stands."""
    node, actor, language = asked(request, "office")
    ok(await settle_deviation(node, actor, id, data.decision))
    return ok(await find_deviation(node, id, language))


routes = [list_route, settle_route]
