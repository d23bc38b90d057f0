"""The journal as DSFinV-K: closings with their receipts, piece by piece, read from nothing but stored entries.

A receipt belongs to the closing that came next at its till when it was written, so one that arrives late (handed out
without the node) stands in the closing that was open when it arrived.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

import msgspec
import sqlalchemy as sa

from tresen.core.quote import Adjustment, Component
from tresen.core.receipt import Party, Receipt, Recipient, Signed, Tender
from tresen.core.receipt_number import printed_number
from tresen.core.tax import TaxSum
from tresen.fiscal.closing_facts import ClosingFacts, TseFacts
from tresen.fiscal.dsfinvk.closing_rows import closing_rows, tse_rows
from tresen.fiscal.dsfinvk.column import Table
from tresen.fiscal.dsfinvk.description import CERTIFICATE_PART, with_certificate_parts
from tresen.fiscal.dsfinvk.dialect import Row
from tresen.fiscal.dsfinvk.master_tables import TSE
from tresen.fiscal.dsfinvk.receipt_rows import KnownTwice, ReceiptRows, Rows, Target
from tresen.fiscal.dsfinvk.tables import TABLES
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.journal.read import raw_rows
from tresen.ledger.finding import HANDED_OUT
from tresen.store import schema

PIECE: Final = 200
"""Receipts whose rows are in memory at once."""
CLOSINGS_AT_ONCE: Final = 50


@dataclass(slots=True, frozen=True)
class Wanted:
    """Which closings: by business day (both ends count, empty: open), till and Z number (0: all)."""

    first: str = ""
    last: str = ""
    till: str = ""
    number: int = 0


class Piece(NamedTuple):
    """Rows of one file that follow what was handed over before. `done`: receipts so far."""

    file: str
    rows: list[Row]
    done: int


@dataclass(slots=True)
class Survey:
    """What an export will hold."""

    closings: int = 0
    receipts: int = 0
    certificate: int = 0
    """Characters of the longest certificate."""
    party: Party | None = None
    """The business as of the last closing."""


class _Line(msgspec.Struct, gc=False):
    """See `tresen.core.quote.QuoteLine`; likewise below: what no row needs is skipped."""

    n: int
    number: str
    name: str
    kind: str
    group: str
    unit: str
    quantity: int
    per: int
    price: int
    list_amount: int
    amount: int
    tax_key: int
    tax_rate: int
    business_case: str
    adjustments: tuple[Adjustment, ...] = ()
    return_receipt: str = ""
    barcode: str = ""
    agency: int = 0
    case_name: str = ""
    in_house: str = ""
    components: tuple[Component, ...] = ()
    voucher: str = ""


class _Order(msgspec.Struct, gc=False):
    """See `tresen.core.receipt.OrderNote`."""

    allocation: str = ""


class _Receipt(msgspec.Struct, gc=False):
    id: str
    kind: str
    type: str
    started_at: int
    finished_at: int
    staff: str
    staff_name: str
    lines: tuple[_Line, ...]
    taxes: tuple[TaxSum, ...]
    tenders: tuple[Tender, ...]
    total: int
    signed: Signed
    number: int = 0
    customer: str = ""
    customer_number: str = ""
    refers_to: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    time_zone: str = "Europe/Berlin"
    currency: str = "EUR"
    voided: tuple[str, ...] = ()
    series: str = ""
    order: _Order | None = None
    recipient: Recipient | None = None


class _Body(msgspec.Struct, gc=False):
    receipt: _Receipt


class _Known(msgspec.Struct):
    receipt: str
    number: int
    finished_at: int
    failure: str


class _Totals(msgspec.Struct):
    records: int = 0


class _Surveyed(msgspec.Struct):
    """Of a closing, what the survey needs."""

    party: Party
    totals: _Totals
    signer: dict[str, str] = {}
    signers: tuple[TseFacts, ...] = ()


_decode = msgspec.json.Decoder(_Body).decode
_decode_known = msgspec.json.Decoder(_Known).decode
_decode_closing = msgspec.json.Decoder(ClosingFacts).decode
_decode_surveyed = msgspec.json.Decoder(_Surveyed).decode


def survey(connection: sa.Connection, wanted: Wanted) -> Survey:
    """Look through the closings before anything is written."""
    found = Survey()
    for _, _, body in _closings(connection, wanted):
        closing = _decode_surveyed(body)
        found.closings += 1
        found.receipts += closing.totals.records
        found.party = closing.party
        lengths = [len(tse.certificate) for tse in closing.signers] or [len(closing.signer.get("certificate", ""))]
        found.certificate = max(found.certificate, *lengths)
    return found


def tables_of(found: Survey) -> tuple[Table, ...]:
    """The declarations, with as many columns as the longest certificate takes."""
    return tuple(with_certificate_parts(TSE, found.certificate) if table is TSE else table for table in TABLES)


def pieces(
    connection: sa.Connection, wanted: Wanted, settings: FiscalSettings, found: Survey
) -> Iterator[Piece]:  # fmt: skip
    """All rows, closing by closing; memory does not grow with their number."""
    done = 0
    for seq, number, body in _closings(connection, wanted):
        facts = _decode_closing(body)
        facts.number = number
        making = ReceiptRows(facts, settings)
        for table, rows in closing_rows(facts, settings):
            yield Piece(table.file, rows, done)
        for receipts, known in _receipts(connection, facts.till, facts.first_seq - 1, seq):
            targets = _targets(connection, _named(receipts, known))
            collected = Rows()
            for receipt in receipts:
                making.add(receipt, targets, collected)
            for one in known:
                making.add_known_twice(one, targets, collected)
            done += len(receipts)
            for file, rows in collected.of.items():
                yield Piece(file, rows, done)
        columns = max(2, -(-found.certificate // CERTIFICATE_PART))
        yield Piece(TSE.file, tse_rows(facts, making.tses, columns), done)


def _closings(connection: sa.Connection, wanted: Wanted) -> Iterator[tuple[int, int, bytes]]:
    """Entry, Z number and body, oldest first."""
    e = schema.entry.c
    conditions = [e.kind == "closing", e.kind != "receipt"]
    if wanted.first:
        conditions.append(e.business_day >= wanted.first)
    if wanted.last:
        conditions.append(e.business_day <= wanted.last)
    if wanted.till:
        conditions.append(e.till == wanted.till)
    if wanted.number:
        conditions.append(e.counter == wanted.number)
    question = (
        sa.select(e.seq, e.counter, e.body).where(*conditions, e.seq > sa.bindparam("after")).order_by(e.seq)
        .limit(CLOSINGS_AT_ONCE)
    )  # fmt: skip
    after = 0
    while rows := connection.execute(question, {"after": after}).all():
        for seq, counter, body in rows:
            yield int(seq), int(counter), bytes(body)
        after = int(rows[-1][0])


def _receipts(
    connection: sa.Connection, till: str, after: int, until: int
) -> Iterator[tuple[list[Receipt], list[KnownTwice]]]:
    """The receipts of a till between two closings, then the numbers of sales that had been booked before."""
    e, r = schema.entry.c, schema.receipt.c
    question = (
        sa.select(e.seq, e.body, e.counter)
        .select_from(sa.join(schema.receipt, schema.entry, r.seq == e.seq))
        .where(r.till == till, r.seq > sa.bindparam("after"), r.seq < until)
        .order_by(r.seq)
        .limit(PIECE)
    )
    start = after
    while rows := raw_rows(connection.execute(question, {"after": start})):
        yield [_receipt_in(bytes(body), int(counter)) for _, body, counter in rows], []
        start = int(rows[-1][0])
    known = connection.execute(
        sa.select(e.id, e.body, e.actor)
        .where(e.kind == HANDED_OUT, e.kind != "receipt", e.till == till, e.seq > after, e.seq < until)
        .order_by(e.seq)
    )
    twice = [_known_in(id, bytes(body), actor) for id, body, actor in known]
    if twice:
        yield [], twice


def _receipt_in(body: bytes, counter: int) -> Receipt:
    receipt = _decode(body).receipt
    receipt.number = printed_number(receipt.series, counter)
    return cast("Receipt", receipt)


def _known_in(id: str, body: bytes, actor: str) -> KnownTwice:
    known = _decode_known(body)
    return KnownTwice(id, known.number, known.receipt, known.finished_at, actor, known.failure)


def _named(receipts: Iterable[Receipt], known: Iterable[KnownTwice]) -> list[str]:
    """Ids that any of them refers to."""
    ids = {id for receipt in receipts for id in receipt.refers_to}
    ids |= {line.return_receipt for receipt in receipts for line in receipt.lines if line.return_receipt}
    return sorted(ids | {one.booked for one in known})


def _targets(connection: sa.Connection, ids: list[str]) -> dict[str, Target]:
    """Where the receipts stand that are referred to."""
    targets: dict[str, Target] = {}
    e, r = schema.entry.c, schema.receipt.c
    for begin in range(0, len(ids), 500):
        question = (
            sa.select(e.id, r.at, r.till, r.seq)
            .select_from(sa.join(schema.entry, schema.receipt, r.seq == e.seq))
            .where(e.id.in_(ids[begin : begin + 500]))
        )
        for id, at, till, seq in connection.execute(question):
            number = _closing_of(connection, till, int(seq))
            if number:
                targets[id] = Target(int(at), till, number)
    return targets


def _closing_of(connection: sa.Connection, till: str, seq: int) -> int:
    """Z number of the closing that covers an entry, 0 if it is still to come."""
    e = schema.entry.c
    question = (
        sa.select(e.counter)
        .where(e.kind == "closing", e.kind != "receipt", e.till == till, e.seq > seq)
        .order_by(e.seq)
        .limit(1)
    )
    row = connection.execute(question).first()
    return int(row[0]) if row is not None else 0
