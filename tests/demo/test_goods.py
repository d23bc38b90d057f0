"""The goods of the practice shop are what a German shop could really sell, with the right duties on each article."""

import io
from collections import Counter

import pytest

from tresen.core import gtin
from tresen.core.quantity import ONE, UNITS
from tresen.demo.goods import Good, demo_goods, read_goods, write_goods
from tresen.demo.shop import demo_groups, demo_shop

GOODS = demo_goods()
ARTICLES = {good.article.id: good.article for good in GOODS}
CODES = [barcode for good in GOODS for barcode in good.barcodes]


def the(name: str) -> Good:
    return next(good for good in GOODS if good.article.name == name)


def test_there_is_a_whole_shop_and_each_group_has_goods() -> None:
    assert len(GOODS) >= 400
    assert {article.group for article in ARTICLES.values()} == {group.id for group in demo_groups()}


def test_every_barcode_is_a_gtin_13_for_circulation_inside_one_company() -> None:
    for barcode in CODES:
        assert len(barcode.code) == 13
        assert barcode.code.startswith("20"), barcode
        assert gtin.is_valid(barcode.code), barcode


def test_numbers_names_ids_and_codes_are_unique() -> None:
    for values in (
        [article.number for article in ARTICLES.values()],
        [article.name for article in ARTICLES.values()],
        [good.article.id for good in GOODS],
        [barcode.code for barcode in CODES],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_a_number_fits_into_the_label_of_a_scale() -> None:
    assert {len(article.number) for article in ARTICLES.values()} == {4}


def test_every_deposit_is_an_article_of_its_own_that_nobody_discounts() -> None:
    parts = [part for article in ARTICLES.values() for part in article.deposit]
    assert parts
    for part in parts:
        deposit = ARTICLES[part.article]
        assert deposit.kind == "deposit"
        assert deposit.price in (8, 15, 25, 150)
        assert not deposit.discountable
        assert not deposit.points


def test_the_bottle_s_deposit_follows_the_drink_and_the_crate_is_taxed_in_full() -> None:
    for article in ARTICLES.values():
        for part in article.deposit:
            deposit = ARTICLES[part.article]
            if deposit.price == 150:
                assert deposit.tax_key == 1
            else:
                assert deposit.tax_key == article.tax_key, article.name


def test_a_crate_of_beer_carries_its_bottles_and_itself() -> None:
    crate = the("Hopfenbeck Pils Kasten").article
    charged = sum(ARTICLES[part.article].price * part.quantity // ONE for part in crate.deposit)
    assert charged == 310
    assert crate.min_age == 16


def test_vat_keys_exist_and_follow_the_law() -> None:
    keys = {rate.key for rate in demo_shop().tax}
    assert {article.tax_key for article in ARTICLES.values()} <= keys
    for name, key in [
        ("Lerchenhof Vollmilch 3,5%", 2), ("Haferblick Haferdrink", 1), ("Bohnenkasper Espresso", 2),
        ("Kaffee Becher", 1), ("Latte macch. z. Mitnehmen", 2), ("Krimi Nebel am Deich", 2), ("Wandkalender 2027", 1),
        ("Tampons normal 16er", 2), ("Katzenstreu", 1), ("Seidenrose künstlich", 1), ("Pils alkoholfrei", 1),
        ("Gutschein Wunschbetrag", 5),
    ]:  # fmt: skip
        assert the(name).article.tax_key == key, name


def test_alcohol_and_tobacco_ask_for_the_age() -> None:
    ages = {article.name: article.min_age for article in ARTICLES.values()}
    assert ages["Riesling trocken"] == ages["Radler naturtrüb"] == 16
    assert ages["Wodka 37,5%"] == ages["Sturmlicht Rot 20er"] == ages["Weinbrandbohnen"] == 18
    assert ages["Pils alkoholfrei"] == ages["Vollkorn-Spaghetti"] == 0


def test_prices_bound_by_law_get_neither_discount_nor_points() -> None:
    for article in ARTICLES.values():
        if article.group == "tabak" or (article.group == "presse" and article.tax_key == 2):
            assert not article.discountable, article.name
            assert not article.points, article.name


def test_prices_are_plausible() -> None:
    for article in ARTICLES.values():
        assert 5 <= article.price <= 4_000, article.name
        assert article.unit in UNITS
        assert article.per == ONE
    for barcode in CODES:
        if barcode.price is not None:
            single = ARTICLES[barcode.article].price * barcode.quantity // ONE
            assert single * 3 // 4 < barcode.price <= single, barcode


def test_packed_food_drinks_and_cleaning_goods_have_a_content_for_the_unit_price() -> None:
    packed = {"konserven", "nudeln", "backen", "fruehstueck", "knabbern", "kaffee", "wasser", "saft", "limo", "bier",
              "wein", "spirituosen", "fisch", "kaese"}  # fmt: skip
    for article in ARTICLES.values():
        if article.group in packed and not article.weighed:
            assert article.content > 0, article.name
        if article.weighed:
            assert (article.unit, article.content) == ("weight", 0), article.name
        assert article.content == 0 or article.content >= 10, "below 10 g or ml no unit price is due"


def test_unit_prices_are_plausible() -> None:
    for article in ARTICLES.values():
        if article.content and article.content_unit in ("weight", "volume"):
            per_kg_or_l = article.price * ONE // article.content
            assert 10 <= per_kg_or_l <= 100_000, (article.name, per_kg_or_l)


def test_an_open_price_lies_between_its_limits() -> None:
    opened = [article for article in ARTICLES.values() if article.open_price_min is not None]
    assert {"Diverses 19 %", "Gutschein Wunschbetrag", "Strauß nach Wunsch"} <= {article.name for article in opened}
    for article in opened:
        assert article.open_price_min is not None
        assert article.open_price_max is not None
        assert article.open_price_min <= article.price <= article.open_price_max


def test_names_fit_on_a_narrow_receipt() -> None:
    assert max(len(article.name) for article in ARTICLES.values()) <= 30


def test_reading_what_was_written_gives_the_same_goods() -> None:
    table = io.StringIO()
    write_goods(GOODS, table)
    assert tuple(read_goods(table.getvalue().splitlines())) == GOODS


def test_a_cell_that_cannot_be_understood_is_named_with_its_line() -> None:
    table = io.StringIO()
    write_goods(GOODS[:2], table)
    broken = table.getvalue().replace("1.99", "1.999")
    with pytest.raises(ValueError, match="line 2"):
        list(read_goods(broken.splitlines()))
