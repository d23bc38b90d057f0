"""The sums of a day, as a shopkeeper reads them and an auditor adds them up again."""

import msgspec
import pytest

from tests.examples.fiscal_receipts import line, receipt
from tresen.core.quote import Adjustment
from tresen.core.receipt import Tender
from tresen.fiscal.business_cases import CASE_TYPES, CaseSum, cases_of
from tresen.fiscal.closing import CashTotal, ClosingFold, ClosingTotals, KindTotal, PaymentTotal, StaffTotal
from tresen.fiscal.tenders import case_of, payment_type


def totals_of(*receipts) -> ClosingTotals:
    fold = ClosingFold()
    for one in receipts:
        fold.add(one)
    return fold.totals()


def gross(totals: ClosingTotals) -> dict[tuple[str, int], int]:
    return {(one.type, one.tax_key): one.gross for one in totals.cases}


def test_the_worked_day_of_the_law():
    """DSFinV-K annex F: rolls and coffee, an order with money down, a debt, a withdrawal; oracle of the ministry."""
    rolls, coffee = line(200, 2), line(250, 1)
    day = [
        receipt(1, [line(25000, 5, "Geldtransit")], [Tender("cash", 25000)], "cash_in"),
        receipt(2, [rolls, coffee], [Tender("cash", 450, given=500)]),
        receipt(3, [rolls, coffee], [Tender("card", 450, card="Mastercard", card_kind="credit")]),
        receipt(4, [line(-500, 5, "Privatentnahme")], [Tender("cash", -500)], "cash_out"),
        receipt(5, [line(1250, 2)], type="AVBestellung"),
        receipt(6, [line(250, 2, "Anzahlungseinstellung")], [Tender("cash", 250)]),
        receipt(7, [line(250, 2), line(-250, 2, "Anzahlungsaufloesung")]),
        receipt(8, [line(100, 2, "Anzahlungseinstellung")], [Tender("cash", 100)]),
        receipt(9, [line(250, 2), line(-100, 2, "Anzahlungsaufloesung")], [Tender("cash", 150)]),
        receipt(10, [line(250, 2)], [Tender("cash", 100), Tender("on_account", 150)]),
        receipt(11, [line(150, 5, "Forderungsaufloesung")], [Tender("cash", 150)]),
    ]
    totals = totals_of(*day)
    assert totals.cash_total == 25700
    assert totals.payments == (PaymentTotal("Bar", "", 25700), PaymentTotal("Kreditkarte", "Mastercard", 450))
    assert totals.cash == (CashTotal("EUR", 25700),)
    sums = gross(totals)
    assert sums["Geldtransit", 5] == 25000
    assert sums["Privatentnahme", 5] == -500
    assert sums["Forderungsentstehung", 5] + sums["Forderungsaufloesung", 5] == 0
    assert sums["Anzahlungseinstellung", 2] + sums["Anzahlungsaufloesung", 2] == 0
    vat = {
        key: (
            sum(c.net for c in totals.cases if c.tax_key == key),
            sum(c.vat for c in totals.cases if c.tax_key == key),
        )
        for key in (1, 2)
    }
    assert vat[1] == (420, 80)
    assert sum(vat[2]) == 1150
    assert vat[2][0] in {1074, 1075, 1076}
    assert sum(sums.values()) == totals.payments_total == 26150
    assert (totals.receipts, totals.records, totals.others) == (10, 11, 1)
    assert (totals.first_number, totals.last_number) == (1, 11)


def test_what_was_printed_is_what_the_closing_says():
    """Beer and its deposit share a key; three such receipts must not drift from the printed sums by rounding."""
    crate = [line(1099, 1), line(342, 1, "Pfand"), line(-25, 1, "PfandRueckzahlung")]
    day = [receipt(number, crate, [Tender("cash", 1416)]) for number in (1, 2, 3)]
    totals = totals_of(*day)
    (printed,) = totals.taxes
    assert (printed.gross, printed.net, printed.vat) == (4248, 3 * 1190, 3 * 226)
    assert sum(one.gross for one in totals.cases) == printed.gross
    assert sum(one.net for one in totals.cases) == printed.net
    assert sum(one.vat for one in totals.cases) == printed.vat
    assert [one.type for one in totals.cases] == ["Umsatz", "Pfand", "PfandRueckzahlung"]
    assert totals.cases[1] == CaseSum("Pfand", "", 0, 1, 1026, 3 * 287, 3 * 55)


