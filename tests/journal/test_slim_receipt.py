"""What verifying reads of a receipt is what stands in it."""

from typing import Any

import msgspec
import pytest

from tests.examples.receipt_cases import CASES
from tresen.core.receipt import Receipt
from tresen.fiscal.closing import ClosingFold
from tresen.journal.entry import Transfer, encode
from tresen.ledger.article_totals import add_receipt as add_goods
from tresen.ledger.day_totals import Sums, add_receipt, hour_of
from tresen.ledger.receipts import returned_rows, row_of
from tresen.ledger.slim_receipt import slim_body

MOVES = (Transfer("stock:a:b", "world:customer", 1000, "piece", "sale"),)


def same(slim: Any, full: Any) -> None:
    """Every field of the slim one stands in the full one."""
    if isinstance(slim, msgspec.Struct):
        for name in slim.__struct_fields__:
            same(getattr(slim, name), getattr(full, name))
    elif isinstance(slim, tuple):
        assert len(slim) == len(full)
        for one, other in zip(slim, full, strict=True):
            same(one, other)
    else:
        assert slim == full


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_field_is_the_receipts(name: str) -> None:
    receipt: Receipt = CASES[name]
    slim, moves = slim_body(encode({"receipt": receipt, "transfers": MOVES}), receipt.number)
    same(slim, receipt)
    assert moves == MOVES


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_folds_make_the_same_of_it(name: str) -> None:
    receipt: Receipt = CASES[name]
    slim, _ = slim_body(encode({"receipt": receipt}), receipt.number)
    folds = []
    for one in (receipt, slim):
        closing, totals, goods = ClosingFold(), {}, {}
        closing.add(one)
        sums: Sums = totals
        add_receipt(sums, one, hour_of(one))
        add_goods(goods, one)
        folds.append((closing.totals(), totals, goods, row_of(one, 5, one.number), returned_rows(one, 5)))
    assert folds[0] == folds[1]
