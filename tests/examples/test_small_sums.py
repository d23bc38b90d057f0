"""Business day, cash, unit price, points, and the texts of failures."""

import ast
from datetime import datetime
from pathlib import Path

import pytest

from tests.examples.counter import SHOP
from tresen.core import failures
from tresen.core.article import Article
from tresen.core.business_day import business_day
from tresen.core.cash import DENOMINATIONS, count_sum, quick_amounts, roll_amount, smallest_change
from tresen.core.points import earned, taken_back
from tresen.core.unit_price import symbol, unit_price_of

SOURCES = Path(failures.__file__).parent.parent


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_bar_sells_on_yesterdays_day_until_five():
    assert business_day(moment("2026-11-24T04:59:59"), 5) == "2026-11-23"
    assert business_day(moment("2026-11-24T05:00:00"), 5) == "2026-11-24"
    assert business_day(moment("2026-11-24T00:00:00")) == "2026-11-24"
    assert business_day(moment("2027-01-01T03:29"), 3, 30) == "2026-12-31"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_summer_time_does_not_shift_the_day(day):
    assert business_day(moment(day + "T02:30"), 3) < day
    assert business_day(moment(day + "T03:00"), 3) == day


def test_a_count_is_the_sum_of_its_coins():
    assert count_sum({200: 3, 5000: 1, 1: 7}) == 5607
    assert count_sum({}) == 0
    assert count_sum({300: 1}) is None
    assert count_sum({200: -1}) is None


def test_rolls_hold_what_the_bank_packs():
    assert [roll_amount(coin) for coin in (200, 100, 50, 20, 10, 5, 2, 1)] == [5000, 2500, 2000, 800, 400, 250, 100, 50]
    assert roll_amount(500) == 0


def test_quick_amounts_are_what_customers_hand_over():
    assert quick_amounts(1234) == (1234, 1300, 1500, 2000, 5000, 10_000)
    assert quick_amounts(2000) == (2000, 5000, 10_000)
    assert quick_amounts(25_001) == (25_001, 25_100, 25_500, 26_000, 30_000)
    assert quick_amounts(0) == quick_amounts(-5) == ()


def test_change_comes_in_few_pieces():
    assert smallest_change(18_888) == {10_000: 1, 5_000: 1, 2_000: 1, 1_000: 1, 500: 1, 200: 1, 100: 1, 50: 1, 20: 1,
                                       10: 1, 5: 1, 2: 1, 1: 1}  # fmt: skip
    assert set(smallest_change(99_999)) <= set(DENOMINATIONS)


def test_unit_price_is_per_kilogram_litre_or_metre():
    jam = Article("jam", "1", "Marmelade", 279, 2, content=450)
    cola = Article("cola", "2", "Cola", 119, 1, content=500, content_unit="volume")
    assert unit_price_of(jam) == (620, "weight")
    assert unit_price_of(cola) == (238, "volume")
    assert unit_price_of(SHOP.articles["ham"]) == (1990, "weight")
    assert symbol("weight", "de") == symbol("weight", "en") == "kg"
    assert (symbol("piece", "de"), symbol("piece", "en")) == ("Stk", "pcs")


@pytest.mark.parametrize(
    "article",
    [
        SHOP.articles["cheese"],
        SHOP.articles["roll"],
        SHOP.articles["can"],
        Article("flour", "1", "Mehl 1 kg", 99, 2, content=1000),
        Article("saffron", "2", "Safran", 499, 2, content=1),
    ],
)
def test_no_unit_price_where_none_is_due(article):
    assert unit_price_of(article) is None


def test_points_add_up_and_go_back_exactly():
    assert earned([333, 333, 333], 1) == [3, 3, 3]
    assert earned([50, 49], 1) == [0, 0]
    assert earned([199, 1], 1) == [2, 0]
    assert earned([], 1) == []
    assert sum([taken_back(10, 3000, before, 1000) for before in (0, 1000, 2000)]) == 10


def test_every_failure_says_what_happened_whether_data_are_safe_and_what_to_do():
    assert len(failures.CATALOGUE) > 80
    for code, entry in failures.CATALOGUE.items():
        assert failures.status(code) in {400, 401, 403, 404, 409, 422, 423, 429, 500, 503, 507}, code
        for texts in (entry.de, entry.en):
            assert [len(part) > 10 for part in texts] == [True] * 3, code
            assert [part[-1] for part in texts] == ["."] * 3, code
        assert entry.de != entry.en


def test_texts_come_in_both_languages():
    assert failures.text("wrong_pin", "de")[0] == "Die PIN stimmt nicht."
    assert failures.text("wrong_pin", "en-GB")[0] == "The PIN is wrong."
    assert failures.text("no such code", "fr") == failures.text("unexpected", "de")
    assert failures.status("storage_full") == 507


def test_every_code_that_the_core_uses_is_in_the_catalogue():
    used: set[str] = set()
    for path in [*(SOURCES / "core").glob("*.py"), SOURCES / "masterdata" / "gs1.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in {"warn", "block", "Failure"}:
                    first = node.args[0]
                    options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                    used |= {each.value for each in options if isinstance(each, ast.Constant)}
    assert len(used) > 25
    assert used <= set(failures.CATALOGUE)
