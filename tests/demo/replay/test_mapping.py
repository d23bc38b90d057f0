"""Each line of the panel brings exactly its cents, whatever is odd about it."""

from datetime import datetime

import pytest

from tresen.core import gtin
from tresen.core.article import Excerpt
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.tax import rates_on
from tresen.demo.replay.mapping import (
    article_code,
    good_of,
    made_id,
    pieces_of,
    sale_of,
    shop_day,
    shop_time,
    wall_clock,
)
from tresen.demo.replay.panel import PanelArticle, PanelBasket, PanelLine, open_panel
from tresen.demo.shop import TAX

DAY = "2023-03-01"
ARTICLES = {
    1: PanelArticle(1, "GROCERY", "SOFT DRINKS", "SOFT DRINKS 12/18&15PK CAN CAR", "12 OZ"),
    2: PanelArticle(2, "PRODUCE", "APPLES", "APPLES RED DELICIOUS", ""),
    3: PanelArticle(3, "SPIRITS", "LIQUOR", "BOURBON", "750 ML"),
    4: PanelArticle(4),
    5: PanelArticle(5, "FUEL", "FUEL", "GASOLINE-REG UNLEADED", ""),
}


def basket(*lines: PanelLine) -> PanelBasket:
    return PanelBasket(77, 900, 367, 1_488_400_000_000, lines)


def quoted(one: PanelBasket, articles: dict[int, PanelArticle] | None = None) -> Quote:
    articles = articles or ARTICLES
    known = {good.article.id: good.article for good in map(good_of, articles.values())}
    return quote(sale_of(one, articles, "id").basket, Excerpt(known, rates_on(TAX, DAY)), DAY)


def assert_exact(one: PanelBasket, articles: dict[int, PanelArticle] | None = None) -> Quote:
    """The quote agrees with the panel line by line, and nothing in it blocks the sale."""
    sale = sale_of(one, articles or ARTICLES, "id")
    answer = quoted(one, articles)
    assert answer.warnings == ()
    assert answer.total == sale.total
    assert sale.total - sale.payout == one.paid == sum(line.sales - line.coupon for line in one.lines)
    for line, quote_line, amount in zip(one.lines, answer.lines, sale.amounts, strict=True):
        assert quote_line.list_amount == line.sales + line.loyalty + line.match
        assert quote_line.quantity == 1000 * pieces_of(line)
        if not sale.carried:
            assert quote_line.amount == amount == line.sales - line.coupon
    return answer


def test_a_plain_line_brings_its_cents() -> None:
    assert assert_exact(basket(PanelLine(1, 1, 199))).total == 199


def test_a_multi_buy_that_does_not_divide_brings_its_cents() -> None:
    answer = assert_exact(basket(PanelLine(1, 3, 500)))
    assert (answer.lines[0].price, answer.lines[0].per) == (500, 3000)


def test_discounts_are_shown_with_their_reasons() -> None:
    answer = assert_exact(basket(PanelLine(1, 3, 1000, loyalty=199, coupon=55, match=30)))
    (adjustment,) = answer.lines[0].adjustments
    assert (adjustment.amount, adjustment.label) == (-284, "Treuerabatt + Coupon-Zugabe + Coupon")
    assert answer.savings == 284


@pytest.mark.parametrize("quantity", [0, 51, 12_345])
def test_a_quantity_that_is_none_counts_as_one_piece_and_says_so(quantity: int) -> None:
    answer = assert_exact(basket(PanelLine(5, quantity, 2517)))
    assert answer.lines[0].quantity == 1000
    assert f"Menge im Panel: {quantity}" in answer.lines[0].name


def test_a_line_that_costs_nothing_stays_a_line() -> None:
    answer = assert_exact(basket(PanelLine(1, 1, 0), PanelLine(2, 2, 0, loyalty=150)))
    assert [line.amount for line in answer.lines] == [0, 0]


