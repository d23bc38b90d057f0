"""What promotions give, in sentences a shop would say."""

import pytest

from tests.examples.counter import codes, line, percent, weighed
from tests.examples.offers import (
    ANNA,
    amounts,
    bundle,
    buy_get,
    cents_off,
    gift,
    n_for_m,
    of,
    offer,
    percent_off,
    price,
    promoted,
    saved,
)  # fmt: skip
from tresen.core.basket import GiftChoice
from tresen.core.promotion import Action, Limits, Selection, Step


def test_ten_percent_on_a_group_leaves_the_others_alone():
    answer = promoted(offer("bakery", percent_off(10), Selection(groups=("bakery",))), line("roll", 3), line("soap"))
    assert amounts(answer) == [270, 333]
    assert [(each.label, each.amount, each.cause, each.units) for each in answer.lines[0].adjustments] == [
        ("Bakery", -30, "bakery", 3000)
    ]
    assert (answer.total, answer.savings, saved(answer)) == (603, 30, {"bakery": 30})


def test_three_for_two_makes_the_cheapest_of_each_three_free():
    deal = offer("deal", n_for_m(3, 2), of("soap", "coffee", "roll"))
    assert promoted(deal, line("soap", 2)).savings == 0
    assert promoted(deal, line("soap", 3)).total == 666
    mixed = promoted(deal, line("roll"), line("soap"), line("coffee"))
    assert mixed.savings == 100
    assert promoted(deal, line("soap", 3), line("roll", 3)).savings == 333 + 100
    assert promoted(deal, line("soap", 2), line("coffee", 2), line("roll", 2)).savings == 250 + 100


def test_the_saving_of_a_set_is_spread_over_all_its_pieces_by_value():
    answer = promoted(
        offer("deal", n_for_m(3, 2), of("soap", "coffee", "roll")), line("roll"), line("soap"), line("coffee")
    )
    # 100 off 683: 85 to the key of soap and coffee (583), 15 to the roll's
    assert amounts(answer) == [100 - 15, 333 - 49, 250 - 36]
    assert {tax.key: tax.gross for tax in answer.taxes} == {1: 498, 2: 85}


def test_every_second_is_half_price():
    half = offer("half", Action("percent", 5000, "set", 2, 2), of("soap"))
    assert [promoted(half, line("soap", pieces)).savings for pieces in (1, 2, 3, 4)] == [0, 167, 167, 334]


def test_amounts_and_fixed_prices_are_per_piece_or_per_kilogram():
    assert promoted(offer("o", cents_off(30), of("soap")), line("soap", 2)).savings == 60
    assert promoted(offer("o", cents_off(500), of("soap")), line("soap", 2)).total == 0
    assert promoted(offer("o", price(299), of("soap")), line("soap", 2)).total == 598
    assert promoted(offer("o", price(399), of("soap")), line("soap", 2)).total == 666
    assert promoted(offer("o", cents_off(500), of("cheese")), weighed("cheese", 300)).total == 747 - 150
    assert promoted(offer("o", price(1990), of("cheese")), weighed("cheese", 300)).total == 597


def test_a_bundle_has_one_price():
    menu = offer("menu", bundle(300, (of("roll"), 1), (of("coffee"), 1)))
    answer = promoted(menu, line("roll", 2), line("coffee"))
    assert (answer.total, answer.savings) == (300 + 100, 50)
    assert promoted(menu, line("roll", 5), line("coffee", 3)).total == 3 * 300 + 2 * 100
    assert promoted(menu, line("roll", 5)).savings == 0
    assert (
        promoted(offer("dear", bundle(400, (of("roll"), 1), (of("coffee"), 1))), line("roll"), line("coffee")).savings
        == 0
    )


def test_two_for_a_fixed_price_starts_with_the_dearest():
    two = offer("two", Action("fixed_price", 400, "set", 2), of("soap", "coffee", "roll"))
    answer = promoted(two, line("roll", 2), line("soap"), line("coffee"))
    assert saved(answer) == {"two": 183}
    assert answer.total == 400 + 200


