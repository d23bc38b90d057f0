"""Day totals for screens and reports: per day, till and dimension, folded like the balances.

Only receipts of type `Beleg` count; training and aborts never do.
"""

from datetime import datetime
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from tresen.core.money_lines import NO_TURNOVER
from tresen.core.receipt import Receipt
from tresen.journal.entry import Draft, Entry
from tresen.ledger.balances import set_mark
from tresen.ledger.receipts import decode_receipt
from tresen.ledger.slim_receipt import slim_body
from tresen.store.writer import Tx

FOLD: Final = "day_total"
BACKLOG: Final = 2000
SALES: Final = ("sale", "refund", "exchange")

_BEHIND: Final = "SELECT seq, body FROM entry WHERE kind = 'receipt' AND seq > ? ORDER BY seq LIMIT ?"

Key = tuple[str, str, str, str]
"""Business day, till, dimension, key."""
Sums = dict[Key, list[int]]
"""Count, amount in cents, quantity; for `tax`, `hour` and `staff` the third is the VAT in the amount, cents;
for `promotion` receipts, saving in cents, extra points."""


def add_receipt(sums: Sums, receipt: Receipt, hour: str) -> None:
    """Count one receipt in every dimension: total, hour, group, tender, tax (amount gross), staff, kind, promotion."""
    if receipt.type != "Beleg":
        return
    day, till, kind, total, lines = receipt.business_day, receipt.till, receipt.kind, receipt.total, len(receipt.lines)
    counted: list[tuple[str, str, int, int]] = [("kind", kind, total, lines)]
    """Dimension, key, amount, third."""
    vat = 0
    if kind in SALES or kind == "down_payment":
        for tax in receipt.taxes:
            vat += tax.vat
            counted.append(("tax", f"{tax.key}/{tax.rate}", tax.gross, tax.vat))
    if kind in SALES:
        groups: dict[str, list[int]] = {}
        for line in receipt.lines:
            if line.business_case in NO_TURNOVER:
                total -= line.amount
                continue
            known = groups.get(line.group)
            if known is None:
                groups[line.group] = [line.amount, line.quantity]
            else:
                known[0] += line.amount
                known[1] += line.quantity
        counted += (("total", "", total, lines), ("hour", hour, total, vat), ("staff", receipt.staff, total, vat))
        if receipt.savings:
            counted.append(("savings", "", receipt.savings, 0))
        for tender in receipt.tenders:
            counted.append(("tender", tender.kind, tender.amount, 0))
        for group, (amount, quantity) in groups.items():
            counted.append(("group", group, amount, quantity))
        for applied in receipt.promotions:
            counted.append(("promotion", applied.promotion.id, applied.saving, applied.points))
    for dimension, key, amount, third in counted:  # in one loop: a call for each of them took as long as the adding
        place = (day, till, dimension, key)
        found = sums.get(place)
        if found is None:
            sums[place] = [1, amount, third]
        else:
            found[0] += 1
            found[1] += amount
            found[2] += third


def _add(sums: Sums, key: Key, count: int, amount: int, quantity: int) -> None:
    found = sums.get(key)
    if found is None:
        sums[key] = [count, amount, quantity]
    else:
        found[0] += count
        found[1] += amount
        found[2] += quantity


class DayTotals:
    """Follows the journal; what is not folded yet is in memory and added when reading."""

    def __init__(self) -> None:
        self._uncommitted: list[tuple[int, Receipt]] = []
        self._waiting: Sums = {}
        self._last = 0
        self._count = 0
        self._folding: Sums = {}
        self._mark = 0
        self._folding_to = 0
        self._lock = Lock()

    def load(self, tx: Tx) -> None:
        mark = tx.one("SELECT seq FROM fold WHERE name = ?", (FOLD,))
        self._mark = int(mark[0]) if mark else 0
        last = self._mark
        while rows := tx.all(_BEHIND, (last, BACKLOG)):
            for seq, body in rows:
                self._count_in(int(seq), slim_body(bytes(body), 0)[0])
            last = int(rows[-1][0])

    def waiting(self) -> Sums:
        """What the table does not hold yet, to be added to it."""
        return self.snapshot()[1]

    def snapshot(self) -> tuple[int, Sums]:
        """The entry up to which the table goes, and what comes after it; the two belong together. From any thread."""
        with self._lock:
            parts = [(key, tuple(values)) for part in (self._folding, self._waiting) for key, values in part.items()]
            mark = self._mark
        sums: Sums = {}
        for key, (count, amount, quantity) in parts:
            _add(sums, key, count, amount, quantity)
        return mark, sums

    def appended(self, draft: Draft, entry: Entry) -> None:
        if entry.kind == "receipt":
            receipt = draft.fact if draft.fact is not None else decode_receipt(draft.body).receipt
            self._uncommitted.append((entry.seq, receipt))

    def before_commit(self, tx: Tx) -> None:
        if self._count > BACKLOG:
            self._fold(tx)

    def after_commit(self) -> None:
        with self._lock:
            if self._folding:
                self._folding, self._mark = {}, self._folding_to
            for seq, receipt in self._uncommitted:
                self._count_in(seq, receipt)
        self._uncommitted = []

    def after_rollback(self) -> None:
        with self._lock:
            if self._folding:
                self._waiting, self._folding = self._folding, {}
                self._count = BACKLOG
        self._uncommitted = []

    def idle(self, tx: Tx) -> bool:
        if self._waiting:
            self._fold(tx)
        return False

    def _count_in(self, seq: int, receipt: Receipt) -> None:
        add_receipt(self._waiting, receipt, hour_of(receipt))
        self._last = seq
        self._count += 1

    def _fold(self, tx: Tx) -> None:
        with self._lock:
            self._folding, self._waiting, self._count = self._waiting, {}, 0
            self._folding_to = self._last
        write_totals(tx, self._folding)
        set_mark(tx, FOLD, self._last)


def hour_of(receipt: Receipt) -> str:
    """Hour of the day on the shop's wall clock, `00` to `23`."""
    return local_hour(receipt.finished_at, receipt.time_zone)


def write_totals(tx: Tx, sums: Sums) -> None:
    tx.many(
        "INSERT INTO day_total (business_day, till, dimension, key, count, amount, quantity) | "
        "ON CONFLICT (business_day, till, dimension, key) DO UPDATE SET count = day_total.count + excluded.count, "
        "amount = day_total.amount + excluded.amount, quantity = day_total.quantity + excluded.quantity",
        ("text", "text", "text", "text", "bigint", "bigint", "bigint"),
        [(*key, *values) for key, values in sorted(sums.items())],
    )


def local_hour(at: int, zone: str) -> str:
    """Wall-clock hour of a moment in a zone. Offsets change on quarter hours only, so they are cached per quarter."""
    return _hour_cache(at // 900_000, zone)


def _hour_cache(quarter: int, zone: str) -> str:
    found = _HOURS.get((quarter, zone))
    if found is None:
        if len(_HOURS) > 10_000:
            _HOURS.clear()
        found = _HOURS[quarter, zone] = datetime.fromtimestamp(quarter * 900, ZoneInfo(zone)).strftime("%H")
    return found


_HOURS: dict[tuple[int, str], str] = {}
