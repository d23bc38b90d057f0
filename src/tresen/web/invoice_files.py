"""The documents of an invoice as files: PDF with the XML inside, the XML alone, XRechnung."""

import asyncio
from typing import Any, Final

from litestar import Response

from tresen.adapters.document_typst import invoice_pdf
from tresen.core.receipt_words import Language
from tresen.operations.invoicing.documents import open_document, xml_of
from tresen.operations.node import Node
from tresen.web.problems import ok

KINDS: Final = ("pdf", "xml", "xrechnung.xml")


async def invoice_file(node: Node, id: str, kind: str, language: str) -> Response[Any]:
    """The file behind an address that ends in one of `KINDS`."""
    document = ok(await open_document(node, id))
    name = f"{document.invoice.number}".replace("/", "-")
    headers = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-store"}
    if kind == "pdf":
        chosen: Language = "en" if language == "en" else "de"
        content = await asyncio.to_thread(invoice_pdf, document.invoice, document.xml, chosen)
        headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return Response(content, media_type="application/pdf", headers=headers)
    xml = ok(xml_of(document, "xrechnung" if kind == "xrechnung.xml" else "zugferd"))
    headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return Response(xml.encode(), media_type="application/xml", headers=headers)
