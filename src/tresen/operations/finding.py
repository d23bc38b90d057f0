"""Finding receipts: by id, by the address behind the QR code, by number, by what was bought or by whom."""

from dataclasses import dataclass
from typing import Final

from tresen.core.ids import is_id
from tresen.core.receipt import Receipt
from tresen.core.receipt_number import place_of
from tresen.journal.read import by_id, by_number
from tresen.ledger.finding import ReceiptFilter, ReceiptLine, find, with_returns
from tresen.ledger.receipts import receipt_of
from tresen.operations.node import Node
from tresen.operations.receipt_address import id_behind

LAST: Final = 2**62
"""Behind every entry."""


@dataclass(slots=True)
class ReceiptRow:
    """A receipt as lists show it."""

    id: str
    till: str
    till_name: str
    number: int
    business_day: str
    at: int
    kind: str
    type: str
    total: int
    staff: str
    staff_name: str
    customer: str
    customer_number: str
    token: str
    seq: int = 0


@dataclass(slots=True)
class Wanted:
    """What to look for; everything empty finds the newest receipts."""

    q: str = ""
    """A number, `till/number`, an id, an address, a total such as `12,34`, or a customer's card number."""
    till: str = ""
    kind: str = ""
    day_from: str = ""
    day_to: str = ""
    customer: str = ""
    before: int = 0
    """Continue behind this entry number."""
    limit: int = 50


@dataclass(slots=True)
class Returnable:
    """What of a line can still come back."""

    line: int
    quantity: int
    amount: int


@dataclass(slots=True)
class FoundReceipt:
    receipt: Receipt
    returnable: list[Returnable]
    seq: int = 0


async def find_receipts(node: Node, wanted: Wanted) -> list[ReceiptRow]:
    """Newest first."""
    asked = ReceiptFilter(
        wanted.till,
        wanted.kind,
        wanted.day_from,
        wanted.day_to,
        wanted.customer,
        min(max(wanted.before, 0), LAST),
        wanted.limit,
    )
    text = wanted.q.replace("\0", "").strip()
    if text:
        await _read_text(node, text, asked)
    lines = await node.database.read(lambda connection: find(connection, asked))
    return [_row(node, line) for line in lines]


async def find_receipt(node: Node, key: str, till: str = "") -> FoundReceipt | None:
    """One receipt by id, address (or a URL that ends in it), or number (of a till, or `till/number`)."""
    id = await _id_of(node, key.strip().rsplit("/r/", 1)[-1], till)
    found = await node.database.read(lambda connection: with_returns(connection, id)) if id else None
    if found is None:
        return None
    receipt, back = found
    rest = []
    for line in receipt.lines:
        if line.quantity > 0 and receipt.type == "Beleg":
            quantity, amount = back.get(line.n, (0, 0))
            rest.append(Returnable(line.n, line.quantity - quantity, line.amount - amount))
    return FoundReceipt(receipt, rest)


async def _id_of(node: Node, key: str, till: str) -> str:
    if is_id(key):
        return key
    known = await id_behind(node, key)
    if known is not None:
        return known
    name, _, number = key.rpartition("/")
    wanted = _till_of(node, name) or till
    if not number.isdecimal() or not wanted or len(number) > 15:
        return ""
    series, counter = place_of(int(number))
    entry = await node.database.read(lambda connection: by_number(connection, wanted, series, counter))
    return entry.id if entry is not None else ""


async def load_receipt(node: Node, id: str) -> Receipt | None:
    """A frozen receipt by id."""
    known = node.recent.get(id)
    if known is not None:
        return known
    entry = await node.database.read(lambda connection: by_id(connection, id))
    return receipt_of(entry.body, entry.counter) if entry is not None and entry.kind == "receipt" else None


def _till_of(node: Node, name: str) -> str:
    return next((till.id for till in node.masterdata.tills if name in (till.id, till.name)), "")


async def _read_text(node: Node, text: str, asked: ReceiptFilter) -> None:
    """What a search text may mean: all of it at once."""
    asked.searched = True
    asked.ids.append(text.lower())
    known = await id_behind(node, text.rsplit("/r/", 1)[-1])
    if known is not None:
        asked.ids.append(known)
    customer = node.masterdata.customer_numbers.get(text)
    if customer is not None:
        asked.customers.append(customer)
    plain = text.replace("€", "").replace(".", ",").strip()
    whole, comma, cents = plain.lstrip("-").partition(",")
    if comma and whole.isdecimal() and cents.isdecimal() and len(cents) == 2 and len(whole) < 12:
        asked.totals.append((-1 if plain.startswith("-") else 1) * (int(whole) * 100 + int(cents)))
    elif text.isdecimal() and len(text) < 16:
        asked.numbers.append(("", int(text)))
    name, _, number = text.rpartition("/")
    till = _till_of(node, name)
    if till and number.isdecimal() and len(number) < 16:
        asked.numbers.append((till, int(number)))


def _row(node: Node, line: ReceiptLine) -> ReceiptRow:
    md = node.masterdata
    till, staff, customer = md.tills.get(line.till), md.staff.get(line.staff), md.customers.get(line.customer)
    return ReceiptRow(
        line.id, line.till, till.name if till else line.till, line.number, line.business_day, line.at, line.kind,
        line.type, line.total, line.staff, staff.name if staff else line.staff, line.customer,
        customer.number if customer else "", node.token(line.id), line.seq,
    )  # fmt: skip
