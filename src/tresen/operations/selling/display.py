"""The customer display: the newest open basket of a till, or the thanks after a sale, or nothing."""

from dataclasses import dataclass
from typing import Final

from tresen.core.failures import Failure
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.operations.node import Node
from tresen.operations.selling.returning import returnable_excerpt

THANKS: Final = 60_000
"""Milliseconds for which change and receipt address stay on the display."""


@dataclass(slots=True)
class DisplayState:
    """`idle`, `basket` or `done`."""

    state: str
    shop: str
    till: str
    quote: Quote | None = None
    total: int = 0
    savings: int = 0
    change: int = 0
    given: int = 0
    url: str = ""
    """Address of the receipt, for a QR code."""
    points: int = 0
    points_balance: int = 0
    thanks: str = ""
    training: bool = False


async def display_state(node: Node, till_id: str) -> DisplayState:
    """What the customer should see now."""
    till = node.masterdata.tills[till_id]
    shop = node.shop_of(till)
    state = DisplayState("idle", shop.name, till.name, thanks=shop.party.thanks)
    mine = [basket for basket in node.open.values() if basket.till == till_id and basket.state != "parked"]
    now = node.clock.now()
    last = node.last_sale.get(till_id)
    newest = max(mine, key=lambda basket: basket.updated_at, default=None)
    # A basket that was left alone before the last sale is not the one on the counter.
    if newest is not None and (last is None or newest.updated_at >= last.finished_at):
        excerpt = await returnable_excerpt(node, newest.basket, node.business_day(shop, now), shop)
        if not isinstance(excerpt, Failure):
            quoted = quote(newest.basket, excerpt, node.local(shop, now))
            state.state, state.quote, state.total, state.savings = "basket", quoted, quoted.total, quoted.savings
            state.training = newest.training
        return state
    if last is not None and now - last.finished_at < THANKS + 1000:
        cash = [tender for tender in last.tenders if tender.kind == "cash" and tender.given]
        state.state, state.total, state.savings = "done", last.total, last.savings
        state.given = sum(tender.given for tender in cash)
        state.change = sum(tender.given - tender.amount for tender in cash)
        state.url = f"{node.public_address}/r/{last.token}"
        state.points, state.points_balance, state.training = last.points, last.points_balance, last.type == "AVTraining"
    return state
