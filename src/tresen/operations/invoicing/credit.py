"""Credit notes: what came back of an invoiced receipt gets one by itself, whichever was first, return or invoice.

Nothing is queued: what is due follows from the list of returns and the list of invoices, so a crash loses nothing.
"""

import asyncio
import contextlib
from functools import partial
from typing import Final

from tresen.core.failures import Failure
from tresen.fiscal.invoicing.from_receipt import credit_note_of, returned_lines
from tresen.ledger.invoices import credits_due, document_of, invoice_row
from tresen.operations.finding import load_receipt
from tresen.operations.invoicing.writing_down import NOBODY, About, terms_of, write_down
from tresen.operations.node import Node, derived_id
from tresen.store.connection import StorageDown, StorageFull

PAUSE: Final = 600.0
"""Seconds until what a full disk kept from being done is tried again."""


async def credit_queue(node: Node) -> None:
    """Runs for as long as the node lives: woken by returns and by invoices; ordinary sales cost it nothing."""
    while True:
        node.invoicing.credits_wanted.clear()
        with contextlib.suppress(StorageFull, StorageDown):  # still due; the next round tries again
            await credit_returns(node)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                await node.invoicing.credits_wanted.wait()


async def credit_returns(node: Node) -> int:
    """Write every credit note that is due; returns how many that were."""
    done, last = 0, ("", "")
    while True:
        async with node.invoicing.lock:
            due = await node.database.read(partial(credits_due, after=last))
            done += sum([await _credit(node, invoice, refund) for invoice, refund in due])
        if not due:
            return done
        last = due[-1]


async def _credit(node: Node, id: str, refund_id: str) -> bool:
    row = await node.database.read(lambda connection: invoice_row(connection, id))
    known = await node.database.read(lambda connection: document_of(connection, id))
    refund = await load_receipt(node, refund_id)
    if row is None or known is None or refund is None:
        return False
    original = await load_receipt(node, row.receipt)
    if original is None or not returned_lines(refund, original.id):
        return False
    terms = terms_of(node, refund, known.invoice.buyer)
    if isinstance(terms, Failure):
        return False
    made = credit_note_of(refund, original, known.invoice, terms)
    about = About(row.receipt, "return", returned_by=refund.id, corrects=id, reason=refund.reason)
    written = await write_down(node, NOBODY, derived_id(refund.id, f"credits {id}"), made, about)
    return not isinstance(written, Failure)
