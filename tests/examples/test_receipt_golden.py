"""Receipts as people read them. After a wanted change: `TRESEN_WRITE_GOLDEN=1 pytest tests/examples`, then read the diff."""

import os
from pathlib import Path

import pytest

from tests.examples.receipt_cases import CASES, QR, local
from tresen.adapters.printer_escpos import encode
from tresen.adapters.printer_simulator import Trouble, read, text_of
from tresen.core.receipt_layout import LayoutOptions, layout
from tresen.core.receipt_rows import Row
from tresen.core.receipt_text import plain_text
from tresen.core.receipt_words import LANGUAGES, Language

GOLDEN = Path(__file__).parent.parent / "golden" / "receipts"


def rows_of(name: str, language: Language) -> tuple[Row, ...]:
    receipt = CASES[name]
    options = LayoutOptions(copy=name == "copy", numbers={"018f0c0ffee0000000000000000000a0": "1200"}, barcode="1234-1")
    return layout(receipt, language, local, "" if receipt.signed.failure else QR, options)


def compare(path: Path, text: str) -> None:
    if os.environ.get("TRESEN_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_text_receipt(name: str, language: Language) -> None:
    compare(GOLDEN / f"{name}.{language}.txt", plain_text(rows_of(name, language)))


@pytest.mark.parametrize("columns", [48, 32])
@pytest.mark.parametrize("name", ["sale", "refund", "outage", "simulated", "cash_in", "promoted", "priced_again"])
def test_paper_receipt(name: str, columns: int) -> None:
    printed = read(encode(rows_of(name, "de"), columns), columns * 12)
    assert not [item for item in printed if isinstance(item, Trouble)]
    compare(GOLDEN / f"{name}.{columns}.txt", text_of(printed, columns))
