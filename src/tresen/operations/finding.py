"""Finding receipts: by id, by the address behind the QR code, by number, by what was bought or by whom."""

from dataclasses import dataclass

import sqlalchemy as sa

from tresen.core.receipt import Receipt
from tresen.journal.read import by_id, by_number
from tresen.ledger.receipts import receipt_of
from tresen.operations.node import Node
from tresen.operations.selling.returning import returnable_lines
from tresen.store.schema import receipt as table

LIMIT = 200


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
    c = table.c
    question = sa.select(table)
    if wanted.till:
        question = question.where(c.till == wanted.till)
    if wanted.kind:
        question = question.where(c.kind == wanted.kind)
    if wanted.day_from:
        question = question.where(c.business_day >= wanted.day_from)
    if wanted.day_to:
        question = question.where(c.business_day <= wanted.day_to)
    if wanted.customer:
        question = question.where(c.customer == wanted.customer)
    if wanted.before:
        question = question.where(c.seq < wanted.before)
    text = wanted.q.strip()
    if text:
        question = question.where(_matches(node, text))
    question = question.order_by(c.seq.desc()).limit(max(1, min(wanted.limit, LIMIT)))
    rows = await node.database.read(lambda connection: connection.execute(question).all())
    return [_row(node, row) for row in rows]


async def find_receipt(node: Node, key: str, till: str = "") -> FoundReceipt | None:
    """One receipt by id, address (or a URL that ends in it), or number (of a till, or `till/number`)."""
    id = await _id_of(node, key.strip().rsplit("/r/", 1)[-1], till)
    found = await returnable_lines(node, id) if id else None
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
    if len(key) == 32 and all(c in "0123456789abcdef" for c in key):
        return key
    known = node.receipt_for(key)
    if known is not None:
        return known
    name, _, number = key.rpartition("/")
    wanted = _till_of(node, name) or till
    if not number.isdigit() or not wanted or len(number) > 15:
        return ""
    entry = await node.database.read(lambda connection: by_number(connection, wanted, "receipt", int(number)))
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


def _matches(node: Node, text: str) -> sa.ColumnElement[bool]:
    c = table.c
    any_of: list[sa.ColumnElement[bool]] = [c.id == text.lower()]
    known = node.receipt_for(text.rsplit("/r/", 1)[-1])
    if known is not None:
        any_of.append(c.id == known)
    customer = node.masterdata.customer_numbers.get(text)
    if customer is not None:
        any_of.append(c.customer == customer)
    plain = text.replace("€", "").replace(".", ",").strip()
    whole, comma, cents = plain.lstrip("-").partition(",")
    sign = -1 if plain.startswith("-") else 1
    if comma and whole.isdigit() and cents.isdigit() and len(cents) == 2 and len(whole) < 12:
        any_of.append(c.total == sign * (int(whole) * 100 + int(cents)))
    elif text.isdigit() and len(text) < 16:
        any_of.append(c.number == int(text))
    name, slash, number = text.rpartition("/")
    if slash and number.isdigit() and _till_of(node, name):
        any_of.append(sa.and_(c.till == _till_of(node, name), c.number == int(number)))
    return sa.or_(*any_of)


def _row(node: Node, row: sa.Row[tuple[object, ...]]) -> ReceiptRow:
    values = row._asdict()
    md = node.masterdata
    till, staff = md.tills.get(values["till"]), md.staff.get(values["staff"])
    customer = md.customers.get(values["customer"])
    return ReceiptRow(
        values["id"], values["till"], till.name if till else values["till"], int(values["number"]),
        values["business_day"], int(values["at"]), values["kind"], values["type"], int(values["total"]),
        values["staff"], staff.name if staff else values["staff"], values["customer"],
        customer.number if customer else "", node.token(values["id"]),
    )  # fmt: skip
