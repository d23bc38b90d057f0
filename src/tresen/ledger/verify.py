"""Verify everything that can be verified: chain, series, balances, movements, day totals, records, refunds, closings.

Nothing is believed: all folds are made again from the journal and compared with the tables.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.core.money_lines import NO_TURNOVER
from tresen.core.receipt import Receipt
from tresen.core.receipt_number import printed_number
from tresen.fiscal.closing import ClosingFold, ClosingTotals
from tresen.fiscal.completeness import Completeness
from tresen.journal.entry import transfers_of
from tresen.journal.read import by_id, raw_rows, walk
from tresen.journal.verify import ChainCheck
from tresen.ledger.article_totals import FOLD as GOODS_FOLD
from tresen.ledger.article_totals import periods_of
from tresen.ledger.balances import FOLD as BALANCE_FOLD
from tresen.ledger.balances import UNTRACKED
from tresen.ledger.day_totals import FOLD as TOTAL_FOLD
from tresen.ledger.day_totals import SALES, Sums, add_receipt, hour_of
from tresen.ledger.deviations import DEVIATION, SETTLED, decode_deviation, decode_settlement
from tresen.ledger.deviations import row_of as row_of_deviation
from tresen.ledger.finding import HANDED_OUT
from tresen.ledger.receipts import decode_receipt, returned_rows, row_of
from tresen.ledger.slim_receipt import slim_body
from tresen.ledger.verify_invoices import compare_invoices
from tresen.store import schema

FAULT_LIMIT: Final = 100
SHOWN: Final = 20
RETURNED: Final = ("returned_twice", "sale_unknown")
PARTS: Final = ("chain", "receipts", "closings", "balances", "totals")


class _Closing(msgspec.Struct):
    totals: ClosingTotals
    completeness: Completeness | None = None


class _Change(msgspec.Struct):
    record: msgspec.Raw
    deleted: bool = False


_decode_closing = msgspec.json.Decoder(_Closing).decode
_decode_change = msgspec.json.Decoder(_Change).decode


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
    notes: list[str] = field(default_factory=list)
    """What is no fault and should be known: receipts that were handed out and have not arrived."""
    parts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    """Number of faults by what was compared."""

    @property
    def sound(self) -> bool:
        return not self.faults

    def fault(self, part: str, text: str) -> None:
        self.parts[part] += 1
        if len(self.faults) < FAULT_LIMIT:
            self.faults.append(text)


@dataclass(slots=True)
class _Folds:
    moved: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    """By account and unit: how often, and the balance."""
    totals: Sums = field(default_factory=dict)
    goods: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """Turnover by day, week or month and till, for the goods totals."""
    records: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By subject: entry of the newest state, and whether it is deleted."""
    returned: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    """By receipt and line: quantity and amount that came back."""
    returns: int = 0
    rows: int = 0
    closings: dict[str, ClosingFold] = field(default_factory=lambda: defaultdict(ClosingFold))
    """By till: what happened since its last closing."""
    deviations: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Rows of the table by id."""
    twice: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By till: printed numbers since its last closing whose sale had been booked before."""
    handed: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """What of the devices' series has arrived so far (the chain's own book)."""
    told: set[str] = field(default_factory=set)
    """Receipts of which more came back than was sold, as a deviation says."""


