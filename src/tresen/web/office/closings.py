"""Closings in the office: list, one in full, as PDF, on paper."""

import asyncio
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.adapters.document_typst import receipt_pdf
from tresen.core.receipt_paper import paper
from tresen.core.receipt_words import Language
from tresen.insight.closings import ClosingView, closing_rows, closing_view, find_closing, list_closings
from tresen.operations.printing.retry import print_rows
from tresen.web.office.paging import From, To, Web, asked, listed, paged
from tresen.web.office.receipts import PrinterBody, Queued
from tresen.web.problems import ok

COLUMNS = 32
"""Fits the narrowest paper."""


@get("/api/v1/office/closings")
async def closings_route(
    request: Web,
    till: FromQuery[str] = "",
    first: From = "",
    last: To = "",
    page: FromQuery[int] = 1,
    size: FromQuery[int] = 50,
) -> dict[str, Any]:
    """Newest first."""
    node, _, _ = asked(request, "office")
    found = await list_closings(node, till, first, last, *paged(page, size))
    return listed(found.items, found.total, page, size)


@get("/api/v1/office/closings/{id:str}")
async def closing_route(request: Web, id: FromPath[str]) -> Any:
    """A closing in full; with `.pdf` behind the id a file."""
    node, _, language = asked(request, "office")
    name, _, kind = id.partition(".")
    view = ok(await closing_view(node, name, language))
    if kind != "pdf":
        return view
    closing, _ = ok(await find_closing(node, name))
    chosen: Language = "en" if language == "en" else "de"
    rows = closing_rows(view, closing, chosen)
    title = f"Z {view.number} {view.till_name}"
    content = await asyncio.to_thread(receipt_pdf, rows, chosen, title=title, at=view.at)
    file = f"Z-{closing.till_record.serial}-{view.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{file}"'}
    return Response(content, media_type="application/pdf", headers=headers)


@post("/api/v1/office/closings/{id:str}/print", status_code=201)
async def print_closing_route(request: Web, id: FromPath[str], data: JSONBody[PrinterBody]) -> Queued:
    """Put a closing on paper, on the till's printer unless another is named."""
    node, actor, language = asked(request, "office")
    view: ClosingView = ok(await closing_view(node, id, language))
    closing, _ = ok(await find_closing(node, id))
    chosen: Language = "en" if language == "en" else "de"
    texts = tuple(line.text for line in paper(closing_rows(view, closing, chosen), COLUMNS) if line.kind == "text")
    printer = data.printer or closing.till_record.printer
    return Queued(ok(await print_rows(node, actor, printer, texts, "closing_printed", f"closing:{id}")))


routes = [closings_route, closing_route, print_closing_route]
