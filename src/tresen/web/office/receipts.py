"""Receipts in the office: search, one with its history, copies."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.core.receipt import Receipt
from tresen.core.receipt_paper import paper
from tresen.core.receipt_words import Language
from tresen.fiscal.qr_code import qr_text
from tresen.insight.receipt_events import ReceiptEvent
from tresen.insight.receipt_list import EntryMark, list_receipts, receipt_detail
from tresen.ledger.receipt_list import OfficeFilter
from tresen.operations.node import Node
from tresen.operations.printing.papers import receipt_rows
from tresen.operations.printing.reprint import reprint
from tresen.web.office.paging import From, To, Web, asked, listed, paged
from tresen.web.problems import ok

COLUMNS: Final = 48


@dataclass(slots=True)
class Printed:
    """Exactly as printed, without the QR code; `qr`: the text of that."""

    columns: int
    text: str
    qr: str


@dataclass(slots=True)
class ReceiptView:
    """`url`: the public address; `.pdf` and `.txt` behind it."""

    receipt: Receipt
    url: str
    printed: Printed
    history: list[ReceiptEvent]
    entry: EntryMark


@dataclass(slots=True)
class PrinterBody:
    printer: str = ""


@dataclass(slots=True)
class Queued:
    print_job: str


@get("/api/v1/office/receipts")
async def receipts_route(
    request: Web,
    q: FromQuery[str] = "",
    first: From = "",
    till: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    customer: FromQuery[str] = "",
    last: To = "",
    page: FromQuery[int] = 1,
    size: FromQuery[int] = 50,
) -> dict[str, Any]:
    """Newest first, by number, total, card, article or words; `from` and `to` are business days."""
    node, _, _ = asked(request, "office")
    wanted = OfficeFilter(first, last, till, kind, customer)
    found = await list_receipts(node, wanted, q[:200], *paged(page, size))
    return listed(found.items, found.total, page, size, sum=found.sum)


@get("/api/v1/office/receipts/{id:str}")
async def receipt_route(request: Web, id: FromPath[str]) -> ReceiptView:
    """One receipt as it was handed out, and everything that happened to it."""
    node, _, language = asked(request, "office")
    found = ok(await receipt_detail(node, id, language))
    receipt = found.receipt
    return ReceiptView(
        receipt, f"/r/{receipt.token}", printed(node, receipt, language), found.history, found.entry
    )  # fmt: skip


def printed(node: Node, receipt: Receipt, language: str) -> Printed:
    """The receipt as lines of text."""
    chosen: Language = "en" if language == "en" else "de"
    lines = paper(receipt_rows(node, receipt, chosen), COLUMNS)
    text = "\n".join(
        line.text.center(COLUMNS).rstrip() if line.align == "center" else line.text
        for line in lines
        if line.kind == "text"
    )
    return Printed(COLUMNS, text, qr_text(receipt.signed))


@post("/api/v1/office/receipts/{id:str}/print", status_code=200)
async def reprint_route(request: Web, id: FromPath[str], data: JSONBody[PrinterBody]) -> Queued:
    """Print a copy, marked as such."""
    node, actor, language = asked(request, "office")
    return Queued(ok(await reprint(node, actor, id, data.printer, language)))


routes = [receipts_route, receipt_route, reprint_route]
