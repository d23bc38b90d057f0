"""What can still come back of earlier receipts: read before a quote that has return lines."""

from dataclasses import replace

import sqlalchemy as sa

from tresen.core.article import Excerpt, ReturnableLine
from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.journal.read import by_id
from tresen.ledger.receipts import receipt_of
from tresen.operations.node import Node
from tresen.store.schema import returned

Returned = dict[int, tuple[int, int]]
"""By line: quantity and amount that came back already."""


async def returnable_excerpt(node: Node, basket: Basket, day: str) -> Excerpt | Failure:
    """The excerpt for a basket; with return lines it holds what their receipts can still give back."""
    excerpt = node.masterdata.excerpt(day)
    ids = tuple(dict.fromkeys(line.return_of.receipt for line in basket.lines if line.return_of is not None))
    ids = tuple(id for id in ids if id)
    if not ids:
        return excerpt
    lines: dict[tuple[str, int], ReturnableLine] = {}
    for id in ids:
        found = await returnable_lines(node, id)
        if found is None:
            return Failure("receipt_not_found", {"receipt": id})
        receipt, back = found
        if receipt.type != "Beleg":
            return Failure("receipt_of_training", {"receipt": id})
        lines |= {(id, n): line for n, line in _lines(receipt, back).items()}
    return replace(excerpt, returnable=lines)


async def returnable_lines(node: Node, id: str) -> tuple[Receipt, Returned] | None:
    """A receipt and what of it came back already; None if the journal has no such receipt."""

    def question(connection: sa.Connection) -> tuple[Receipt, Returned] | None:
        entry = by_id(connection, id)
        if entry is None or entry.kind != "receipt":
            return None
        c = returned.c
        sums = (
            sa.select(c.line, sa.func.sum(c.quantity), sa.func.sum(c.amount))
            .where(c.receipt == id)
            .group_by(c.line)
        )  # fmt: skip
        back = {int(line): (int(quantity), int(amount)) for line, quantity, amount in connection.execute(sums)}
        return receipt_of(entry.body, entry.counter), back

    return await node.database.read(question)


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
            points=line.points, deposit_of=line.deposit_of,
        )  # fmt: skip
    return lines
