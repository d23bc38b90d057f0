"""Reports, today and lists say what the receipts say, on both databases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.shop_fixture import OpenShop, open_shop
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt, Tender
from tresen.insight.closings import ClosingView, closing_view, list_closings
from tresen.insight.customers import CustomerView, customer_view
from tresen.insight.receipt_list import ReceiptDetail, list_receipts, receipt_detail
from tresen.insight.reports import NAMES, Report, report, report_csv, shared_vat, spans_of
from tresen.insight.today import today
from tresen.ledger.article_totals import periods_of
from tresen.ledger.receipt_list import OfficeFilter
from tresen.ledger.report_sums import periods
from tresen.ledger.verify import verify
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.node import Answer
from tresen.operations.people.change_customer import PersonForm, create_customer
from tresen.operations.selling.sell import SaleRequest, sell

WEEK = 7 * 24


@asynccontextmanager
async def selling(folder: Path, database_url: str = "") -> AsyncIterator[OpenShop]:
    async with open_shop(folder, database_url if database_url.startswith("postgresql") else None) as shop:
        for actor in (shop.cashier, shop.second):
            await open_day(shop.node, actor, OpeningRequest(shop.ids.new(), amount=10_000))
        yield shop


async def sold(
    shop: OpenShop, milk: int, soap: int, kind: str = "cash", *, second: bool = False, who: str = ""
) -> Receipt:
    lines = [BasketLine(name, name, quantity * 1000) for name, quantity in (("milk", milk), ("soap", soap)) if quantity]
    total = 129 * milk + 249 * soap
    tender = Tender(kind, total)
    answer = await sell(
        shop.node,
        shop.second if second else shop.cashier,
        SaleRequest(Basket(shop.ids.new(), tuple(lines), customer=who), total, (tender,)),
    )
    assert isinstance(answer, Answer), answer
    return answer.receipt


async def returned(shop: OpenShop, receipt: Receipt) -> Receipt:
    line = BasketLine("1", "milk", -1000, return_of=ReturnOf(receipt.id, 1, "Mangelhaft"))
    boss = replace(shop.manager)
    answer = await sell(shop.node, boss, SaleRequest(Basket(shop.ids.new(), (line,)), -129, (Tender("cash", -129),)))
    assert isinstance(answer, Answer), answer
    return answer.receipt


async def two_weeks(shop: OpenShop) -> list[Receipt]:
    """Sales last week and this week, two tills, a return, an odd total so that VAT must be rounded."""
    receipts = [await sold(shop, 1, 1), await sold(shop, 3, 0, second=True)]
    shop.clock.move(hours=1)
    receipts.append(await sold(shop, 0, 3))
    shop.clock.move(hours=WEEK)
    receipts.append(await sold(shop, 1, 1))
    receipts.append(await sold(shop, 7, 3, second=True))
    receipts.append(await returned(shop, receipts[-2]))
    return receipts


async def asked(shop: OpenShop, name: str, first: str = "2026-06-01", last: str = "2026-06-30", **more: str) -> Report:
    found = await report(shop.node, name, first, last, **more)
    assert isinstance(found, Report), found
    return found


async def test_every_report_adds_up_to_the_receipts(tmp_path: Path, database_url: str) -> None:
    async with selling(tmp_path, database_url) as shop:
        receipts = await two_weeks(shop)
        total = sum(receipt.total for receipt in receipts)
        vat = sum(tax.vat for receipt in receipts for tax in receipt.taxes)
        for name in NAMES:
            found = await asked(shop, name)
            assert found.totals.amount == total, name
            assert sum(row.values.amount for row in found.rows) == total, name
            if name != "tender":
                assert (found.totals.vat, found.totals.net) == (vat, total - vat), name
                assert sum(row.values.vat for row in found.rows) == vat, name
            assert found.totals.receipts == len(receipts), name
        milk = next(row for row in (await asked(shop, "article")).rows if row.key == "milk")
        assert (milk.label, milk.values.quantity, milk.values.receipts) == ("Milch 1 l", 11_000, 5)
        shop.node.writer.stop()
        verdict = shop.node.database.read_now(verify)
        assert verdict.faults == []
        shop.node.writer = type(shop.node.writer)(shop.node.database.connect(), [shop.node.journal])
        for name in NAMES:
            assert (await asked(shop, name)).totals.amount == total, f"{name} from the tables alone"


async def test_rows_are_named_sorted_and_compared(tmp_path: Path) -> None:
    async with selling(tmp_path) as shop:
        await two_weeks(shop)
        week = await asked(shop, "day", "2026-06-08", "2026-06-14", compare="previous")
        assert (week.previous_from, week.previous_to) == ("2026-06-01", "2026-06-07")
        assert [row.key for row in week.rows] == [f"2026-06-{day:02d}" for day in range(8, 15)]
        [first, *_] = week.rows
        assert first.previous is not None
        assert (first.values.amount, first.previous.amount) == (378 + 1650 - 129, 378 + 387 + 747)
        hours = await asked(shop, "hour")
        assert [row.key for row in hours.rows] == ["10", "11"]
        weekday = await asked(shop, "weekday")
        assert [row.values.receipts for row in weekday.rows] == [6, 0, 0, 0, 0, 0, 0]
        assert [row.label for row in (await asked(shop, "till")).rows] == ["Kasse 2", "Kasse 1"]
        assert {row.label for row in (await asked(shop, "tax", language="en")).rows} == {
            "7 % Ermäßigter Steuersatz", "19 % Allgemeiner Steuersatz",
        }  # fmt: skip
        only_second = await asked(shop, "group", till="till-2")
        assert only_second.totals.amount == 387 + 1650
        table = report_csv(await asked(shop, "article", compare="year"), "de")
        assert table.startswith("\ufeffSchlüssel;Name;Umsatz brutto") and "soap;Seife;19,92;" in table
        assert await report(shop.node, "secrets", "2026-06-01", "2026-06-02") == Failure(
            "report_unknown", {"name": "secrets"}
        )
        for first_day, last_day in (("2026-06-02", "2026-06-01"), ("x", "2026-06-01"), ("2000-01-01", "2026-06-01")):
            assert await report(shop.node, "day", first_day, last_day) == Failure("range_faulty", {})


async def test_today_stands_beside_last_week_at_the_same_time(tmp_path: Path, database_url: str) -> None:
    async with selling(tmp_path, database_url) as shop:
        receipts = await two_weeks(shop)
        shop.clock.move(minutes=-30)  # 10:30: the last sale of last week was at 11:00
        now = await today(shop.node)
        assert now.business_day == "2026-06-08"
        assert (now.turnover.now, now.turnover.last_week) == (378 + 1650 - 129, 378 + 387)
        assert now.turnover_last_week_day == 378 + 387 + 747
        assert (now.receipts.now, now.receipts.last_week) == (3, 2)
        assert now.basket.now == round((378 + 1650 - 129) / 3)
        assert [(hour.hour, hour.now, hour.last_week) for hour in now.hours] == [(10, 0, 765), (11, 1899, 747)]
        assert [(till.name, till.open, till.receipts) for till in now.tills] == [
            ("Kasse 1", True, 2),
            ("Kasse 2", True, 1),
        ]
        assert now.latest[0].id == receipts[-1].id
        assert now.movers[0].article == "soap" if now.movers[0].amount > 900 else now.movers[0].article == "milk"
        assert {alert.kind for alert in now.stock_alerts} == {"negative"}
        assert (await today(shop.node, "till-2")).turnover.now == 1650
        assert [tender.kind for tender in now.tenders] == ["cash"]


async def test_receipts_are_found_by_number_amount_article_and_customer(tmp_path: Path, database_url: str) -> None:
    async with selling(tmp_path, database_url) as shop:
        node = shop.node
        created = await create_customer(node, shop.cashier, "c1", PersonForm("Erika Muster", "030 123456"))
        assert not isinstance(created, Failure)
        receipts = [await sold(shop, 1, 1, who="c1"), await sold(shop, 3, 0, second=True), await sold(shop, 0, 1)]
        refund = await returned(shop, receipts[0])
        everything = await list_receipts(node, OfficeFilter(), "", 0, 50)
        assert everything.sum == sum(receipt.total for receipt in [*receipts, refund])
        assert everything.total == 6, "two floats are receipts too"
        first = everything.items[0]
        assert (first.kind, first.total, first.tenders, first.signature) == ("refund", -129, ("cash",), "signed")

        async def ids(q: str, **more: str) -> list[str]:
            found = await list_receipts(node, OfficeFilter(**more), q, 0, 50)
            return [row.id for row in found.items]

        assert await ids("3,78") == [receipts[0].id]
        assert await ids("Kasse 2/2") == [receipts[1].id]
        assert await ids(created.number) == [receipts[0].id]
        assert await ids(receipts[2].id) == [receipts[2].id]
        assert await ids(f"http://laden/r/{receipts[2].token}") == [receipts[2].id]
        assert await ids("", kind="refund") == [refund.id]
        assert await ids("", till="till-2", kind="sale") == [receipts[1].id]
        assert await ids("", first="2026-06-02") == []
        node.writer.stop()
        assert set(await ids("seife")) == {receipts[0].id, receipts[2].id}
        detail = await receipt_detail(node, receipts[0].id, "de")
        assert isinstance(detail, ReceiptDetail)
        assert [(event.kind, event.receipt) for event in detail.history] == [("payment", ""), ("refund", refund.id)]
        assert len(detail.entry.hash) == len(detail.entry.previous) == 64
        view = await customer_view(node, "c1")
        assert isinstance(view, CustomerView)
        assert (view.purchases, view.turnover) == (1, 378)
        node.writer = type(node.writer)(node.database.connect(), [node.journal])


async def test_a_closing_shows_what_its_receipts_say(tmp_path: Path, database_url: str) -> None:
    async with selling(tmp_path, database_url) as shop:
        node = shop.node
        await sold(shop, 1, 1)
        closed = await close_day(node, shop.cashier, ClosingRequest(shop.ids.new()))
        assert isinstance(closed, Closing)
        await open_day(node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
        await sold(shop, 2, 0)
        await sold(shop, 5, 5, second=True)
        second = await close_day(node, shop.cashier, ClosingRequest(shop.ids.new()))
        assert isinstance(second, Closing)
        listed = await list_closings(node, "till-1", "2026-06-01", "2026-06-01", 0, 10)
        assert [(row.number, row.total, row.receipts) for row in listed.items] == [(2, 258, 1), (1, 378, 1)]
        view = await closing_view(node, second.id, "de")
        assert isinstance(view, ClosingView)
        assert [(tender.kind, tender.amount, tender.count) for tender in view.tenders] == [("cash", 258, 1)]
        assert [(group.name, group.amount, group.quantity) for group in view.groups] == [("Lebensmittel", 258, 2000)]
        assert sum(tax.gross for tax in view.taxes) == 258
        assert view.counts["sale"].amount == 258


def test_vat_is_shared_to_the_cent_also_with_negative_rows() -> None:
    shares = shared_vat({"a": 1000, "b": -250, "c": 333}, 1900, 175)
    assert sum(shares.values()) == 175
    assert shared_vat({}, 1900, 0) == {}


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ("2026-06-01", "2026-06-30", ["2026-06"]),
        ("2026-05-24", "2026-07-02", ["2026-05-24", "2026-W22", "2026-06", "2026-07-01", "2026-07-02"]),
        ("2026-05-11", "2026-06-30", ["2026-W20", "2026-W21", "2026-W22", "2026-06"]),
        ("2026-12-28", "2027-01-04", ["2026-W53", "2027-01-04"]),
        ("2028-02-01", "2028-02-29", ["2028-02"]),
    ],
)
def test_whole_months_and_weeks_are_read_as_such(first: str, last: str, wanted: list[str]) -> None:
    assert periods(first, last) == wanted


def test_every_day_is_covered_once() -> None:
    for start in range(0, 40, 3):
        for length in range(1, 130, 7):
            first = date(2026, 1, 20) + timedelta(days=start)
            last = first + timedelta(days=length)
            days: list[str] = []
            for one in periods(first.isoformat(), last.isoformat()):
                days += [day for day in ALL_DAYS if one in periods_of(day)]
            assert sorted(days) == [(first + timedelta(days=n)).isoformat() for n in range(length + 1)]


ALL_DAYS = [(date(2025, 12, 1) + timedelta(days=n)).isoformat() for n in range(400)]


def test_a_year_ago_is_the_same_weekday() -> None:
    spans = spans_of("2026-06-01", "2026-06-07", "year", "")
    assert spans is not None
    assert date.fromisoformat(spans[1].first).isoweekday() == 1