def verify(connection: sa.Connection, progress: Callable[[int], None] = lambda _: None) -> Verdict:
    """Walk the whole journal once and compare. Reads only; a node may go on selling meanwhile."""
    verdict, chain = Verdict(), ChainCheck()
    folds = _Folds(handed=chain.handed)
    marks = {name: int(seq) for name, seq in connection.execute(sa.select(schema.fold.c.name, schema.fold.c.seq))}
    for rows in walk(connection):
        wanted = _index_rows(connection, int(rows[0][0]), int(rows[-1][0]))
        for row in rows:
            chain.add(row)
            _fold(row, verdict, folds, marks, wanted)
        progress(chain.seq)
    for fault in chain.faults:
        verdict.fault("closings" if fault.startswith("closing ") else "chain", fault)
    verdict.entries, verdict.last_hash = chain.entries, chain.hash.hex()
    for name, seq in marks.items():
        if seq > chain.seq:
            verdict.fault("chain", f"the journal ends at entry {chain.seq}, but fold {name} has seen entry {seq}")
    _compare_balances(connection, verdict, folds)
    _compare_movements(connection, verdict, folds)
    _compare_totals(connection, verdict, folds)
    _compare_goods(connection, verdict, folds)
    _compare_records(connection, verdict, folds)
    _compare_counts(connection, verdict, folds)
    _compare_returns(connection, verdict, folds)
    _compare_deviations(connection, verdict, folds)
    compare_invoices(connection, lambda text: verdict.fault("receipts", text))
    for till, series in sorted(chain.handed):
        missing = chain.missing(till, series)
        if missing:
            shown = ", ".join(str(printed_number(series, counter)) for counter in missing[:SHOWN])
            verdict.notes.append(f"{len(missing)} receipts that till {till} handed out have not arrived yet: {shown}")
    return verdict


def _fold(row: Any, verdict: Verdict, folds: _Folds, marks: dict[str, int], wanted: "_Index") -> None:
    seq, kind, till, body = int(row[0]), row[2], row[8], bytes(row[12])
    if kind == "receipt":
        receipt, transfers = slim_body(body, int(row[10]))
        _check_receipt(seq, receipt, verdict, folds, wanted)
        if seq <= marks.get(TOTAL_FOLD, 0):
            add_receipt(folds.totals, receipt, hour_of(receipt))
        if receipt.kind in SALES and receipt.type == "Beleg" and seq <= marks.get(GOODS_FOLD, 0):
            sold = receipt.total - sum(line.amount for line in receipt.lines if line.business_case in NO_TURNOVER)
            for period in periods_of(receipt.business_day):
                folds.goods[period, receipt.till] += sold
                folds.goods[period, ""] += sold
        folds.closings[till].add(receipt)
    else:
        transfers = transfers_of(body)
        if kind == "closing":
            verdict.closings += 1
            closing = _decode_closing(body)
            _check_completeness(row, closing.completeness, verdict, folds)
            if _said(closing.totals) != _said(folds.closings.pop(till, ClosingFold()).totals()):
                verdict.fault("closings", f"closing {row[10]} of till {till} does not say what its receipts add up to")
        elif kind == "drawer_opened":
            folds.closings[till].drawer_opened()
        elif kind == HANDED_OUT:
            folds.twice[till] += 1
        elif kind == DEVIATION:
            _fold_deviation(row, folds)
        elif kind == SETTLED:
            id = decode_settlement(body).deviation
            if id in folds.deviations:
                folds.deviations[id] = (*folds.deviations[id][:-1], seq)
        elif kind == "masterdata":
            folds.records[row[11]] = (seq, int(_decode_change(body).deleted))
    if seq <= marks.get(BALANCE_FOLD, 0):
        for source, target, amount, unit, _ in transfers:
            if amount <= 0:
                verdict.fault("balances", f"entry {seq} moves nothing or less")
            moved = folds.moved[source, unit]
            moved[0] += 1
            moved[1] -= amount
            moved = folds.moved[target, unit]
            moved[0] += 1
            moved[1] += amount


def _check_completeness(row: Any, said: Completeness | None, verdict: Verdict, folds: _Folds) -> None:
    """A closing may not say that more has arrived than had: what it counts and what it misses."""
    till = row[8]
    confirmed = folds.twice.pop(till, 0) + (folds.closings[till].records if till in folds.closings else 0)
    gaps = sum(max(there) - len(there) for (owner, _), there in folds.handed.items() if owner == till)
    if said is None or not said.confirmed:
        return
    sums = said.printed == said.confirmed + said.missing_count and said.confirmed == said.signed + said.marked
    if said.confirmed != confirmed or said.missing_count < gaps or not sums:
        verdict.fault("closings", f"closing {row[10]} of till {till} says other receipts arrived than had")


