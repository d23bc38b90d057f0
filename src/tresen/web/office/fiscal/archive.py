"""The archive of closings: how it stands, and its verification."""

from dataclasses import dataclass

from litestar import get, post

from tresen.core.failures import Failure
from tresen.operations.archiving.keep_archive import Archive, begin_archive_verification
from tresen.operations.node import Node
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem

SHOWN = 20


@dataclass(slots=True)
class ArchiveView:
    """`trouble`: why the last closing is not archived, empty if it is. `head`: hash of the newest manifest."""

    folder: str
    closings: int
    last_day: str
    trouble: str
    verifying: bool
    verified_at: int
    sound: bool
    files: int
    head: str
    faults: list[str]
    notes: list[str]


async def line(node: Node, language: str) -> Line:
    """Whether every closing is archived."""
    archive: Archive | None = node.archive
    english = language == "en"
    if archive is None:
        return Line("off", "not kept" if english else "wird nicht geführt")
    if archive.trouble:
        return Line("down", "the last closing is not archived" if english else "letzter Abschluss nicht archiviert")
    if archive.verdict is not None and not archive.verdict.sound:
        return Line("down", "damaged" if english else "beschädigt")
    if not archive.step:
        return Line("off", "no closing yet" if english else "noch kein Abschluss")
    return Line("ok", f"{archive.step} closings archived" if english else f"{archive.step} Abschlüsse archiviert")


@get("/api/v1/office/fiscal/archive")
async def archive_route(request: Web) -> ArchiveView:
    """How the archive stands."""
    node, _, _ = asked(request, "fiscal")
    return _view(node)


@post("/api/v1/office/fiscal/archive/verification", status_code=202)
async def verify_archive_route(request: Web) -> ArchiveView:
    """Read every file of the archive and compare."""
    node, _, _ = asked(request, "fiscal")
    if node.archive is not None:
        begin_archive_verification(node)
    return _view(node)


def _view(node: Node) -> ArchiveView:
    archive: Archive | None = node.archive
    if archive is None:
        raise Problem(Failure("not_found", {}))
    verdict = archive.verdict
    return ArchiveView(
        str(archive.folder), archive.step, archive.last_day, archive.trouble, archive.verifying, archive.verified_at,
        verdict is not None and verdict.sound, verdict.files if verdict else 0, verdict.head if verdict else "",
        verdict.faults[:SHOWN] if verdict else [], verdict.notes[:SHOWN] if verdict else [],
    )  # fmt: skip


routes = [archive_route, verify_archive_route]
