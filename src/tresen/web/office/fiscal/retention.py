"""Retention and data protection: what is kept until when, what is due, who looked; and one person's data to hand out."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from tresen.insight.person_data import person_data, person_text
from tresen.insight.retention import Retention, quiet_customers, retention
from tresen.operations.node import Node
from tresen.operations.people.note_access import note_person_looked
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import ok


async def line(node: Node, language: str) -> Line:
    """Whether something is due."""
    quiet = len(await quiet_customers(node))
    if language == "en":
        return Line("warn", f"{quiet} customers to erase") if quiet else Line("ok", "nothing due")
    return Line("warn", f"{quiet} Kunden zu löschen") if quiet else Line("ok", "nichts fällig")


@get("/api/v1/office/fiscal/retention")
async def retention_route(request: Web) -> Retention:
    """Years with their terms, customers who have been away for long, and who looked at personal data."""
    node, _, _ = asked(request, "fiscal")
    return await retention(node)


@get("/api/v1/office/customers/{id:str}/data")
async def person_data_route(request: Web, id: FromPath[str], form: FromQuery[str] = "json") -> Response[object]:
    """Everything the shop keeps of one person; `form`: `json`, or `txt` to read."""
    node, actor, language = asked(request, "customers")
    data = ok(await person_data(node, id))
    note_person_looked(node, actor, "export", id)
    readable = form == "txt"
    name = f"{data['card']['number'] or 'kunde'}.{'txt' if readable else 'json'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if readable:
        return Response(person_text(data, language), media_type="text/plain; charset=utf-8", headers=headers)
    return Response(data, media_type="application/json", headers=headers)


routes = [retention_route, person_data_route]
