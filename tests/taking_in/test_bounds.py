"""What a device may say of a receipt: whole receipts only, and nothing that stops what comes after it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.floor import Floor, back, open_floor, refused, right
from tests.promotions.offers import codes, put, with_code
from tests.taking_in.test_requote import computing, found, now
from tresen.core.promotion import Action, AppliedPromotion, Promotion
from tresen.core.receipt import Tender
from tresen.ledger import accounts
from tresen.ledger.use_accounts import USE
from tresen.operations.engine_archive import EngineArchive
from tresen.operations.taking_in.handed_out import HandedOut
from tresen.operations.taking_in.noticing import Clock, noticed
from tresen.operations.taking_in.requote import requote_due
from tresen.operations.taking_in.take_in import take_in


def cash(floor: Floor, kind: str, amount: int, case: str = "", paid: int | None = None) -> HandedOut:
    item = floor.hand_out_cash(kind, amount, case=case)
    return (
        item if paid is None else replace(item, receipt=replace(item.receipt, tenders=(Tender("cash", paid),)))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "amount", "case", "paid", "field"),
    [
        ("float", 0, "", 9_999_999, "total"),
        ("cash_in", 500, "", 400, "total"),
        ("cash_in", 500, "Anfangsbestand", None, "lines"),
        ("cash_out", -500, "Privateinlage", None, "lines"),
        ("float", 500, "Geldtransit", None, "lines"),
        ("cash_in", 500, "Geschenk", None, "lines"),
    ],
)
async def test_cash_that_does_not_add_up_or_is_called_what_it_is_not_is_no_receipt(
    tmp_path: Path, kind: str, amount: int, case: str, paid: int | None, field: str
) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = cash(floor, kind, amount, case, paid)
        assert refused(await floor.send(item), "handed_out_faulty").detail == {"field": field}
        right(await floor.send(cash(floor, "float", 0)))


@pytest.mark.parametrize(("name", "value"), [("quoted_at", 10**18), ("rules_version", 2**70), ("goods_version", 2**70)])
async def test_a_moment_or_version_that_cannot_be_is_no_receipt(tmp_path: Path, name: str, value: int) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        strange: Any = {name: value}
        item = replace(await floor.hand_out(floor.basket("milk")), **strange)
        refused(await floor.send(item), "handed_out_faulty")


@pytest.mark.parametrize(
    "action",
    [Action("percent", 1000, "set", set_size=0), Action("percent", 90_000), Action("gold", 100)],  # type: ignore[arg-type]
)
async def test_a_promotion_that_cannot_be_computed_is_on_no_receipt(tmp_path: Path, action: Action) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        odd = replace(item, receipt=replace(item.receipt, promotions=(AppliedPromotion(Promotion("p", "P", action)),)))
        assert refused(await floor.send(odd), "handed_out_faulty").detail == {"field": "promotions"}
        right(await floor.send(item))


async def test_a_receipt_that_no_engine_can_compute_does_not_keep_the_next_from_it(tmp_path: Path, monkeypatch) -> None:
    async with computing(tmp_path) as floor:
        quote = EngineArchive.quote

        async def stumbles(archive: EngineArchive, version: str, rules: str, question: str) -> str:
            if "cola" in question.split('"articles"', maxsplit=1)[0]:
                raise ZeroDivisionError
            return await quote(archive, version, rules, question)

        monkeypatch.setattr(EngineArchive, "quote", stumbles)
        odd, next = [now(await floor.hand_out(floor.basket(name))) for name in ("cola", "milk")]
        next = replace(next, receipt=replace(next.receipt, points=7, customer="customer-1"))
        right(await floor.send(odd))
        right(await floor.send(next))
        assert await requote_due(floor.node) == 2
        told = {each.receipt: each.code for each in floor.node.deviations.open.values()}
        assert told == {odd.receipt.id: "engine_unknown", next.receipt.id: "points_differ"}
        assert await requote_due(floor.node) == 0


async def test_points_for_somebody_who_brought_nothing_back_are_told(tmp_path: Path) -> None:
    async with computing(tmp_path) as floor:
        item = now(await floor.hand_out(floor.basket("milk")))
        given = replace(item, receipt=replace(item.receipt, points_taken=(("customer-2", -5000),)))
        assert await found(floor, given) == [("points_differ", {"points_till": 5000, "points_node": 0})]


async def test_a_code_comes_back_with_goods_that_are_taken_back_without_the_node(
    tmp_path: Path, database_url: str
) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, with_code())
        [code] = await codes(floor, count=1)
        sold = (await floor.sell(replace(floor.basket("soap"), codes=(code,)))).receipt
        assert floor.node.balances.of(accounts.coupon(code), USE) == 1
        refund = await floor.hand_out(floor.basket(back(sold)), floor.manager)
        more = replace(refund, receipt=replace(refund.receipt, uses_back=((accounts.coupon("OTHER"), 1),)))
        right(await floor.send(more))
        assert floor.node.balances.of(accounts.coupon(code), USE) == 0
        assert floor.node.balances.of(accounts.coupon("OTHER"), USE) == 0, "only the node says what comes back"


async def test_a_rescue_file_of_a_device_whose_clock_was_ahead_books_nothing_in_the_future(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        later = item.receipt.finished_at + 30 * 3_600_000
        ahead = replace(item, receipt=replace(item.receipt, started_at=later, finished_at=later))
        taken = right(await take_in(floor.node, floor.devices["till-1"], ahead))
        assert [each.code for each in taken.deviations] == ["clock_wrong"]
        [receipt] = [each for each in floor.receipts() if each.kind == "sale"]
        assert (receipt.business_day, receipt.finished_at) == ("2026-06-01", later), "what was printed stays"


async def test_a_card_payment_that_the_node_never_saw_counts_against_the_limit(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"), None, Tender("card", 129, payment="made-up"))
        seen = await floor.node.writer.write(lambda tx: list(noticed(floor.node, tx, item, Clock(0, 0))))
        assert [each.code for each in seen] == ["limit_exceeded"]
