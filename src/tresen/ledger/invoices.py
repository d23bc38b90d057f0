"""Invoices: a row for each, written in the same commit, and beside the journal the document with the buyer's data.

The entry holds sums and the hash of the document; who the buyer is stands in the document alone, so that it can be
erased when its term is over without touching the chain (docs/decisions/0023-buyers-stand-beside-the-journal.md).
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.core.invoice import Buyer, Invoice, InvoiceTax
from tresen.journal.entry import Draft, Entry
from tresen.store import schema
from tresen.store.writer import Tx

INVOICE: Final = "invoice"
"""Kind of the entry, of invoices, credit notes and cancellations alike."""
PAGE: Final = 100


class InvoiceBody(msgspec.Struct):
    """Content of an entry of kind `invoice`: everything but the buyer and the lines."""

    type: str
    number: str
    receipt: str
    """Id of the receipt that was invoiced."""
    issued_on: str
    net: int
    vat: int
    total: int
    paid: int
    due: int
    taxes: tuple[InvoiceTax, ...]
    document: str
    """SHA-256 of the document, in hex; see `digest_of`."""
    returned_by: str = ""
    """Id of the receipt that took goods back, for a credit note."""
    corrects: str = ""
    """Id of the invoice that is corrected."""
    reason: str = ""
    asked_by: str = ""
    """`office`, `till`, `customer` (behind the receipt's QR code) or `return`."""


class Document(msgspec.Struct):
    """What the buyer got. `salt` keeps the hash in the journal from telling who it may be."""

    salt: str
    invoice: Invoice
    xml: str


decode_invoice = msgspec.json.Decoder(InvoiceBody).decode
_decode_document = msgspec.json.Decoder(Document).decode
_INSERT: Final = (
    "INSERT INTO invoice (id, seq, number, type, receipt, returned_by, corrects, cancelled, at, business_day, total)"
)
_TYPES: Final = (
    "text", "bigint", "text", "text", "text", "text", "text", "bigint", "bigint", "text", "bigint",
)  # fmt: skip


@dataclass(slots=True, frozen=True)
class InvoiceRow:
    """A row of the list. `cancelled`: the entry that cancelled it, 0 if it stands."""

    id: str
    seq: int
    number: str
    type: str
    receipt: str
    returned_by: str
    corrects: str
    cancelled: int
    at: int
    business_day: str
    total: int


def digest_of(document: bytes) -> str:
    """What the entry says of its document."""
    return sha256(document).hexdigest()


def row_of(id: str, seq: int, at: int, day: str, body: InvoiceBody) -> tuple[Any, ...]:
    return (
        id, seq, body.number, body.type, body.receipt, body.returned_by, body.corrects, 0, at, day, body.total,
    )  # fmt: skip


class Invoices:
    """Follows the journal and keeps the list."""

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self._cancelled: list[tuple[str, int]] = []

    def appended(self, draft: Draft, entry: Entry) -> None:
        if entry.kind == INVOICE:
            body = decode_invoice(entry.body)
            self._rows.append(row_of(entry.id, entry.seq, entry.at, entry.business_day, body))
            if body.type == "cancellation":
                self._cancelled.append((body.corrects, entry.seq))

    def before_commit(self, tx: Tx) -> None:
        if self._rows:
            tx.many(_INSERT, _TYPES, self._rows)
        for id, seq in self._cancelled:
            tx.execute("UPDATE invoice SET cancelled = ? WHERE id = ?", (seq, id))

    def after_commit(self) -> None:
        self._rows, self._cancelled = [], []

    def after_rollback(self) -> None:
        self._rows, self._cancelled = [], []

    def idle(self, tx: Tx) -> bool:
        return False


def keep_document(tx: Tx, id: str, document: bytes, buyer: Buyer) -> None:
    """Store a document; it is never changed (the database refuses)."""
    tx.many(
        "INSERT INTO invoice_document (id, buyer, body)", ("text", "text", "bytea"), [(id, buyer.name, document)]
    )  # fmt: skip


def document_of(connection: sa.Connection, id: str) -> Document | None:
    """What the buyer got; None if there is no such invoice or its term is over."""
    c = schema.invoice_document.c
    row = connection.execute(sa.select(c.body).where(c.id == id)).first()
    return _decode_document(bytes(row[0])) if row is not None else None


def invoices_of(connection: sa.Connection, receipt: str) -> list[InvoiceRow]:
    """Everything about a receipt, oldest first: invoices and what corrected them."""
    question = sa.select(schema.invoice).where(schema.invoice.c.receipt == receipt).order_by(schema.invoice.c.seq)
    return [_row(row) for row in connection.execute(question)]


def invoice_row(connection: sa.Connection, id: str) -> InvoiceRow | None:
    row = connection.execute(sa.select(schema.invoice).where(schema.invoice.c.id == id)).first()
    return _row(row) if row is not None else None


def invoice_page(
    connection: sa.Connection, *, q: str = "", first: str = "", last: str = "", offset: int = 0, limit: int = PAGE
) -> tuple[list[tuple[InvoiceRow, str]], int]:
    """Rows with the buyer's name, newest first, and how many there are. `q`: in number or name."""
    i, d = schema.invoice, schema.invoice_document
    wanted: list[sa.ColumnElement[bool]] = []
    if first:
        wanted.append(i.c.business_day >= first)
    if last:
        wanted.append(i.c.business_day <= last)
    if q:
        part = f"%{q.lower().replace('%', '').replace('_', '')}%"
        wanted.append(sa.or_(sa.func.lower(i.c.number).like(part), sa.func.lower(d.c.buyer).like(part)))
    joined = i.outerjoin(d, d.c.id == i.c.id)
    total = connection.execute(sa.select(sa.func.count()).select_from(joined).where(*wanted)).scalar_one()
    question = sa.select(*i.c, d.c.buyer).select_from(joined).where(*wanted)
    question = question.order_by(i.c.seq.desc()).limit(min(limit, PAGE)).offset(offset)
    return [(_row(row[:-1]), row[-1] or "") for row in connection.execute(question)], int(total)


def credits_due(
    connection: sa.Connection, after: tuple[str, str] = ("", ""), limit: int = PAGE
) -> list[tuple[str, str]]:
    """Invoice and returning receipt wherever goods of an invoiced receipt came back and no credit note says so yet."""
    i, r, b = schema.invoice, schema.receipt, schema.returned
    made = schema.invoice.alias("made")
    answered = sa.exists().where(made.c.corrects == i.c.id, made.c.returned_by == r.c.id)
    question = (
        sa.select(i.c.id, r.c.id)
        .select_from(i.join(b, b.c.receipt == i.c.receipt).join(r, r.c.seq == b.c.seq))
        .where(i.c.type == "invoice", i.c.cancelled == 0, ~answered)
        .where(sa.or_(i.c.id > after[0], sa.and_(i.c.id == after[0], r.c.id > after[1])))
        .distinct()
        .order_by(i.c.id, r.c.id)
        .limit(limit)
    )
    return [(invoice, refund) for invoice, refund in connection.execute(question)]


def _row(row: Any) -> InvoiceRow:
    id, seq, number, type, receipt, returned_by, corrects, cancelled, at, day, total = row
    return InvoiceRow(
        id, int(seq), number, type, receipt, returned_by, corrects, int(cancelled), int(at), day, int(total)
    )  # fmt: skip
