"""Place an order, change it, call it off: records of type AVBestellung, each a TSE transaction of its own (Bestellung-V1).

No record is ever changed. A change is a new record, then one with the other sign that takes the former back and names it;
calling off is the second half alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tresen.core.failures import Failure
from tresen.core.receipt import OrderNote, Receipt
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.orders.ordered import prepaid_on, record_of
from tresen.operations.rights import check
from tresen.operations.selling.recording import RecordKind, RecordRequest, make_record, take_back_record
from tresen.operations.selling.settle import known_receipt
from tresen.store.connection import StorageDown

ORDER: Final = RecordKind("order", "AVBestellung", "sell", ("age_check",))
"""Age is checked when the goods are handed over."""
CHANGED: Final = "Bestellung geändert"


@dataclass(slots=True)
class OrderRequest:
    """The agreed basket and what is agreed beside it."""

    record: RecordRequest
    due: str = ""
    """YYYY-MM-DD; empty: no day."""
    name: str = ""
    changes: str = ""
    """Id of the order that this is the new state of; empty: a new order."""


async def place_order(node: Node, actor: Actor, request: OrderRequest) -> Answer | Failure:
    """Record an order, exactly once; with `changes` it takes the place of what was ordered before."""
    basket = request.record.basket
    if request.due and not _is_day(request.due):
        return Failure("bad_input", {"field": "due"})
    if basket.order or any(line.return_of is not None or line.money is not None for line in basket.lines):
        return Failure("goods_only", {})
    try:
        known = await known_receipt(node, basket.id)
    except StorageDown:
        return Failure("storage_down", {})
    former = record_of(node, request.changes) if request.changes and known is None else ""
    if request.changes and known is None:
        prepaid = sum(prepaid_on(node, request.changes).values())
        if not former:
            return Failure("order_not_open", {})
        if request.record.total < prepaid:
            return Failure("prepaid_left", {"left": prepaid})
    id = request.changes or basket.id

    def complete(receipt: Receipt) -> None:
        receipt.order = OrderNote(
            id, former, allocation_of(id), request.due, request.name.strip()[:60], receipt.total, basket=basket
        )  # fmt: skip
        receipt.refers_to = (former,) if former else ()

    answer = await make_record(node, actor, request.record, ORDER, complete)
    if isinstance(answer, Failure):
        return answer
    note = answer.receipt.order
    if note is not None and note.record:
        undone = await _take_back(node, actor, note.id, note.record, CHANGED, printed=False)
        if isinstance(undone, Failure):
            return undone
    node.bus.tell("state", actor.till)
    return answer


async def call_off(node: Node, actor: Actor, order: str, reason: str) -> Answer | Failure:
    """The order will not be handed over. A down payment is paid back first."""
    missing = check(node, actor, "abort")
    if missing is not None:
        return missing
    if not node.till_days.of(actor.till).open:
        return Failure("day_not_open", {})
    left = sum(prepaid_on(node, order).values())
    if left:
        return Failure("prepaid_left", {"left": left})
    record = record_of(node, order)
    if not record:
        return Failure("order_not_open", {})
    return await _take_back(node, actor, order, record, reason, printed=True)


def allocation_of(order: str) -> str:
    """The Abrechnungskreis of an order and of what follows from it."""
    return f"order-{order[-12:]}"


async def _take_back(
    node: Node, actor: Actor, order: str, record: str, reason: str, *, printed: bool
) -> Answer | Failure:
    """The record with the other sign, once for each record."""

    def complete(placed: Receipt, made: Receipt) -> None:
        said = placed.order
        assert said is not None, "a record of an order says which"
        made.order = OrderNote(order, record, said.allocation, said.due, said.name, placed.total)

    return await take_back_record(node, actor, record, ORDER, reason, complete, printed=printed)


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text).year >= 2000
    except ValueError:
        return False
