"""Taking goods back of a receipt with promotions: paid, minus what the rest would have cost."""

from dataclasses import replace

from tests.examples.counter import SHOP, back, blocking, line, percent
from tests.examples.offers import (
    ANNA,
    GOODS,
    amounts,
    bundle,
    cents_off,
    gift,
    n_for_m,
    of,
    offer,
    percent_off,
    promoted,
)
from tests.examples.test_handing_out import AT
from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine
from tresen.core.handing_out import ReceiptCustomer, sale_receipt
from tresen.core.promotion import Action, Limits
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt
from tresen.core.returnable import returnable_lines


class Counter:
    """A counter that remembers what came back of one receipt, as the journal does."""

    def __init__(self, bought: Quote, customer: str = "") -> None:
        self.receipt: Receipt = sale_receipt(Basket("r"), bought, (), {}, AT, ReceiptCustomer(customer, "1", 0))
        self.back: dict[int, tuple[int, int]] = {}

    def shop(self) -> Excerpt:
        lines = returnable_lines(self.receipt, self.back)
        return replace(
            SHOP, articles=GOODS, returnable={("r", n): line for n, line in lines.items()},
            applied={"r": self.receipt.promotions} if self.receipt.promotions else {},
        )  # fmt: skip

    def ask(self, *lines: BasketLine) -> Quote:
        return quote(Basket("b", lines), self.shop(), "2027-01-01T10:00:00")

    def take(self, *lines: BasketLine) -> Quote:
        """Ask and remember."""
        answer = self.ask(*lines)
        for each in answer.lines:
            if each.return_receipt:
                quantity, amount = self.back.get(each.return_line, (0, 0))
                self.back[each.return_line] = (quantity - each.quantity, amount - each.amount)
        return answer


def test_one_of_three_for_two_was_free_so_nothing_comes_back_until_the_second():
    deal = offer("deal", n_for_m(3, 2), of("soap"))
    counter = Counter(promoted(deal, line("soap", 3)))
    first = counter.take(back("r", 1, 1000))
    assert (first.total, amounts(first)) == (0, [0])
    assert [(each.paid, each.rest, each.refund, each.lost) for each in first.refunds] == [(666, 666, 0, ("Deal",))]
    assert counter.take(back("r", 1, 1000)).total == -333
    assert counter.take(back("r", 1, 1000)).total == -333


def test_kept_goods_that_cost_more_now_get_a_correction_line():
    menu = offer("menu", bundle(300, (of("roll"), 1), (of("coffee"), 1)))
    bought = promoted(menu, line("roll"), line("coffee"))
    assert amounts(bought) == [86, 214]
    answer = Counter(bought).ask(back("r", 1, 1000))
    assert answer.total == -(300 - 250)
    assert [(each.quantity, each.amount, each.return_line, each.business_case) for each in answer.lines] == [
        (-1000, -86, 1, "Umsatz"), (0, 36, 2, "Umsatz"),
    ]  # fmt: skip
    assert {tax.key: tax.gross for tax in answer.taxes} == {1: 36, 2: -86}


def test_ten_percent_that_was_due_to_the_amount_is_lost_with_it():
    deal = offer("deal", percent_off(10, "basket"), basket_amount=1000)
    counter = Counter(promoted(deal, line("roll", 10), line("soap")))
    assert counter.receipt.total == 1200
    assert counter.ask(back("r", 2, 1000)).total == -(1200 - 900)
    less = counter.take(back("r", 1, 4000))
    assert less.total == -(1200 - 933)
    assert counter.take(back("r", 1, 6000), back("r", 2, 1000)).total == -933


def test_the_customer_never_pays_for_a_return():
    deal = offer("deal", cents_off(500, "basket"), basket_amount=1000)
    counter = Counter(promoted(deal, line("roll", 10)))
    answer = counter.take(back("r", 1, 1000))
    assert (answer.total, answer.refunds[0].refund) == (0, 0)
    assert counter.take(back("r", 1, 9000)).total == -500