def _fold_deviation(row: Any, folds: _Folds) -> None:
    content = decode_deviation(bytes(row[12]))
    folds.deviations[row[1]] = row_of_deviation(row[1], int(row[0]), row[8], content, 0)
    if content.code in RETURNED and content.detail:
        folds.told.add(str(content.detail.get("sale", "")))


def _said(totals: ClosingTotals) -> tuple[object, ...]:
    """What of a closing must be true for ever; later versions may say more."""
    return (
        totals.first_number, totals.last_number, totals.records, totals.receipts, totals.taxes, totals.payments,
        totals.cash, totals.payments_total, totals.cash_total, totals.drawer_openings,
    )  # fmt: skip


def _check_receipt(seq: int, receipt: Receipt, verdict: Verdict, folds: _Folds, wanted: "_Index") -> None:
    verdict.receipts += 1
    folds.rows += 1
    if receipt.signed.signature:
        verdict.signed += 1
    else:
        verdict.unsigned += 1
        if not receipt.signed.failure:
            verdict.fault("receipts", f"receipt {receipt.id} has neither a signature nor an outage mark")
    if wanted.receipts.get(seq) != row_of(receipt, seq, receipt.number):
        verdict.fault("receipts", f"the list of receipts does not show entry {seq} as it is")
    if receipt.refers_to and receipt.type == "Beleg":
        rows = returned_rows(receipt, seq)
        if wanted.returned.get(seq, []) != rows:
            verdict.fault("receipts", f"the returns of entry {seq} are not listed as they are")
        folds.returns += len(rows)
        for id, number, _, _, quantity, amount in rows:
            sums = folds.returned[id, number]
            sums[0] += quantity
            sums[1] += amount
    lines = taxes = 0
    for line in receipt.lines:
        lines += line.amount
    for tax in receipt.taxes:
        taxes += tax.gross
    if not lines == taxes == receipt.total:
        verdict.fault("receipts", f"the parts of receipt {receipt.id} do not add up to its total")
    if receipt.type == "Beleg" and sum(tender.amount for tender in receipt.tenders) != receipt.total:
        verdict.fault("receipts", f"receipt {receipt.id} is not paid with exactly its total")


@dataclass(slots=True)
class _Index:
    receipts: dict[int, tuple[Any, ...]]
    returned: dict[int, list[tuple[Any, ...]]]


def _index_rows(connection: sa.Connection, first: int, last: int) -> _Index:
    r, b = schema.receipt.c, schema.returned.c
    rows = raw_rows(connection.execute(sa.select(schema.receipt).where(r.seq >= first, r.seq <= last)))
    receipts = {row[0]: row for row in rows}
    returned: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(sa.select(schema.returned).where(b.seq >= first, b.seq <= last).order_by(b.seq, b.n)):
        returned.setdefault(int(row.seq), []).append(tuple(row))
    return _Index(receipts, returned)


