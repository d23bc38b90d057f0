"""What can still come back of earlier receipts: read before a quote that has return lines."""

from dataclasses import replace

from tresen.core.article import Excerpt, ReturnableLine
from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.promotion import AppliedPromotion
from tresen.core.quote import Quote
from tresen.core.returnable import returnable_lines
from tresen.ledger import accounts
from tresen.ledger.finding import with_returns
from tresen.ledger.use_accounts import USE, uses_of
from tresen.masterdata.kinds import Shop
from tresen.operations.finding import load_receipt
from tresen.operations.node import Node
from tresen.operations.selling.offering import offered_excerpt


async def returnable_excerpt(node: Node, basket: Basket, day: str, shop: Shop) -> Excerpt | Failure:
    """The excerpt for a basket; with return lines it holds what their receipts can still give back."""
    excerpt = await offered_excerpt(node, basket, day, shop)
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


async def uses_back(node: Node, quoted: Quote, excerpt: Excerpt) -> tuple[tuple[str, int], ...]:
    """What counts no longer because everything a promotion hit came back: its uses and its code. A code that was
    issued for it becomes void, unless it has been used.
    """
    found: dict[str, int] = {}
    for id, applied in excerpt.applied.items():
        gone = [one for one in applied if _all_back(id, one, quoted, excerpt)]
        receipt = await load_receipt(node, id) if gone else None
        if receipt is None:
            continue
        for account in uses_of(replace(receipt, promotions=tuple(gone))):
            if node.balances.of(account, USE) > 0:
                found[account] = 1
        opened = {one.promotion.action.coupon for one in gone if one.promotion.action.way == "coupon"}
        for coupon in receipt.coupons:
            account = accounts.coupon(coupon.code)
            if coupon.promotion in opened and node.balances.of(account, USE) == 0:
                found[account] = -1
    return tuple(sorted(found.items()))


def _all_back(id: str, applied: AppliedPromotion, quoted: Quote, excerpt: Excerpt) -> bool:
    """Whether of all lines that a promotion hit nothing is left, and this basket takes back the last of them."""
    lines = {*applied.lines, *applied.gifts, *(line for part in applied.parts for line in part)}
    now = dict.fromkeys(lines, 0)
    for line in quoted.lines:
        if line.return_receipt == id and line.return_line in now:
            now[line.return_line] -= line.quantity
    sold = {n: excerpt.returnable.get((id, n)) for n in lines}
    left = sum(line.quantity - line.returned_quantity - now[n] for n, line in sold.items() if line is not None)
    return any(now.values()) and left <= 0
