"""Officers' passes: made here, ended here; an officer signs in with the code."""

from dataclasses import dataclass

from litestar import get, post
from litestar.params import FromPath, JSONBody

from tresen.insight.officers import Look, PassView, list_passes, looks
from tresen.operations.auditing.issue_pass import HOURS, issue_pass, revoke_pass
from tresen.operations.node import Node
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import ok
from tresen.web.shapes import Text


@dataclass(slots=True)
class PassBody:
    name: Text
    hours: int = HOURS


@dataclass(slots=True)
class IssuedPassView:
    """`code` is shown once."""

    code: str
    given: PassView


async def line(node: Node, language: str) -> Line:
    """How many passes are open."""
    opened = sum(one.state == "open" for one in list_passes(node))
    if language == "en":
        return Line("warn", f"{opened} open now") if opened else Line("off", "none open")
    return Line("warn", f"{opened} offen") if opened else Line("off", "keiner offen")


@get("/api/v1/office/fiscal/passes")
async def passes_route(request: Web) -> list[PassView]:
    """All passes, the newest first."""
    node, _, _ = asked(request, "fiscal")
    return list_passes(node)


@post("/api/v1/office/fiscal/passes", status_code=201)
async def issue_pass_route(request: Web, data: JSONBody[PassBody]) -> IssuedPassView:
    """Let an officer read for some hours. The code is in this answer and nowhere else."""
    node, actor, _ = asked(request, "fiscal")
    issued = ok(await issue_pass(node, actor, data.name, data.hours))
    view = next(one for one in list_passes(node) if one.id == issued.given.id)
    return IssuedPassView(issued.code, view)


@post("/api/v1/office/fiscal/passes/{id:str}/revoke", status_code=200)
async def revoke_pass_route(request: Web, id: FromPath[str]) -> list[PassView]:
    """End a pass now."""
    node, actor, _ = asked(request, "fiscal")
    ok(await revoke_pass(node, actor, id))
    return list_passes(node)


@get("/api/v1/office/fiscal/passes/{id:str}/looks")
async def looks_route(request: Web, id: FromPath[str]) -> list[Look]:
    """What was looked at with a pass."""
    node, _, _ = asked(request, "fiscal")
    return await looks(node, id)


routes = [passes_route, issue_pass_route, revoke_pass_route, looks_route]
