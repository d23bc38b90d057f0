"""What else a cashier does, one sentence a test: approvals, cash, reports, closing, copies, training."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.floor import Floor, approved, back, open_floor, refused, right
from tresen.core.basket import BasketLine, Discount
from tresen.core.receipt import Receipt
from tresen.ledger import accounts
from tresen.operations.drawer.close_day import ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.drawer.no_sale import no_sale
from tresen.operations.drawer.report import report
from tresen.operations.printing.reprint import reprint
from tresen.operations.printing.work import print_due
from tresen.operations.selling.keep_basket import keep_basket, quote_basket
from tresen.operations.selling.park import listed_baskets, park
from tresen.operations.selling.sell import sell


def line(article: str, pieces: int = 1, **more: object) -> BasketLine:
    return replace(BasketLine("", article, pieces * 1000), **more)  # type: ignore[arg-type]


# ---- approvals


async def test_a_cashiers_override_and_large_discount_need_a_manager_and_both_names_stay(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        cheaper = floor.basket(line("soap", price=200, price_reason="Etikett falsch"))
        asked = refused(await floor.try_sell(cheaper), "approval_needed")
        assert asked.detail == {"act": "price_override"}
        receipt = (await floor.sell(cheaper, approved(floor.cashier, "price_override"))).receipt
        assert (receipt.staff_name, receipt.approved_by_name) == ("Kai Cashier", "Mara Manager")
        half = floor.basket(line("soap", discount=Discount("percent", 5000, "Beschädigte Verpackung")))
        assert refused(await floor.try_sell(half), "approval_needed").detail == {"act": "discount_above_limit"}
        small = floor.basket(line("soap", discount=Discount("percent", 1000, "Beschädigte Verpackung")))
        await floor.sell(small)


async def test_a_discount_and_an_override_need_a_reason(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        for unsaid in (line("soap", discount=Discount("percent", 1000, " ")), line("soap", price=200)):
            refused(await floor.try_sell(floor.basket(unsaid), floor.manager), "reason_needed")
        basket = replace(floor.basket("soap"), discounts=(Discount("amount", 10, ""),))
        refused(await floor.try_sell(basket, floor.manager), "reason_needed")


# ---- cash


async def test_the_drawer_opens_without_a_sale_for_a_reason_and_with_approval(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        refused(await no_sale(floor.node, floor.cashier, floor.id(), "Geld wechseln"), "approval_needed")
        refused(await no_sale(floor.node, floor.manager, floor.id(), " "), "reason_needed")
        right(await no_sale(floor.node, approved(floor.cashier, "no_sale"), floor.id(), "Geld wechseln"))
        await print_due(floor.node)
        assert floor.printer.drawer_kicks == 1
        (entry,) = floor.entries("drawer_opened")
        assert entry[6] == "staff-cashier" and b"staff-manager" in bytes(entry[12])
        assert right(await report(floor.node, floor.cashier)).totals.drawer_openings == 1


async def test_cash_comes_in_and_goes_out_with_a_reason(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.cash("cash_in", 5_000, floor.cashier, "Privateinlage")
        out = CashRequest(floor.id(), 2_000, "Abschöpfung in den Tresor")
        refused(await move_cash(floor.node, floor.cashier, "cash_out", out), "approval_needed")
        right(await move_cash(floor.node, approved(floor.cashier, "cash_out"), "cash_out", out))
        cases = [receipt.lines[0].business_case for receipt in floor.receipts()[1:]]
        assert cases == ["Privateinlage", "Geldtransit"]
        assert (floor.drawer(), floor.node.balances.of("safe:shop-1")) == (13_000, -8_000)
        refused(await move_cash(floor.node, floor.manager, "cash_in", CashRequest(floor.id(), 1, "")), "reason_needed")
        more = CashRequest(floor.id(), 99_999, "Bank")
        refused(await move_cash(floor.node, floor.manager, "cash_out", more), "drawer_too_low")
        refused(await move_cash(floor.node, floor.manager, "cash_in", CashRequest(floor.id(), 0, "x")), "cash_limit")


# ---- reports and closing


async def test_an_x_report_may_be_asked_at_any_time_and_changes_nothing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        assert right(await report(floor.node, floor.cashier)).totals.records == 0
        await floor.open_day()
        await floor.sell(floor.basket("milk"))
        before = len(floor.entries())
        first, second = [right(await report(floor.node, floor.cashier)) for _ in range(2)]
        assert first == second and first.drawer == 10_129
        assert first.totals.payments_total == 10_129 and first.totals.receipts == 2
        assert len(floor.entries()) == before


async def test_the_drawer_is_counted_blindly_and_the_difference_is_booked(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.sell(floor.basket("milk"))
        counted = right(await count(floor.node, floor.cashier, floor.id(), {"5000": 2, "50": 2, "20": 1}))
        assert counted.counted == 10_120 and not hasattr(counted, "expected")
        await floor.sell(floor.basket("soap"))  # after the count: it does not change the difference
        closing = right(await close_day(floor.node, floor.cashier, ClosingRequest(floor.id(), counted.id)))
        assert (closing.expected, closing.difference, closing.left) == (10_129, -9, 10_369)
        difference = floor.receipts()[-1]
        assert (difference.kind, difference.lines[0].business_case) == ("difference", "DifferenzSollIst")
        assert floor.node.balances.of(accounts.COUNT) == 9


async def test_z_numbers_are_gapless_per_till_and_the_closing_says_what_the_receipts_say(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        for day in (1, 2):
            await floor.open_day(amount=10_000)
            await floor.sell(floor.basket("milk"))
            shown = right(await report(floor.node, floor.cashier))
            closing = await floor.close_day()
            assert closing.number == day
            assert closing.totals == shown.totals
        await floor.open_day(floor.second)
        assert (await floor.close_day(floor.second)).number == 1
        refused(await close_day(floor.node, floor.cashier, ClosingRequest(floor.id())), "day_not_open")


async def test_nothing_blocks_the_closing(tmp_path: Path) -> None:
    """TSE and printer down, an unknown payment, parked and open baskets, negative stock: it closes."""
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.sell(floor.basket(line("milk", 50)))
        unpaid, parked, opened = floor.basket("milk"), floor.basket("soap"), floor.basket("cola")
        for basket in (unpaid, parked, opened):
            await floor.keep(basket)
        right(await park(floor.node, floor.cashier, parked.id, "x"))
        floor.behaviour.mode = "hang"
        await floor.pay(unpaid.id, 129)
        floor.printer.mode = "paper_out"
        floor.signer.switch("down")
        closing = await floor.close_day(coins={"100": 1})
        assert closing.number == 1 and closing.baskets_left == 3 and closing.notes == ("tse_down",)
        assert len(listed_baskets(floor.node)) == 3
        floor.signer.switch("normal")
        floor.clock.move(seconds=10)
        await floor.open_day()
        await floor.sell(opened)


async def test_a_sale_during_the_closing_is_in_this_closing_or_in_the_next(tmp_path: Path) -> None:
    import asyncio

    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        requests = [await floor.request(floor.basket("milk")) for _ in range(6)]
        closing, *_ = await asyncio.gather(
            floor.close_day(), *(sell(floor.node, floor.cashier, request) for request in requests)
        )
        covered = [receipt for receipt in floor.receipts() if receipt.number <= closing.totals.last_number]
        assert sum(receipt.total for receipt in covered) == closing.totals.payments_total
        assert closing.totals.records == len(covered)


async def test_baskets_that_stay_over_a_closing_get_a_new_transaction(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        await floor.close_day()
        assert not floor.signer._known.open
        await floor.open_day()
        receipt = (await floor.sell(basket)).receipt
        assert receipt.signed.signature and receipt.kind == "sale"


# ---- reprint, training


async def test_a_reprint_is_the_same_receipt_marked_as_a_copy(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket("milk"))).receipt
        await print_due(floor.node)
        right(await reprint(floor.node, floor.cashier, sold.id))
        await print_due(floor.node)
        first, copy = [path.with_suffix(".txt").read_text() for path in floor.printer.jobs()[-2:]]
        assert "KOPIE" in copy.upper() and "KOPIE" not in first.upper()
        assert [text for text in first.splitlines() if text not in copy.splitlines()] == []
        assert len(floor.entries("reprinted")) == 1 and len(floor.receipts()) == 2


async def test_training_is_marked_and_counts_nowhere(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk", customer="customer-1")
        request = replace(await floor.request(basket), training=True)
        trained = right(await sell(floor.node, floor.cashier, request)).receipt
        assert (trained.kind, trained.type, trained.points, trained.tenders) == ("training", "AVTraining", 0, ())
        assert trained.signed.process_data.startswith("AVTraining^")
        totals = right(await report(floor.node, floor.cashier)).totals
        assert (totals.trainings, totals.receipts, totals.payments_total) == (1, 1, 10_000)
        assert floor.drawer() == 10_000
        assert floor.node.balances.of("stock:place-1:milk", "piece") == 0
        assert floor.node.balances.of("points:customer-1", "point") == 0
        refused(await quote_basket(floor.node, floor.manager, floor.basket(back(trained))), "receipt_of_training")
        await _floor_denies_training(floor)


async def _floor_denies_training(floor: Floor) -> None:
    floor.node.masterdata.all_settings.by_id["settings"].rights = {"cashier": {"training": "deny"}}
    request = replace(await floor.request(floor.basket("milk")), training=True)
    refused(await sell(floor.node, floor.cashier, request), "denied")


@pytest.mark.parametrize("kept_as_training", [True, False])
async def test_a_training_basket_is_never_sold_and_a_real_one_never_trained(
    tmp_path: Path, kept_as_training: bool
) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        right(await keep_basket(floor.node, floor.cashier, basket, 0, kept_as_training))
        request = replace(await floor.request(basket), training=not kept_as_training)
        refused(await sell(floor.node, floor.cashier, request), "training_basket_open")


async def test_receipts_say_who_where_and_when(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold: Receipt = (await floor.sell(floor.basket("milk"))).receipt
        assert (sold.staff_name, sold.till_name, sold.business_day) == ("Kai Cashier", "Kasse 1", "2026-06-01")
        assert sold.party.tax_number and sold.started_at <= sold.finished_at
