"""Codes are read back from what was rendered: from the picture of the paper, from the PDF, from the page."""

import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.examples.receipt_cases import QR, SALE, local
from tests.examples.test_receipt_golden import rows_of
from tresen.adapters.document_typst import receipt_pdf
from tresen.adapters.printer_escpos import encode
from tresen.adapters.printer_simulator import draw, read
from tresen.core.receipt_layout import layout
from tresen.web.receipt_page import STYLESHEET, receipt_page

LONG_QR = QR.replace("Beleg^7.91", "Beleg^" + "7.91_" * 40)


def codes(picture: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture)}


@pytest.mark.parametrize("columns", [48, 32])
def test_codes_on_paper_are_readable(columns: int) -> None:
    rows = rows_of("sale", "de")
    assert codes(draw(read(encode(rows, columns), columns * 12), columns * 12)) == {QR, "1234-1"}


@pytest.mark.parametrize("columns", [48, 32])
def test_a_long_code_is_still_readable(columns: int) -> None:
    rows = layout(SALE, "de", local, LONG_QR)
    assert codes(draw(read(encode(rows, columns), columns * 12), columns * 12)) == {LONG_QR}


def test_codes_in_the_pdf_are_readable_and_the_pdf_is_repeatable() -> None:
    rows = rows_of("sale", "de")
    pdf = receipt_pdf(rows, "de", title="Beleg 1234", at=SALE.finished_at)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        assert codes(document[0].render(scale=2.5).to_pil()) == {QR, "1234-1"}
        text = document[0].get_textpage().get_text_range()
    for expected in ("Müllers Hofladen", "17,82", "1812", "4711"):
        assert expected in text
    assert b"pdfaid" in pdf
    assert receipt_pdf(rows, "de", title="Beleg 1234", at=SALE.finished_at) == pdf


def test_a_pdf_with_letters_that_no_typeface_has_is_still_made() -> None:
    rows = rows_of("sale", "de") + layout(replace(SALE, note="🍎 日本 \ue000"), "de", local)
    assert receipt_pdf(rows, "de", title="🍎", at=SALE.finished_at).startswith(b"%PDF")


def test_a_very_long_receipt_becomes_pages() -> None:
    rows = rows_of("sale", "de") * 20
    with pypdfium2.PdfDocument(receipt_pdf(rows, "de", title="Beleg", at=SALE.finished_at)) as document:
        assert len(document) > 1


def test_the_page_needs_no_script_and_no_inline_style_and_escapes_everything() -> None:
    hostile = replace(SALE, note='<script>alert("1")</script>', staff_name="A & B")
    page = receipt_page(
        layout(hostile, "de", local, QR), "de", title="<Beleg>", stylesheet="/receipt.css", pdf="/r/x.pdf"
    )
    assert "<script" not in page
    assert not re.search(r"\sstyle\s*=|\son\w+\s*=|javascript:", page)
    assert "A &amp; B" in page
    assert '<html lang="de">' in page
    assert "<style" not in page
    assert "@media print" in STYLESHEET and "prefers-color-scheme: dark" in STYLESHEET


@pytest.mark.parametrize("name", ["sale", "refund", "outage", "abort", "cash_in", "simulated"])
def test_the_page_says_the_same_as_the_rows(name: str) -> None:
    rows = rows_of(name, "en")
    page = receipt_page(rows, "en", title="Receipt", stylesheet="/receipt.css")
    shown = re.sub(r"<[^>]+>", " ", page)
    for row in rows:
        if row.kind in ("text", "cells", "pair"):
            for cell in row.cells:
                for word in cell.replace("&", "&amp;").split():
                    assert word in shown
    for tag in ("table", "tbody", "thead", "section", "dl", "div", "article", "p", "figure"):
        assert len(re.findall(f"<{tag}[ >]", page)) == page.count(f"</{tag}>")
