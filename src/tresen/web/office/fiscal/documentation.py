"""The process documentation: editions, their PDF, and the texts that only the owner can write."""

import asyncio
from dataclasses import dataclass

from litestar import Response, get, put
from litestar.params import FromPath, JSONBody

from tresen.adapters.document_typst.document import document_pdf
from tresen.core.failures import Failure
from tresen.insight.editions import EditionView, OwnText, edition_sections, list_editions, own_texts
from tresen.operations.documentation.keep_editions import find_edition, newest_edition, note_edition
from tresen.operations.documentation.own_texts import QUESTIONS, write_own_text
from tresen.operations.node import Node
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem
from tresen.web.shapes import Id

TITLE = "Verfahrensdokumentation"


@dataclass(slots=True)
class OwnTextBody:
    text: str


@dataclass(slots=True)
class DocumentationView:
    """`missing`: how many chapters the owner has still to write."""

    editions: list[EditionView]
    texts: list[OwnText]
    missing: int


async def line(node: Node, language: str) -> Line:
    """The newest edition, and what is missing in it."""
    last = await newest_edition(node)
    texts = node.masterdata.settings.own_texts
    missing = sum(not texts.get(key) for key in QUESTIONS)
    number = last.number if last is not None else 0
    if language == "en":
        return Line(
            "warn" if missing else "ok", f"edition {number}" + (f", {missing} texts missing" if missing else "")
        )
    return Line("warn" if missing else "ok", f"Fassung {number}" + (f", {missing} Texte fehlen" if missing else ""))


@get("/api/v1/office/fiscal/documentation")
async def documentation_route(request: Web) -> DocumentationView:
    """All editions, the newest first, and the owner's texts."""
    node, _, language = asked(request, "fiscal")
    await note_edition(node)
    return await _view(node, language)


@put("/api/v1/office/fiscal/documentation/texts/{key:str}")
async def own_text_route(request: Web, key: FromPath[str], data: JSONBody[OwnTextBody]) -> DocumentationView:
    """Keep what the owner wrote for a chapter; it makes a new edition."""
    node, actor, language = asked(request, "fiscal")
    failure = await write_own_text(node, actor, key, data.text)
    if failure is not None:
        raise Problem(failure)
    await note_edition(node)
    return await _view(node, language)


async def _view(node: Node, language: str) -> DocumentationView:
    texts = own_texts(node, language)
    return DocumentationView(await list_editions(node), texts, sum(not one.text for one in texts))


@get("/api/v1/office/fiscal/documentation/{id:str}")
async def edition_pdf_route(request: Web, id: FromPath[str]) -> Response[bytes]:
    """An edition as PDF/A, as it was kept."""
    node, _, _ = asked(request, "fiscal")
    content, number = await edition_pdf(node, id.removesuffix(".pdf"))
    headers = {"Content-Disposition": f'inline; filename="{TITLE}-{number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


async def edition_pdf(node: Node, id: Id) -> tuple[bytes, int]:
    """The PDF of an edition and its number; also for the audit package."""
    found = await find_edition(node, id)
    if found is None:
        raise Problem(Failure("not_found", {}))
    edition, entry = found
    shop = next(iter(node.masterdata.shops), None)
    at = node.local(shop, entry.at).replace("T", " ") if shop is not None else ""
    history = await list_editions(node)
    content = await asyncio.to_thread(
        document_pdf, TITLE, edition.document.business, edition_sections(node, edition, history), at=entry.at,
        lines=(f"Fassung {edition.number} vom {at}", f"SHA-256 {edition.hash}"), footer=f"Fassung {edition.number}, {at}",
    )  # fmt: skip
    return content, edition.number


routes = [documentation_route, own_text_route, edition_pdf_route]
