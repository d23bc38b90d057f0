"""What stands on an invoice: the receipt's amounts net, with everything that was agreed, and nothing twice."""

from dataclasses import replace

import pytest

from tests.examples.counter import after, back, euros, line, percent, ring_up, weighed
from tests.invoicing.invoiced import BUYER, PARTY, TERMS, bought, invoiced, numbered, receipt_over
from tresen.core.basket import Basket
from tresen.core.invoice import InvoiceTax
from tresen.core.quote import Adjustment, Component, Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Tender
from tresen.core.tax import tax_sum
from tresen.fiscal.invoicing.from_receipt import (
    cancellation_of,
    credit_note_of,
    invoice_of,
    invoiced_lines,
    returned_lines,
)
from vectors import cases


def test_the_vat_is_the_same_as_on_the_receipt() -> None:
    quoted = bought(line("soap", 3), line("roll", 7), weighed("cheese", 356))
    made = invoiced(quoted)
    assert [(tax.rate, tax.net, tax.vat) for tax in made.taxes] == [(1900, 839, 160), (700, 1482, 104)]
    assert {(tax.rate, tax.net, tax.vat) for tax in quoted.taxes} == {(1900, 839, 160), (700, 1482, 104)}
    assert (made.net, made.vat, made.total, made.paid, made.due) == (2321, 264, quoted.total, quoted.total, 0)


def test_the_lines_of_a_rate_add_up_to_its_net_although_each_is_rounded() -> None:
    made = invoiced(bought(*(line("roll", id=str(n)) for n in range(9))))
    assert sum(one.net for one in made.lines) == made.taxes[0].net == 841
    assert {one.net for one in made.lines} == {93, 94}


def test_a_price_has_the_decimals_it_takes_to_be_multiplied_again() -> None:
    rolls, cheese = invoiced(bought(line("roll", 7), weighed("cheese", 356))).lines
    assert (rolls.quantity, rolls.price, rolls.decimals, rolls.net) == (7000, 934, 3, 654)
    assert (cheese.quantity, cheese.unit, cheese.net) == (356, "weight", 828)


def test_a_discount_is_named_with_its_reason_and_makes_the_line_cheaper() -> None:
    (soap,) = invoiced(bought(line("soap", 2, discount=percent(10)))).lines
    assert [(one.amount, one.reason) for one in soap.reductions] == [(-56, "Treue")]
    assert soap.net == 503
    assert (soap.price, soap.decimals) == (2795, 3)
    assert 2 * 2795 - 560 == 5030


def test_a_discount_on_the_whole_basket_stands_with_each_line() -> None:
    made = invoiced(bought(line("soap"), line("roll"), discounts=(euros(100),)))
    assert all(one.reductions for one in made.lines)
    assert made.total == 333


def test_deposits_are_taxed_and_empties_make_the_sum_smaller() -> None:
    made = invoiced(bought(line("cola", 2), line("can", -3)))
    assert [one.quantity for one in made.lines] == [2000, 2000, -3000]
    assert all(one.price >= 0 and one.category == "S" for one in made.lines)
    assert made.total == 2 * (119 + 25) - 3 * 25


def test_a_multi_purpose_voucher_is_sold_without_vat_and_pays_like_money() -> None:
    sold = invoiced(bought(line("voucher", price=5000), line("soap")))
    assert [(tax.category, tax.net, tax.vat, tax.reason) for tax in sold.taxes] == [
        ("S", 280, 53, ""), ("E", 5000, 0, "Nicht steuerbar"),
    ]  # fmt: skip
    paid = invoiced(bought(line("soap")), Tender("voucher", 300), Tender("cash", 33))
    assert (paid.total, paid.paid, paid.due) == (333, 333, 0)
    assert paid.means == "Gutschein 3,00 EUR, Bar 0,33 EUR"
    assert paid.lines[0].reductions == ()


def test_what_was_sold_on_account_is_still_due() -> None:
    made = invoiced(bought(line("soap", 3)), Tender("cash", 199), Tender("on_account", 800))
    assert (made.total, made.paid, made.due) == (999, 199, 800)
    assert made.terms
    assert (made.means, made.means_code) == ("Bar 1,99 EUR", "1")