def test_buy_two_coffees_get_a_roll():
    deal = offer("deal", buy_get(of("coffee"), 2, of("roll"), 1))
    assert promoted(deal, line("coffee", 2), line("roll", 3)).savings == 100
    assert promoted(deal, line("coffee", 5), line("roll", 3)).savings == 200
    assert promoted(deal, line("coffee", 1), line("roll", 3)).savings == 0


def test_buy_and_get_of_overlapping_goods_never_uses_a_piece_twice():
    deal = offer("deal", buy_get(Selection(tags=("breakfast",)), 1, of("roll"), 1))
    assert promoted(deal, line("roll")).savings == 0
    assert promoted(deal, line("roll", 2)).savings == 100
    assert promoted(deal, line("roll"), line("coffee")).savings == 100


def test_a_scale_gives_more_for_more():
    steps = (Step(500, from_quantity=3000), Step(1000, from_quantity=6000))
    scale = offer("scale", Action("percent", scale=steps), of("soap"))
    assert [promoted(scale, line("soap", pieces)).savings for pieces in (2, 3, 5, 6)] == [0, 50, 83, 200]
    by_amount = offer("scale", Action("amount", 0, "basket", scale=(Step(200, 0, 1000), Step(500, 0, 2000))))
    assert [promoted(by_amount, line("roll", pieces)).savings for pieces in (9, 10, 19, 20)] == [0, 200, 200, 500]


def test_five_euros_off_a_basket_of_twenty():
    deal = offer("deal", cents_off(500, "basket"), basket_amount=2000)
    assert promoted(deal, line("roll", 19)).savings == 0
    answer = promoted(deal, line("roll", 10), line("coffee", 4))
    assert (answer.savings, amounts(answer)) == (500, [750, 750])


def test_a_basket_may_have_a_fixed_price():
    assert promoted(offer("all", price(500, "basket")), line("roll", 4), line("soap")).total == 500


def test_deposit_is_never_discounted_nor_vouchers_nor_what_may_not_be():
    answer = promoted(
        offer("all", percent_off(50, "basket")), line("cola", 2), line("voucher", price=1000), line("book")
    )
    assert [(each.article, each.amount) for each in answer.lines] == [
        ("cola", 119), ("can", 50), ("voucher", 1000), ("book", 1200),
    ]  # fmt: skip
    assert promoted(offer("sum", cents_off(100, "basket"), basket_amount=1200), line("book")).savings == 0


def test_a_gift_in_the_basket_is_free_and_one_that_is_missing_is_offered():
    deal = offer("gift", gift(of("soap", "coffee")), basket_amount=1000)
    missing = promoted(deal, line("roll", 10))
    assert (missing.savings, [each.promotion for each in missing.offers]) == (0, ["gift"])
    assert missing.offers[0].goods == of("soap", "coffee")
    given = promoted(deal, line("roll", 10), line("coffee", 2))
    assert (given.savings, given.offers, amounts(given)) == (250, (), [1000, 250])


def test_the_gift_itself_does_not_reach_the_amount():
    deal = offer("gift", gift(of("soap", "coffee")), basket_amount=1000)
    assert promoted(deal, line("roll", 8), line("soap")).savings == 0
    # with the soap as the gift 9.50 are left, with the coffee 10.33
    assert promoted(deal, line("roll", 7), line("soap"), line("coffee")).savings == 250


def test_the_customer_chooses_the_gift():
    deal = offer("gift", gift(of("soap", "coffee")), basket_amount=1000)
    both = (line("roll", 15), line("soap"), line("coffee"))
    assert promoted(deal, *both).savings == 333
    assert promoted(deal, *both, choices=(GiftChoice("gift", "coffee"),)).savings == 250
    waiting = promoted(deal, line("roll", 15), line("soap"), choices=(GiftChoice("gift", "coffee"),))
    assert (waiting.savings, len(waiting.offers)) == (0, 1)


