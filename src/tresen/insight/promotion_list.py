"""Promotions as the office lists them: which run now, and what each gave lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tresen.core.promotion import Promotion
from tresen.insight.asking import ask_days
from tresen.ledger.report_sums import Span
from tresen.masterdata.kinds import CouponBatch
from tresen.operations.house.change_shop import the_shop
from tresen.operations.node import Node
from tresen.operations.promotions.coupon_batches import used_by_batch

LATELY: Final = 30
"""Days that the list counts."""


@dataclass(slots=True)
class PromotionRow:
    """`state`: `running`, `planned`, `ended` or `off`. Weekdays and hours are not looked at."""

    promotion: Promotion
    version: int
    state: str
    uses: int
    """Receipts of the last thirty days."""
    saving: int
    """Cents of the last thirty days."""


@dataclass(slots=True)
class BatchRow:
    """A coupon batch; `used`: codes that were used."""

    batch: CouponBatch
    promotion_name: str
    used: int


async def promotion_rows(node: Node) -> list[PromotionRow]:
    """What runs first, then what comes, what is switched off, what has ended; by name."""
    shop, now = the_shop(node), node.clock.now()
    today, local = node.business_day(shop, now), node.local(shop, now)
    first = (date.fromisoformat(today) - timedelta(days=LATELY - 1)).isoformat()
    uses, savings = await _sums(node, Span(first, today))
    rows = [
        PromotionRow(
            one, node.masterdata.promotions.seqs[one.id], state_of(one, local), uses.get(one.id, 0),
            savings.get(one.id, 0),
        )
        for one in node.masterdata.promotions
    ]  # fmt: skip
    order = ("running", "planned", "off", "ended")
    return sorted(rows, key=lambda row: (order.index(row.state), row.promotion.name.casefold(), row.promotion.id))


async def _sums(node: Node, span: Span) -> tuple[dict[str, int], dict[str, int]]:
    uses: dict[str, int] = {}
    savings: dict[str, int] = {}
    [rows] = await ask_days(node, [span], ("promotion",), ("key",))
    for _, _, _, key, count, amount, _ in rows:
        uses[key] = uses.get(key, 0) + count
        savings[key] = savings.get(key, 0) + amount
    return uses, savings


def state_of(promotion: Promotion, local: str) -> str:
    """How a promotion stands at a local moment."""
    if not promotion.active:
        return "off"
    when = promotion.when
    if when.valid_to and local >= when.valid_to:
        return "ended"
    return "planned" if when.valid_from and local < when.valid_from else "running"


def batch_rows(node: Node) -> list[BatchRow]:
    """Newest first."""
    used = used_by_batch(node)
    rows = []
    for batch in node.masterdata.coupon_batches:
        opened = node.masterdata.promotions.get(batch.promotion)
        rows.append(BatchRow(batch, opened.name if opened is not None else "", used.get(batch.number, 0)))
    return sorted(rows, key=lambda row: -row.batch.number)
