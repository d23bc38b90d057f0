"""Cancel an invoice that was wrong itself, for example its recipient. The sale stays; a new invoice may follow."""

from typing import Final

from tresen.core.failures import Failure
from tresen.fiscal.invoicing.from_receipt import cancellation_of
from tresen.ledger.invoices import document_of, invoice_row, invoices_of
from tresen.operations.invoicing.writing_down import About, Issued, today, write_down
from tresen.operations.node import Actor, Node, derived_id
from tresen.operations.rights import check

LONGEST_REASON: Final = 200


async def cancel_invoice(node: Node, actor: Actor, id: str, reason: str) -> Issued | Failure:
    """Take the whole invoice back with a document of its own in the same series."""
    missing = check(node, actor, "refund")
    if missing is not None:
        return missing
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON or not said.isprintable():
        return Failure("bad_input", {"field": "reason"})
    async with node.invoicing.lock:
        row = await node.database.read(lambda connection: invoice_row(connection, id))
        if row is None or row.type != "invoice":
            return Failure("invoice_not_found", {})
        if row.cancelled:
            return Failure("invoice_cancelled", {})
        others = await node.database.read(lambda connection: invoices_of(connection, row.receipt))
        if any(other.corrects == id for other in others):
            return Failure("invoice_partly_returned", {})
        known = await node.database.read(lambda connection: document_of(connection, id))
        if known is None:
            return Failure("invoice_not_found", {})
        made = cancellation_of(known.invoice, today(node), said)
        about = About(row.receipt, "office", corrects=id, reason=said)
        return await write_down(node, actor, derived_id(id, "cancelled"), made, about)
