"""The list of receipts: a row per receipt, written in the same commit, so that any of them is found at once."""

from typing import Any, Final

import msgspec

from tresen.core.receipt import Receipt
from tresen.core.receipt_number import printed_number
from tresen.journal.entry import Draft, Entry, Transfer, encode
from tresen.store.writer import Tx

COLUMNS: Final = ("seq", "id", "till", "number", "business_day", "at", "kind", "type", "total", "staff", "customer")
TYPES: Final = (
    "bigint", "text", "text", "bigint", "text", "bigint", "text", "text", "bigint", "text", "text",
)  # fmt: skip
RETURNED_TYPES: Final = ("text", "bigint", "bigint", "bigint", "bigint", "bigint")
_INSERT_RETURNED: Final = "INSERT INTO returned (receipt, line, seq, n, quantity, amount)"
_INSERT: Final = f"INSERT INTO receipt ({', '.join(COLUMNS)})"


class ReceiptBody(msgspec.Struct):
    """Content of an entry of kind `receipt`."""

    receipt: Receipt
    transfers: tuple[Transfer, ...] = ()


decode_receipt = msgspec.json.Decoder(ReceiptBody).decode


def receipt_of(body: bytes, number: int) -> Receipt:
    """The frozen receipt in an entry's body with its number: the one it was handed out with, or the journal's."""
    receipt = decode_receipt(body).receipt
    receipt.number = printed_number(receipt.series, number)
    return receipt


def frozen(receipt: Receipt, lines: bytes) -> msgspec.Raw:
    """The receipt as JSON. `lines`: its encoded lines, four fifths of it, which are the same before and after signing.

    Nobody else may use the receipt meanwhile.
    """
    kept, receipt.lines = receipt.lines, ()
    text = encode(receipt)
    receipt.lines = kept
    return msgspec.Raw(text.replace(b'"lines":[]', b'"lines":' + lines, 1))


def row_of(receipt: Receipt, seq: int, number: int) -> tuple[Any, ...]:
    return (
        seq, receipt.id, receipt.till, number, receipt.business_day, receipt.finished_at,
        receipt.kind, receipt.type, receipt.total, receipt.staff, receipt.customer,
    )  # fmt: skip


def returned_rows(receipt: Receipt, seq: int) -> list[tuple[Any, ...]]:
    """What a refund or exchange takes back, as positive quantities and amounts."""
    return [
        (line.return_receipt, line.return_line, seq, line.n, -line.quantity, -line.amount)
        for line in receipt.lines
        if line.return_receipt
    ]


class ReceiptIndex:
    """Follows the journal and writes the row of each receipt."""

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self._returned: list[tuple[Any, ...]] = []

    def appended(self, draft: Draft, entry: Entry) -> None:
        if entry.kind == "receipt":
            receipt = draft.fact if draft.fact is not None else decode_receipt(draft.body).receipt
            self._rows.append(row_of(receipt, entry.seq, printed_number(entry.series, entry.counter)))
            if receipt.refers_to and receipt.type == "Beleg":
                self._returned += returned_rows(receipt, entry.seq)

    def returned_in_tx(self, tx: Tx, receipt: str) -> dict[int, tuple[int, int]]:
        """By line of a receipt: quantity and amount that came back, also by receipts that are not durable yet."""
        rows = tx.all("SELECT line, quantity, amount FROM returned WHERE receipt = ?", (receipt,))
        rows += [(line, quantity, amount) for id, line, _, _, quantity, amount in self._returned if id == receipt]
        found: dict[int, tuple[int, int]] = {}
        for line, quantity, amount in rows:
            known = found.get(int(line), (0, 0))
            found[int(line)] = (known[0] + int(quantity), known[1] + int(amount))
        return found

    def behind_in_tx(self, tx: Tx, till: str, seq: int) -> bool:
        """Whether the till made a receipt behind an entry, also one that is not durable yet."""
        if any(row[2] == till and row[0] > seq for row in self._rows):
            return True
        return tx.one("SELECT seq FROM receipt WHERE till = ? AND seq > ? LIMIT 1", (till, seq)) is not None

    def before_commit(self, tx: Tx) -> None:
        if self._rows:
            tx.many(_INSERT, TYPES, self._rows)
        if self._returned:
            tx.many(_INSERT_RETURNED, RETURNED_TYPES, self._returned)

    def after_commit(self) -> None:
        self._rows, self._returned = [], []

    def after_rollback(self) -> None:
        self._rows, self._returned = [], []

    def idle(self, tx: Tx) -> bool:
        return False
