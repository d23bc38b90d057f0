"""Issue the invoice of a receipt: one for each, whoever asks and however often."""

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.invoice import Buyer
from tresen.core.receipt import Receipt
from tresen.fiscal.invoicing.from_receipt import invoice_of, invoiced_lines
from tresen.ledger.invoices import InvoiceRow, document_of, invoices_of
from tresen.operations.finding import load_receipt
from tresen.operations.invoicing.buyer_form import BuyerForm, read_buyer
from tresen.operations.invoicing.writing_down import About, Issued, terms_of, write_down
from tresen.operations.node import Actor, Node, derived_id
from tresen.operations.rights import check


async def issue_invoice(node: Node, actor: Actor, receipt: str, form: BuyerForm, asked_by: str) -> Issued | Failure:
    """In the office or at a till. For the same buyer again it answers with the first; another one is refused."""
    missing = check(node, actor, "sell" if asked_by == "till" else "customers")
    if missing is not None:
        return missing
    return await issue_for(node, actor, receipt, form, asked_by)


async def issue_for(node: Node, actor: Actor, id: str, form: BuyerForm, asked_by: str) -> Issued | Failure:
    """The same once it is clear that who asks may have it."""
    buyer = read_buyer(form)
    if isinstance(buyer, Failure):
        return buyer
    receipt = await load_receipt(node, id) if is_id(id) else None
    if receipt is None:
        return Failure("receipt_not_found", {})
    if not invoiced_lines(receipt):
        return Failure("invoice_nothing_sold", {})
    async with node.invoicing.lock:
        issued = await _issue(node, actor, receipt, buyer, asked_by)
    node.invoicing.credits_wanted.set()  # some of it may have come back before
    return issued


async def _issue(node: Node, actor: Actor, receipt: Receipt, buyer: Buyer, asked_by: str) -> Issued | Failure:
    rows = await node.database.read(lambda connection: invoices_of(connection, receipt.id))
    standing = standing_in(rows)
    if standing is not None:
        known = await node.database.read(lambda connection: document_of(connection, standing.id))
        if known is None:
            return Failure("invoice_not_found", {})
        if known.invoice.buyer != buyer:
            return Failure("invoice_other_buyer", {"number": standing.number})
        return Issued(standing.id, known.invoice, receipt.id, repeated=True)
    terms = terms_of(node, receipt, buyer)
    if isinstance(terms, Failure):
        return terms
    made = invoice_of(receipt, terms)
    id = derived_id(receipt.id, f"invoice {sum(row.type == 'invoice' for row in rows) + 1}")
    return await write_down(node, actor, id, made, About(receipt.id, asked_by))


def standing_in(rows: list[InvoiceRow]) -> InvoiceRow | None:
    """The invoice of a receipt that was not cancelled."""
    return next((row for row in rows if row.type == "invoice" and not row.cancelled), None)
