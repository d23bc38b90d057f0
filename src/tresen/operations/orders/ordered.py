"""What is ordered and prepaid now, and whether a receipt fits to it. Open orders and down payments are balances."""

from dataclasses import dataclass, field
from typing import Final

from tresen.core.basket import Basket, MoneyLine
from tresen.core.failures import Failure
from tresen.core.money_lines import USED, down_payment_lines
from tresen.core.quote import Quote
from tresen.core.receipt import OrderNote, Receipt
from tresen.ledger import accounts
from tresen.ledger.use_accounts import ORDER
from tresen.masterdata.people import people
from tresen.operations.finding import find_receipt, load_receipt
from tresen.operations.node import Node
from tresen.operations.selling.transfers import HANDING_OVER

LISTED: Final = 500


@dataclass(slots=True)
class OrderedGoods:
    """A line of an order."""

    name: str
    quantity: int
    unit: str
    amount: int


@dataclass(slots=True)
class DownPayment:
    """A line of a down payment that is not used up: what takes it into the sale, or back."""

    receipt: str
    number: int
    line: int
    amount: int
    tax_key: int


@dataclass(slots=True)
class OpenOrder:
    """An order that waits to be handed over."""

    id: str
    record: str
    number: int
    till_name: str
    placed_at: int
    due: str
    name: str
    customer: str
    customer_name: str
    total: int
    prepaid: int
    basket: Basket
    lines: list[OrderedGoods] = field(default_factory=list)
    down_payments: list[DownPayment] = field(default_factory=list)


def record_of(node: Node, order: str) -> str:
    """Id of the record that says now what is ordered; empty if the order is not open."""
    prefix = accounts.order(order)
    held = node.balances.starting_with(prefix, ORDER)
    return max((name.removeprefix(prefix) for name, one in held.items() if one > 0), default="")


def prepaid_on(node: Node, order: str) -> dict[str, int]:
    """Down payments that are not used up: receipt and cents."""
    prefix = accounts.prepaid(order, "")
    found = node.balances.starting_with(prefix)
    return {name.removeprefix(prefix): left for name, left in found.items() if left > 0}


async def note_of(node: Node, order: str) -> OrderNote | None:
    """What a later receipt says of an open order."""
    record = record_of(node, order)
    placed = await load_receipt(node, record) if record else None
    first = await load_receipt(node, order)
    if placed is None or placed.order is None or first is None:
        return None
    said = placed.order
    begun = first.signed.started_at or first.started_at
    return OrderNote(said.id, record, said.allocation, said.due, said.name, placed.total, begun)


async def note_for(node: Node, basket: Basket, quoted: Quote) -> OrderNote | Failure | None:
    """The order that a sale hands over, prepays or pays back; None if it has to do with none."""
    about = {line.article for line in quoted.lines if line.kind == "down_payment"}
    about |= {basket.order} if basket.order else set()
    if not about:
        return None
    order = about.pop()
    taken = [line for line in quoted.lines if line.kind == "down_payment" and line.quantity > 0]
    sells = any(line.quantity > 0 and line.kind != "down_payment" for line in quoted.lines)
    if about or (sells and basket.order != order):
        return Failure("order_not_open", {})
    note = await note_of(node, order)
    if note is None:
        first = await load_receipt(node, order)
        if sells or taken or first is None or first.order is None:
            return Failure("order_not_open", {})
        return OrderNote(order, "", first.order.allocation, first.order.due, first.order.name)  # money back later
    placed = await load_receipt(node, note.record)
    keys = {tax.key for tax in placed.taxes} if placed is not None else set()
    if any(line.tax_key not in keys for line in taken):
        return Failure("bad_input", {"field": "basket.lines.money.tax_key"})
    return note


def order_refusal(node: Node, receipt: Receipt) -> Failure | None:
    """Why a receipt does not fit to its order; asked in the writer, so that no order is handed over twice."""
    note = receipt.order
    if note is None:
        return None
    if receipt.type == "AVBestellung" and note.basket is not None:
        held = record_of(node, note.id)
        return None if held == note.record else Failure("order_not_open", {})
    used = {line.return_receipt for line in receipt.lines if line.business_case == USED}
    if receipt.kind == "refund" and used:
        return None  # what can come back of a down payment is counted with its lines
    if node.balances.of(accounts.ordered(note.id, note.record), ORDER) != 1:
        return Failure("order_not_open", {})
    prepaid = sum(prepaid_on(node, note.id).values())
    now = sum(line.amount for line in receipt.lines if line.kind == "down_payment")
    if receipt.kind == "down_payment":
        left = note.total - prepaid
        return Failure("down_payment_too_high", {"left": max(left, 0)}) if now > left else None
    if receipt.kind in HANDING_OVER and prepaid + now:
        return Failure("prepaid_left", {"left": prepaid + now})
    return None


async def down_payment_for(node: Node, order: str, amount: int) -> tuple[MoneyLine, ...] | Failure:
    """The lines of a down payment: split by the VAT keys of what is ordered and not prepaid yet."""
    record = record_of(node, order)
    placed = await load_receipt(node, record) if record else None
    if placed is None:
        return Failure("order_not_open", {})
    open = {tax.key: tax.gross for tax in placed.taxes}
    for one in await down_payments_on(node, order):
        open[one.tax_key] = open.get(one.tax_key, 0) - one.amount
    left = placed.total - sum(prepaid_on(node, order).values())
    if not 0 < amount <= left:
        return Failure("down_payment_too_high", {"left": max(left, 0)})
    return down_payment_lines(order, open, amount)


async def down_payments_on(node: Node, order: str) -> list[DownPayment]:
    """The lines of down payments that are not used up, oldest first."""
    found = []
    for id in sorted(prepaid_on(node, order)):
        paid = await find_receipt(node, id)
        if paid is None:
            continue
        keys = {line.n: line.tax_key for line in paid.receipt.lines}
        for rest in paid.returnable:
            if rest.quantity > 0:
                found.append(DownPayment(id, paid.receipt.number, rest.line, rest.amount, keys[rest.line]))
    return found


async def open_orders(node: Node) -> list[OpenOrder]:
    """All orders that wait, those with the nearest day first."""
    held = node.balances.starting_with("order:", ORDER)
    records = [name.rpartition(":")[2] for name, one in held.items() if one > 0]
    found = []
    for id in records[:LISTED]:
        placed = await load_receipt(node, id)
        if placed is not None and placed.order is not None and placed.order.basket is not None:
            found.append(await _listed(node, placed, placed.order, placed.order.basket))
    ids = list({one.customer for one in found if one.customer})
    names = await node.database.read(lambda connection: people(connection, ids)) if ids else {}
    for one in found:
        if one.customer in names:
            one.customer_name = names[one.customer].name
    return sorted(found, key=lambda one: (one.due or "9999", one.placed_at))


async def _listed(node: Node, placed: Receipt, note: OrderNote, basket: Basket) -> OpenOrder:
    down = await down_payments_on(node, note.id)
    return OpenOrder(
        note.id, placed.id, placed.number, placed.till_name, placed.finished_at, note.due, note.name, placed.customer,
        "", placed.total, sum(one.amount for one in down), basket,
        [OrderedGoods(line.name, line.quantity, line.unit, line.amount) for line in placed.lines], down,
    )  # fmt: skip
