"""The engine gives exactly what the vectors of promotions say: by hand for each boundary, and thousands made up."""

import json

import pytest

from tresen.core.quote import Quote
from tresen.core.wire import read
from vectors.promotions import run


@pytest.fixture(scope="module")
def made_up() -> list[list[Quote]]:
    """The quotes of the made-up vectors, shop by shop."""
    return [[read(Quote, json.loads(text)) for text in run.answers(asked)[1:]] for asked in run.made_up_questions()]


@pytest.mark.parametrize("make_family", run.FAMILIES, ids=lambda make_family: make_family.__name__)
def test_every_family_is_met(make_family):
    family = make_family()
    names = [case.name for case in family.cases]
    assert len(set(names)) == len(names) >= 17
    assert run.file_of(family).read_text(encoding="utf-8") == run.stored(family)


def test_three_thousand_made_up_baskets_are_met():
    assert run.MADE_UP.read_text(encoding="utf-8") == run.made_up_text()


def test_the_made_up_baskets_see_promotions_of_every_kind(made_up):
    quotes = [quote for shop in made_up for quote in shop]
    assert len(quotes) >= 3000
    used = [each.promotion for quote in quotes for each in quote.promotions]
    assert {each.action.way for each in used} == {
        "percent", "amount", "fixed_price", "points", "points_per_euro", "coupon",
    }  # fmt: skip
    assert {each.action.reach for each in used} == {"each", "set", "basket"}
    assert {each.stacking for each in used} == {"best", "exclusive", "stackable"}
    assert any(each.action.gifts for each in used)
    assert any(each.action.parts for each in used)
    assert any(each.action.scale for each in used)
    assert sum(len(quote.promotions) > 1 for quote in quotes) > 400
    assert sum(bool(quote.hints) for quote in quotes) > 200
    assert sum(bool(quote.refunds) for quote in quotes) > 200
    assert any(line.quantity == 0 for quote in quotes for line in quote.lines)
    assert {warning.code for quote in quotes for warning in quote.warnings} >= {
        "coupon_unknown", "coupon_used_up", "coupon_without_effect",
    }  # fmt: skip


def test_all_of_them_add_up(made_up):
    for quote in (quote for shop in made_up for quote in shop):
        assert sum(line.amount for line in quote.lines) == sum(tax.gross for tax in quote.taxes) == quote.total
        for line in quote.lines:
            assert line.list_amount + sum(each.amount for each in line.adjustments) == line.amount