def test_a_case_alone_on_its_key_is_taken_as_printed():
    assert cases_of(receipt(1, [line(333, 2), line(334, 2)])) == [CaseSum("Umsatz", "", 0, 2, 667, 623, 44)]


def test_a_discount_on_the_basket_is_a_case_and_one_on_a_line_is_not():
    on_basket = Adjustment("basket_discount", -100, "Stammkunde", "0")
    on_line = Adjustment("line_discount", -50, "Delle")
    lines = [
        line(850, 1, "Umsatz", on_line, on_basket),
        line(400, 2, "Umsatz", Adjustment("basket_discount", -40, "S", "0")),
    ]
    totals = totals_of(receipt(1, lines, [Tender("cash", 1250)], savings=190))
    assert gross(totals) == {("Umsatz", 1): 950, ("Umsatz", 2): 440, ("Rabatt", 1): -100, ("Rabatt", 2): -40}
    assert (totals.discounts, totals.discounts_amount) == (2, -190)
    assert totals.staff[0].discounts_amount == -190


def test_the_smaller_of_two_cases_takes_its_own_share_whatever_its_discount():
    lines = [line(90, 1, "Umsatz", Adjustment("basket_discount", -10, "S", "0")), line(342, 1, "Pfand")]
    assert sorted(cases_of(receipt(1, lines)), key=lambda one: one.gross) == [
        CaseSum("Rabatt", "", 0, 1, -10, -8, -2),
        CaseSum("Umsatz", "", 0, 1, 100, 84, 16),
        CaseSum("Pfand", "", 0, 1, 342, 287, 55),
    ]


def test_a_price_changed_by_hand_is_no_discount():
    totals = totals_of(receipt(1, [line(900, 1, "Umsatz", Adjustment("price_override", -99, "Schild"))]))
    assert (totals.discounts, totals.price_changes, totals.price_changes_amount) == (0, 1, -99)


def test_vouchers_and_debts_are_cases_and_no_payments():
    tenders = [Tender("voucher", 2000), Tender("store_credit", 1000), Tender("on_account", 500), Tender("cash", 1500)]
    totals = totals_of(receipt(1, [line(5000)], tenders))
    assert gross(totals) == {
        ("Umsatz", 1): 5000,
        ("MehrzweckgutscheinEinloesung", 5): -3000,
        ("Forderungsentstehung", 5): -500,
    }
    assert totals.payments_total == totals.cash_total == sum(one.gross for one in totals.cases) == 1500


def test_a_refund_as_store_credit_sells_a_voucher():
    totals = totals_of(receipt(1, [line(-700, quantity=-1000)], [Tender("store_credit", -700)], "refund"))
    assert gross(totals) == {("Umsatz", 1): -700, ("MehrzweckgutscheinKauf", 5): 700}
    assert totals.payments == ()


@pytest.mark.parametrize(
    ("tender", "expected"),
    [
        (Tender("cash", 1), "Bar"),
        (Tender("card", 1, card_kind="debit"), "ECKarte"),
        (Tender("card", 1, card_kind="credit"), "Kreditkarte"),
        (Tender("card", 1, card_kind="stored"), "Guthabenkarte"),
        (Tender("card", 1), "Unbar"),
        (Tender("online", 1), "ElZahlungsdienstleister"),
        (Tender("something new", 1), "Unbar"),
        (Tender("voucher", 1), ""),
    ],
)
def test_the_type_of_a_payment(tender, expected):
    assert payment_type(tender) == expected
    assert bool(case_of(tender)) != bool(expected)


