"""Taking goods back, points, age."""

from dataclasses import replace

from tests.examples.counter import (
    SHOP,
    after,
    back,
    blocking,
    codes,
    line,
    percent,
    ring_up,
    sold,
    weighed,
    with_settings,
)
from tresen.core.age import latest_birth_date


def test_a_return_pays_what_was_paid_after_all_discounts():
    bought = ring_up(line("soap", 3), discounts=(percent(10),))
    assert bought.total == 899
    shop = after("r1", bought)
    assert ring_up(back("r1", 1, 1000), shop=shop).total == -300
    assert ring_up(back("r1", 1, 3000), shop=shop).total == -899


def test_three_single_returns_are_together_what_was_paid():
    shop = after("r1", ring_up(line("soap", 3), discounts=(percent(10),)))
    answer = ring_up(*[back("r1", 1, 1000, name) for name in "abc"], shop=shop)
    assert [each.amount for each in answer.lines] == [-300, -300, -299]
    assert answer.warnings == ()


def test_the_same_line_cannot_come_back_more_often_than_it_was_sold():
    shop = after("r1", ring_up(line("soap", 2)))
    answer = ring_up(back("r1", 1, 2000, "a"), back("r1", 1, 1000, "b"), shop=shop)
    assert (answer.total, blocking(answer), answer.warnings[0].line) == (-666, ["return_above_sold"], "b")
    assert blocking(ring_up(back("r1", 1, 2001), shop=shop)) == ["return_above_sold"]


def test_earlier_returns_count():
    bought = ring_up(line("soap", 3))
    shop = replace(SHOP, returnable={("r1", 1): sold(bought.lines[0], returned_quantity=2000, returned_amount=667)})
    assert ring_up(back("r1", 1, 1000), shop=shop).total == -332
    assert blocking(ring_up(back("r1", 1, 1001), shop=shop)) == ["return_above_sold"]


def test_a_return_goes_back_at_the_rate_of_the_sale():
    bought = ring_up(line("soap"))
    shop = replace(SHOP, returnable={("r1", 1): sold(bought.lines[0], tax_rate=1600)})
    answer = ring_up(line("soap"), back("r1", 1, 1000), shop=shop)
    assert [(tax.key, tax.rate, tax.gross, tax.vat) for tax in answer.taxes] == [
        (1, 1600, -333, -46), (1, 1900, 333, 53),
    ]  # fmt: skip
    assert answer.total == 0


def test_deposit_comes_back_with_its_bottle():
    shop = after("r1", ring_up(line("crate", 2)))
    one = ring_up(back("r1", 1, 1000), shop=shop)
    assert [(each.article, each.amount, each.return_line) for each in one.lines] == [
        ("crate", -499, 1), ("bottle", -180, 2), ("box", -150, 3),
    ]  # fmt: skip
    assert [each.business_case for each in one.lines] == ["Umsatz", "PfandRueckzahlung", "PfandRueckzahlung"]
    assert ring_up(back("r1", 1, 2000), shop=shop).total == -(998 + 360 + 300)


def test_a_deposit_named_in_the_return_does_not_come_back_twice():
    bought = ring_up(line("cola", 2))
    shop = after("r1", bought)
    everything = ring_up(back("r1", 1, 2000), back("r1", 2, 2000), shop=shop)
    assert (everything.total, everything.warnings) == (-bought.total, ())


def test_a_return_of_weighed_goods_may_be_a_part():
    shop = after("r1", ring_up(weighed("cheese", 1000)))
    assert ring_up(back("r1", 1, 333), back("r1", 1, 667, "rest"), shop=shop).total == -2490


def test_neither_price_nor_discount_changes_a_return_with_receipt():
    shop = after("r1", ring_up(line("soap")))
    answer = ring_up(back("r1", 1, 1000, price=1, discount=percent(50)), shop=shop)
    assert (answer.total, codes(answer)) == (-333, ["return_price_fixed", "not_discountable"])
    assert blocking(answer) == []


def test_a_line_that_is_not_on_the_receipt_cannot_come_back():
    assert blocking(ring_up(back("r9", 1, 1000))) == ["return_not_found"]
    shop = after("r1", ring_up(line("soap")))
    assert blocking(ring_up(back("r1", 1, -1000), shop=shop)) == ["return_quantity_positive"]


def test_an_exchange_takes_back_and_sells_in_one_basket():
    shop = after("r1", ring_up(line("soap")))
    answer = ring_up(back("r1", 1, 1000), line("coffee"), discounts=(percent(10),), shop=shop)
    assert [each.amount for each in answer.lines] == [-333, 225]
    assert (answer.total, answer.pieces) == (-108, 1)


def test_points_are_for_whole_euros_of_the_basket():
    answer = ring_up(line("soap"), line("roll"), line("cola"), line("cigarettes", age_checked=True), customer="anna")
    assert answer.points == 5
    assert [each.points for each in answer.lines] == [3, 1, 1, 0, 0]
    assert ring_up(line("soap")).points == 0
    assert ring_up(line("soap"), customer="anna", shop=with_settings(points_per_euro=10)).points == 30


def test_a_voucher_earns_no_points():
    assert ring_up(line("voucher", price=5000), customer="anna").points == 0


def test_points_go_back_with_the_goods_whoever_stands_at_the_counter():
    shop = after("r1", ring_up(line("soap", 3), customer="anna", shop=with_settings(points_per_euro=5)))
    singles = ring_up(*[back("r1", 1, 1000, name) for name in "abc"], shop=shop)
    assert singles.points == -45
    assert ring_up(back("r1", 1, 3000), shop=shop).points == -45


def test_one_prompt_asks_for_the_strictest_age():
    answer = ring_up(line("beer"), line("vodka"))
    assert blocking(answer) == ["age_check"]
    assert (answer.warnings[0].line, answer.warnings[0].detail) == ("vodka", "2008-11-23")


def test_who_was_checked_for_spirits_may_have_beer():
    assert ring_up(line("beer"), line("vodka", age_checked=True)).warnings == ()
    answer = ring_up(line("beer", age_checked=True), line("vodka"))
    assert [warning.line for warning in answer.warnings] == ["vodka"]


def test_bringing_vodka_back_needs_no_age():
    shop = after("r1", ring_up(line("vodka")))
    assert ring_up(back("r1", 1, 1000), shop=shop).warnings == ()


def test_the_latest_birth_date_knows_leap_years():
    assert latest_birth_date("2026-02-28", 18) == "2008-02-28"
    assert latest_birth_date("2026-03-01", 18) == "2008-03-01"
    assert latest_birth_date("2028-02-29", 18) == "2010-02-28"
    assert latest_birth_date("2028-02-29", 16) == "2012-02-29"
    assert latest_birth_date("2116-02-29", 16) == "2100-02-28"
