"""Gastronomy: the same drink eaten here and taken away can have two rates; food has one since 2026."""

from pathlib import Path

from tests.examples.goods_shop import cases, opened, paper, returned, sold, vat
from tests.shop_fixture import OpenShop, open_shop
from tresen.core.article import Article, ComponentPart
from tresen.core.basket import BasketLine
from tresen.operations.house.change_settings import change_eat_in

LATTE = Article("latte", "40", "Latte macchiato", 380, 1, take_away_key=2)
PASTA = Article("pasta", "41", "Pasta", 950, 2)


async def cafe(shop: OpenShop, *more: Article) -> None:
    await opened(shop, LATTE, PASTA, *more)
    assert await change_eat_in(shop.node, shop.owner, True) is None


async def test_a_milk_drink_is_cheaper_in_vat_when_it_is_taken_away(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await cafe(shop)
        here = await sold(shop, 380, BasketLine("1", "latte"), in_house="1")
        away = await sold(shop, 380, BasketLine("1", "latte"), in_house="0")
        assert (vat(here), vat(away)) == ({1: (380, 319, 61)}, {2: (380, 355, 25)})
        assert [one.lines[0].in_house for one in (here, away)] == ["1", "0"]
        assert "zum Verzehr hier" in paper(here)
        assert "zum Mitnehmen" in paper(away)
        assert away.signed.process_data == "Beleg^0.00_3.80_0.00_0.00_0.00^3.80:Bar"
        back = await returned(shop, away, -380, (1, 1000))
        assert (back.lines[0].in_house, vat(back)) == ("0", {2: (-380, -355, -25)})
        assert cases(here, away, back) == {("Umsatz", 0, 1): (380, 61), ("Umsatz", 0, 2): (0, 0)}


async def test_one_line_can_be_taken_away_from_a_table(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await cafe(shop)
        lines = (BasketLine("1", "latte"), BasketLine("2", "latte", in_house="0"), BasketLine("3", "pasta"))
        sale = await sold(shop, 380 + 380 + 950, *lines, in_house="1")
        assert [(line.in_house, line.tax_key) for line in sale.lines] == [("1", 1), ("0", 2), ("1", 2)]
        assert vat(sale)[2][0] == 380 + 950


async def test_a_menu_follows_its_drink(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        breakfast = Article(
            "early", "42", "Frühstück", 700, 2, components=(ComponentPart("latte"), ComponentPart("pasta"))
        )
        await cafe(shop, breakfast)
        here = await sold(shop, 700, BasketLine("1", "early"), in_house="1")
        away = await sold(shop, 700, BasketLine("1", "early"), in_house="0")
        assert (set(vat(here)), set(vat(away))) == ({1, 2}, {2})


async def test_a_shop_that_does_not_ask_sells_at_the_usual_rate(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, LATTE)
        sale = await sold(shop, 380, BasketLine("1", "latte"), in_house="0")
        assert (sale.lines[0].in_house, sale.lines[0].tax_key) == ("", 1)
        assert "Mitnehmen" not in paper(sale)
