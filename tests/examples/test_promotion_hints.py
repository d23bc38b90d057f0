"""What the cashier is told when little is missing, and why a line costs what it costs."""

from dataclasses import replace

from tests.examples.counter import SHOP, line, percent, weighed
from tests.examples.offers import (
    ANNA,
    GOODS,
    bundle,
    buy_get,
    cents_off,
    gift,
    n_for_m,
    of,
    offer,
    percent_off,
    promoted,
)  # fmt: skip
from tresen.core.price_list import ListPrice, PriceList
from tresen.core.price_steps import price_steps
from tresen.core.promotion import Action, Limits, Selection, Step


def told(answer):
    return [(each.promotion, each.missing_quantity, each.missing_amount, each.saving) for each in answer.hints]


def test_one_more_of_soap_and_the_customer_saves():
    deal = offer("deal", n_for_m(3, 2), of("soap"))
    answer = promoted(deal, line("soap", 2))
    assert told(answer) == [("deal", 1000, 0, 333)]
    assert answer.hints[0].goods == of("soap")
    assert told(promoted(deal, line("soap"))) == []
    assert told(promoted(deal, line("soap", 3))) == []
    assert told(promoted(deal, line("soap", 5))) == [("deal", 1000, 0, 333)]


def test_what_is_promised_is_kept():
    deals = [offer("deal", n_for_m(3, 2), of("soap", "roll")), offer("ten", percent_off(10), of("soap"))]
    answer = promoted(deals, line("soap"), line("roll"))
    (hint,) = answer.hints
    assert promoted(deals, line("soap"), line("roll", 2)).savings - answer.savings == hint.saving == 67


def test_the_missing_part_of_a_bundle_is_named_also_if_it_is_not_in_the_basket():
    menu = offer("menu", bundle(300, (of("roll"), 1), (of("coffee"), 1)))
    answer = promoted(menu, line("roll"))
    assert told(answer) == [("menu", 1000, 0, 50)]
    assert answer.hints[0].goods == of("coffee")
    get = offer("get", buy_get(of("coffee"), 2, of("roll"), 1))
    assert told(promoted(get, line("coffee", 2))) == [("get", 1000, 0, 100)]
    assert told(promoted(get, line("coffee"))) == []
    unnamed = offer("menu", bundle(300, (of("roll"), 1), (Selection(groups=("hot",)), 1)))
    assert told(promoted(unnamed, line("roll"))) == []


def test_a_missing_amount_and_the_next_step_of_a_scale():
    deal = offer("deal", cents_off(500, "basket"), basket_amount=2000)
    assert told(promoted(deal, line("roll", 16))) == [("deal", 0, 400, 500)]
    assert told(promoted(deal, line("roll", 15))) == []
    pieces = offer("pieces", percent_off(10), of("soap"), min_quantity=4000)
    assert told(promoted(pieces, line("soap", 3))) == [("pieces", 1000, 0, 133)]
    scale = offer("scale", Action("percent", scale=(Step(500, 2000), Step(1000, 4000))), of("soap"))
    assert told(promoted(scale, line("soap", 3))) == [("scale", 1000, 0, 133 - 50)]


def test_no_hint_beyond_a_limit_nor_where_it_is_not_wanted_nor_for_goods_by_weight():
    deal = offer("deal", n_for_m(2, 1), of("soap"), limits=Limits(per_sale=1))
    assert told(promoted(deal, line("soap", 3))) == []
    assert told(promoted(offer("deal", n_for_m(2, 1), of("soap"), hint=False), line("soap"))) == []
    assert told(promoted(offer("deal", n_for_m(2, 1), of("cheese")), weighed("cheese", 500))) == []


def test_three_hints_at_most_the_best_first():
    deals = [
        offer(f"d{number}", n_for_m(2, 1), of(name)) for number, name in enumerate(("roll", "coffee", "soap", "cola"))
    ]
    answer = promoted(deals, line("roll"), line("coffee"), line("soap"), line("cola"))
    assert told(answer) == [("d2", 1000, 0, 333), ("d1", 1000, 0, 250), ("d3", 1000, 0, 119)]


def test_an_offered_gift_is_an_offer_and_no_hint():
    answer = promoted(offer("gift", gift(of("soap")), basket_amount=500), line("roll", 5))
    assert (answer.hints, len(answer.offers)) == ((), 1)


def test_every_step_of_a_price_is_told():
    shop = replace(
        SHOP,
        articles=GOODS | {"cola": replace(GOODS["cola"], prices=(ListPrice(110, "club"),))},
        price_lists=(PriceList("club", "Club", groups=("club",)),),
    )
    answer = promoted(
        offer("deal", percent_off(10), of("cola")), line("cola", 2, discount=percent(50)), shop=shop, customer=ANNA,
        discounts=(percent(10),),
    )  # fmt: skip
    steps = price_steps(answer.lines, 1, answer.promotions)
    assert [(each.kind, each.amount, each.left) for each in steps] == [
        ("usual", 238, 238), ("price_list", -18, 220), ("promotion", -22, 198), ("line_discount", -99, 99),
        ("basket_discount", -10, 89), ("paid", 89, 89), ("deposit", 50, 89),
    ]  # fmt: skip
    assert (steps[1].cause, steps[2].cause, steps[2].quantity) == ("club", "deal", 2000)
    assert steps[2].action is not None and (steps[2].action.way, steps[2].action.value) == ("percent", 1000)
    assert steps[-2].amount == answer.lines[0].amount


def test_a_plain_line_has_its_price_and_a_label_says_that_it_is_one():
    answer = promoted([], line("soap", 2), line("roll", amount=80))
    assert [(each.kind, each.left) for each in price_steps(answer.lines, 1)] == [("price", 666)]
    assert [(each.kind, each.left) for each in price_steps(answer.lines, 2, labelled=True)] == [("label", 80)]
    assert price_steps(answer.lines, 9) == ()
