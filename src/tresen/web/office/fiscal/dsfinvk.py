"""DSFinV-K in the office: put an export together, see how far it is, fetch it; and how the specification is read."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from litestar.response import File
from msgspec import Meta

from tresen.core.failures import Failure
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.ledger.dsfinvk import Wanted
from tresen.operations.dsfinvk.prepare import Exports, Preparation, begin_export
from tresen.operations.house.change_settings import change_fiscal
from tresen.operations.node import Node
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem, ok

Day = Annotated[str, Meta(max_length=10)]


@dataclass(slots=True)
class ExportBody:
    """Business days (empty: from the first, to the last), a till (empty: all), a Z number (0: all)."""

    first: Day = ""
    last: Day = ""
    till: Annotated[str, Meta(max_length=64)] = ""
    number: Annotated[int, Meta(ge=0, le=10_000_000)] = 0


@dataclass(slots=True)
class ExportView:
    """`state`: `running`, `ready` or `failed`; `failure`: code of the catalogue. `done` and `total`: receipts."""

    id: str
    first: str
    last: str
    till: str
    number: int
    begun_at: int
    staff: str
    state: str
    done: int
    total: int
    size: int
    failure: str
    url: str


@dataclass(slots=True)
class TillName:
    id: str
    name: str


@dataclass(slots=True)
class DsfinvkView:
    tills: list[TillName]
    settings: FiscalSettings
    exports: list[ExportView]
    """Newest first."""


async def line(node: Node, language: str) -> Line:
    """Whether there is something to export."""
    closed = max((node.till_days.of(till.id).number for till in node.masterdata.tills), default=0)
    if not closed:
        return Line("off", "no closing yet" if language == "en" else "noch kein Tagesabschluss")
    return Line("ok", "ready for any period" if language == "en" else "für jeden Zeitraum bereit")


@get("/api/v1/office/fiscal/dsfinvk")
async def dsfinvk_route(request: Web) -> DsfinvkView:
    """The exports since the start of the server, and the settings."""
    node, _, _ = asked(request, "fiscal")
    return _view(node)


@post("/api/v1/office/fiscal/dsfinvk/exports", status_code=202)
async def begin_export_route(request: Web, data: JSONBody[ExportBody]) -> ExportView:
    """Begin to put an export together; ask again how far it is."""
    node, actor, _ = asked(request, "fiscal")
    _exports(node)
    return _shown(ok(await begin_export(node, actor, Wanted(data.first, data.last, data.till, data.number))))


@get("/api/v1/office/fiscal/dsfinvk/exports/{id:str}", media_type="application/zip")
async def fetch_export_route(request: Web, id: FromPath[str]) -> File:
    """An export that is ready, as ZIP."""
    node, _, _ = asked(request, "fiscal")
    exports = _exports(node)
    name = id.removesuffix(".zip")
    path: Path | None = await asyncio.to_thread(exports.file, name)
    if path is None:
        raise Problem(Failure("export_missing", {}))
    made = next(one for one in exports.made if one.id == name)
    span = "_".join(part for part in (made.wanted.first, made.wanted.last) if part) or "alles"
    return File(path, filename=f"DSFinV-K_{span}.zip", media_type="application/zip")


@put("/api/v1/office/fiscal/dsfinvk/settings")
async def change_fiscal_route(request: Web, data: JSONBody[FiscalSettings]) -> DsfinvkView:
    """How the specification is read where it can be read in two ways."""
    node, actor, _ = asked(request, "settings")
    refused = await change_fiscal(node, actor, data)
    if refused is not None:
        raise Problem(refused)
    return _view(node)


def _exports(node: Node) -> Exports:
    exports: Exports | None = node.exports
    if exports is None:
        raise Problem(Failure("not_found", {}))
    return exports


def _view(node: Node) -> DsfinvkView:
    return DsfinvkView(
        [TillName(till.id, till.name) for till in node.masterdata.tills], node.masterdata.settings.fiscal,
        [_shown(one) for one in reversed(_exports(node).made)],
    )  # fmt: skip


def _shown(made: Preparation) -> ExportView:
    wanted = made.wanted
    url = f"/api/v1/office/fiscal/dsfinvk/exports/{made.id}.zip" if made.state == "ready" else ""
    return ExportView(
        made.id, wanted.first, wanted.last, wanted.till, wanted.number, made.begun_at, made.staff, made.state, made.done,
        made.total, made.size, made.failure, url,
    )  # fmt: skip


routes = [dsfinvk_route, begin_export_route, fetch_export_route, change_fiscal_route]
