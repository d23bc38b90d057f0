"""Every invoice passes the official rules of EN 16931 and XRechnung, and a wrong one does not."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.counter import after, back, euros, line, percent, ring_up, weighed
from tests.invoicing.invoiced import OFFICE, PARTY, SELLER, TERMS, bought, invoiced, numbered, receipt_over
from tests.invoicing.official_rules import broken_german_rules, broken_rules, fits_schema
from tresen.core.basket import BasketLine
from tresen.core.invoice import Buyer, Invoice
from tresen.core.money import divide_half_up
from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.receipt import Party, Tender
from tresen.fiscal.invoicing.from_receipt import Terms, cancellation_of, credit_note_of, invoice_of, invoiced_lines
from tresen.fiscal.invoicing.leitweg import is_leitweg_id
from tresen.fiscal.invoicing.net_amounts import net_of, net_parts, unit_price
from tresen.fiscal.invoicing.xml import as_xrechnung, fits_xrechnung, invoice_xml

PUBLIC = Terms(SELLER, OFFICE, "2026-06-03", lambda _: "2026-06-01")


def sound(invoice: Invoice) -> None:
    xml = invoice_xml(invoice)
    assert fits_schema(xml)
    assert broken_rules(xml) == []


keys = st.sampled_from([(1, 1900), (2, 700), (3, 780), (4, 550), (5, 0), (6, 0), (8, 0), (11, 1900), (1000, 0)])
adjustments = st.lists(
    st.builds(
        Adjustment, st.just("line_discount"), st.integers(-3000, 500), st.sampled_from(["Treue", "", "10 % <b>"])
    ),
    max_size=2,
)


@st.composite
def lines(draw: st.DrawFn, n: int = 1) -> QuoteLine:
    """A line as a receipt may hold it, also odd ones."""
    key, rate = draw(keys)
    quantity = draw(st.one_of(st.integers(1, 40).map(lambda pieces: pieces * 1000), st.integers(1, 9999)))
    changes = tuple(draw(adjustments))
    listed = draw(st.integers(0, 40_000))
    amount = listed + sum(one.amount for one in changes)
    empties = draw(st.integers(0, 9)) == 0
    if empties:
        quantity, listed, changes, amount = -quantity, -listed, (), -listed
    unit = draw(st.sampled_from(["piece", "weight", "volume", "length"]))
    name = draw(st.sampled_from(["Brötchen", "Äpfel & Birnen", "a\x00b\u202e", "<x>", " "]))
    return QuoteLine(n, str(n), "a", "1", name, "goods", "g", unit, quantity, 1000, 0, listed, amount, key, rate, "Umsatz", changes)  # fmt: skip


many = st.lists(lines(), min_size=1, max_size=12).map(
    lambda made: tuple(QuoteLine(n, *_rest(one)) for n, one in enumerate(made, start=1))
)


def _rest(one: QuoteLine) -> list[object]:
    return [getattr(one, name) for name in QuoteLine.__slots__[1:]]


@settings(max_examples=150)
@given(many, st.booleans())
def test_all_parts_of_an_invoice_add_up(made: tuple[QuoteLine, ...], small: bool) -> None:
    party = Party("L", "S", "1", "O", small_business=small, tax_number="1")
    receipt = receipt_over(made, party=party)
    if not invoiced_lines(receipt):
        return
    invoice = invoice_of(receipt, TERMS)
    assert invoice.total == receipt.total == invoice.paid + invoice.due == invoice.net + invoice.vat
    assert sum(one.net for one in invoice.lines) == invoice.net == sum(tax.net for tax in invoice.taxes)
    assert invoice.vat == sum(tax.vat for tax in invoice.taxes) == (0 if small else sum(t.vat for t in receipt.taxes))
    for one in invoice.lines:
        multiplied = divide_half_up(one.quantity * one.price, 1000 * 10 ** (one.decimals - 2))
        assert multiplied + sum(change.amount for change in one.reductions) == one.net
        assert one.price >= 0
        assert abs(one.net - net_of(one.gross, one.rate)) <= 1


@settings(max_examples=20)
@given(many)
def test_whatever_was_sold_its_invoice_passes_the_official_rules(made: tuple[QuoteLine, ...]) -> None:
    receipt = receipt_over(made)
    if invoiced_lines(receipt):
        sound(numbered(invoice_of(receipt, TERMS)))


@pytest.mark.parametrize("total", [3, 19, 22, 25, 41, 16, 1_000_003])
def test_amounts_that_no_net_and_rate_can_make_exactly_pass_too(total: int) -> None:
    one = QuoteLine(
        1, "1", "a", "1", "Seife", "goods", "g", "piece", 1000, 1000, total, total, total, 1, 1900, "Umsatz"
    )
    sound(numbered(invoice_of(receipt_over((one,)), TERMS)))


BASKETS: dict[str, tuple[tuple[BasketLine, ...], tuple[Tender, ...]]] = {
    "goods and deposits": ((line("cola", 6), line("crate"), line("can", -2), weighed("cheese", 356)), ()),
    "a voucher beside goods": ((line("voucher", price=5000), line("soap")), ()),
    "a voucher alone": ((line("voucher", price=5000),), ()),
    "a line discount": ((line("soap", 3, discount=percent(15)), line("roll", 11, discount=euros(77))), ()),
    "given away": ((line("soap", discount=percent(100)),), ()),
    "on account": ((line("soap", 200),), (Tender("on_account", 66_600),)),
    "by card": ((line("soap", 200),), (Tender("card", 66_600, card_kind="debit"),)),
}


@pytest.mark.parametrize("name", BASKETS)
def test_the_situations_of_a_shop_pass(name: str) -> None:
    basket, tenders = BASKETS[name]
    sound(invoiced(bought(*basket), *tenders))


def test_a_small_business_passes() -> None:
    sound(invoiced(bought(line("soap"), line("roll")), party=Party("L", "S", "1", "O", small_business=True)))


def test_credit_notes_and_cancellations_pass() -> None:
    sold = bought(line("soap", 3), line("roll", 2))
    invoice, original = invoiced(sold), receipt_over(sold.lines)
    sound(numbered(cancellation_of(invoice, "2026-06-04", "Anschrift falsch"), "R-2"))
    returned = ring_up(back(original.id, 1, 2000), shop=after(original.id, sold))
    refund = receipt_over(returned.lines, kind="refund")
    sound(numbered(credit_note_of(refund, original, invoice, TERMS), "R-3"))


def test_an_xrechnung_passes_the_german_rules_and_needs_a_reference() -> None:
    quoted = bought(line("soap", 200), line("cola", 6, discount=percent(5)), line("voucher", price=5000))
    for tenders in ((), (Tender("card", quoted.total),), (Tender("on_account", quoted.total),)):
        invoice = invoiced(quoted, *tenders, terms=PUBLIC)
        assert fits_xrechnung(invoice)
        xml = as_xrechnung(invoice_xml(invoice))
        assert "xrechnung_3.0" in xml
        assert broken_german_rules(xml) == []
    assert not fits_xrechnung(invoiced(quoted))
    assert "BR-DE-15" in broken_german_rules(as_xrechnung(invoice_xml(invoiced(quoted))))


WRONG = {
    "ram:GrandTotalAmount": {"BR-CO-15", "BR-CO-16"},
    "ram:TaxBasisTotalAmount": {"BR-CO-13", "BR-CO-15"},
    "ram:TotalPrepaidAmount": {"BR-CO-16"},
    "ram:LineTotalAmount": {"BR-CO-10"},
    "ram:CalculatedAmount": {"BR-CO-14"},
}


@pytest.mark.parametrize("element", WRONG)
def test_a_wrong_amount_fails(element: str) -> None:
    xml = invoice_xml(invoiced(bought(line("soap", 200), line("roll", 3))))
    assert broken_rules(xml) == []
    wrong = re.sub(rf"(<{element}[^>]*>)(\d)", r"\g<1>9\2", xml, count=1)
    assert WRONG[element] <= set(broken_rules(wrong))


def test_a_document_that_is_no_invoice_fits_no_schema() -> None:
    xml = invoice_xml(invoiced(bought(line("soap"))))
    with pytest.raises(Exception, match="not valid"):
        fits_schema(xml.replace("<ram:TypeCode>380</ram:TypeCode>", "<ram:Kind>380</ram:Kind>"))


def test_a_shop_without_a_vat_id_passes_with_its_tax_number() -> None:
    plain = replace(SELLER, vat_id="")
    invoice = invoiced(bought(line("soap")), terms=Terms(plain, OFFICE, "2026-06-03", lambda _: "2026-06-01"))
    sound(invoice)
    assert broken_german_rules(as_xrechnung(invoice_xml(invoice))) == []
    bare = replace(plain, contact="", phone="", mail="")
    sound(invoiced(bought(line("soap")), terms=Terms(bare, OFFICE, "2026-06-03", lambda _: "2026-06-01")))


def test_letters_that_xml_does_not_have_are_left_out() -> None:
    buyer = Buyer("A\x00\x0b & <B>", "Weg\u202e 2", "10115", "Berlin")
    sound(invoiced(bought(line("soap")), terms=Terms(SELLER, buyer, "2026-06-03", lambda _: "2026-06-01")))


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=30), st.sampled_from([0, 550, 700, 1900]))
def test_net_parts_add_up_and_none_is_off_by_more_than_a_cent(grosses: list[int], rate: int) -> None:
    net = net_of(sum(grosses), rate)
    parts = net_parts(grosses, rate, net)
    assert sum(parts) == net
    assert all(abs(part - net_of(gross, rate)) <= 1 for part, gross in zip(parts, grosses, strict=True))


@given(st.integers(0, 10_000_000), st.integers(1, 10_000_000_000))
def test_every_amount_has_a_price_that_makes_it(net: int, quantity: int) -> None:
    price, decimals = unit_price(net, quantity)
    assert divide_half_up(price * quantity, 1000 * 10 ** (decimals - 2)) == net


def test_a_leitweg_id_has_check_digits() -> None:
    assert is_leitweg_id("04011000-1234512345-06")
    assert is_leitweg_id("991-33333TEST-33")
    assert not is_leitweg_id("04011000-1234512345-07")
    assert not is_leitweg_id("4711")
    assert PARTY.vat_id