def test_a_return_at_another_time_without_card_or_code_counts_as_on_the_receipt():
    deal = offer(
        "deal", percent_off(10), of("soap"), valid_to="2026-12-01", hours=(), known_customer=True, coupon=True,
        codes=("X",), limits=Limits(per_customer=1),
    )  # fmt: skip
    counter = Counter(promoted(deal, line("soap", 2), customer=ANNA, codes=("X",)))
    assert counter.receipt.total == 599
    answer = counter.ask(back("r", 1, 1000))
    assert answer.total == -(599 - 300)
    assert answer.undone == ()


def test_a_use_that_is_taken_back_entirely_is_given_back_with_its_code():
    deal = offer("deal", percent_off(10), of("soap"), coupon=True)
    counter = Counter(promoted(deal, line("soap"), line("roll"), codes=("S1",), coupons={"S1": "deal"}))
    assert counter.ask(back("r", 2, 1000)).undone == ()
    answer = counter.take(back("r", 1, 1000))
    assert [(each.receipt, each.promotion, each.code) for each in answer.undone] == [("r", "deal", "S1")]
    assert counter.ask(back("r", 2, 1000)).undone == ()


def test_an_issued_coupon_is_void_when_its_purchase_comes_back():
    deal = offer("next", Action("coupon", coupon="five"), min_amount=500)
    counter = Counter(promoted(deal, line("roll", 6)))
    assert counter.ask(back("r", 1, 1000)).undone == ()
    gone = counter.ask(back("r", 1, 2000))
    assert [(each.promotion, each.coupon) for each in gone.undone] == [("next", True)]
    assert gone.total == -200


def test_extra_points_go_back_when_the_rest_does_not_earn_them():
    deal = offer("points", Action("points", 50, "basket"), of("soap"), min_amount=600)
    counter = Counter(promoted(deal, line("soap", 2), line("roll"), customer=ANNA), "anna")
    assert counter.receipt.points == 7 + 50
    first = counter.take(back("r", 1, 1000))
    assert (first.total, first.points) == (-333, -(50 + 3))
    everything = counter.take(back("r", 1, 1000), back("r", 2, 1000))
    assert first.points + everything.points == -57


def test_a_gift_is_kept_as_long_as_its_purchase_is_kept():
    deal = offer("gift", gift(of("soap")), basket_amount=1000)
    counter = Counter(promoted(deal, line("roll", 11), line("soap")))
    assert counter.receipt.total == 1100
    assert counter.ask(back("r", 1, 1000)).total == -100
    assert counter.ask(back("r", 1, 2000)).total == 0, "the soap costs 3.33 now, more than two rolls"
    assert counter.ask(back("r", 2, 1000)).total == 0
    assert counter.ask(back("r", 1, 11_000)).total == -(1100 - 333)


def test_manual_discounts_stay_in_proportion():
    deal = offer("deal", n_for_m(3, 2), of("soap"))
    counter = Counter(promoted(deal, line("soap", 3), discounts=(percent(10),)))
    assert counter.receipt.total == 599
    assert counter.ask(back("r", 1, 2000)).total == -300, "10 % of 3.33 is 0.335, rounded up"


def test_deposit_comes_back_with_its_goods_at_its_full_price():
    deal = offer("deal", n_for_m(2, 1), of("cola"))
    counter = Counter(promoted(deal, line("cola", 2)))
    answer = counter.ask(back("r", 1, 1000))
    assert [(each.article, each.amount) for each in answer.lines] == [("cola", 0), ("can", -25)]
    assert counter.ask(back("r", 1, 2000)).total == -(119 + 50)


def test_an_exchange_sells_new_goods_beside_the_return():
    deal = offer("deal", n_for_m(2, 1), of("soap"))
    counter = Counter(promoted(deal, line("soap", 2)))
    answer = counter.ask(back("r", 1, 2000), line("coffee"))
    assert (answer.total, amounts(answer)) == (-333 + 250, [-333, 250])


def test_more_than_was_sold_cannot_come_back():
    deal = offer("deal", n_for_m(3, 2), of("soap"))
    counter = Counter(promoted(deal, line("soap", 3)))
    assert blocking(counter.ask(back("r", 1, 4000))) == ["return_above_sold"]
    assert blocking(counter.ask(back("r", 1, 2000), back("r", 1, 2000, "again"))) == ["return_above_sold"]
    counter.take(back("r", 1, 2000))
    assert blocking(counter.ask(back("r", 1, 2000))) == ["return_above_sold"]
