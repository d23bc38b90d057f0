"""A receipt is complete by §6 KassenSichV, or the missing field is named."""

from dataclasses import replace

import pytest

from tests.examples.fiscal_receipts import PARTY, SIGNED, line, receipt
from tresen.core.receipt import Signed, Tender
from tresen.fiscal.receipt_fields import FIELDS, SIGNED_FIELDS, missing_fields


def complete():
    return receipt(1, [line(100), line(50, 2)], [Tender("cash", 150, given=200)])


def test_a_complete_receipt():
    assert missing_fields(complete()) == ()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("name_and_address", {"party": replace(PARTY, street="")}),
        ("date_of_issue", {"finished_at": 0}),
        ("start_time", {"started_at": 0, "signed": replace(SIGNED, started_at=0)}),
        ("end_time", {"finished_at": 0, "signed": replace(SIGNED, finished_at=0)}),
        ("goods", {"lines": ()}),
        ("goods", {"lines": (line(100, name=" "),)}),
        ("taxes", {"taxes": ()}),
        ("taxes", {"total": 151}),
        ("tenders", {"tenders": ()}),
        ("receipt_number", {"number": 0}),
        ("till_serial", {"till_serial": ""}),
        ("transaction_number", {"signed": replace(SIGNED, transaction=0)}),
        ("tse_serial", {"signed": replace(SIGNED, serial="ab")}),
        ("signature_counter", {"signed": replace(SIGNED, counter=0)}),
        ("signature", {"signed": replace(SIGNED, signature="")}),
        ("signed_for_this_till", {"signed": replace(SIGNED, client="ANOTHER")}),
    ],
)
def test_each_missing_field_is_named(field, change):
    assert field in {*FIELDS, *SIGNED_FIELDS}
    assert field in missing_fields(replace(complete(), **change))


def test_an_outage_needs_no_signature_but_stands_alone():
    down = replace(complete(), signed=Signed(client="TRESEN-0001", failure="TSE ausgefallen"))
    assert missing_fields(down) == ()
    both = replace(complete(), signed=replace(SIGNED, failure="TSE ausgefallen"))
    assert missing_fields(both) == ("outage_mark",)


def test_an_abort_and_a_cash_movement_list_no_goods():
    assert missing_fields(receipt(1, [], (), "abort", type="AVBelegabbruch")) == ()
    assert missing_fields(receipt(1, [], [Tender("cash", 500)], "cash_in", total=500)) == ()


def test_training_is_not_paid():
    assert missing_fields(receipt(1, [line(100)], (), "training", type="AVTraining")) == ()
