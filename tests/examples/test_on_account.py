"""On account: a named customer takes goods now and pays later, in parts, and every cent is accounted for once."""

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
from tresen.operations.node import Answer
from tresen.operations.people.change_customer import PersonForm, change_customer, erase_customer
from tresen.operations.selling.owing import receivables

DEBTOR = "customer-1"


@asynccontextmanager
async def shop_with_account(folder: Path, limit: int = 2000) -> AsyncIterator[Floor]:
    """An open day; the first customer may owe up to the limit."""
    async with open_floor(folder) as floor:
        await floor.open_day()
        form = PersonForm("Gasthaus Krone")
        right(await change_customer(floor.node, floor.manager, DEBTOR, form=form, account_limit=limit))
        yield floor


async def sold_on_account(floor: Floor, *articles: str) -> Answer:
    basket = floor.basket(*articles, customer=DEBTOR)
    total = (await floor.quote(basket)).total
    return await floor.sell(basket, None, Tender("on_account", total))


async def pays(floor: Floor, sale: Receipt, amount: int, customer: str = DEBTOR) -> object:
    line = BasketLine("1", "", money=MoneyLine("receivable", amount, sale.id))
    return await floor.try_sell(floor.basket(line, customer=customer))


def cases(receipt: Receipt) -> list[tuple[str, int, int]]:
    return [(case.type, case.tax_key, case.gross) for case in cases_of(receipt)]


def owes(floor: Floor, customer: str = DEBTOR) -> int:
    return floor.node.balances.of(accounts.receivable(customer))


async def test_a_sale_on_account_is_turnover_with_vat_and_no_payment(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "milk", "soap")).receipt
        assert (sale.kind, sale.type) == ("sale", "Beleg")
        assert cases(sale) == [("Umsatz", 1, 249), ("Umsatz", 2, 129), ("Forderungsentstehung", 5, -378)]
        assert sale.signed.process_data == "Beleg^2.49_1.29_0.00_0.00_-3.78^"
        assert owes(floor) == 378
        assert floor.drawer() == 10_000
        text = plain_text(layout(sale, "de", lambda at: "2026-06-01T10:00:00"))
        assert "Auf Rechnung" in text
        totals = (await floor.close_day()).totals
        assert totals.payments_total == 10_000  # only the float
        assert [(case.type, case.gross) for case in totals.cases if case.type == "Forderungsentstehung"] == [
            ("Forderungsentstehung", -378)
        ]


async def test_it_is_paid_in_parts_each_naming_the_sale_and_without_vat(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "milk", "soap")).receipt
        first = right(await pays(floor, sale, 100)).receipt
        assert (first.kind, first.type, first.refers_to) == ("settlement", "Beleg", (sale.id,))
        assert cases(first) == [("Forderungsaufloesung", 5, 100)]
        assert first.signed.process_data == "Beleg^0.00_0.00_0.00_0.00_1.00^1.00:Bar"
        assert (owes(floor), floor.drawer()) == (278, 10_100)
        (open,) = await receivables(floor.node)
        assert (open.receipt, open.name, open.total, open.left) == (sale.id, "Gasthaus Krone", 378, 278)
        failure = refused(await pays(floor, sale, 279), "receivable_too_low")
        assert failure.detail == {"left": 278}
        right(await pays(floor, sale, 278))
        assert owes(floor) == 0
        assert await receivables(floor.node) == []
        totals = (await floor.close_day()).totals
        sums = {case.type: case.gross for case in totals.cases}
        assert (sums["Forderungsentstehung"], sums["Forderungsaufloesung"]) == (-378, 378)
        assert sum(tax.vat for tax in totals.taxes) == sum(tax.vat for tax in sale.taxes)


async def test_nobody_owes_more_than_the_office_allows(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path, limit=400) as floor:
        await sold_on_account(floor, "soap")
        basket = floor.basket("soap", customer=DEBTOR)
        failure = refused(await floor.try_sell(basket, None, Tender("on_account", 249)), "account_limit")
        assert failure.detail == {"left": 151}
        mixed = (await floor.sell(basket, None, Tender("on_account", 151), Tender("cash", 98))).receipt
        assert mixed.signed.process_data == "Beleg^2.49_0.00_0.00_0.00_-1.51^0.98:Bar"
        assert owes(floor) == 400
        stranger = floor.basket("milk", customer="customer-2")
        refused(await floor.try_sell(stranger, None, Tender("on_account", 129)), "account_not_open")
        refused(await floor.try_sell(floor.basket("milk"), None, Tender("on_account", 129)), "customer_needed")


async def test_goods_that_come_back_lessen_what_is_open(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "milk", "soap")).receipt
        manager = approved(floor.cashier, "refund")
        soap = next(line.n for line in sale.lines if line.article == "soap")
        basket = floor.basket(back(sale, soap), customer=DEBTOR)
        refund = (await floor.sell(basket, manager, Tender("on_account", -249, payment=sale.id))).receipt
        assert refund.kind == "refund"
        assert cases(refund) == [("Umsatz", 1, -249), ("Forderungsentstehung", 5, 249)]
        assert refund.signed.process_data == "Beleg^-2.49_0.00_0.00_0.00_2.49^"
        assert (owes(floor), floor.drawer()) == (129, 10_000)
        milk = next(line.n for line in sale.lines if line.article == "milk")
        right(await pays(floor, sale, 100))
        basket = floor.basket(back(sale, milk), customer=DEBTOR)
        tender = Tender("on_account", -129, payment=sale.id)
        refused(await floor.try_sell(basket, manager, tender), "receivable_too_low")
        both = (Tender("on_account", -29, payment=sale.id), Tender("cash", -100))
        await floor.sell(basket, manager, *both)
        assert (owes(floor), floor.drawer()) == (0, 10_000)


async def test_a_payment_booked_by_mistake_is_taken_back_and_the_sale_is_open_again(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "soap")).receipt
        paid = right(await pays(floor, sale, 249)).receipt
        manager = approved(floor.cashier, "refund")
        undone = (await floor.sell(floor.basket(back(paid), customer=DEBTOR), manager)).receipt
        assert cases(undone) == [("Forderungsaufloesung", 5, -249)]
        assert (owes(floor), floor.drawer()) == (249, 10_000)
        again = floor.basket(back(paid), customer=DEBTOR)
        refused(await floor.try_sell(again, manager), "return_above_sold")


async def test_a_payment_is_for_the_customer_who_bought_and_stands_alone(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "soap")).receipt
        refused(await pays(floor, sale, 100, customer="customer-2"), "customer_needed")
        unknown = replace(sale, id=floor.id())
        refused(await pays(floor, unknown, 100), "receivable_too_low")
        line = BasketLine("1", "", money=MoneyLine("receivable", 100, sale.id))
        mixed = floor.basket(line, "milk", customer=DEBTOR)
        refused(await floor.try_sell(mixed), "money_line_alone")
        assert owes(floor) == 249


async def test_who_owes_is_not_forgotten(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "soap")).receipt
        refused(await erase_customer(floor.node, floor.manager, DEBTOR), "customer_owes")
        right(await pays(floor, sale, 249))
        right(await erase_customer(floor.node, floor.manager, DEBTOR))


async def test_what_is_owed_is_still_owed_after_a_power_cut(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "milk")).receipt
        await floor.restart()
        assert owes(floor) == 129
        (open,) = await receivables(floor.node, DEBTOR)
        assert (open.receipt, open.left) == (sale.id, 129)
