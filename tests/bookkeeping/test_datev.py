"""DATEV: what an independent reader makes of a batch is what happened to the drawer, each closing once."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mloda.community.feature_groups.experimental.german_ledger.datev import (  # type: ignore[import-untyped]
    DatevRefusal,
    read_batch,
)

from tests.floor import Floor, open_floor, right
from tests.insight.test_reports import sold
from tests.signing_in.browser import code_of, office, open_web
from tresen.core.basket import BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.receipt import Tender
from tresen.fiscal.business_cases import CASE_TYPES, CaseSum
from tresen.fiscal.closing import PaymentTotal
from tresen.fiscal.datev.batch import period_of, written
from tresen.fiscal.datev.columns import COLUMNS
from tresen.fiscal.datev.rows import AccountMissing, ClosingSums, rows_of
from tresen.fiscal.datev.settings import DatevSettings
from tresen.insight.cash_book import cash_book
from tresen.operations.bookkeeping.datev_batches import Batch, batches_of, file_of, make_batch, take_back
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.house.change_settings import change_datev
from tresen.operations.node import Actor

OURS = DatevSettings(adviser=29098, client=55003, chart="04")


def balance(path: Path, account: str) -> int:
    """What a stranger's reader says of an account, cents, Soll positive."""
    _, legs = read_batch(str(path))
    return sum(
        int(amount * 100) for number, amount in zip(legs["Konto"], legs["Betrag"], strict=True) if number == account
    )


OWNER = Actor("staff-owner", "Olga Owner", "owner")


async def close(floor: Floor, *, missing: int = 0, take_out: int = 0) -> Closing:
    counted = right(await count(floor.node, floor.cashier, floor.id(), {"1": floor.drawer() - missing}))
    asked = ClosingRequest(floor.id(), counted.id, take_out)
    return right(await close_day(floor.node, floor.cashier, asked))


async def a_day(floor: Floor) -> Closing:
    """Cash, card, goods back, the owner's hand in the drawer, five cents missing, some to the safe."""
    sale = (await floor.sell(floor.basket("milk", "soap", "cola"))).receipt
    basket = floor.basket("soap", "milk")
    await floor.keep(basket)
    paid = await floor.pay(basket.id, 378)
    await floor.sell(basket, None, Tender("card", 378, payment=paid.id))
    back = BasketLine("1", "", -1000, return_of=ReturnOf(sale.id, 1, "Mangelhaft"))
    await floor.sell(floor.basket(back), floor.manager)
    await floor.cash("cash_out", 500, reason="Privatentnahme")
    return await close(floor, missing=5, take_out=300)


