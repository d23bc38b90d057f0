"""Clock and calendar: which day a sale belongs to, and what a clock does that is set, jumps or changes to summer time."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.floor import open_floor, right
from tresen.operations.drawer.report import report
from tresen.operations.printing.work import print_due
from tresen.operations.watching import note_outages, probe

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, fold: int = 0) -> int:
    """A moment in Berlin; `fold=1` is the second of two equal wall-clock times."""
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).timestamp() * 1000)


DAYS = [
    ("2026-06-01T00:00:00", 0, "2026-06-01"),
    ("2026-06-01T23:59:59", 0, "2026-06-01"),
    ("2026-06-02T00:00:00", 4, "2026-06-01"),
    ("2026-06-02T03:59:59", 4, "2026-06-01"),
    ("2026-06-02T04:00:00", 4, "2026-06-02"),
    ("2028-02-29T12:00:00", 4, "2028-02-29"),
    ("2028-03-01T03:59:59", 4, "2028-02-29"),
    ("2027-03-01T03:59:59", 4, "2027-02-28"),
    ("2027-01-01T01:00:00", 4, "2026-12-31"),
    # summer time begins: 2:00 becomes 3:00
    ("2026-03-29T01:59:59", 2, "2026-03-28"),
    ("2026-03-29T03:00:00", 2, "2026-03-29"),
    ("2026-03-29T03:00:00", 3, "2026-03-29"),
    ("2026-03-29T03:59:59", 4, "2026-03-28"),
    # winter time begins: 3:00 becomes 2:00, and 2:30 is twice
    ("2026-10-25T01:59:59", 2, "2026-10-24"),
    ("2026-10-25T02:30:00", 2, "2026-10-25"),
    ("2026-10-25T02:30:00", 4, "2026-10-24"),
    ("2026-10-25T04:00:00", 4, "2026-10-25"),
]


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize(("moment", "start", "day"), DAYS)
async def test_the_day_of_a_moment(tmp_path: Path, moment: str, start: int, day: str, fold: int) -> None:
    async with open_floor(tmp_path) as floor:
        shop = replace(floor.node.masterdata.shops["shop-1"], day_start=start)
        assert floor.node.business_day(shop, at(moment, fold)) == day


async def test_a_receipt_after_midnight_belongs_to_the_day_before_and_to_its_hour(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        floor.clock.at = at("2026-06-05T18:00:00")
        await floor.open_day()
        floor.clock.at = at("2026-06-06T01:30:00")
        sold = (await floor.sell(floor.basket("milk"))).receipt
        assert sold.business_day == "2026-06-05"
        assert floor.node.totals.waiting()["2026-06-05", "till-1", "hour", "01"][0] == 1


async def test_both_nights_of_changing_time_belong_to_the_day_before(tmp_path: Path) -> None:
    """Every quarter hour of the two nights belongs to one day, and the days follow each other."""
    async with open_floor(tmp_path) as floor:
        shop = floor.node.masterdata.shops["shop-1"]
        for night in ("2026-03-29", "2026-10-25"):
            begin = at(f"{night}T00:00:00") - 12 * 3_600_000
            days = [floor.node.business_day(shop, begin + n * 900_000) for n in range(4 * 36)]
            assert days == sorted(days) and len(set(days)) == 2


async def test_a_clock_that_is_set_back_between_sales_changes_no_order(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        first = (await floor.sell(floor.basket("milk"))).receipt
        floor.clock.move(hours=-5)
        second = (await floor.sell(floor.basket("milk"))).receipt
        floor.clock.move(hours=48)
        third = (await floor.sell(floor.basket("milk"))).receipt
        assert [receipt.number for receipt in (first, second, third)] == [2, 3, 4]
        assert second.finished_at < first.finished_at < third.finished_at
        assert all(receipt.signed.signature for receipt in (first, second, third))
        assert [receipt.business_day for receipt in (first, second, third)] == [
            "2026-06-01", "2026-06-01", "2026-06-03",
        ]  # fmt: skip
        assert right(await report(floor.node, floor.cashier)).totals.receipts == 4
        await floor.restart()
        assert (await floor.close_day()).totals.records == 4


async def test_a_clock_that_is_set_back_while_a_basket_is_open_ends_no_receipt_before_its_start(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        floor.clock.move(hours=-3)
        sold = (await floor.sell(basket)).receipt
        assert sold.finished_at >= sold.started_at
        await print_due(floor.node)
        assert len(floor.printer.jobs()) == 1, "the receipt is printed now, not in three hours"


async def test_a_print_job_that_failed_is_tried_again_although_the_clock_was_set_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        floor.printer.mode = "paper_out"
        await floor.sell(floor.basket("milk"))
        assert await print_due(floor.node) == 0
        floor.printer.mode = "ok"
        floor.clock.move(hours=-4)
        assert await print_due(floor.node) == 1


async def test_an_outage_of_the_tse_ends_although_the_clock_was_set_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        floor.signer.switch("down")
        assert (await floor.sell(floor.basket("milk"))).receipt.signed.failure
        floor.signer.switch("normal")
        floor.clock.move(hours=-6)
        assert (await floor.sell(floor.basket("milk"))).receipt.signed.signature
        await note_outages(floor.node)
        assert [len(floor.entries(f"tse_outage_{kind}")) for kind in ("begun", "ended")] == [1, 1]


async def test_a_tse_that_was_out_at_the_start_learns_its_tills_when_it_is_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.stop()
        (floor.folder / "tse").rename(floor.folder / "old tse")  # a new device, which knows no till
        await floor.start(mode="down")
        await floor.open_day()
        assert (await floor.sell(floor.basket("milk"))).receipt.signed.failure
        floor.signer.switch("normal")
        await probe(floor.node)
        receipt = (await floor.sell(floor.basket("milk"))).receipt
        assert receipt.signed.signature and receipt.signed.serial


async def test_a_tse_whose_certificate_ends_stops_no_sale(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        floor.clock.at = floor.node.signing.info.expires_at + 1000
        answer = await floor.sell(floor.basket("milk"))
        assert answer.notes == ("tse_down",) and "expired" in answer.receipt.signed.failure
