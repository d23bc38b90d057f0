"""Tips: of staff they are never turnover and are paid out to them; of the owner they are taxed like the goods."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from tests.floor import Floor, approved, back, open_floor, refused, right
from tresen.core.basket import BasketLine, MoneyLine
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_layout import layout
from tresen.core.receipt_text import plain_text
from tresen.fiscal.business_cases import cases_of
from tresen.ledger import accounts
from tresen.masterdata.records import change
from tresen.operations.drawer.pay_out_tips import Tips, pay_out_tips, tips


@asynccontextmanager
async def taking_tips(folder: Path, whose: str) -> AsyncIterator[Floor]:
    async with open_floor(folder) as floor:
        node = floor.node
        settings = replace(node.masterdata.settings, tips=whose)
        await node.writer.write(lambda tx: change(
            tx, node.journal, "settings", "settings", settings, entry_id=node.ids.new(), at=node.clock.now(),
            day="2026-06-01", actor="test",
        ))  # fmt: skip
        await floor.open_day()
        yield floor


def tip(amount: int, kind: str = "tip_staff") -> BasketLine:
    return BasketLine("tip", "", money=MoneyLine(kind, amount))


def cases(receipt: Receipt) -> list[tuple[str, int, int]]:
    return [(case.type, case.tax_key, case.gross) for case in cases_of(receipt)]


async def test_a_tip_for_staff_on_a_card_is_no_turnover_and_belongs_to_who_served(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "staff") as floor:
        basket = floor.basket("soap", tip(51))
        await floor.keep(basket)
        payment = await floor.pay(basket.id, 300)
        sale = (await floor.sell(basket, None, Tender("card", 300, payment=payment.id))).receipt
        assert cases(sale) == [("Umsatz", 1, 249), ("TrinkgeldAN", 5, 51)]
        assert sale.signed.process_data == "Beleg^2.49_0.00_0.00_0.00_0.51^3.00:Unbar"
        assert "Trinkgeld" in plain_text(layout(sale, "de", lambda at: "2026-06-01T10:00:00"))
        assert tips(floor.node) == [Tips("staff-cashier", "Kai Cashier", 51)]
        totals = floor.node.totals.waiting()
        assert totals["2026-06-01", "till-1", "total", ""][1] == 249


async def test_it_is_paid_out_once_and_no_more_than_is_there(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "staff") as floor:
        await floor.sell(floor.basket("soap", tip(100)), None, Tender("cash", 349))
        manager, id = approved(floor.cashier, "cash_out"), floor.id()
        refused(await pay_out_tips(floor.node, floor.cashier, floor.id(), "staff-cashier", 60), "approval_needed")
        paid = right(await pay_out_tips(floor.node, manager, id, "staff-cashier", 60)).receipt
        assert cases(paid) == [("TrinkgeldAN", 5, -60)]
        assert paid.signed.process_data == "Beleg^0.00_0.00_0.00_0.00_-0.60^-0.60:Bar"
        assert right(await pay_out_tips(floor.node, manager, id, "staff-cashier", 60)).repeated
        failure = refused(await pay_out_tips(floor.node, manager, floor.id(), "staff-cashier", 41), "tips_too_low")
        assert failure.detail == {"left": 40}
        assert (floor.drawer(), floor.node.balances.of(accounts.tips("staff-cashier"))) == (10_289, 40)
        sums = {case.type: case.gross for case in (await floor.close_day()).totals.cases}
        assert (sums["Umsatz"], sums["TrinkgeldAN"]) == (249, 40)


async def test_a_tip_that_is_taken_back_leaves_the_tips_of_who_served(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "staff") as floor:
        sale = (await floor.sell(floor.basket("soap", tip(100)))).receipt
        refund = (await floor.sell(floor.basket(back(sale, 2)), replace(floor.manager))).receipt
        assert cases(refund) == [("TrinkgeldAN", 5, -100)]
        assert tips(floor.node) == []


async def test_a_tip_for_the_owner_is_taxed_like_the_goods(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "owner") as floor:
        sale = (await floor.sell(floor.basket("milk", "soap", tip(100, "tip_owner")))).receipt
        assert sorted(cases(sale)) == [
            ("TrinkgeldAG", 1, 66), ("TrinkgeldAG", 2, 34), ("Umsatz", 1, 249), ("Umsatz", 2, 129),
        ]  # fmt: skip
        assert sale.signed.process_data == "Beleg^3.15_1.63_0.00_0.00_0.00^4.78:Bar"
        assert tips(floor.node) == []


async def test_the_till_takes_only_the_tips_that_the_shop_wants(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "staff") as floor:
        refused(await floor.try_sell(floor.basket("soap", tip(1, "tip_owner"))), "tips_off")
        refused(await floor.try_sell(floor.basket(tip(100))), "tip_without_goods")
    async with open_floor(tmp_path / "other") as floor:
        await floor.open_day()
        refused(await floor.try_sell(floor.basket("soap", tip(100))), "tips_off")
