"""A receipt is built the same way by the node and by a till without its node."""

from dataclasses import replace

from tests.examples.counter import SHOP, after, back, line, percent, ring_up
from tresen.core.basket import Basket
from tresen.core.handing_out import Circumstances, ReceiptCustomer, abort_receipt, cash_receipt, sale_receipt
from tresen.core.receipt import Party, Signed, Tender
from tresen.core.returnable import returnable_lines

AT = Circumstances(
    shop="s", till="t", till_name="Kasse 1", till_serial="T1", party=Party("Laden", "Weg 1", "10115", "Berlin"),
    business_day="2026-11-23", started_at=1000, staff="p", staff_name="Pia", token="secret", finished_at=2000,
    number=7, approved_by="m", approved_by_name="Mia",
)  # fmt: skip


def sold_to_anna(*lines, shop=SHOP):
    basket = Basket("b", lines, customer="anna", note="Eilig")
    quoted = ring_up(*lines, customer="anna", shop=shop)
    return sale_receipt(
        basket, quoted, (Tender("cash", quoted.total),), shop.returnable, AT, ReceiptCustomer("anna", "4711", 20)
    )


def test_a_sale_carries_its_quote_its_circumstances_and_the_points():
    receipt = sold_to_anna(line("soap", 3), line("roll", voided=True, void_reason="Falsch erfasst"))
    assert (receipt.id, receipt.kind, receipt.type, receipt.total) == ("b", "sale", "Beleg", 999)
    assert (receipt.points, receipt.points_balance, receipt.customer_number) == (9, 29, "4711")
    assert (receipt.till_name, receipt.staff_name, receipt.approved_by_name, receipt.number) == (
        "Kasse 1",
        "Pia",
        "Mia",
        7,
    )
    assert (receipt.started_at, receipt.finished_at, receipt.token, receipt.note) == (1000, 2000, "secret", "Eilig")
    assert receipt.voided == ("roll 1000 Falsch erfasst",)
    assert [tender.amount for tender in receipt.tenders] == [999]


def test_a_refund_takes_the_points_from_who_earned_them():
    bought = ring_up(line("soap", 3), customer="anna")
    shop = after("r", bought)
    shop = replace(shop, returnable={key: replace(each, customer="anna") for key, each in shop.returnable.items()})
    quoted = ring_up(back("r", 1, 1000), shop=shop)
    basket = Basket("b", (back("r", 1, 1000),))
    receipt = sale_receipt(basket, quoted, (), shop.returnable, AT, ReceiptCustomer())
    assert (receipt.kind, receipt.refers_to, receipt.reason) == ("refund", ("r",), "Gefällt nicht")
    assert (receipt.points, receipt.points_taken) == (0, (("anna", 3),))
    theirs = sale_receipt(basket, quoted, (), shop.returnable, AT, ReceiptCustomer("anna", "4711", 20))
    assert (theirs.points, theirs.points_balance) == (-3, 17)
    swapped = ring_up(back("r", 1, 1000), line("coffee"), shop=shop)
    assert sale_receipt(basket, swapped, (), shop.returnable, AT, ReceiptCustomer()).kind == "exchange"


def test_training_is_paid_with_nothing_and_changes_no_points():
    quoted = ring_up(line("soap", 3), customer="anna")
    receipt = sale_receipt(
        Basket("b", (line("soap", 3),)),
        quoted,
        (Tender("cash", 999),),
        {},
        AT,
        ReceiptCustomer("anna", "1", 5),
        training=True,
    )
    assert (receipt.kind, receipt.type, receipt.tenders) == ("training", "AVTraining", ())
    assert (receipt.points, receipt.points_balance) == (0, 5)


def test_cash_and_aborts_have_receipts_too():
    paid_in = cash_receipt("c", "cash_in", "Privateinlage", 500, "Privateinlage", "", replace(AT, signed=Signed("T1")))
    assert (paid_in.total, paid_in.tenders, paid_in.signed.client) == (500, (Tender("cash", 500),), "T1")
    assert sum(tax.gross for tax in paid_in.taxes) == sum(each.amount for each in paid_in.lines) == 500
    gone = abort_receipt("a", ("10 Brötchen 1000",), "Kunde möchte nicht", AT)
    assert (gone.type, gone.lines, gone.total, gone.voided) == ("AVBelegabbruch", (), 0, ("10 Brötchen 1000",))


def test_what_can_still_come_back_is_read_off_the_receipt():
    receipt = sold_to_anna(line("soap", 3, discount=percent(10), price=300, price_reason="Etikett"), line("cola"))
    lines = returnable_lines(receipt, {1: (1000, 270)})
    soap, cola, can = lines[1], lines[2], lines[3]
    assert (soap.quantity, soap.amount, soap.returned_quantity, soap.returned_amount) == (3000, 810, 1000, 270)
    assert (soap.priced, soap.manual, soap.customer) == (900, -90, "anna")
    assert (cola.deposit_of, can.deposit_of, can.priced) == (0, 2, 25)
