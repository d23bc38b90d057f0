"""Tiles are readable, complete and plain XML."""

from xml.etree import ElementTree as ET

import pytest

from tresen.demo.pictograms import BY_WORD, PICTOGRAMS
from tresen.demo.shop import demo_shop
from tresen.demo.tile import caption, contrast_with_white, group_tile, picture_of, tile

SHOP = demo_shop()
GROUPS = {group.id: group for group in SHOP.groups}


def test_white_text_is_readable_on_each_group_s_colour() -> None:
    for group in SHOP.groups:
        assert contrast_with_white(group.colour) >= 4.5, group.name
    assert contrast_with_white("#000000") == pytest.approx(21)


def test_each_group_has_a_pictogram_of_its_own() -> None:
    assert set(GROUPS) <= set(PICTOGRAMS)
    assert set(BY_WORD) <= set(GROUPS)
    assert {picture for pictures in BY_WORD.values() for picture in pictures} <= set(PICTOGRAMS)


def test_each_tile_is_well_formed_small_and_without_left_over_signs() -> None:
    for good in SHOP.goods:
        picture = tile(good.article, GROUPS[good.article.group])
        ET.fromstring(picture)
        assert len(picture) < 3_000
        assert not any(sign in picture for sign in ('"white"', '"silver"', '"gray"'))
    for group in SHOP.groups:
        ET.fromstring(group_tile(group))


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("Bananen", "banana"),
        ("Hopfenbeck Pils Kasten", "crate"),
        ("Gouda jung", "kaese"),
        ("Eier Freiland 10er", "egg"),
    ],
)
def test_well_known_goods_have_their_own_picture(name: str, picture: str) -> None:
    article = next(good.article for good in SHOP.goods if good.article.name == name)
    assert picture_of(article, GROUPS[article.group]) == picture


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Gouda jung", ("Gouda jung",)),
        ("Hopfenbeck Helles Kasten", ("Hopfenbeck", "Helles Kasten")),
        ("Donaudampfschifffahrtsgesellschaft", ("Donaudampfschifffah…",)),
    ],
)
def test_a_long_name_takes_two_lines(name: str, lines: tuple[str, ...]) -> None:
    assert caption(name) == lines
