"""The documents of an invoice as files: PDF with the XML inside, the XML alone, XRechnung."""

import asyncio
import csv
import io
from collections.abc import Sequence
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from litestar import Response

from tresen.adapters.document_typst import invoice_pdf
from tresen.core.invoice import Invoice
from tresen.core.money import format_cents
from tresen.core.receipt_words import Language
from tresen.ledger.invoices import Document
from tresen.operations.invoicing.documents import open_document, xml_of
from tresen.operations.node import Node
from tresen.web.problems import ok

KINDS: Final = ("pdf", "xml", "xrechnung.xml")


async def invoice_file(node: Node, id: str, kind: str, language: str) -> Response[Any]:
    """The file behind an address that ends in one of `KINDS`."""
    document = ok(await open_document(node, id))
    name = _file_name(document.invoice)
    headers = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-store"}
    if kind == "pdf":
        chosen: Language = "en" if language == "en" else "de"
        content = await asyncio.to_thread(invoice_pdf, document.invoice, document.xml, chosen)
        headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return Response(content, media_type="application/pdf", headers=headers)
    xml = ok(xml_of(document, "xrechnung" if kind == "xrechnung.xml" else "zugferd"))
    headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return Response(xml.encode(), media_type="application/xml", headers=headers)


def _file_name(invoice: Invoice) -> str:
    return invoice.number.replace("/", "-")


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula: customers typed it themselves."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def invoices_zip(documents: Sequence[Document]) -> bytes:
    """All of them as PDF and XML with a list to read them by; blocks for some 12 ms each."""
    content, listed = io.BytesIO(), io.StringIO()
    table = csv.writer(listed, delimiter=";")
    table.writerow(("Nummer", "Art", "Datum", "Empfänger", "Kassenbeleg", "Netto", "USt", "Gesamt", "Zu Rechnung"))
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for document in documents:
            made, name = document.invoice, _file_name(document.invoice)
            amounts = [format_cents(cents, ",") for cents in (made.net, made.vat, made.total)]
            table.writerow(
                (made.number, made.type, made.issued_on, _plain(made.buyer.name), made.receipt, *amounts, made.corrects)
            )
            file.writestr(f"{name}.pdf", invoice_pdf(made, document.xml, "de"))
            file.writestr(f"{name}.xml", document.xml)
        file.writestr("rechnungen.csv", listed.getvalue().encode("utf-8-sig"))
    return content.getvalue()
