"""Invoices in the office: the list, one in full, its files, and from any receipt a new one."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from tresen.insight.invoice_list import (
    InvoiceView,
    ReceiptInvoices,
    documents_of_period,
    invoice_view,
    list_invoices,
    receipt_invoices,
)
from tresen.operations.invoicing.buyer_form import BuyerForm
from tresen.operations.invoicing.cancel import cancel_invoice
from tresen.operations.invoicing.issue import issue_invoice
from tresen.web.invoice_files import KINDS, invoice_file, invoices_zip
from tresen.web.office.paging import From, To, Web, asked, listed, paged
from tresen.web.problems import ok


@dataclass(slots=True)
class CancelBody:
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


@get("/api/v1/office/invoices")
async def invoices_route(
    request: Web,
    q: FromQuery[str] = "",
    first: From = "",
    last: To = "",
    page: FromQuery[int] = 1,
    size: FromQuery[int] = 50,
) -> dict[str, Any]:
    """Invoices, credit notes and cancellations, newest first, by number or recipient."""
    node, _, _ = asked(request, "office")
    found, total = await list_invoices(node, q[:100], first, last, *paged(page, size))
    return listed(found, total, page, size)


@get("/api/v1/office/invoices/files.zip")
async def files_route(request: Web, first: From = "", last: To = "") -> Response[bytes]:
    """Every invoice of a period as PDF and XML with a list, for the bookkeeper; at most five hundred at once."""
    node, _, _ = asked(request, "office")
    documents = ok(await documents_of_period(node, first, last))
    content = await asyncio.to_thread(invoices_zip, documents)
    headers = {"Content-Disposition": 'attachment; filename="Rechnungen.zip"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/zip", headers=headers)


@get("/api/v1/office/invoices/{id:str}")
async def invoice_route(request: Web, id: FromPath[str]) -> Any:
    """One in full; with `.pdf`, `.xml` or `.xrechnung.xml` behind the id a file."""
    node, _, language = asked(request, "office")
    name, _, kind = id.partition(".")
    if kind in KINDS:
        return await invoice_file(node, name, kind, language)
    return ok(await invoice_view(node, id))


@get("/api/v1/office/receipts/{id:str}/invoices")
async def receipt_invoices_route(request: Web, id: FromPath[str]) -> ReceiptInvoices:
    """What there is about a receipt, and what may be done."""
    node, _, _ = asked(request, "office")
    return ok(await receipt_invoices(node, id))


@post("/api/v1/office/receipts/{id:str}/invoice", status_code=200)
async def issue_route(request: Web, id: FromPath[str], data: JSONBody[BuyerForm]) -> InvoiceView:
    """Issue the receipt's invoice; the same recipient again gets the first one."""
    node, actor, _ = asked(request, "office")
    issued = ok(await issue_invoice(node, actor, id, data, "office"))
    return ok(await invoice_view(node, issued.id))


@post("/api/v1/office/invoices/{id:str}/cancel", status_code=200)
async def cancel_route(request: Web, id: FromPath[str], data: JSONBody[CancelBody]) -> InvoiceView:
    """Take a wrong invoice back as a whole; answers with the cancellation."""
    node, actor, _ = asked(request, "office")
    cancelled = ok(await cancel_invoice(node, actor, id, data.reason))
    return ok(await invoice_view(node, cancelled.id))


routes = [invoices_route, files_route, invoice_route, receipt_invoices_route, issue_route, cancel_route]
