"""Orders: recorded without money, changed and called off by records, prepaid with VAT, handed over once."""

from dataclasses import replace
from pathlib import Path

from tests.floor import Floor, approved, open_floor, refused, right
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_layout import layout
from tresen.core.receipt_text import plain_text
from tresen.fiscal.business_cases import cases_of
from tresen.fiscal.order_data import parse_order_data
from tresen.operations.node import Answer
from tresen.operations.orders.ordered import OpenOrder, down_payment_for, open_orders
from tresen.operations.orders.place_order import OrderRequest, call_off, place_order
from tresen.operations.selling.recording import RecordRequest

DUE = "2026-06-03"


async def ordered(floor: Floor, *articles: str | BasketLine, changes: str = "", due: str = DUE) -> Receipt:
    basket = floor.basket(*articles)
    await floor.keep(basket)
    total = (await floor.quote(basket)).total
    record = RecordRequest(basket, total)
    answer: Answer = right(await place_order(floor.node, floor.cashier, OrderRequest(record, due, "Huber", changes)))
    return answer.receipt


async def waiting(floor: Floor) -> OpenOrder:
    (order,) = await open_orders(floor.node)
    return order


async def prepaid(floor: Floor, order: str, amount: int, *tenders: Tender) -> Receipt:
    lines = right(await down_payment_for(floor.node, order, amount))
    basket = floor.basket(*[BasketLine(str(n), "", money=money) for n, money in enumerate(lines, 1)])
    return (await floor.sell(basket, None, *tenders)).receipt


def handing_over(floor: Floor, order: OpenOrder, reason: str = "Abholung") -> Basket:
    """What a till makes of an open order: its lines, and its down payments as what they take off."""
    used = [
        BasketLine(f"used-{n}", "", -1000, return_of=ReturnOf(one.receipt, one.line, reason))
        for n, one in enumerate(order.down_payments)
    ]
    return replace(order.basket, id=floor.id(), lines=(*order.basket.lines, *used), order=order.id)


def cases(receipt: Receipt) -> list[tuple[str, int, int]]:
    return [(case.type, case.tax_key, case.gross) for case in cases_of(receipt)]


def rolls(pieces: int) -> BasketLine:
    return BasketLine("rolls", "milk", pieces * 1000)


async def test_an_order_is_recorded_without_money_and_changes_no_closing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        order = await ordered(floor, rolls(50), "soap")
        assert (order.kind, order.type, order.total, order.tenders) == ("order", "AVBestellung", 6699, ())
        assert order.signed.process_type == "Bestellung-V1"
        assert order.signed.process_data == '50;"Milch 1 l";1.29\r1;"Seife";2.49'
        assert floor.finishes()[order.signed.transaction] == order.signed.process_data
        text = plain_text(layout(order, "de", lambda at: "2026-06-01T10:00:00"))
        assert "Bestellung: noch nicht übergeben" in text
        assert "03.06.2026" in text
        listed = await waiting(floor)
        assert (listed.id, listed.name, listed.due, listed.total, listed.prepaid) == (order.id, "Huber", DUE, 6699, 0)
        totals = (await floor.close_day()).totals
        assert (totals.payments_total, totals.others, totals.receipts) == (10_000, 1, 1)
        assert [case.type for case in totals.cases] == ["Geldtransit"]
        assert floor.node.balances.of("stock:place-1:milk", "piece") == 0


