"""processData: what is written can be read, and nothing else can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tresen.core.receipt import Tender
from tresen.core.tax import tax_sum
from tresen.fiscal.process_data import (
    TYPES,
    BadProcessData,
    abort_process_data,
    parse_process_data,
    receipt_process_data,
    slot_of,
)
from tresen.fiscal.tenders import process_data_of

OFFICIAL = "Beleg^75.33_7.99_0.00_0.00_0.00^10.00:Bar_5.00:Bar:CHF_5.00:Bar:USD_64.30:Unbar"

cents = st.integers(-10_000_000_00, 10_000_000_00)
keys = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 21, 22, 23, 33, 43, 1000, 2550])
payments = st.tuples(st.booleans(), cents, st.sampled_from(["EUR", "CHF", "USD", "PLN"]))


def test_the_official_example():
    tenders = [(False, 6430, "EUR"), (True, 500, "USD"), (True, 1000, "EUR"), (True, 500, "CHF")]
    assert receipt_process_data("Beleg", {1: 7533, 2: 799}, tenders) == OFFICIAL


def test_old_and_new_rate_of_one_group_share_a_slot():
    written = receipt_process_data("Beleg", {1: 8000, 21: -2000}, [(False, 6000, "EUR")])
    assert written == "Beleg^60.00_0.00_0.00_0.00_0.00^60.00:Unbar"


def test_a_private_withdrawal():
    written = receipt_process_data("Beleg", {5: -3000}, [(True, -3000, "EUR")])
    assert written == "Beleg^0.00_0.00_0.00_0.00_-30.00^-30.00:Bar"


def test_an_abort():
    assert abort_process_data() == "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^"
    assert abort_process_data() == receipt_process_data("AVBelegabbruch", {}, [])
    assert parse_process_data(abort_process_data()).payments == ()


def test_payments_that_cancel_each_other_are_left_out():
    assert receipt_process_data("Beleg", {1: 5}, [(True, 100, "EUR"), (True, -100, "EUR"), (False, 5, "EUR")]) == (
        "Beleg^0.05_0.00_0.00_0.00_0.00^0.05:Unbar"
    )


def test_a_voucher_is_a_negative_amount_and_no_payment():
    written = process_data_of("Beleg", [tax_sum(1, 1900, 5000)], [Tender("voucher", 5000)])
    assert written == "Beleg^50.00_0.00_0.00_0.00_-50.00^"


def test_foreign_cash_is_written_in_its_currency():
    tender = Tender("cash", 1000, currency="CHF", foreign_amount=950)
    assert process_data_of("Beleg", [tax_sum(1, 1900, 1000)], [tender]).endswith("^9.50:Bar:CHF")


def test_training_is_not_paid():
    assert process_data_of("AVTraining", [tax_sum(1, 1900, 100)], [Tender("cash", 100)]) == (
        "AVTraining^1.00_0.00_0.00_0.00_0.00^"
    )


def test_free_keys_go_where_they_are_told():
    assert slot_of(1700) == 5
    assert slot_of(1700, {1700: 2}) == 2
    assert [slot_of(key) for key in (11, 12, 13, 21, 33, 43, 6, 7, 8)] == [1, 2, 3, 1, 3, 3, 5, 5, 5]


@pytest.mark.parametrize("key", [0, 9, 10, 15, 99, 999, -1])
def test_a_reserved_key_signs_nothing(key):
    with pytest.raises(ValueError, match="reserved"):
        receipt_process_data("Beleg", {key: 100}, [])


def test_an_unknown_type_signs_nothing():
    with pytest.raises(ValueError, match="BON_TYP"):
        receipt_process_data("beleg", {}, [])


@given(
    st.sampled_from(sorted(TYPES - {"AVBelegabbruch"})),
    st.dictionaries(keys, cents, max_size=6),
    st.lists(payments, max_size=6),
)
def test_round_trip(receipt_type, amounts, tenders):
    read = parse_process_data(receipt_process_data(receipt_type, amounts, tenders))
    assert read.type == receipt_type
    for slot in range(1, 6):
        assert read.amounts[slot - 1] == sum(value for key, value in amounts.items() if slot_of(key) == slot)
    sums = {}
    for is_cash, amount, currency in tenders:
        sums[is_cash, currency] = sums.get((is_cash, currency), 0) + amount
    assert {(one.is_cash, one.currency): one.amount for one in read.payments} == {k: v for k, v in sums.items() if v}


@given(st.permutations([(True, 100, "EUR"), (True, 5, "CHF"), (False, 7, "EUR"), (False, 9, "USD"), (True, 3, "EUR")]))
def test_the_order_of_tenders_does_not_matter(tenders):
    assert receipt_process_data("Beleg", {}, tenders).endswith("^1.03:Bar_0.05:Bar:CHF_0.07:Unbar_0.09:Unbar:USD")


@pytest.mark.parametrize(
    "wrong",
    [
        "Beleg^3,000.00_0.00_0.00_0.00_0.00^3000.00:Bar",
        "Beleg^3.000,00_0.00_0.00_0.00_0.00^3000.00:Bar",
        "Beleg^+1.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^01.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^1.0_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^1.000_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^1_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^.50_0.00_0.00_0.00_0.00^0.50:Bar",
        "Beleg^1e2_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^-0.00_0.00_0.00_0.00_0.00^",
        "Beleg^1.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^^1.00:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:BAR",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Keine",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar:EUR",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar:eur",
        "Beleg^1.00_0.00_0.00_0.00_0.00^0.00:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00^0.50:Bar_0.50:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00^0.50:Unbar_0.50:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00^0.50:Bar:USD_0.50:Bar:CHF",
        "Beleg^1.00_0.00_0.00_0.00_0.00^0.50:Bar:USD_0.50:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar_",
        "Beleg^1.00_0.00_0.00_0.00_0.00",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar^",
        "Beleg ^1.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "RECEIPT^1.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "\ufeffBeleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar\n",
        "Beleg^\u0661.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "AVBelegabbruch^1.00_0.00_0.00_0.00_0.00^",
        "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "",
    ],
)
def test_what_breaks_the_grammar_is_refused(wrong):
    with pytest.raises(BadProcessData):
        parse_process_data(wrong)


@given(st.integers(0, len(OFFICIAL) - 1), st.sampled_from("0 ,+-_^:;.Be\r"))
def test_a_changed_text_is_refused_or_says_something_else(place, letter):
    changed = OFFICIAL[:place] + letter + OFFICIAL[place + 1 :]
    try:
        read = parse_process_data(changed)
    except BadProcessData:
        return
    assert changed == OFFICIAL or read != parse_process_data(OFFICIAL)
