"""The worked day of the specification (DSFinV-K, annex F), sold at a till and closed: every sum as printed there."""

from dataclasses import replace
from pathlib import Path

from tests.examples.test_orders import handing_over, waiting
from tests.floor import Floor, approved, open_floor, right
from tresen.core.article import Article
from tresen.core.basket import BasketLine, MoneyLine
from tresen.core.receipt import Receipt, Tender
from tresen.ledger import accounts
from tresen.ledger.verify import verify
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.drawer.close_day import Closing
from tresen.operations.orders.ordered import OpenOrder, down_payment_for, open_orders
from tresen.operations.orders.place_order import OrderRequest, place_order
from tresen.operations.people.change_customer import PersonForm, change_customer
from tresen.operations.selling.recording import RecordRequest

GOODS = (
    Article("breakfast", "70", "Brötchen", 100, 2),
    Article("small", "71", "Brötchen, bestellt", 25, 2),
    Article("coffee", "72", "Kaffee zum Mitnehmen", 250, 1),
)


async def bakery(floor: Floor) -> None:
    """The goods of the example, and a customer who may owe."""
    node = floor.node
    for article in GOODS:
        record = ArticleRecord(article)

        def job(tx: object, record: ArticleRecord = record) -> None:
            change(
                tx, node.journal, "article", record.article.id, record, entry_id=node.ids.new(), at=node.clock.now(),  # type: ignore[arg-type]
                day="2026-06-01", actor="test",
            )  # fmt: skip

        await node.writer.write(job)
    form = PersonForm("Frau Beispiel")
    right(await change_customer(node, floor.manager, "customer-1", form=form, account_limit=1000))


def rolls(pieces: int) -> BasketLine:
    return BasketLine("rolls", "small", pieces * 1000)


async def ordered(floor: Floor, pieces: int) -> Receipt:
    basket = floor.basket(rolls(pieces))
    answer = right(await place_order(floor.node, floor.cashier, OrderRequest(RecordRequest(basket, 25 * pieces))))
    made: Receipt = answer.receipt
    return made


async def prepay(floor: Floor, order: Receipt, amount: int) -> None:
    (money,) = right(await down_payment_for(floor.node, order.id, amount))
    await floor.sell(floor.basket(BasketLine("1", "", money=money)))


async def worked_day(floor: Floor) -> Closing:
    """Events 1 to 11 of the annex, and the closing."""
    await bakery(floor)
    await floor.open_day(amount=0)
    manager = approved(floor.manager, "cash_in", "cash_out")
    await floor.cash("cash_in", 25_000, manager, "Wechselgeld aus dem Tresor")  # 1
    breakfast = (BasketLine("1", "breakfast", 2000), BasketLine("2", "coffee"))
    await floor.sell(floor.basket(*breakfast), None, Tender("cash", 450))  # 2
    basket = floor.basket(*breakfast)
    await floor.keep(basket)
    payment = await floor.pay(basket.id, 450)
    await floor.sell(basket, None, Tender("card", 450, payment=payment.id))  # 3
    await floor.cash("cash_out", 500, manager, "Privatentnahme")  # 4
    await ordered(floor, 50)  # 5
    first = await ordered(floor, 10)
    await prepay(floor, first, 250)  # 6
    await floor.sell(handing_over(floor, await order_of(floor, first)))  # 7
    second = await ordered(floor, 10)
    await prepay(floor, second, 100)  # 8
    await floor.sell(handing_over(floor, await order_of(floor, second)))  # 9
    owing = floor.basket(rolls(10), customer="customer-1")
    sale = await floor.sell(owing, None, Tender("cash", 100), Tender("on_account", 150))  # 10
    paid = BasketLine("1", "", money=MoneyLine("receivable", 150, sale.receipt.id))
    await floor.sell(floor.basket(paid, customer="customer-1"))  # 11
    return await floor.close_day(coins={"10000": 2, "5000": 1, "500": 1, "200": 1})


async def order_of(floor: Floor, placed: Receipt) -> OpenOrder:
    return next(one for one in await open_orders(floor.node) if one.id == placed.id)


async def test_the_worked_day_comes_out_to_the_cent(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        closing = await worked_day(floor)
        totals, of = closing.totals, floor.node.balances.of
        assert closing.difference == 0
        assert (of(accounts.drawer("till-1")), of(accounts.clearing("card", "till-1"))) == (25_700, 450)
        assert of(accounts.safe("shop-1")) == -25_000
        taxes = {tax.key: (tax.gross, tax.net, tax.vat) for tax in totals.taxes}
        assert taxes[2] == (1150, 1075, 75)
        assert taxes[1] == (500, 420, 80)
        cases = {(case.type, case.tax_key): case.gross for case in totals.cases}
        assert cases == {
            ("Umsatz", 1): 500, ("Umsatz", 2): 1150, ("Forderungsentstehung", 5): -150, ("Forderungsaufloesung", 5): 150,
            ("Anzahlungseinstellung", 2): 350, ("Anzahlungsaufloesung", 2): -350, ("Geldtransit", 5): 25_000,
            ("Privatentnahme", 5): -500,
        }  # fmt: skip
        assert {payment.type: payment.amount for payment in totals.payments} == {
            "Bar": 25_700,
            "ECKarte": 450,
        }  # a girocard here, a credit card there
        debit = 25_700 + 450 + 500  # cash, card receivable, private withdrawal
        credit = 25_000 + sum(net + vat for _, net, vat in (taxes[1], taxes[2]))  # safe, turnover and VAT
        assert debit == credit == 26_650
        assert (totals.payments_total, totals.cash_total) == (26_150, 25_700)
        assert of(accounts.receivable("customer-1")) == 0
        assert (await waiting(floor)).total == 1250  # the order of event 5 still waits
        assert floor.node.database.read_now(verify).faults == []
        assert totals.others == 3  # the three orders, without effect
        assert replace(closing, number=0).totals is totals
