"""The X report: what a till did since its last closing. Reads only and changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tresen.core.failures import Failure
from tresen.fiscal.closing import ClosingFold, ClosingTotals
from tresen.fiscal.completeness import Completeness
from tresen.ledger import accounts
from tresen.ledger.completeness import completeness
from tresen.ledger.finding import receipts_after
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check


@dataclass(slots=True)
class XReport:
    """Totals since the last closing; `drawer` is what should be in the drawer now."""

    till: str
    till_name: str
    business_day: str
    at: int
    opened_at: int
    drawer: int
    totals: ClosingTotals
    open_baskets: int = 0
    completeness: Completeness = field(default_factory=Completeness)


async def report(node: Node, actor: Actor) -> XReport | Failure:
    """The report of the actor's till at this moment."""
    missing = check(node, actor, "x_report")
    if missing is not None:
        return missing
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    day = node.till_days.of(till.id)
    totals = await totals_since(node, till.id, day.closed_seq, day.no_sales)
    complete = await completeness_since(node, till.id, day.closed_seq, totals)
    now = node.clock.now()
    return XReport(
        till.id, till.name, node.business_day(node.shop_of(till), now), now, day.opened_at,
        node.balances.of(accounts.drawer(till.id)), totals,
        sum(1 for basket in node.open.values() if basket.till == till.id), complete,
    )  # fmt: skip


async def totals_since(node: Node, till: str, seq: int, no_sales: int) -> ClosingTotals:
    """Fold the till's receipts behind an entry, piece by piece."""
    fold = ClosingFold()
    while True:
        receipts, last = await node.database.read(
            lambda connection, after=seq: receipts_after(connection, till, after)  # type: ignore[misc]
        )
        if not receipts:
            break
        for receipt in receipts:
            fold.add(receipt)
        seq = last
    for _ in range(no_sales):
        fold.drawer_opened()
    return fold.totals()


async def completeness_since(
    node: Node, till: str, seq: int, totals: ClosingTotals, waiting: Sequence[int] = ()
) -> Completeness:
    """What can be said of the till's receipts behind an entry."""
    numbers, deviations = node.handed.of_till(till), len(node.deviations.of_till(till))
    return await node.database.read(
        lambda connection: completeness(
            connection, till, seq, numbers, waiting, totals.records, totals.outages, deviations
        )
    )
