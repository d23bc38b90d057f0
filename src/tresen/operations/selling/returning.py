"""What can still come back of earlier receipts: read before a quote that has return lines."""

from dataclasses import replace

from tresen.core.article import Excerpt, ReturnableLine
from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.promotion import AppliedPromotion
from tresen.core.returnable import returnable_lines
from tresen.ledger.finding import with_returns
from tresen.operations.node import Node


async def returnable_excerpt(node: Node, basket: Basket, day: str) -> Excerpt | Failure:
    """The excerpt for a basket; with return lines it holds what their receipts can still give back."""
    excerpt = node.masterdata.excerpt(day)
    ids = tuple(dict.fromkeys(line.return_of.receipt for line in basket.lines if line.return_of is not None))
    ids = tuple(id for id in ids if id)
    if not ids:
        return excerpt
    lines: dict[tuple[str, int], ReturnableLine] = {}
    applied: dict[str, tuple[AppliedPromotion, ...]] = {}
    for id in ids:
        found = await node.database.read(lambda connection, id=id: with_returns(connection, id))  # type: ignore[misc]
        if found is None:
            return Failure("receipt_not_found", {"receipt": id})
        receipt, back = found
        if receipt.type != "Beleg":
            return Failure("receipt_of_training", {"receipt": id})
        lines |= {(id, n): line for n, line in returnable_lines(receipt, back).items()}
        if receipt.promotions:
            applied[id] = receipt.promotions
    return replace(excerpt, returnable=lines, applied=applied)