async def test_the_cash_account_moves_as_the_drawer_did_says_a_reader_that_is_not_ours(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        first = await a_day(floor)
        await floor.open_day(amount=12_000)
        second = await a_day(floor)
        for card in ("cash", "interim"):
            file = tmp_path / f"EXTF_{card}.csv"
            settings = replace(OURS, card=card)
            sums = [
                ClosingSums(one.till, "Kasse 1", one.number, one.business_day, one.totals.cases, one.totals.payments)
                for one in (first, second)
            ]
            rows = [row for one in sums for row in rows_of(one, settings)]
            period = period_of(first.business_day, second.business_day, settings)
            assert period is not None
            file.write_bytes(written(rows, settings, period, "20260601200500000", title="Kasse"))
            # The first closing found nothing in the drawer before its day was opened.
            assert balance(file, "1600") == second.left, card
            assert balance(file, "1461") == sum(
                payment.amount for one in (first, second) for payment in one.totals.payments if payment.type != "Bar"
            )
            assert balance(file, "6969") == 10
            assert balance(file, "1370") == 0, "what goes through the interim account leaves it"


async def test_each_closing_is_handed_over_once_and_can_be_taken_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        closing = await a_day(floor)
        day = closing.business_day
        assert await make_batch(floor.node, OWNER, day, day) == Failure("datev_not_set_up", {})
        assert await change_datev(floor.node, OWNER, OURS) is None
        made = await make_batch(floor.node, OWNER, day, day)
        assert not isinstance(made, Failure), made
        batch, content = made
        assert (batch.closings, batch.cash) == ([closing.id], closing.left)
        again = await make_batch(floor.node, OWNER, day, day)
        assert isinstance(again, Failure)
        assert again.code == "datev_nothing_new"
        # Other settings from now on change nothing of what was handed over.
        await change_datev(floor.node, OWNER, replace(OURS, chart="03"))
        assert await file_of(floor.node, batch.id) == (_stored(await batches_of(floor.node), batch.id), content)
        taken = await take_back(floor.node, OWNER, batch.id)
        assert not isinstance(taken, Failure), taken
        both = tmp_path / "EXTF_back.csv"
        both.write_bytes(taken[1])
        assert balance(both, "1600") == -closing.left
        refused = await take_back(floor.node, OWNER, batch.id)
        assert isinstance(refused, Failure)
        assert refused.code == "datev_taken_back"
        anew = await make_batch(floor.node, OWNER, day, day)
        assert not isinstance(anew, Failure), "after the reversal it can be handed over anew"
        assert floor.node.masterdata.settings.datev.chart == "03" == anew[0].settings.chart


def _stored(batches: list[Batch], id: str) -> Batch:
    return next(one for one in batches if one.id == id)


async def test_the_cash_book_adds_up_from_closing_to_closing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        first = await a_day(floor)
        await floor.open_day(amount=12_000)
        second = await a_day(floor)
        pages = await cash_book(floor.node, "till-1", "", "")
        assert not isinstance(pages, Failure)
        assert [(page.number, page.opening, page.balance, page.sound) for page in pages] == [
            (1, 0, first.left, True), (2, first.left, second.left, True),
        ]  # fmt: skip
        assert dict(pages[0].movements)["Privatentnahme"] == -500
        assert dict(pages[0].movements)["DifferenzSollIst"] == -5
        assert dict(pages[0].movements)["Bareinnahmen"] == 129 + 249 + 144 - 129


async def test_the_office_sets_it_up_hands_over_and_downloads(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
        await sold(shop, 2, 1)
        closed = right(await close_day(shop.node, shop.cashier, ClosingRequest(shop.ids.new())))
        day = closed.business_day
        boss = await office(app)
        url = "/api/v1/office/fiscal/datev"
        assert code_of(await boss.post(url, json={"first": day, "last": day})) == "datev_not_set_up"
        value = {"adviser": 29098, "client": 55003, "chart": "04", "accounts": {"surplus": "4830"}}
        assert (await boss.put("/api/v1/office/settings/datev", json={"value": value})).status_code == 200
        bad = {"value": value | {"accounts": {"cash": "16x0"}}}
        assert code_of(await boss.put("/api/v1/office/settings/datev", json=bad)) == "bad_input"
        made = await boss.post(url, json={"first": day, "last": day})
        assert made.status_code == 201, made.text
        file = await boss.get(f"{url}/{made.json()['id']}.csv")
        assert file.headers["content-disposition"].startswith('attachment; filename="EXTF_')
        assert file.content.startswith(b'"EXTF";700;21;"Buchungsstapel";13;')
        seen = (await boss.get(url)).json()
        assert [one["closings"] for one in seen["batches"]] == [1]
        assert {one["role"]: (one["standard"], one["number"]) for one in seen["accounts"]}["surplus"] == (
            "4839",
            "4830",
        )
        book = await boss.get(f"/api/v1/office/fiscal/cash-book.csv?from={day}&to={day}")
        assert book.text.count("Endbestand") == 1
        lines = (await boss.get("/api/v1/office/fiscal")).json()
        assert {one["name"]: one["state"] for one in lines}["books"] == "ok"


def test_the_form_is_that_of_version_13(tmp_path: Path) -> None:
    assert len(COLUMNS) == 125
    sums = closing(
        [CaseSum("Umsatz", "", 0, 1, 11900, 10000, 1900)], [PaymentTotal("Bar", "", 11900)], name='Ka;"sse\n1 €'
    )
    period = period_of("2026-06-01", "2026-06-01", OURS)
    assert period is not None
    content = written(rows_of(sums, OURS), OURS, period, "20260601200500000", title="Kasse")
    assert b"\xff\xfe" not in content
    assert content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("cp1252"), newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [31, 125, 125]
    assert rows[0][:5] == ["EXTF", "700", "21", "Buchungsstapel", "13"]
    assert (rows[0][10], rows[0][11], rows[0][12], rows[0][26]) == ("29098", "55003", "20260101", "04")
    assert rows[2][0] == "119,00"
    assert (rows[2][6], rows[2][7], rows[2][8], rows[2][9]) == ("1600", "4400", "", "0106")
    assert rows[2][10] == "till-1-Z7"
    # The last row as raw text: texts are quoted even when empty, numbers never.
    raw = content.decode("cp1252").split("\r\n")[2]
    assert raw.startswith(
        '119,00;"S";"EUR";;;"";1600;4400;"";0106;"till-1-Z7";"";;"Umsatz USt-Schlüssel 1, Ka;""sse 1 €'
    )


@pytest.mark.parametrize(("start", "first", "last", "begin"), [
    (1, "2026-01-01", "2026-12-31", "2026-01-01"), (7, "2026-06-30", "2026-06-30", "2025-07-01"),
    (7, "2026-06-30", "2026-07-01", None),
])  # fmt: skip
def test_a_batch_stays_in_one_fiscal_year(start: int, first: str, last: str, begin: str | None) -> None:
    period = period_of(first, last, replace(OURS, year_start=start))
    assert (period and period.year_start) == begin


def test_an_account_that_nobody_named_is_asked_for() -> None:
    sums = closing([CaseSum("Umsatz", "", 0, 8, 500, 500, 0)], [PaymentTotal("Bar", "", 500)])
    with pytest.raises(AccountMissing, match="revenue_8"):
        rows_of(sums, OURS)
    (row,) = rows_of(sums, replace(OURS, accounts={"revenue_8": "4290"}))
    assert (row.contra, row.signed) == ("4290", 500)


def test_the_strange_reader_refuses_what_is_wrong(tmp_path: Path) -> None:
    sums = closing([CaseSum("Umsatz", "", 0, 1, 100, 84, 16)], [PaymentTotal("Bar", "", 100)])
    period = period_of("2026-06-01", "2026-06-01", OURS)
    assert period is not None
    content = written(rows_of(sums, OURS), OURS, period, "20260601200500000", title="Kasse")
    file = tmp_path / "EXTF_x.csv"
    for wrong in (
        content.replace(b"1,00;", b"-1,00;"),
        content.replace(b";700;21;", b";700;16;"),
        content.replace(b"1,00;", b"1.00;"),
    ):
        file.write_bytes(wrong)
        with pytest.raises(DatevRefusal):
            read_batch(str(file))


def closing(cases: list[CaseSum], payments: list[PaymentTotal], name: str = "Kasse 1") -> ClosingSums:
    return ClosingSums("till-1", name, 7, "2026-06-01", tuple(cases), tuple(payments))


_CENTS = st.integers(-10_000_000, 10_000_000)
_CASES = st.lists(
    st.tuples(st.sampled_from(CASE_TYPES), st.sampled_from([1, 2, 5, 6, 11, 12, 1001]), st.booleans(), _CENTS),
    max_size=20,
)
_PAYMENTS = st.lists(
    st.tuples(st.sampled_from(["ECKarte", "Kreditkarte", "Unbar", "Guthabenkarte"]), _CENTS), max_size=4
)


@given(cases=_CASES, payments=_PAYMENTS, card=st.sampled_from(["cash", "interim"]))
def test_whatever_a_closing_says_the_cash_account_gets_its_cash(cases: Any, payments: Any, card: Any) -> None:
    every = {f"{kind}_{key}": "4999" for kind in ("revenue", "prepaid") for key in (1, 2, 5, 6, 1001)}
    settings = replace(OURS, card=card, accounts=every)
    sums = [CaseSum(type, "", int(agency), key, amount, amount, 0) for type, key, agency, amount in cases]
    paid = [PaymentTotal(type, "", amount) for type, amount in payments]
    # In every receipt the payments make the sum of its cases; so the rest was cash.
    cash = sum(case.gross for case in sums) - sum(payment.amount for payment in paid)
    rows = rows_of(closing(sums, [*paid, PaymentTotal("Bar", "", cash)]), settings)
    opening = sum(case.gross for case in sums if case.type == "Anfangsbestand")
    moved = sum(
        row.signed if row.account == "1600" else -row.signed for row in rows if "1600" in (row.account, row.contra)
    )
    assert moved == cash - opening
    assert all(row.amount > 0 for row in rows)
    back = rows_of(closing(sums, [*paid, PaymentTotal("Bar", "", cash)]), settings, reversal=True)
    assert [row.signed for row in back] == [-row.signed for row in rows]
