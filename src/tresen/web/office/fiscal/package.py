"""The audit button: one package of a period, made in the background, kept for download."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.response import File

from tresen.core.failures import Failure
from tresen.insight.editions import list_editions
from tresen.operations.audit_package.build import Documents, Package, PackageRequest, build_package
from tresen.operations.audit_package.packages import Making, Packages, begin_package
from tresen.operations.documentation.keep_editions import note_edition
from tresen.operations.node import Actor, Node
from tresen.web.office.fiscal.documentation import TITLE, edition_pdf
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Id


@dataclass(slots=True)
class PackageBody:
    """Business days, both ends count; empty: open."""

    id: Id
    first: str = ""
    last: str = ""


async def line(node: Node, language: str) -> Line:
    """Whether a package is ready."""
    packages: Packages | None = node.packages
    newest = list(packages.made.values())[-1] if packages is not None and packages.made else None
    english = language == "en"
    if newest is None:
        return Line("off", "none made yet" if english else "noch keines erstellt")
    if newest.step == "failed":
        return Line("down", "could not be made" if english else "nicht erstellt")
    if newest.step != "done":
        return Line("warn", "being made" if english else "wird erstellt")
    if newest.faults:
        return Line("warn", f"ready, {newest.faults} findings" if english else f"bereit, {newest.faults} Befunde")
    return Line("ok", "ready" if english else "bereit")


@get("/api/v1/office/fiscal/packages")
async def packages_route(request: Web) -> list[Making]:
    """Those made since the node started, the newest first."""
    node, _, _ = asked(request, "fiscal")
    return list(reversed(_packages(node).made.values()))


@post("/api/v1/office/fiscal/packages", status_code=202)
async def begin_package_route(request: Web, data: JSONBody[PackageBody]) -> Making:
    """Begin to make one."""
    node, actor, _ = asked(request, "fiscal")
    _packages(node)
    if not (_day(data.first) and _day(data.last)) or (data.last and data.first > data.last):
        raise Problem(Failure("bad_input", {"field": "first"}))
    return ok(await begin_package(node, actor, PackageRequest(data.id, data.first, data.last), documents_of))


@get("/api/v1/office/fiscal/packages/{id:str}")
async def package_file_route(request: Web, id: FromPath[str]) -> File:
    """The ZIP."""
    node, _, _ = asked(request, "fiscal")
    packages = _packages(node)
    making = packages.made.get(id.removesuffix(".zip"))
    if making is None or making.step != "done" or not await asyncio.to_thread(packages.file(making.id).is_file):
        raise Problem(Failure("not_found", {}))
    name = f"Pruefpaket-{making.first or 'Beginn'}-{making.last or 'heute'}.zip"
    return File(packages.file(making.id), filename=name, media_type="application/zip")


def _day(text: str) -> bool:
    """Whether a text is a day, or empty."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _packages(node: Node) -> Packages:
    packages: Packages | None = node.packages
    if packages is None:
        raise Problem(Failure("not_found", {}))
    return packages


def documents_of(node: Node, request: PackageRequest) -> Documents:
    """Writes all editions of the process documentation that held in the period, and today's."""

    async def write(folder: Path) -> None:
        await note_edition(node)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        for id in _of_period(node, request, [(one.id, one.at) for one in await list_editions(node)]):
            content, number = await edition_pdf(node, id)
            await asyncio.to_thread((folder / f"{TITLE}-{number}.pdf").write_bytes, content)

    return write


def _of_period(node: Node, request: PackageRequest, editions: list[tuple[str, int]]) -> list[str]:
    """Newest first; the newest always, then back to the one that held when the period began."""
    shop = next(iter(node.masterdata.shops), None)
    wanted: list[str] = []
    for id, at in editions:
        day = node.business_day(shop, at) if shop is not None else ""
        if not wanted or not request.last or day <= request.last:
            wanted.append(id)
            if day < request.first:
                break
    return wanted


async def package_beside(node: Node, first: str, last: str, target: Path) -> Package | Failure:
    """Make a package from the command line, while no server runs on the node."""
    owner = next((one for one in node.masterdata.staff if one.role == "owner" and one.active), None)
    if owner is None:
        return Failure("not_found", {})
    node.writer.start()
    try:
        await node.signing.open()
        request = PackageRequest(node.ids.new(), first, last)
        actor = Actor(owner.id, owner.name, owner.role)
        return await build_package(node, actor, request, target, documents_of(node, request), lambda _step: None)
    finally:
        node.writer.stop()
        node.database.close()


routes = [packages_route, begin_package_route, package_file_route]
