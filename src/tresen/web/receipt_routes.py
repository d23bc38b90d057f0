"""Receipts: for the till to find and reprint, and for customers behind the QR code."""

import asyncio
from dataclasses import dataclass
from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.adapters.document_typst import receipt_pdf
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.core.receipt_text import plain_text
from tresen.core.receipt_words import Language
from tresen.operations.finding import FoundReceipt, ReceiptRow, Wanted, find_receipt, find_receipts, load_receipt
from tresen.operations.invoicing.asking import may_ask
from tresen.operations.node import Node
from tresen.operations.printing.papers import receipt_rows
from tresen.operations.printing.reprint import reprint
from tresen.operations.receipt_address import id_behind
from tresen.web.identity import till_actor
from tresen.web.problems import Problem, language_of, ok
from tresen.web.receipt_page import STYLESHEET, receipt_page

Web = Request[Any, Any, Any]
STYLESHEET_ADDRESS = "/r/receipt.css"


@dataclass(slots=True)
class PrintBody:
    printer: str = ""
    language: str = ""
    approval: str = ""


@dataclass(slots=True)
class PrintQueued:
    print_job: str


@get("/api/v1/till/receipts")
async def list_route(
    request: Web,
    q: FromQuery[str] = "",
    limit: FromQuery[int] = 50,
    before: FromQuery[int] = 0,
    kind: FromQuery[str] = "",
) -> list[ReceiptRow]:
    """Receipts of all tills, newest first, by number, total, card number or address."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return await find_receipts(node, Wanted(q=q[:200], kind=kind, before=max(before, 0), limit=limit))


@get("/api/v1/till/receipts/{key:path}")
async def read_route(request: Web, key: FromPath[str]) -> FoundReceipt:
    """One receipt by id, number or scanned address, with what can still come back."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    found = await find_receipt(node, key.lstrip("/")[:200], actor.till)
    return found if found is not None else ok(Failure("receipt_not_found", {}))


@post("/api/v1/till/receipts/{id:str}/print", status_code=200)
async def print_route(request: Web, id: FromPath[str], data: JSONBody[PrintBody]) -> PrintQueued:
    """Print a copy, marked as such."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node, data.approval))
    return PrintQueued(ok(await reprint(node, actor, id, data.printer, data.language)))


@get("/r/receipt.css", include_in_schema=False)
async def stylesheet_route() -> Response[str]:
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(STYLESHEET, media_type="text/css", headers=headers)


@get("/r/{token:str}", include_in_schema=False)
async def public_route(request: Web, token: FromPath[str]) -> Response[Any]:
    """The digital receipt: a page, or with `.pdf` or `.txt` behind the token a file."""
    node: Node = request.app.state.node
    name, _, kind = token.partition(".")
    receipt = await _behind(node, name)
    language: Language = "en" if language_of(request) == "en" else "de"
    rows = receipt_rows(node, receipt, language)
    title = f"{receipt.party.name} {receipt.till_name}/{receipt.number}"
    headers = {"Cache-Control": "private, max-age=86400", "X-Robots-Tag": "noindex"}
    if kind == "pdf":
        content = await asyncio.to_thread(receipt_pdf, rows, language, title=title, at=receipt.finished_at)
        headers["Content-Disposition"] = f'inline; filename="{receipt.till_serial}-{receipt.number}.pdf"'
        return Response(content, media_type="application/pdf", headers=headers)
    if kind == "txt":
        return Response(plain_text(rows), media_type="text/plain; charset=utf-8", headers=headers)
    page = receipt_page(
        rows, language, title=title, stylesheet=STYLESHEET_ADDRESS, pdf=f"/r/{name}.pdf", text=f"/r/{name}.txt",
        invoice=f"/r/{name}/invoice" if may_ask(node, receipt) is None else "",
    )  # fmt: skip
    return Response(page, media_type=MediaType.HTML, headers=headers)


async def _behind(node: Node, token: str) -> Receipt:
    id = await id_behind(node, token)
    receipt = await load_receipt(node, id) if id is not None else None
    if receipt is None:
        raise Problem(Failure("receipt_not_found", {}))
    return receipt


routes = [list_route, read_route, print_route, stylesheet_route, public_route]