def test_points_and_the_next_coupon_come_out_of_the_quote():
    points = offer("points", Action("points", 50, "basket"), of("soap"))
    answer = promoted(points, line("soap", 3), line("roll"), customer=ANNA)
    assert (answer.points, [each.points for each in answer.lines]) == (10 + 50, [9 + 50, 1])
    assert (answer.promotions[0].points, answer.total) == (50, 1099)
    assert promoted(points, line("soap", 3)).points == 0
    double = offer("double", Action("points_per_euro", 1), Selection(groups=("care",)))
    assert promoted(double, line("soap", 3), line("roll"), customer=ANNA).points == 10 + 9
    each = offer("each", Action("points", 5), of("soap"), limits=Limits(per_sale=2))
    assert promoted(each, line("soap", 3), customer=ANNA).points == 9 + 10
    coupon = offer("next", Action("coupon", coupon="five", coupon_days=30), min_amount=1000)
    answer = promoted(coupon, line("roll", 10))
    assert [(each.promotion, each.opens, each.days) for each in answer.coupons] == [("next", "five", 30)]
    assert promoted(coupon, line("roll", 9)).coupons == ()


def test_no_piece_is_hit_twice_and_the_customer_gets_the_best():
    three = offer("three", n_for_m(3, 2), of("soap"))
    ten = offer("ten", percent_off(10), of("soap"))
    assert saved(promoted([three, ten], line("soap", 2))) == {"ten": 67}
    assert saved(promoted([three, ten], line("soap", 3))) == {"three": 333}
    assert saved(promoted([three, ten], line("soap", 4))) == {"three": 333, "ten": 33}


def test_a_bundle_is_left_alone_where_two_other_offers_are_better():
    menu = offer("a_menu", bundle(300, (of("roll"), 1), (of("coffee"), 1)))
    roll, coffee = offer("b", cents_off(40), of("roll")), offer("c", cents_off(40), of("coffee"))
    assert saved(promoted([menu, roll, coffee], line("roll"), line("coffee"))) == {"b": 40, "c": 40}
    assert saved(promoted([menu, roll], line("roll"), line("coffee"))) == {"a_menu": 50}


def test_an_exclusive_offer_stands_alone_or_not_at_all():
    alone = offer("alone", percent_off(20, "basket"), stacking="exclusive")
    soap = offer("soap", cents_off(100), of("soap"))
    assert saved(promoted([alone, soap], line("soap"))) == {"soap": 100}
    assert saved(promoted([alone, soap], line("soap"), line("roll", 5))) == {"alone": 167}


def test_stackable_offers_come_on_top_of_what_the_others_left():
    soap = offer("soap", cents_off(33), of("soap"))
    staff = offer("staff", percent_off(10, "basket"), stacking="stackable")
    extra = offer("extra", percent_off(50), of("soap"), stacking="stackable", priority=1)
    assert saved(promoted([soap, staff], line("soap"))) == {"soap": 33, "staff": 30}
    answer = promoted([soap, staff, extra], line("soap"))
    assert [(each.cause, each.amount) for each in answer.lines[0].adjustments] == [
        ("soap", -33), ("extra", -150), ("staff", -15),
    ]  # fmt: skip


def test_of_a_group_only_one_offer_applies():
    care = offer("care", cents_off(30), of("soap"), group="week")
    bakery = offer("bakery", cents_off(20), of("roll"), group="week")
    assert saved(promoted([care, bakery], line("soap"), line("roll"))) == {"care": 30}
    assert saved(promoted([care, bakery], line("soap"), line("roll", 2))) == {"bakery": 40}


def test_limits_per_sale_and_caps():
    deal = offer("deal", cents_off(50), of("soap", "coffee"), limits=Limits(per_sale=2))
    assert promoted(deal, line("soap"), line("coffee", 3)).savings == 100
    sets = offer("sets", n_for_m(2, 1), of("soap"), limits=Limits(per_sale=1))
    assert promoted(sets, line("soap", 6)).savings == 333
    capped = offer("capped", percent_off(50), of("soap", "roll"), limits=Limits(max_saving=100))
    answer = promoted(capped, line("soap"), line("roll"))
    assert (answer.savings, amounts(answer)) == (100, [333 - 77, 100 - 23])