def test_a_small_business_shows_no_vat() -> None:
    made = invoiced(bought(line("soap"), line("roll")), party=replace(PARTY, small_business=True))
    assert [(tax.category, tax.rate, tax.net, tax.vat) for tax in made.taxes] == [("E", 0, 433, 0)]
    assert (made.net, made.vat, made.total) == (433, 0, 433)
    assert "§ 19 UStG" in made.taxes[0].reason
    assert any("§ 19 UStG" in note for note in made.notes)


def test_the_margin_scheme_has_its_own_words_and_code() -> None:
    used = tuple(replace(one, tax_key=1000, tax_rate=0) for one in bought(line("soap")).lines)
    made = invoice_of(receipt_over(used), TERMS)
    assert made.taxes == (InvoiceTax("E", 0, 333, 0, "Gebrauchtgegenstände/Sonderregelung (§ 25a UStG)", "VATEX-EU-F"),)


def test_the_zero_rate_is_a_rate_and_needs_no_reason() -> None:
    panels = tuple(replace(one, tax_key=8, tax_rate=0) for one in bought(line("soap")).lines)
    made = invoice_of(receipt_over(panels), TERMS)
    assert made.taxes == (InvoiceTax("Z", 0, 333, 0),)


def test_it_names_the_receipt_and_says_that_its_vat_is_owed_once() -> None:
    made = invoiced(bought(line("soap")))
    assert made.receipt == "TRESEN-1/17"
    assert "Kassenbeleg 17 vom 01.06.2026, Kasse 1 (Seriennummer TRESEN-1)" in made.notes[0]
    assert "nur einmal geschuldet" in made.notes[0]
    assert (made.issued_on, made.supplied_on, made.buyer) == ("2026-06-03", "2026-06-01", BUYER)


@pytest.mark.parametrize(
    ("kind", "type"), [("refund", "Beleg"), ("cash_in", "Beleg"), ("sale", "AVTraining"), ("abort", "AVBelegabbruch")]
)
def test_only_sales_are_invoiced(kind: str, type: str) -> None:
    assert invoiced_lines(replace(receipt_over(bought(line("soap")).lines, kind=kind), type=type)) == ()
    assert invoiced_lines(receipt_over(bought(line("soap")).lines))


def test_empties_alone_are_no_invoice_and_goods_given_away_are_one() -> None:
    assert invoiced_lines(receipt_over(bought(line("can", -3)).lines)) == ()
    free = invoiced(bought(line("soap", discount=percent(100))))
    assert (free.total, free.due) == (0, 0)


def test_what_comes_back_has_a_credit_note_and_stands_on_no_invoice() -> None:
    sold = bought(line("soap", 3), line("roll", 2))
    invoice = invoiced(sold)
    original = receipt_over(sold.lines)
    exchanged = ring_up(back(original.id, 1, 2000), line("coffee"), shop=after(original.id, sold))
    later = replace(receipt_over(exchanged.lines, kind="exchange"), id="2" * 32, refers_to=(original.id,))
    credit = credit_note_of(later, original, invoice, TERMS)
    assert (credit.type, credit.corrects, credit.corrects_on) == ("credit_note", "R-1", "2026-06-03")
    assert [(one.name, one.quantity, one.net) for one in credit.lines] == [("Seife", 2000, 560)]
    assert (credit.total, credit.paid, credit.due) == (666, 666, 0)
    anew = invoice_of(later, TERMS)
    assert [one.name for one in anew.lines] == ["Kaffee to go"]
    assert (anew.total, anew.paid) == (250, 250)
    assert anew.means == credit.means == "Bar, Verrechnung mit Rückgabe"


def test_a_cancellation_repeats_the_invoice_and_names_it() -> None:
    invoice = invoiced(bought(line("soap", 3)))
    made = numbered(cancellation_of(invoice, "2026-06-04", "Anschrift falsch"), "R-2")
    assert (made.type, made.corrects, made.corrects_on, made.issued_on) == (
        "cancellation", "R-1", "2026-06-03", "2026-06-04",
    )  # fmt: skip
    assert (made.total, made.taxes, made.lines) == (invoice.total, invoice.taxes, invoice.lines)
    assert made.notes[0] == "Storniert wird Rechnung R-1 vom 03.06.2026. Grund: Anschrift falsch"


