"""Reports in the office, on screen and as a table."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from tresen.insight.reports import Report, report, report_csv
from tresen.web.office.paging import From, To, Web, asked
from tresen.web.problems import ok


@get("/api/v1/office/reports/{name:str}")
async def report_route(
    request: Web,
    name: FromPath[str],
    first: From = "",
    last: To = "",
    compare: FromQuery[str] = "",
    till: FromQuery[str] = "",
) -> Any:
    """day, hour, weekday, group, article, staff, till, tender or tax; with `.csv` behind the name a file."""
    node, _, language = asked(request, "reports")
    wanted, _, kind = name.partition(".")
    found = ok(await report(node, wanted, first, last, compare=compare, till=till, language=language))
    if kind == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{wanted}-{first}-{last}.csv"'}
        return Response(report_csv(found, language), media_type="text/csv; charset=utf-8", headers=headers)
    return _answer(found)


def _answer(found: Report) -> dict[str, Any]:
    return {
        "name": found.name, "from": found.first, "to": found.last, "previous_from": found.previous_from,
        "previous_to": found.previous_to, "rows": found.rows, "totals": found.totals,
        "previous_totals": found.previous_totals,
    }  # fmt: skip


routes = [report_route]
