"""What can still come back of earlier receipts: read before a quote that has return lines."""

from dataclasses import replace

from tresen.core.article import Excerpt, ReturnableLine
from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.ledger.finding import Returned, with_returns
from tresen.operations.node import Node


async def returnable_excerpt(node: Node, basket: Basket, day: str) -> Excerpt | Failure:
    """The excerpt for a basket; with return lines it holds what their receipts can still give back."""
    excerpt = node.masterdata.excerpt(day)
    ids = tuple(dict.fromkeys(line.return_of.receipt for line in basket.lines if line.return_of is not None))
    ids = tuple(id for id in ids if id)
    if not ids:
        return excerpt
    lines: dict[tuple[str, int], ReturnableLine] = {}
    for id in ids:
        found = await node.database.read(lambda connection, id=id: with_returns(connection, id))  # type: ignore[misc]
        if found is None:
            return Failure("receipt_not_found", {"receipt": id})
        receipt, back = found
        if receipt.type != "Beleg":
            return Failure("receipt_of_training", {"receipt": id})
        lines |= {(id, n): line for n, line in _lines(receipt, back).items()}
    return replace(excerpt, returnable=lines)


def _lines(receipt: Receipt, back: Returned) -> dict[int, ReturnableLine]:
    lines = {}
    for line in receipt.lines:
        if line.quantity <= 0:
            continue
        quantity, amount = back.get(line.n, (0, 0))
        lines[line.n] = ReturnableLine(
            article=line.article, name=line.name, kind=line.kind, unit=line.unit, tax_key=line.tax_key,
            tax_rate=line.tax_rate, quantity=line.quantity, amount=line.amount, returned_quantity=quantity,
            returned_amount=amount, number=line.number, group=line.group, business_case=line.business_case,
            points=line.points, deposit_of=line.deposit_of, customer=receipt.customer,
        )  # fmt: skip
    return lines
