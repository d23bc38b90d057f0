"""Foreign cash: taken at the office's rate, change in euro, and every currency counted and closed by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.floor import Floor, open_floor, refused, right
from tresen.core.foreign_cash import Currency, in_euro, rate_text
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_layout import layout
from tresen.core.receipt_text import plain_text
from tresen.fiscal.process_data import parse_process_data
from tresen.ledger import accounts
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.house.change_settings import change_currencies
from tresen.operations.node import Actor, Answer

FRANC, POUND = Currency("CHF", "Schweizer Franken", 1_050_000), Currency("GBP", "Pfund", 1_150_000)
OWNER = Actor("staff-owner", "Olga Owner", "owner", "till-1")


@asynccontextmanager
async def border_shop(folder: Path) -> AsyncIterator[Floor]:
    async with open_floor(folder) as floor:
        assert await change_currencies(floor.node, OWNER, (FRANC, POUND)) is None
        await floor.open_day()
        yield floor


def francs(hundredths: int, rate: int = FRANC.rate) -> Tender:
    return Tender("cash", in_euro(hundredths, rate), currency="CHF", foreign_amount=hundredths)


async def sold_for_francs(floor: Floor, hundredths: int, *more: Tender) -> Answer:
    """Soap for 2.49, the rest of the francs given back in euro."""
    tender = francs(hundredths)
    change = Tender("cash", 249 - tender.amount - sum(one.amount for one in more))
    return await floor.sell(floor.basket("soap"), None, tender, *more, *([change] if change.amount else []))


async def closed(floor: Floor, francs_there: int, coins: dict[str, int], take: int = 0) -> Closing:
    counted = right(await count(floor.node, floor.cashier, floor.id(), coins, {"CHF": francs_there}))
    request = ClosingRequest(floor.id(), counted.id, take_out_foreign={"CHF": take} if take else {})
    made: Closing = right(await close_day(floor.node, floor.cashier, request))
    again = right(await close_day(floor.node, floor.cashier, request))
    assert (again.number, again.foreign) == (made.number, made.foreign)
    return made


def of(floor: Floor, account: str) -> tuple[int, int]:
    return floor.node.balances.of(account), floor.node.balances.of(account, "CHF")


async def test_francs_go_into_the_drawer_and_the_change_comes_out_in_euro(tmp_path: Path) -> None:
    async with border_shop(tmp_path) as floor:
        answer = await sold_for_francs(floor, 500)  # 5.00 CHF are 5.25 euro
        sale = answer.receipt
        assert answer.change == 276
        assert sale.signed.process_data == "Beleg^2.49_0.00_0.00_0.00_0.00^-2.76:Bar_5.00:Bar:CHF"
        parse_process_data(sale.signed.process_data)
        assert of(floor, accounts.drawer("till-1")) == (10_000 - 276, 500)
        text = plain_text(layout(sale, "de", lambda at: "2026-06-01T10:00:00"))
        assert "Bar CHF 5,00" in text
        assert "Rückgeld" in text
        assert "1 CHF = 1,05 EUR" in text


async def test_several_currencies_stand_in_the_order_that_the_law_asks_for(tmp_path: Path) -> None:
    async with border_shop(tmp_path) as floor:
        pounds = Tender("cash", 115, currency="GBP", foreign_amount=100)
        sale = (await floor.sell(floor.basket("soap"), None, pounds, francs(100), Tender("cash", 29))).receipt
        assert sale.signed.process_data.endswith("^0.29:Bar_1.00:Bar:CHF_1.00:Bar:GBP")


async def test_the_closing_says_each_currency_and_books_its_difference(tmp_path: Path) -> None:
    async with border_shop(tmp_path) as floor:
        await sold_for_francs(floor, 500)
        await sold_for_francs(floor, 1000)
        closing = await closed(floor, 1490, {"5000": 1, "2000": 2, "500": 1, "200": 2, "100": 1}, take=1400)
        (chf,) = closing.foreign
        assert (chf.currency, chf.expected, chf.counted, chf.difference) == ("CHF", 1500, 1490, -10)
        assert (chf.taken_out, chf.left) == (1400, 90)
        assert of(floor, accounts.drawer("till-1")) == (closing.left, 90)
        assert of(floor, accounts.safe("shop-1"))[1] == 1400
        totals = closing.totals
        assert {one.currency: one.amount for one in totals.cash}["CHF"] == 90
        assert totals.cash_total == totals.payments_total
        booked = [receipt for receipt in floor.receipts() if receipt.tenders and receipt.tenders[0].currency == "CHF"]
        assert [cash(receipt) for receipt in booked[2:]] == [
            ("DifferenzSollIst", -10, -11),
            ("Geldtransit", -1400, -1470),
        ]
        assert booked[2].signed.process_data == "Beleg^0.00_0.00_0.00_0.00_-0.11^-0.10:Bar:CHF"


def cash(receipt: Receipt) -> tuple[str, int, int]:
    return receipt.lines[0].business_case, receipt.tenders[0].foreign_amount, receipt.total


@pytest.mark.parametrize(
    ("tender", "code"),
    [
        (francs(237, 1_060_000), "currency_rate_changed"),
        (Tender("cash", 249, currency="USD", foreign_amount=270), "currency_unknown"),
        (Tender("cash", 249, 300, currency="CHF", foreign_amount=237), "bad_input"),
        (Tender("store_credit", 249, currency="CHF", foreign_amount=237), "bad_input"),
        (Tender("cash", 249, currency="CHF"), "currency_rate_changed"),
        (Tender("cash", 249, foreign_amount=237), "bad_input"),
    ],
)
async def test_what_the_office_did_not_set_is_not_taken(tmp_path: Path, tender: Tender, code: str) -> None:
    async with border_shop(tmp_path) as floor:
        refused(
            await floor.try_sell(floor.basket("soap"), None, replace(tender), Tender("cash", 249 - tender.amount)), code
        )


async def test_a_currency_stays_as_long_as_a_drawer_holds_some(tmp_path: Path) -> None:
    async with border_shop(tmp_path) as floor:
        await sold_for_francs(floor, 500)
        refused(await change_currencies(floor.node, OWNER, (POUND,)), "currency_in_use")
        await closed(floor, 500, {"5000": 1, "2000": 2, "500": 1, "200": 1, "20": 1, "2": 2}, take=500)
        assert await change_currencies(floor.node, OWNER, ()) is None
        refused(await change_currencies(floor.node, OWNER, (Currency("EUR", "Euro", 1_000_000),)), "bad_input")


@given(st.integers(1, 10_000_000), st.integers(1, 1_000_000_000))
def test_a_rate_rounds_half_up_and_never_by_more_than_half_a_cent(amount: int, rate: int) -> None:
    assert abs(in_euro(amount, rate) * 1_000_000 - amount * rate) * 2 <= 1_000_000
    assert in_euro(-amount, rate) == -in_euro(amount, rate)


def test_a_rate_is_written_without_superfluous_digits() -> None:
    assert rate_text(FRANC) == "1 CHF = 1,05 EUR"
    assert rate_text(Currency("CZK", "Krone", 40_123)) == "1 CZK = 0,040123 EUR"
