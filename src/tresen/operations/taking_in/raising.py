"""Raise a deviation: an entry that names the receipt and what differs. Each is raised once, however often it is seen."""

from collections.abc import Iterable

from tresen.core.receipt import Receipt
from tresen.journal.entry import Draft, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger.deviations import Deviation
from tresen.operations.node import Node, derived_id
from tresen.operations.taking_in.handed_out import RaisedDeviation
from tresen.store.writer import Tx


def deviation_draft(node: Node, receipt: Receipt, raised: RaisedDeviation) -> Draft:
    """The entry; its id follows from receipt and code."""
    body = encode(Deviation(raised.code, receipt.id, receipt.number, raised.detail))
    return Draft(
        derived_id(receipt.id, f"deviation {raised.code}"), "deviation", node.clock.now(), receipt.business_day, body,
        actor=receipt.staff, till=receipt.till, subject=f"receipt:{receipt.id}",
    )  # fmt: skip


def raise_deviations(node: Node, tx: Tx, receipt: Receipt, raised: Iterable[RaisedDeviation]) -> None:
    """Append those that are not there yet."""
    for each in raised:
        draft = deviation_draft(node, receipt, each)
        if not node.journal.may_have(draft.id) or entry_in_tx(tx, draft.id) is None:
            node.journal.append(tx, draft)


async def tell(node: Node, till: str) -> None:
    """Screens show the open deviations."""
    node.bus.tell("deviation", till)
    node.bus.tell("state", till)
