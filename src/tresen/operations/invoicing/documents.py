"""The documents of an invoice: as they were issued, never made anew from what the shop has become."""

from typing import Final, Literal

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.fiscal.invoicing.xml import as_xrechnung, fits_xrechnung
from tresen.ledger.invoices import Document, document_of
from tresen.operations.node import Node

Form = Literal["zugferd", "xrechnung"]
FORMS: Final[tuple[Form, ...]] = ("zugferd", "xrechnung")


async def open_document(node: Node, id: str) -> Document | Failure:
    """What the buyer of an invoice, credit note or cancellation got."""
    found = await node.database.read(lambda connection: document_of(connection, id)) if is_id(id) else None
    return found if found is not None else Failure("invoice_not_found", {})


def xml_of(document: Document, form: Form) -> str | Failure:
    """The electronic invoice, word for word; as XRechnung where it holds what that asks for."""
    if form == "zugferd":
        return document.xml
    if not fits_xrechnung(document.invoice):
        return Failure("xrechnung_incomplete", {})
    return as_xrechnung(document.xml)