async def test_the_sale_hands_it_over_once_and_prints_when_it_was_ordered(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        order = await ordered(floor, rolls(2))
        floor.clock.move(hours=2)
        basket = handing_over(floor, await waiting(floor))
        sale = (await floor.sell(basket)).receipt
        assert (sale.kind, sale.refers_to, sale.order and sale.order.id) == ("sale", (order.id,), order.id)
        assert sale.order is not None and order.order is not None
        assert sale.order.allocation == order.order.allocation != ""
        assert sale.order.ordered_at == order.signed.started_at > 0
        said = []
        text = plain_text(layout(sale, "de", lambda at: said.append(at) or "2026-06-01T10:00:00"))  # type: ignore[func-returns-value]
        assert "Bestellt (Beginn)" in text and order.signed.started_at in said
        assert await open_orders(floor.node) == []
        refused(await floor.try_sell(replace(basket, id=floor.id())), "order_not_open")
        refused(await call_off(floor.node, floor.manager, order.id, "Irrtum"), "order_not_open")


async def test_a_change_takes_the_former_record_back_and_names_it(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        first = await ordered(floor, rolls(50))
        second = await ordered(floor, rolls(40), "soap", changes=first.id)
        made = [receipt for receipt in floor.receipts() if receipt.type == "AVBestellung"]
        assert [receipt.total for receipt in made] == [6450, 5409, -6450]
        undone = made[2]
        assert undone.refers_to == (first.id,)
        assert parse_order_data(undone.signed.process_data)[0].quantity == -50_000
        listed = await waiting(floor)
        assert (listed.id, listed.record, listed.total) == (first.id, second.id, 5409)
        assert {receipt.order.allocation for receipt in made if receipt.order} == {f"order-{first.id[-12:]}"}
        again = await ordered(floor, rolls(10), changes=first.id)
        assert (await waiting(floor)).record == again.id
        right(await call_off(floor.node, floor.manager, first.id, "Kunde möchte nicht"))
        assert await open_orders(floor.node) == []
        assert sum(receipt.total for receipt in floor.receipts() if receipt.type == "AVBestellung") == 0


async def test_a_down_payment_carries_the_vat_of_the_goods_and_is_used_up_by_the_sale(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        order = await ordered(floor, rolls(10), "soap")  # 12.90 at 7 %, 2.49 at 19 %
        down = await prepaid(floor, order.id, 300)
        assert (down.kind, down.type, down.refers_to) == ("down_payment", "Beleg", (order.id,))
        assert cases(down) == [("Anzahlungseinstellung", 1, 49), ("Anzahlungseinstellung", 2, 251)]
        assert down.signed.process_data == "Beleg^0.49_2.51_0.00_0.00_0.00^3.00:Bar"
        listed = await waiting(floor)
        assert (listed.prepaid, len(listed.down_payments)) == (300, 2)
        sale = (await floor.sell(handing_over(floor, listed))).receipt
        assert (sale.kind, sale.total) == ("sale", 1239)
        assert sorted(cases(sale)) == [
            ("Anzahlungsaufloesung", 1, -49), ("Anzahlungsaufloesung", 2, -251), ("Umsatz", 1, 249), ("Umsatz", 2, 1290),
        ]  # fmt: skip
        assert set(sale.refers_to) == {down.id, order.id}
        assert sale.signed.process_data == "Beleg^2.00_10.39_0.00_0.00_0.00^12.39:Bar"
        assert "Anzahlung verrechnet" in plain_text(layout(sale, "de", lambda at: "2026-06-01T10:00:00"))
        assert floor.drawer() == 10_000 + 1539
        totals = (await floor.close_day()).totals
        assert (totals.refunds, totals.refunds_amount) == (0, 0)
        assert sum(tax.gross for tax in totals.taxes if tax.key in (1, 2)) == 1539


async def test_fully_prepaid_goods_are_handed_over_without_any_payment(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        order = await ordered(floor, rolls(10), "soap")
        await prepaid(floor, order.id, 777)
        await prepaid(floor, order.id, 762, Tender("cash", 762, 1000))
        refused(await down_payment_for(floor.node, order.id, 1), "down_payment_too_high")
        sale = (await floor.sell(handing_over(floor, await waiting(floor)))).receipt
        assert (sale.total, sale.tenders) == (0, ())
        assert [tax.gross for tax in sale.taxes] == [0, 0]
        assert sale.signed.process_data == "Beleg^0.00_0.00_0.00_0.00_0.00^"


async def test_what_is_prepaid_cannot_be_forgotten(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        order = await ordered(floor, rolls(10))
        down = await prepaid(floor, order.id, 500)
        listed = await waiting(floor)
        without = replace(listed.basket, id=floor.id(), order=listed.id)
        assert refused(await floor.try_sell(without), "prepaid_left").detail == {"left": 500}
        assert refused(await call_off(floor.node, floor.manager, order.id, "Irrtum"), "prepaid_left").detail
        use = handing_over(floor, listed)
        elsewhere = replace(use, order="")
        refused(await floor.try_sell(elsewhere), "order_not_open")
        back = floor.basket(replace(use.lines[-1], id="1"))
        refused(await floor.try_sell(back), "approval_needed")
        paid_back = (await floor.sell(back, approved(floor.cashier, "refund"))).receipt
        assert (paid_back.kind, paid_back.total) == ("refund", -500)
        assert cases(paid_back) == [("Anzahlungsaufloesung", 2, -500)]
        assert paid_back.refers_to == (down.id,)
        assert floor.drawer() == 10_000
        right(await call_off(floor.node, floor.manager, order.id, "Kunde möchte nicht"))


async def test_an_order_that_is_sent_again_is_recorded_once(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        first = await ordered(floor, rolls(50))
        basket = floor.basket("soap")
        request = OrderRequest(RecordRequest(basket, 249), DUE, "", first.id)
        one = right(await place_order(floor.node, floor.cashier, request))
        two = right(await place_order(floor.node, floor.cashier, request))
        assert (two.receipt.id, two.repeated) == (one.receipt.id, True)
        assert len([receipt for receipt in floor.receipts() if receipt.type == "AVBestellung"]) == 3
        other = OrderRequest(RecordRequest(basket, 250), DUE)
        refused(await place_order(floor.node, floor.cashier, other), "sale_differs")


async def test_the_order_waits_through_a_power_cut_and_its_age_check_comes_later(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await ordered(floor, "vodka")
        await floor.restart()
        basket = handing_over(floor, await waiting(floor))
        refused(await floor.try_sell(basket), "age_check")
        checked = tuple(replace(line, age_checked=True) for line in basket.lines)
        await floor.sell(replace(basket, lines=checked))


async def test_what_is_no_order_is_refused(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        empty = await place_order(floor.node, floor.cashier, OrderRequest(RecordRequest(floor.basket(), 0)))
        refused(empty, "basket_empty")
        soon = await place_order(
            floor.node, floor.cashier, OrderRequest(RecordRequest(floor.basket("milk"), 129), "3.6.")
        )
        refused(soon, "bad_input")
        wrong = await place_order(floor.node, floor.cashier, OrderRequest(RecordRequest(floor.basket("milk"), 100)))
        refused(wrong, "total_differs")
        nobody: Failure = refused(await down_payment_for(floor.node, floor.id(), 100), "order_not_open")
        assert nobody.detail == {}
