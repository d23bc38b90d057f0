"""Whatever the receipts, the closing adds up: cases, printed taxes and payments say the same."""

from hypothesis import given
from hypothesis import strategies as st

from tests.examples.fiscal_receipts import RATES, line, receipt
from tresen.core.quote import Adjustment
from tresen.core.receipt import Tender
from tresen.fiscal.closing import ClosingFold
from tresen.fiscal.process_data import parse_process_data, slot_of
from tresen.fiscal.tenders import process_data_of

amounts = st.integers(-5000, 50000)


@st.composite
def receipts(draw):
    lines = []
    for _ in range(draw(st.integers(0, 4))):
        discount = draw(st.sampled_from([0, 0, 0, -7, -100]))
        adjustments = (Adjustment("basket_discount", discount, "R", "0"),) if discount else ()
        case = draw(st.sampled_from(["Umsatz", "Umsatz", "Pfand", "PfandRueckzahlung"]))
        lines.append(line(draw(amounts), draw(st.sampled_from(sorted(RATES))), case, *adjustments))
    left = sum(one.amount for one in lines)
    tenders = []
    for kind in draw(st.lists(st.sampled_from(["cash", "card", "voucher", "store_credit", "on_account"]), max_size=3)):
        part = draw(st.integers(-100, 100))
        tenders.append(Tender(kind, part))
        left -= part
    tenders.append(Tender("cash", left))
    return receipt(draw(st.integers(1, 999)), lines, tenders)


@given(st.lists(receipts(), max_size=5))
def test_the_closing_adds_up(day):
    fold = ClosingFold()
    for one in day:
        fold.add(one)
    totals = fold.totals()
    for key in RATES:
        if key == 5:
            continue
        cases = [case for case in totals.cases if case.tax_key == key]
        printed = [tax for one in day for tax in one.taxes if tax.key == key]
        for part in ("gross", "net", "vat"):
            assert sum(getattr(case, part) for case in cases) == sum(getattr(tax, part) for tax in printed)
    assert sum(case.gross for case in totals.cases) == totals.payments_total
    assert totals.payments_total == sum(payment.amount for payment in totals.payments)
    assert totals.cash_total == sum(cash.amount for cash in totals.cash)
    assert all(case.gross == case.net + case.vat for case in totals.cases)


@given(st.lists(receipts(), min_size=1, max_size=4))
def test_a_case_is_off_by_less_than_its_neighbours_on_each_receipt(day):
    fold = ClosingFold()
    for one in day:
        fold.add(one)
    for case in fold.totals().cases:
        exact_times_rate = case.gross * 10_000
        off = abs(case.net * (10_000 + RATES[case.tax_key]) - exact_times_rate)
        assert off <= 3 * len(day) * (10_000 + RATES[case.tax_key])


@given(receipts())
def test_the_signed_text_and_the_closing_agree(one):
    """Cross-check 7 of the export: slots are the gross sums by VAT group, payments are the payments."""
    read = parse_process_data(process_data_of("Beleg", one.taxes, one.tenders))
    fold = ClosingFold()
    fold.add(one)
    totals = fold.totals()
    for slot in range(1, 6):
        assert read.amounts[slot - 1] == sum(case.gross for case in totals.cases if slot_of(case.tax_key) == slot)
    assert sum(payment.amount for payment in read.payments) == totals.payments_total == sum(read.amounts)
