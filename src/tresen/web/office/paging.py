"""Pages of lists: from 1, at most 200 rows."""

from typing import Annotated, Any, Final

from litestar import Request
from litestar.params import QueryParameter

from tresen.core.failures import Failure
from tresen.operations.node import Actor, Node
from tresen.web.identity import office_actor
from tresen.web.problems import Problem, language_of, ok

Web = Request[Any, Any, Any]
From = Annotated[str, QueryParameter(name="from", description="First business day, YYYY-MM-DD.")]
To = Annotated[str, QueryParameter(name="to", description="Last business day, YYYY-MM-DD.")]

InState = Annotated[str, QueryParameter(name="state", description="Only those in this state.")]

MOST: Final = 200
LAST_PAGE: Final = 100_000


def paged(page: int, size: int) -> tuple[int, int]:
    """Offset and limit of a page."""
    limit = max(1, min(size, MOST))
    return (max(1, min(page, LAST_PAGE)) - 1) * limit, limit


def listed(items: list[Any], total: int, page: int, size: int, **more: Any) -> dict[str, Any]:
    """The answer for a page."""
    return {"items": items, "page": max(1, min(page, LAST_PAGE)), "size": paged(page, size)[1], "total": total, **more}


def asked(request: Web, right: str) -> tuple[Node, Actor, str]:
    """Node, who asks, and their language; refused without the right, and with characters no database takes."""
    node: Node = request.app.state.node
    said = [*request.query_params.values(), *map(str, request.path_params.values())]
    if any("\x00" in value for value in said):
        raise Problem(Failure("bad_input", {}))
    return node, ok(office_actor(request, node, right)), language_of(request)
