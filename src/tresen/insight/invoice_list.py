"""Invoices as screens show them: the list, one in full, and what can be done about a receipt."""

from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.invoice import Buyer, InvoiceTax
from tresen.fiscal.invoicing.from_receipt import invoiced_lines
from tresen.fiscal.invoicing.xml import fits_xrechnung
from tresen.ledger.invoices import Document, InvoiceRow, document_of, invoice_page, invoice_row, invoices_of
from tresen.masterdata.people import get_person
from tresen.operations.finding import load_receipt
from tresen.operations.invoicing.asking import may_ask
from tresen.operations.node import Node

SMALL_AMOUNT: Final = 250_00
"""Up to so many cents a receipt is an invoice as it is (§33 UStDV)."""


MOST_DOCUMENTS: Final = 500
"""In one file; a busier shop asks for a shorter period."""


@dataclass(slots=True)
class InvoiceItem:
    """A row of the list. `buyer` is empty where the document's term is over."""

    id: str
    number: str
    type: str
    at: int
    total: int
    buyer: str
    receipt: str
    corrects: str
    cancelled: bool


@dataclass(slots=True)
class InvoiceView:
    """One in full. `url`: its public address; `.pdf`, `.xml` and `.xrechnung.xml` behind it."""

    id: str
    number: str
    type: str
    at: int
    issued_on: str
    supplied_on: str
    receipt: str
    receipt_name: str
    buyer: Buyer
    net: int
    vat: int
    total: int
    paid: int
    due: int
    taxes: tuple[InvoiceTax, ...]
    corrects: str
    corrects_id: str
    cancelled: bool
    xrechnung: bool
    url: str
    simulated: bool = False
    """Made in a practice shop: worth nothing."""


@dataclass(slots=True)
class ReceiptInvoices:
    """What there is about a receipt, oldest first, and what may be done."""

    possible: bool
    """Whether it sells anything that an invoice could be about."""
    small: bool
    """Up to 250 euro: the receipt is an invoice as it is."""
    self_service: bool
    """Whether the customer may still ask for it behind the receipt's QR code."""
    self_service_url: str
    items: list[InvoiceView]
    suggested: Buyer | None = None
    """The receipt's customer, if the shop knows who that is."""


async def list_invoices(
    node: Node, q: str, first: str, last: str, offset: int, limit: int
) -> tuple[list[InvoiceItem], int]:
    """Newest first."""
    rows, total = await node.database.read(
        lambda connection: invoice_page(connection, q=q, first=first, last=last, offset=offset, limit=limit)
    )
    return [
        InvoiceItem(
            row.id, row.number, row.type, row.at, row.total, buyer, row.receipt, row.corrects, bool(row.cancelled)
        )
        for row, buyer in rows
    ], total  # fmt: skip


async def documents_of_period(node: Node, first: str, last: str) -> list[Document] | Failure:
    """Every document of a period (business days), oldest first; those whose term is over are gone."""

    def question(connection: sa.Connection) -> list[Document] | None:
        rows, total = invoice_page(connection, first=first, last=last)
        if total > MOST_DOCUMENTS:
            return None
        for offset in range(len(rows), total, len(rows) or 1):
            rows += invoice_page(connection, first=first, last=last, offset=offset)[0]
        found = [document_of(connection, row.id) for row, _ in reversed(rows)]
        return [document for document in found if document is not None]

    documents = await node.database.read(question)
    return documents if documents is not None else Failure("too_much", {"limit": MOST_DOCUMENTS})


async def invoice_view(node: Node, id: str) -> InvoiceView | Failure:
    """One invoice, credit note or cancellation."""

    def question(connection: sa.Connection) -> tuple[InvoiceRow | None, Document | None]:
        return invoice_row(connection, id), document_of(connection, id)

    row, document = await node.database.read(question) if is_id(id) else (None, None)
    if row is None or document is None:
        return Failure("invoice_not_found", {})
    return _view(node, row, document)


async def receipt_invoices(node: Node, id: str) -> ReceiptInvoices | Failure:
    """What there is about a receipt."""
    receipt = await load_receipt(node, id) if is_id(id) else None
    if receipt is None:
        return Failure("receipt_not_found", {})

    def question(connection: sa.Connection) -> tuple[list[tuple[InvoiceRow, Document]], Buyer | None]:
        rows = [(row, document_of(connection, row.id)) for row in invoices_of(connection, id)]
        person = get_person(connection, receipt.customer) if receipt.customer else None
        known = Buyer(person.name, person.street, person.postcode, person.city) if person is not None else None
        return [(row, document) for row, document in rows if document is not None], known

    found, suggested = await node.database.read(question)
    lines = invoiced_lines(receipt)
    return ReceiptInvoices(
        bool(lines), bool(lines) and sum(line.amount for line in lines) <= SMALL_AMOUNT,
        may_ask(node, receipt) is None, f"/r/{receipt.token or node.token(id)}/invoice",
        [_view(node, row, document) for row, document in found], suggested,
    )  # fmt: skip


def _view(node: Node, row: InvoiceRow, document: Document) -> InvoiceView:
    made = document.invoice
    return InvoiceView(
        row.id, made.number, made.type, row.at, made.issued_on, made.supplied_on, row.receipt, made.receipt,
        replace(made.buyer), made.net, made.vat, made.total, made.paid, made.due, made.taxes, made.corrects,
        row.corrects, bool(row.cancelled), fits_xrechnung(made), f"/r/invoice/{node.token(row.id)}",
        made.simulated,
    )  # fmt: skip