def test_manual_discounts_come_after_promotions():
    deal = offer("deal", cents_off(33), of("soap"))
    answer = promoted(deal, line("soap", discount=percent(10)), discounts=(percent(50),))
    assert [(each.kind, each.amount) for each in answer.lines[0].adjustments] == [
        ("promotion", -33), ("line_discount", -30), ("basket_discount", -135),
    ]  # fmt: skip
    assert answer.total == 135


def test_goods_priced_by_hand_are_left_out_only_if_the_offer_says_so():
    soap = line("soap", price=200, price_reason="Etikett")
    assert promoted(offer("deal", percent_off(10), of("soap")), soap).total == 180
    assert promoted(offer("deal", percent_off(10), of("soap"), regular_only=True), soap).total == 200
    label = line("soap", amount=150)
    assert promoted(offer("deal", percent_off(10), of("soap"), regular_only=True), label).total == 150
    cheese = line("cheese", amount=747)
    assert promoted(offer("deal", percent_off(10), of("cheese"), regular_only=True), cheese).savings == 75


def test_open_prices_take_part_as_they_were_entered():
    assert promoted(offer("deal", percent_off(10), of("flowers")), line("flowers", price=1000)).total == 900


def test_a_weighed_line_is_one_piece_of_a_set():
    deal = offer("deal", n_for_m(2, 1), of("cheese"))
    assert promoted(deal, weighed("cheese", 1000), weighed("cheese", 300)).savings == 747
    assert promoted(deal, weighed("cheese", 2000)).savings == 0
    kilo = offer("kilo", percent_off(10), of("cheese"), min_quantity=1000)
    assert promoted(kilo, weighed("cheese", 999)).savings == 0
    assert promoted(kilo, weighed("cheese", 600), weighed("cheese", 400)).savings == 249


def test_exceptions_of_a_selection_hold():
    goods = Selection(groups=("bakery", "care"), without_articles=("soap",))
    assert promoted(offer("o", percent_off(10), goods), line("soap"), line("roll")).savings == 10
    tags = Selection(tags=("breakfast",), without_tags=("drink",))
    assert promoted(offer("o", percent_off(10), tags), line("coffee"), line("roll")).savings == 10
    everything = Selection(without_groups=("care",))
    assert promoted(offer("o", percent_off(10), everything), line("soap"), line("roll")).savings == 10


@pytest.mark.parametrize("pieces", [1, 2])
def test_returns_without_receipt_and_empties_get_no_promotion(pieces):
    answer = promoted(offer("o", percent_off(50)), line("can", -pieces))
    assert answer.total == -25 * pieces


def test_codes_open_offers_and_the_cashier_hears_why_one_does_not():
    deal = offer("deal", percent_off(10), of("soap"), coupon=True, codes=("HERBST",), limits=Limits(per_code=2))
    assert promoted(deal, line("soap")).savings == 0
    answer = promoted(deal, line("soap"), codes=(" herbst ",))
    assert (answer.savings, answer.promotions[0].code, codes(answer)) == (33, "HERBST", [])
    assert codes(promoted(deal, line("soap"), codes=("SOMMER",))) == ["coupon_unknown"]
    assert codes(promoted(deal, line("roll"), codes=("HERBST",))) == ["coupon_without_effect"]
    assert codes(promoted([], line("roll"), codes=("HERBST",))) == ["coupon_unknown"]


def test_a_single_use_code_opens_the_offer_it_was_issued_for():
    deal = offer("deal", percent_off(10), of("soap"), coupon=True)
    assert promoted(deal, line("soap"), codes=("X7",), coupons={"X7": "deal"}).promotions[0].code == "X7"
    assert codes(promoted(deal, line("soap"), codes=("X7",), coupons={"X7": "other"})) == ["coupon_unknown"]


def test_hundreds_of_offers_that_do_not_match_change_nothing():
    many = [offer(f"o{number}", percent_off(50), of(f"x{number}")) for number in range(300)]
    assert promoted([*many, offer("deal", percent_off(10), of("soap"))], line("soap")).total == 300