def _compare_balances(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    kept = {(account, unit): int(amount) for account, unit, amount in connection.execute(sa.select(schema.balance))}
    verdict.accounts = len(kept)
    by_unit: dict[str, int] = defaultdict(int)
    for key in kept.keys() | folds.moved.keys():
        there, made = kept.get(key, 0), folds.moved[key][1]
        by_unit[key[1]] += there
        if there != made:
            verdict.fault("balances", f"balance of {key[0]}: the table says {there}, the journal {made}")
    for unit, total in by_unit.items():
        if total:
            verdict.fault("balances", f"all balances of unit {unit} add up to {total}, not to zero")


def _compare_totals(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    kept = {tuple(row)[:4]: [int(value) for value in tuple(row)[4:]] for row in connection.execute(
        sa.select(schema.day_total)
    )}  # fmt: skip
    for key in kept.keys() | folds.totals.keys():
        if kept.get(key) != folds.totals.get(key):
            verdict.fault(
                "totals", f"day total {key}: the table says {kept.get(key)}, the journal {folds.totals.get(key)}"
            )


def _compare_goods(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    c = schema.article_total.c
    question = sa.select(c.period, c.till, sa.func.sum(c.amount)).group_by(c.period, c.till)
    kept = {(period, till): int(amount) for period, till, amount in connection.execute(question)}
    for key in kept.keys() | folds.goods.keys():
        if kept.get(key, 0) != folds.goods.get(key, 0):
            said = f"the table says {kept.get(key, 0)}, the receipts {folds.goods.get(key, 0)}"
            verdict.fault("totals", f"goods of {key[0]} at till {key[1]}: {said}")


def _compare_movements(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    c = schema.movement.c
    question = sa.select(c.account, sa.func.count(), sa.func.sum(c.amount)).group_by(c.account)
    kept = {account: [int(count), int(amount)] for account, count, amount in connection.execute(question)}
    made: dict[str, list[int]] = {}
    for (account, _), (count, amount) in folds.moved.items():
        if count and not account.startswith(UNTRACKED):
            sums = made.setdefault(account, [0, 0])
            sums[0] += count
            sums[1] += amount
    for account in kept.keys() | made.keys():
        if kept.get(account) != made.get(account):
            verdict.fault("balances", f"the movements of {account} are not those of the journal")


def _compare_records(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    c = schema.record.c
    kept = {
        f"{kind}:{id}": (int(seq), int(deleted))
        for kind, id, seq, deleted in connection.execute(sa.select(c.kind, c.id, c.seq, c.deleted))
    }
    for subject in kept.keys() | folds.records.keys():
        if kept.get(subject) != folds.records.get(subject):
            verdict.fault("totals", f"the record {subject} is not the newest state in the journal")
    changed = (
        sa.select(c.kind, c.id, c.body, schema.entry.c.body)
        .join(schema.entry, schema.entry.c.seq == c.seq)
        .execution_options(yield_per=1000)
    )
    for kind, id, body, written in connection.execute(changed):
        if bytes(body) != bytes(_decode_change(bytes(written)).record):
            verdict.fault("totals", f"the record {kind}:{id} was changed beside the journal")


def _compare_deviations(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    kept = {row[0]: tuple(row) for row in raw_rows(connection.execute(sa.select(schema.deviation)))}
    for id in kept.keys() | folds.deviations.keys():
        if kept.get(id) != folds.deviations.get(id):
            verdict.fault("totals", f"deviation {id}: the table says {kept.get(id)}, the journal otherwise")


def _compare_counts(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    for table, expected, name in (
        (schema.receipt, folds.rows, "receipts"), (schema.returned, folds.returns, "returns"),
    ):  # fmt: skip
        count = int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        if count != expected:
            verdict.fault("receipts", f"the list of {name} has {count} rows, the journal {expected}")


def _compare_returns(connection: sa.Connection, verdict: Verdict, folds: _Folds) -> None:
    """Nothing came back that was not sold, and not for more than was paid; what tills did without the node is told."""
    lines_of: dict[int, tuple[int, int]] = {}
    last = ""
    for (id, number), (quantity, amount) in sorted(folds.returned.items()):
        if id != last:
            entry, last = by_id(connection, id), id
            lines = decode_receipt(entry.body).receipt.lines if entry is not None and entry.kind == "receipt" else ()
            lines_of = {line.n: (line.quantity, line.amount) for line in lines}
        sold = lines_of.get(number, (0, 0))
        if (quantity > sold[0] or amount > sold[1]) and id not in folds.told:
            verdict.fault("receipts", f"more came back of line {number} of receipt {id} than was sold")
