"""Verify everything that can be verified: chain, series, balances, day totals, list of receipts, refunds.

Nothing is believed: all folds are made again from the journal and compared with the tables.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from tresen.journal.entry import transfers_of
from tresen.journal.read import walk
from tresen.journal.verify import ChainCheck
from tresen.ledger.balances import FOLD as BALANCE_FOLD
from tresen.ledger.day_totals import FOLD as TOTAL_FOLD
from tresen.ledger.day_totals import Sums, add_receipt, hour_of
from tresen.ledger.receipts import ReceiptBody, decode_receipt, returned_rows, row_of
from tresen.store import schema

FAULT_LIMIT: Final = 100


@dataclass(slots=True)
class Verdict:
    """What `tresen verify` found."""

    entries: int = 0
    receipts: int = 0
    signed: int = 0
    unsigned: int = 0
    closings: int = 0
    accounts: int = 0
    last_hash: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def fault(self, text: str) -> None:
        if len(self.faults) < FAULT_LIMIT:
            self.faults.append(text)


@dataclass(slots=True)
class _Folds:
    balances: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    totals: Sums = field(default_factory=dict)
    rows: int = 0


def verify(connection: sa.Connection, progress: Callable[[int], None] = lambda _: None) -> Verdict:
    """Walk the whole journal once and compare. Reads only.

    While a node goes on selling, give it a connection that sees one state (`Database.snapshot_now`).
    """
    verdict, chain, folds = Verdict(), ChainCheck(), _Folds()
    marks = {name: int(seq) for name, seq in connection.execute(sa.select(schema.fold.c.name, schema.fold.c.seq))}
    for rows in walk(connection):
        wanted = _index_rows(connection, int(rows[0][0]), int(rows[-1][0]))
        for row in rows:
            chain.add(row)
            _fold(row, verdict, folds, marks, wanted)
        progress(chain.seq)
    for fault in chain.faults:
        verdict.fault(fault)
    verdict.entries, verdict.last_hash = chain.entries, chain.hash.hex()
    _compare_balances(connection, verdict, folds)
    _compare_totals(connection, verdict, folds)
    count = connection.execute(sa.select(sa.func.count()).select_from(schema.receipt)).scalar_one()
    if int(count) != folds.rows:
        verdict.fault(f"the list of receipts has {count} rows, the journal {folds.rows} receipts")
    return verdict


def _fold(row: Any, verdict: Verdict, folds: _Folds, marks: dict[str, int], wanted: "_Index") -> None:
    seq, kind, body = int(row[0]), row[2], bytes(row[12])
    if kind == "receipt":
        content: ReceiptBody = decode_receipt(body)
        receipt, transfers = content.receipt, content.transfers
        verdict.receipts += 1
        folds.rows += 1
        if receipt.signed.signature:
            verdict.signed += 1
        else:
            verdict.unsigned += 1
            if not receipt.signed.failure:
                verdict.fault(f"receipt {receipt.id} has neither a signature nor an outage mark")
        if wanted.receipts.get(seq) != row_of(receipt, seq, int(row[10])):
            verdict.fault(f"the list of receipts does not show entry {seq} as it is")
        if (
            receipt.refers_to
            and receipt.type == "Beleg"
            and wanted.returned.get(seq, []) != returned_rows(receipt, seq)
        ):
            verdict.fault(f"the returns of entry {seq} are not listed as they are")
        if (
            sum(line.amount for line in receipt.lines) != receipt.total
            or sum(tax.gross for tax in receipt.taxes) != receipt.total
        ):
            verdict.fault(f"the parts of receipt {receipt.id} do not add up to its total")
        if receipt.type == "Beleg" and sum(tender.amount for tender in receipt.tenders) != receipt.total:
            verdict.fault(f"receipt {receipt.id} is not paid with exactly its total")
        if seq <= marks.get(TOTAL_FOLD, 0):
            add_receipt(folds.totals, receipt, hour_of(receipt))
    else:
        transfers = transfers_of(body)
        if kind == "closing":
            verdict.closings += 1
    if seq <= marks.get(BALANCE_FOLD, 0):
        for source, target, amount, unit, _ in transfers:
            if amount <= 0:
                verdict.fault(f"entry {seq} moves nothing or less")
            folds.balances[source, unit] -= amount
            folds.balances[target, unit] += amount


@dataclass(slots=True)
class _Index:
    receipts: dict[int, tuple[Any, ...]]
    returned: dict[int, list[tuple[Any, ...]]]


def _index_rows(connection: sa.Connection, first: int, last: int) -> _Index:
    r, b = schema.receipt.c, schema.returned.c
    receipts = {
        int(row[0]): tuple(row)
        for row in connection.execute(sa.select(schema.receipt).where(r.seq >= first, r.seq <= last))
    }
    returned: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(sa.select(schema.returned).where(b.seq >= first, b.seq <= last).order_by(b.seq, b.n)):
        returned.setdefault(int(row.seq), []).append(tuple(row))
    return _Index(receipts, returned)


def _compare_balances(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    kept = {(account, unit): int(amount) for account, unit, amount in connection.execute(sa.select(schema.balance))}
    verdict.accounts = len(kept)
    by_unit: dict[str, int] = defaultdict(int)
    for key in kept.keys() | folds.balances.keys():
        by_unit[key[1]] += kept.get(key, 0)
        if kept.get(key, 0) != folds.balances.get(key, 0):
            verdict.fault(f"balance of {key[0]}: the table says {kept.get(key, 0)}, the journal {folds.balances[key]}")
    for unit, total in by_unit.items():
        if total:
            verdict.fault(f"all balances of unit {unit} add up to {total}, not to zero")


def _compare_totals(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    kept = {tuple(row)[:4]: [int(value) for value in tuple(row)[4:]] for row in connection.execute(
        sa.select(schema.day_total)
    )}  # fmt: skip
    for key in kept.keys() | folds.totals.keys():
        if kept.get(key) != folds.totals.get(key):
            verdict.fault(f"day total {key}: the table says {kept.get(key)}, the journal {folds.totals.get(key)}")
