"""The sections of the area, registered once.

A section is a module of this folder with `routes`. One that shows a line of state in the overview also has
`async def line(node, language) -> Line` and stands in `SECTIONS` under the name that the office's page uses for it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from litestar import get

from tresen.operations.node import Node
from tresen.web.office.fiscal import (
    archive,
    books,
    cash,
    documentation,
    dsfinvk,
    notice,
    officer,
    package,
    retention,
    signers,
)
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked

SECTIONS: Final[dict[str, Callable[[Node, str], Awaitable[Line]]]] = {
    "dsfinvk": dsfinvk.line,
    "cash": cash.line,
    "tse": signers.line,
    "officer": officer.line,
    "archive": archive.line,
    "books": books.line,
    "notice": notice.line,
    "documentation": documentation.line,
    "package": package.line,
    "retention": retention.line,
}

MODULES: Final[tuple[Any, ...]] = (
    dsfinvk,
    cash,
    officer,
    archive,
    books,
    notice,
    documentation,
    signers,
    package,
    retention,
)  # fmt: skip


@dataclass(slots=True)
class SectionView:
    name: str
    state: str
    text: str


@get("/api/v1/office/fiscal")
async def overview_route(request: Web) -> list[SectionView]:
    """One line of state for each section."""
    node, _, language = asked(request, "fiscal")
    lines = {name: await line(node, language) for name, line in SECTIONS.items()}
    return [SectionView(name, line.state, line.text) for name, line in lines.items()]


routes = [overview_route, *(route for module in MODULES for route in module.routes)]