@pytest.mark.parametrize(
    ("kind", "amount", "case"),
    [
        ("float", 20000, "Anfangsbestand"),
        ("difference", -13, "DifferenzSollIst"),
        ("cash_in", 500, "Einzahlung"),
        ("cash_out", -500, "Auszahlung"),
    ],
)
def test_a_cash_movement_without_a_line_has_a_case(kind, amount, case):
    totals = totals_of(receipt(1, [], [Tender("cash", amount)], kind, total=amount))
    assert totals.cases == (CaseSum(case, "", 0, 5, amount, amount, 0),)
    assert totals.cash_total == amount
    assert totals.kinds == (KindTotal(kind, 1, amount),)


def test_only_receipts_count_money():
    paid = [Tender("cash", 100)]
    totals = totals_of(
        receipt(1, [line(100)], paid),
        receipt(2, [line(100)], paid, "training", type="AVTraining", voided=("x",)),
        receipt(3, [], (), "abort", type="AVBelegabbruch", voided=("a", "b")),
        receipt(4, [line(100)], paid, "order", type="AVBestellung"),
    )
    assert (totals.receipts, totals.records, totals.trainings, totals.aborts, totals.others) == (1, 4, 1, 1, 1)
    assert (totals.payments_total, totals.cash_total, gross(totals)) == (100, 100, {("Umsatz", 1): 100})
    assert totals.voids == 2
    assert (totals.first_receipt, totals.last_receipt) == (f"{1:032x}", f"{4:032x}")
    assert (totals.started_at, totals.finished_at) == (1_800_000_000_001, 1_800_000_001_004)


def test_refunds_voids_outages_and_the_drawer_are_counted():
    fold = ClosingFold()
    back = line(-300, quantity=-1000, return_receipt="0" * 32, return_line=1)
    fold.add(receipt(1, [line(500), back], [Tender("cash", 200)], "exchange", voided=("Milch",)))
    fold.add(receipt(2, [back], [Tender("cash", -300)], "refund", staff="bob", staff_name="Bob"))
    down = receipt(3, [line(100)], [Tender("card", 100, card_kind="debit", card="girocard")])
    down.signed.failure = "TSE ausgefallen"
    fold.add(down)
    fold.drawer_opened()
    totals = fold.totals()
    assert (totals.refunds, totals.refunds_amount, totals.voids) == (2, -600, 1)
    assert (totals.outages, totals.drawer_openings) == (1, 1)
    assert totals.staff == (
        StaffTotal("anna", "Anna", sales=2, sales_amount=300, voids=1, cash=200),
        StaffTotal("bob", "Bob", refunds=1, refunds_amount=-300, cash=-300),
    )
    assert totals.payments == (PaymentTotal("Bar", "", -100), PaymentTotal("ECKarte", "girocard", 100))


def test_foreign_cash_is_counted_in_its_currency_and_in_euro():
    totals = totals_of(
        receipt(1, [line(1000)], [Tender("cash", 1000, currency="CHF", foreign_amount=950)]),
        receipt(2, [line(500)], [Tender("cash", 500)]),
    )
    assert totals.cash == (CashTotal("CHF", 950), CashTotal("EUR", 500))
    assert (totals.payments_total, totals.cash_total) == (1500, 1500)


def test_two_rates_of_one_key_stay_apart_on_the_receipt_and_meet_in_the_closing():
    lines = [line(1190, 1), line(-1160, 1, tax_rate=1600, quantity=-1000)]
    totals = totals_of(receipt(1, lines, [Tender("cash", 30)]))
    assert [(one.key, one.rate, one.net) for one in totals.taxes] == [(1, 1600, -1000), (1, 1900, 1000)]
    assert totals.cases == (CaseSum("Umsatz", "", 0, 1, 30, 0, 30),)


def test_totals_can_be_read_at_any_time_and_travel():
    fold = ClosingFold()
    assert fold.totals() == ClosingTotals()
    fold.add(receipt(1, [line(100)], [Tender("cash", 100)]))
    before = fold.totals()
    fold.add(receipt(2, [line(100)], [Tender("cash", 100)]))
    assert before.cases[0].gross == 100
    assert before.staff[0].sales == 1
    assert before.kinds[0].count == 1
    after = fold.totals()
    assert msgspec.json.decode(msgspec.json.encode(after), type=ClosingTotals) == after


def test_the_list_of_business_cases_is_complete():
    assert len(set(CASE_TYPES)) == 25