def test_what_a_coupon_is_worth_beyond_its_line_comes_off_the_basket() -> None:
    one = basket(PanelLine(1, 1, 100, coupon=150), PanelLine(2, 1, 300))
    answer = assert_exact(one)
    assert [line.amount for line in answer.lines] == [0, 250]
    assert [line.adjustments[-1].kind for line in answer.lines] == ["line_discount", "basket_discount"]


def test_what_coupons_are_worth_beyond_the_basket_is_paid_out() -> None:
    one = basket(PanelLine(1, 1, 100, coupon=300), PanelLine(2, 1, 50))
    sale = sale_of(one, ARTICLES, "id")
    assert (sale.total, sale.payout) == (0, 150)
    assert_exact(one)


def test_vat_and_age_follow_the_kind_of_goods_and_the_unknown_is_taxed_in_full() -> None:
    goods = {id: good_of(article).article for id, article in ARTICLES.items()}
    assert [(goods[id].tax_key, goods[id].min_age) for id in (1, 2, 3, 4)] == [(1, 0), (2, 0), (1, 18), (1, 0)]
    assert goods[4].name == "Unbekannter Artikel 4"
    assert assert_exact(basket(PanelLine(3, 1, 2099))).total == 2099


def test_a_scanned_article_of_the_panel_asks_for_its_price() -> None:
    article = good_of(ARTICLES[1]).article
    assert (article.price, article.open_price_min) == (0, 0)
    assert article.open_price_max is not None


def test_codes_are_for_circulation_inside_one_company() -> None:
    assert gtin.is_valid(article_code(17_959_460))
    assert article_code(17_959_460).startswith("27")


def test_times_are_taken_as_utc_of_a_shop_in_new_york() -> None:
    peak = round(datetime.fromisoformat("2017-07-01T21:30:00+00:00").timestamp()) * 1000
    assert wall_clock(peak).isoformat() == "2017-07-01T17:30:00"
    assert shop_time(peak) == round(datetime.fromisoformat("2023-07-01T17:30:00+02:00").timestamp()) * 1000


def test_the_business_day_begins_at_four() -> None:
    late = round(datetime.fromisoformat("2023-07-01T01:30:00+02:00").timestamp()) * 1000
    assert shop_day(late) == "2023-06-30"


def test_an_id_is_the_same_in_every_run_and_has_the_form_of_a_uuid_7() -> None:
    id = made_id(1_688_225_400_123, "sale", 7)
    assert id == made_id(1_688_225_400_123, "sale", 7) != made_id(1_688_225_400_123, "sale", 8)
    assert (len(id), id[12], id[16] in "89ab") == (32, "7", True)
    assert int(id[:12], 16) == 1_688_225_400_123


def test_two_thousand_baskets_of_the_panel_are_exact_to_the_cent(household_panel: None) -> None:
    panel = open_panel(busiest=8)
    articles = panel.articles()
    step = panel.count() // 2000
    every = [one for store in panel.stores for one in panel.baskets(store)]
    odd = [one for one in every if any(line.paid < 0 or line.quantity == 0 for line in one.lines)]
    sample = every[::step][:2000] + odd[:300]
    assert len(sample) >= 2000
    known = {good.article.id: good.article for good in map(good_of, articles.values())}
    excerpt = Excerpt(known, rates_on(TAX, DAY))
    receipts = payouts = 0
    for one in sample:
        sale = sale_of(one, articles, "id")
        answer = quote(sale.basket, excerpt, DAY)
        assert not any(warning.blocks for warning in answer.warnings)
        assert answer.total == sale.total
        assert [line.list_amount for line in answer.lines] == [line.regular for line in one.lines]
        assert sale.carried or [line.amount for line in answer.lines] == [line.paid for line in one.lines]
        receipts += answer.total
        payouts += sale.payout
    assert receipts - payouts == sum(line.sales - line.coupon for one in sample for line in one.lines)
