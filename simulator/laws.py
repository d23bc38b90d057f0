"""What must be true when everything has been sent: of papers, journal, money and days."""

from collections import Counter

from simulator.till import Till
from simulator.world import World
from tests.floor import right
from tresen.core.receipt_number import printed_number
from tresen.ledger.verify import verify
from tresen.operations.drawer.report import report
from tresen.operations.taking_in.handed_out import decode_known

CASH = ("cash_in", "cash_out")
"""Of these the node books some itself, when a day is opened with another float."""
SELLING = ("sale", "refund", "exchange", "cash_in", "cash_out")


async def hold(world: World, tills: list[Till]) -> None:
    """Raises AssertionError with the first law that is broken."""
    floor = world.floor
    floor.must_hold()
    verdict = floor.node.database.read_now(verify)
    assert not verdict.notes, verdict.notes
    receipts = {receipt.id: receipt for receipt in floor.receipts()}
    printed = Counter((row[8], printed_number(row[9], int(row[10]))) for row in floor.entries("handed_out"))
    printed.update((one.till, one.number) for one in receipts.values() if one.series)
    for till in tills:
        assert not till.disk.parked, f"{till.actor.till} parked {till.disk.parked}"
        assert not till.disk.outbox and till.disk.pending is None
        own = till.actor.till
        for paper in till.papers:
            booked = receipts.get(paper.id)
            assert booked is not None, f"{own}/{paper.number} is in a customer's hand and nowhere else"
            assert booked.total == paper.total and booked.kind == paper.kind
            alone = paper.number > 10_000_000
            assert printed[own, paper.number] == 1 if alone else booked.number == paper.number
            seen = till.errors.get(paper.id, set())
            if alone and booked.series and paper.plain and seen == {paper.wrong}:
                day = floor.node.business_day(floor.node.shop_of(floor.node.masterdata.tills[own]), paper.at)
                assert booked.business_day == day, f"{own}/{paper.number} of {day} was booked on {booked.business_day}"
        numbers = [paper.number for paper in till.papers]
        assert len(numbers) == len(set(numbers)), "no number is printed twice"
        ids = {paper.id for paper in till.papers}
        sold = {one.id for one in receipts.values() if one.till == own and one.kind in ("sale", "refund", "exchange")}
        assert sold <= ids, f"{sold - ids} were booked and nobody paid"
        handed = sum(paper.number > 10_000_000 for paper in till.papers)
        assert sum(count for (owner, _), count in printed.items() if owner == own) == handed, "counts are equal"
        money = {paper.id: paper.total for paper in till.papers if paper.kind in SELLING}
        changed = sum(
            one.total for one in receipts.values() if one.till == own and one.id not in ids and one.kind in CASH
        )
        assert floor.drawer(own) == sum(money.values()) + changed, f"{own}: the drawer holds what customers gave"
        said = right(await report(floor.node, till.actor)).completeness
        assert said.missing_count == 0 and said.printed == said.confirmed == said.signed + said.marked
        assert said.chain == "unbroken"
    assert not floor.node.open.keys() & receipts.keys(), "a basket is open and a receipt"
    told = {one.receipt for one in floor.node.deviations.open.values() if one.code == "unsigned_though_signed"}
    twice = [decode_known(bytes(row[12])) for row in floor.entries("handed_out")]
    assert {one.receipt for one in twice if one.signed} == told, "the office knows of every receipt with two numbers"
    wrong = [one for one in floor.node.deviations.open.values() if one.code in ("price_differs", "tax_differs")]
    assert not wrong, "till and node computed otherwise"
