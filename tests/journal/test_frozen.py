"""A receipt that is frozen around its encoded lines is the receipt."""

import hashlib
from dataclasses import replace

import pytest

from tests.examples.receipt_cases import CASES
from tresen.core.receipt import Receipt
from tresen.journal.entry import GENESIS, chained, encode
from tresen.ledger.receipts import frozen, receipt_of


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_is_the_same_as_encoding_it_whole(name: str) -> None:
    receipt: Receipt = replace(CASES[name])
    receipt.note = '"lines":[] and \\"lines\\":[]'
    lines = encode(receipt.lines)
    assert bytes(frozen(receipt, lines)) == encode(receipt)
    body = encode({"receipt": frozen(receipt, lines), "transfers": ()})
    assert receipt_of(body, receipt.number) == receipt


@pytest.mark.parametrize("size", [0, 1, 2046, 2047, 2048, 4094, 4095, 9000])
def test_a_long_body_is_hashed_as_one(size: int) -> None:
    body = bytes(n % 251 for n in range(size))
    header = b"1\x1fid\x1freceipt\x1f1\x1f5\x1f2026-01-01\x1fanna\x1fnode\x1ftill\x1freceipt\x1f7\x1fsubject\x1e"
    expected = hashlib.sha256(GENESIS + header + body).digest()
    fields = ("id", "receipt", 1, 5, "2026-01-01", "anna", "node", "till", "receipt", 7, "subject")
    assert chained(GENESIS, 1, *fields, body) == expected
