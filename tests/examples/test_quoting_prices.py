"""What a line costs: list price, weight, label, open price, override, discount, deposit."""

from dataclasses import replace

from tests.examples.counter import (
    SHOP,
    blocking,
    codes,
    euros,
    line,
    percent,
    ring_up,
    weighed,
    with_barcodes,
    with_settings,
)
from tresen.core.article import Barcode
from tresen.core.basket import ReturnOf
from tresen.core.quote import Adjustment
from tresen.core.tax import TaxSum


def test_two_rolls_and_a_coffee_are_the_official_worked_day():
    answer = ring_up(line("roll", 2), line("coffee"))
    assert answer.total == 450
    assert answer.taxes == (TaxSum(1, 1900, 250, 210, 40), TaxSum(2, 700, 200, 187, 13))
    assert answer.pieces == 3
    assert answer.warnings == ()


def test_an_empty_basket_costs_nothing():
    answer = ring_up()
    assert (answer.lines, answer.taxes, answer.total, answer.warnings) == ((), (), 0, ())


def test_cheese_is_priced_by_the_gram_and_rounded_half_up():
    assert ring_up(weighed("cheese", 451)).total == 1123
    assert ring_up(weighed("ham", 255)).total == 507
    assert ring_up(weighed("cheese", 451)).pieces == 1


def test_a_price_label_is_paid_to_the_cent_and_gives_the_weight():
    (cheese,) = ring_up(line("cheese", amount=1123)).lines
    assert (cheese.amount, cheese.list_amount, cheese.quantity, cheese.price) == (1123, 1123, 451, 2490)


def test_a_price_label_on_pieces_is_their_price():
    (paper,) = ring_up(line("daily", amount=220)).lines
    assert (paper.amount, paper.quantity, paper.price, paper.per) == (220, 1000, 220, 1000)
    (roll,) = ring_up(line("roll", amount=80)).lines
    assert (roll.amount, roll.quantity, roll.price) == (80, 1000, 80)


def test_goods_without_weight_cannot_be_paid():
    answer = ring_up(line("cheese", 0))
    assert blocking(answer) == ["weight_needed"]
    assert answer.lines == ()


def test_flowers_need_a_price_within_their_limits():
    assert blocking(ring_up(line("flowers"))) == ["price_needed"]
    assert blocking(ring_up(line("flowers", price=99))) == ["price_outside_limits"]
    answer = ring_up(line("flowers", 2, price=450, text="Tulpen"))
    assert (answer.total, answer.lines[0].name, answer.lines[0].adjustments, answer.warnings) == (900, "Tulpen", (), ())


def test_a_changed_price_keeps_the_list_price_visible():
    (soap,) = ring_up(line("soap", 3, price=300, price_reason="Etikett falsch")).lines
    assert (soap.price, soap.list_amount, soap.amount) == (333, 999, 900)
    assert soap.adjustments == (Adjustment("price_override", -99, "Etikett falsch"),)


def test_a_six_pack_has_its_own_price():
    shop = with_barcodes(Barcode("4001", "coffee", 6000, 1299))
    answer = ring_up(line("coffee", 12, barcode="4001"), shop=shop)
    assert (answer.total, answer.lines[0].price, answer.lines[0].per, answer.pieces) == (2598, 1299, 6000, 12)


def test_a_discount_on_a_line_is_never_more_than_the_line():
    (soap,) = ring_up(line("soap", discount=percent(10))).lines
    assert soap.adjustments == (Adjustment("line_discount", -33, "Treue"),)
    answer = ring_up(line("soap", discount=euros(500)))
    assert (answer.total, blocking(answer), answer.savings) == (0, ["discount_above_amount"], 333)


def test_the_discount_limit_is_pointed_out_but_blocks_nothing():
    answer = ring_up(line("soap", discount=percent(30)), shop=with_settings(line_discount_limit=2000))
    assert codes(answer) == ["discount_limit"]
    assert blocking(answer) == []
    assert ring_up(line("soap", discount=percent(20)), shop=with_settings(line_discount_limit=2000)).warnings == ()


def test_books_deposits_and_vouchers_take_no_discount():
    answer = ring_up(
        line("book", discount=percent(10)),
        line("can", discount=percent(10)),
        line("voucher", price=2000, discount=percent(10)),
    )
    assert answer.total == 1200 + 25 + 2000
    assert codes(answer) == ["not_discountable"] * 3
    assert blocking(answer) == []


def test_a_deposit_has_no_other_price():
    answer = ring_up(line("can", price=10))
    assert (answer.total, codes(answer)) == (25, ["not_discountable"])