def test_a_down_payment_is_taken_off_by_the_invoice_of_its_sale_and_credited_when_it_is_paid_back() -> None:
    soap, coffee = bought(line("soap", 3), line("coffee")).lines
    prepaid = replace(soap, name="Anzahlung", business_case="Anzahlungseinstellung")
    down = receipt_over((prepaid,), kind="down_payment")
    used = replace(
        prepaid, n=3, quantity=-1000, list_amount=-999, amount=-999, business_case="Anzahlungsaufloesung",
        return_receipt=down.id, return_line=1,
    )  # fmt: skip
    later = replace(receipt_over((soap, coffee, used)), id="2" * 32, refers_to=(down.id,))
    made = invoice_of(later, TERMS)
    assert [(one.name, one.gross) for one in made.lines] == [("Seife", 999), ("Kaffee to go", 250), ("Anzahlung", -999)]
    assert (made.total, made.vat) == (250, 40)
    assert returned_lines(later, down.id) == ()
    back_again = receipt_over((used,), kind="refund")
    assert credit_note_of(back_again, down, numbered(invoice_of(down, TERMS)), TERMS).total == 999


def special(article: str, quantity: int, *more: str) -> Quote:
    """Goods of the vectors' shop, which has sets and agencies."""
    lines = (cases.line(article, quantity), *(cases.line(one) for one in more))
    return quote(Basket("b", lines), cases.SHOP, "2026-11-23")


def test_a_set_is_a_line_for_each_of_its_rates() -> None:
    quoted = special("menu", 3000)
    made = invoiced(quoted)
    assert [(one.name, one.rate, one.gross) for one in made.lines] == [
        ("Menü: Burger", 700, 1818),
        ("Menü: Latte macchiato", 1900, 1152),
    ]
    assert {(tax.rate, tax.net, tax.vat) for tax in made.taxes} == {
        (tax.rate, tax.net, tax.vat) for tax in quoted.taxes
    }


def test_what_was_sold_for_an_agency_stands_on_no_invoice_of_the_shop() -> None:
    made = invoiced(special("eggs", 1000, "soap"))
    assert [one.name for one in made.lines] == ["Seife"]
    assert made.total == 333


def test_a_set_with_two_rates_becomes_a_line_for_each_with_its_part_of_the_discount() -> None:
    (soap,) = bought(line("soap", 2)).lines
    inside = tuple(
        Component(name, "1", name, "g", 2000, "piece", key, rate, 500, weight)
        for name, key, rate, weight in (("Saft", 1, 1900, 30), ("Speisen", 2, 700, 70))
    )
    menu = replace(
        soap, name="Frühstück", list_amount=2000, amount=1800, components=inside,
        adjustments=(Adjustment("line_discount", -200, "Treue"),),
    )  # fmt: skip
    receipt = replace(receipt_over((menu,)), taxes=(tax_sum(1, 1900, 540), tax_sum(2, 700, 1260)))
    made = invoice_of(receipt, TERMS)
    assert [(one.name, one.rate, one.gross) for one in made.lines] == [
        ("Frühstück: Saft", 1900, 540), ("Frühstück: Speisen", 700, 1260),
    ]  # fmt: skip
    assert [(tax.rate, tax.net, tax.vat) for tax in made.taxes] == [(1900, 454, 86), (700, 1178, 82)]
    assert [one.reductions[0].reason for one in made.lines] == ["Treue", "Treue"]
    assert made.total == 1800


def test_what_was_sold_for_somebody_else_stands_on_no_invoice_of_the_shop() -> None:
    soap, roll = bought(line("soap"), line("roll")).lines
    made = invoice_of(receipt_over((replace(soap, agency=1), roll)), TERMS)
    assert [one.name for one in made.lines] == ["Brötchen"]
    assert (made.total, made.paid) == (100, 100)
    assert any("für Rechnung anderer" in note for note in made.notes)
    assert invoiced_lines(receipt_over((replace(soap, agency=1),))) == ()


def test_a_credit_note_for_something_unpaid_is_set_against_it() -> None:
    sold = bought(line("soap", 3))
    original = receipt_over(sold.lines, Tender("on_account", 999))
    back_again = ring_up(back(original.id, 1, 2000), shop=after(original.id, sold))
    refund = receipt_over(back_again.lines, Tender("on_account", -666), kind="refund")
    credit = credit_note_of(refund, original, numbered(invoice_of(original, TERMS)), TERMS)
    assert (credit.total, credit.paid, credit.due) == (666, 0, 666)
    assert credit.terms == "Wird mit der offenen Forderung aus dem Kauf verrechnet."
