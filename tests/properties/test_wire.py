"""The browser's JSON and the node's are one: the same bytes out, the same records in, whatever they hold."""

import json
from collections.abc import Mapping
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tresen.core.article import Article, Barcode, ReturnableLine
from tresen.core.basket import Basket
from tresen.core.customer import CustomerFacts
from tresen.core.price_list import PriceList
from tresen.core.promotion import AppliedPromotion, Promotion, Usage
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt
from tresen.core.receipt_rows import Row
from tresen.core.tax import TaxRate
from tresen.core.wire import Malformed, read, written
from tresen.fiscal.closing import ClosingTotals

SHAPES = [
    Article, Barcode, Basket, CustomerFacts, ReturnableLine, PriceList, Promotion, AppliedPromotion, Usage, Quote,
    Receipt, Row, TaxRate, ClosingTotals,
]  # fmt: skip
st.register_type_strategy(int, st.integers(-(2**53) + 1, 2**53 - 1))
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))

st.register_type_strategy(
    Mapping, lambda shape: st.dictionaries(*(st.from_type(part) for part in get_args(shape)), max_size=3)
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_what_is_written_is_what_the_node_writes_and_reads_back(shape):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(shape))
    def holds(record):
        text = json.dumps(written(record), ensure_ascii=False, separators=(",", ":"))
        assert text.encode() == msgspec.json.encode(record)
        assert read(shape, json.loads(text)) == record
        assert msgspec.json.decode(text, type=shape) == record

    holds()


def test_a_newer_node_may_say_more_and_an_older_one_less():
    basket = read(Basket, {"id": "b", "lines": [{"id": "l", "article": "a", "smell": "fresh"}], "mood": {"good": True}})
    assert (basket.id, basket.lines[0].article, basket.lines[0].quantity, basket.codes) == ("b", "a", 1000, ())


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ([], "Basket is no object"),
        ({"lines": []}, "Basket.id is missing"),
        ({"id": 1}, "Basket.id: no str"),
        ({"id": "b", "lines": {}}, "Basket.lines: no list"),
        ({"id": "b", "lines": [{"id": "l", "article": "a", "quantity": True}]}, "BasketLine.quantity: no int"),
        ({"id": "b", "lines": [{"id": "l", "article": "a", "quantity": 1.0}]}, "BasketLine.quantity: no int"),
        ({"id": "b", "lines": [{"id": "l", "article": "a", "discount": []}]}, "Discount is no object"),
    ],
)
def test_what_has_another_shape_is_refused_and_the_place_is_named(wrong, place):
    with pytest.raises(Malformed, match=place):
        read(Basket, wrong)


def test_only_the_agreed_words_are_taken():
    with pytest.raises(Malformed, match=r"Promotion.stacking: none of best, exclusive, stackable"):
        read(Promotion, {"id": "p", "name": "P", "action": {"way": "percent"}, "stacking": "wild"})