def test_deposit_follows_every_bottle_and_crate():
    answer = ring_up(line("crate", 2))
    assert [(each.article, each.quantity, each.amount, each.business_case) for each in answer.lines] == [
        ("crate", 2000, 998, "Umsatz"),
        ("bottle", 24_000, 360, "Pfand"),
        ("box", 2000, 300, "Pfand"),
    ]
    assert [each.deposit_of for each in answer.lines] == [0, 1, 1]
    assert {each.line for each in answer.lines} == {"crate"}
    assert answer.pieces == 2


def test_empties_come_back_without_a_receipt():
    answer = ring_up(line("bottle", -12), line("box", -1))
    assert answer.total == -330
    assert {each.business_case for each in answer.lines} == {"PfandRueckzahlung"}
    assert answer.warnings == ()


def test_a_basket_discount_leaves_deposits_books_and_vouchers_alone():
    answer = ring_up(line("cola", 10), line("book"), line("voucher", price=1000), discounts=(percent(10),))
    assert [each.amount for each in answer.lines] == [1071, 250, 1200, 1000]
    assert answer.lines[0].adjustments == (Adjustment("basket_discount", -119, "Treue", "0"),)
    assert answer.savings == 119


def test_a_basket_discount_is_spread_over_the_vat_keys_to_the_cent():
    answer = ring_up(line("roll"), line("coffee"), line("soap"), discounts=(euros(100),))
    assert answer.total == 683 - 100
    cents = {each.article: sum(adjustment.amount for adjustment in each.adjustments) for each in answer.lines}
    assert cents == {"roll": -15, "coffee": -36, "soap": -49}


def test_discounts_on_the_basket_follow_one_another():
    answer = ring_up(line("roll", 10), discounts=(percent(50, "A"), percent(50, "B")))
    assert answer.total == 250
    assert [(each.label, each.cause) for each in answer.lines[0].adjustments] == [("A", "0"), ("B", "1")]


def test_a_basket_discount_with_nothing_to_discount_is_only_pointed_out():
    answer = ring_up(line("book"), discounts=(euros(100),))
    assert (answer.total, codes(answer), blocking(answer)) == (1200, ["not_discountable"], [])


def test_a_voided_line_counts_nothing():
    answer = ring_up(line("roll"), line("coffee", voided=True))
    assert (answer.total, len(answer.lines), answer.pieces) == (100, 1, 1)


def test_goods_cannot_be_sold_in_negative_quantity():
    assert blocking(ring_up(line("roll", -1))) == ["quantity_negative"]


def test_unknown_things_block_and_are_left_out():
    answer = ring_up(line("roll"), line("nothing"))
    assert (answer.total, blocking(answer), answer.warnings[0].line) == (100, ["unknown_article"], "nothing")


def test_an_article_without_a_rate_today_blocks():
    shop = replace(SHOP, tax={1: SHOP.tax[1]})
    answer = ring_up(line("roll"), shop=shop)
    assert (answer.lines, blocking(answer)) == ((), ["unknown_tax_key"])


def test_whatever_is_too_large_blocks():
    assert blocking(ring_up(line("roll", quantity=10_000_001))) == ["too_large"]
    assert blocking(ring_up(line("roll", price=100_000_000))) == ["price_outside_limits"]
    assert "too_large" in blocking(ring_up(*[line("roll") for _ in range(501)]))
    assert "too_large" in blocking(ring_up(line("roll"), discounts=tuple([percent(1)] * 21)))


def test_a_return_without_receipt_goes_at_todays_or_the_given_price():
    without = ReturnOf("", 0, "Kein Bon")
    (soap,) = ring_up(line("soap", -2, return_of=without)).lines
    assert (soap.quantity, soap.amount) == (-2000, -666)
    (soap,) = ring_up(line("soap", -2, return_of=without, price=200, price_reason="alter Preis")).lines
    assert (soap.list_amount, soap.amount) == (-666, -400)
    cola = ring_up(line("cola", -1, return_of=without))
    assert [each.amount for each in cola.lines] == [-119, -25]
    assert blocking(ring_up(line("soap", 2, return_of=without))) == ["return_quantity_positive"]


def test_what_is_damaged_need_not_go_back_to_the_shelf():
    damaged = ReturnOf("", 0, "Defekt", restock=False)
    assert [each.restock for each in ring_up(line("cola", -1, return_of=damaged)).lines] == [False, False]


def test_a_discounted_return_without_receipt_pays_back_less():
    answer = ring_up(line("soap", -1, return_of=ReturnOf("", 0, "Kein Bon"), discount=percent(10)))
    assert (answer.total, answer.savings) == (-300, 0)
