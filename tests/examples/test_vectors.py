"""The engine gives exactly the quotes that `vectors/quotes.json` names, byte for byte."""

import json

from tresen.core.quoting import quote
from vectors import make


def test_every_vector_is_met_byte_for_byte():
    written = make.FILE.read_text(encoding="utf-8")
    document = json.loads(written)
    shop = make.excerpt_from_json(document["excerpt"])
    lines = [line for line in written.splitlines() if line.startswith('{"name"')]
    assert len(lines) == len(document["cases"]) >= 200
    for line, case in zip(lines, document["cases"], strict=True):
        answer = make.quote_to_json(quote(make.basket_from_json(case["basket"]), shop, case["day"]))
        assert line.rstrip(",").endswith(', "quote": ' + answer + "}"), case["name"]


def test_the_file_is_what_its_script_writes():
    assert make.FILE.read_text(encoding="utf-8") == make.text()


def test_the_vectors_see_every_kind_of_line_and_most_warnings():
    cases = json.loads(make.FILE.read_text(encoding="utf-8"))["cases"]
    lines = [line for case in cases for line in case["quote"]["lines"]]
    warnings = {warning["code"] for case in cases for warning in case["quote"]["warnings"]}
    adjustments = {adjustment["kind"] for line in lines for adjustment in line["adjustments"]}
    assert {line["kind"] for line in lines} == {"goods", "deposit", "voucher", "single_voucher", "surcharge"}
    assert adjustments == {"price_override", "line_discount", "basket_discount", "basket_surcharge"}
    assert warnings >= {
        "age_check",
        "discount_above_amount",
        "not_discountable",
        "price_needed",
        "price_outside_limits",
        "quantity_negative",
        "return_above_sold",
        "unknown_article",
    }
    assert sum(bool(case["quote"]["points"]) for case in cases) > 20
