"""Verify invoices: the list is what the journal says, and no document was changed since its entry was written."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from tresen.ledger.invoices import INVOICE, decode_invoice, digest_of, row_of
from tresen.store import schema


def compare_invoices(connection: sa.Connection, fault: Callable[[str], None]) -> None:
    """Call `fault` with a sentence for everything that differs. A document whose term is over may be gone."""
    e = schema.entry.c
    made: dict[str, tuple[Any, ...]] = {}
    digests: dict[str, str] = {}
    question = sa.select(e.id, e.seq, e.at, e.business_day, e.body).where(e.kind == INVOICE).order_by(e.seq)
    for id, seq, at, day, content in connection.execute(question):
        body = decode_invoice(bytes(content))
        made[id] = row_of(id, int(seq), int(at), day, body)
        digests[id] = body.document
        if body.type == "cancellation" and body.corrects in made:
            made[body.corrects] = (*made[body.corrects][:7], int(seq), *made[body.corrects][8:])
    kept = {row[0]: tuple(row) for row in connection.execute(sa.select(schema.invoice))}
    for id in kept.keys() | made.keys():
        if kept.get(id) != made.get(id):
            fault(f"the list of invoices does not show invoice {id} as the journal does")
    d = schema.invoice_document.c
    for id, content in connection.execute(sa.select(d.id, d.body).execution_options(yield_per=500)):
        if digests.get(id) != digest_of(bytes(content)):
            fault(f"the document of invoice {id} was changed")
