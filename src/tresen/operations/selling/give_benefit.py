"""Goods for staff without payment: a record of type AVSachbezug with the personnel number, signed, without effect on the closing."""

from typing import Final

from tresen.core.failures import Failure
from tresen.core.receipt import Receipt, Recipient
from tresen.operations.finding import load_receipt
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.rights import check
from tresen.operations.selling.recording import RecordKind, RecordRequest, make_record, take_back_record

BENEFIT: Final = RecordKind("benefit", "AVSachbezug", "staff_benefit")


async def give_benefit(node: Node, actor: Actor, request: RecordRequest, staff: str) -> Answer | Failure:
    """Record what a member of staff gets, exactly once. The goods leave the shelf, no money moves."""
    person = node.masterdata.staff.get(staff)
    if person is None or not person.active:
        return Failure("staff_not_found", {})
    if request.basket.customer or request.basket.order:
        return Failure("goods_only", {})

    def complete(receipt: Receipt) -> None:
        receipt.recipient = Recipient(person.personnel_number or person.id, person.name)

    return await make_record(node, actor, request, BENEFIT, complete)


async def take_back_benefit(node: Node, actor: Actor, record: str, reason: str) -> Answer | Failure:
    """The goods came back, or it was a mistake: a record with the other sign that names the first."""
    missing = check(node, actor, BENEFIT.act)
    if missing is not None:
        return missing
    if not node.till_days.of(actor.till).open:
        return Failure("day_not_open", {})
    placed = await load_receipt(node, record)
    if placed is None or placed.kind != BENEFIT.kind or placed.refers_to:
        return Failure("receipt_not_found", {"receipt": record})

    def complete(given: Receipt, made: Receipt) -> None:
        made.recipient = given.recipient

    return await take_back_record(node, actor, record, BENEFIT, reason, complete, printed=True)
