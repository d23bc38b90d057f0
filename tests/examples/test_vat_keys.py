"""The other VAT keys: farmers, second-hand goods, small businesses, exemptions with their words, rates planned by date."""

from pathlib import Path

import pytest

from tests.examples.goods_shop import cases, opened, paper, refused, returned, sold, vat
from tests.shop_fixture import open_shop
from tresen.core.article import Article
from tresen.core.basket import BasketLine
from tresen.core.failures import Failure
from tresen.masterdata.kinds import Rate
from tresen.operations.house.change_rate import change_rates
from tresen.operations.house.change_shop import ShopForm, change_shop


@pytest.mark.parametrize(("key", "gross", "slots", "tax"), [
    (3, 1078, "0.00_0.00_10.78_0.00_0.00", 78), (4, 1055, "0.00_0.00_0.00_10.55_0.00", 55),
])  # fmt: skip
async def test_a_farmer_sells_at_the_average_rates(tmp_path: Path, key: int, gross: int, slots: str, tax: int) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, Article("own", "50", "Eigenes", gross, key))
        sale = await sold(shop, gross, BasketLine("1", "own"))
        assert vat(sale) == {key: (gross, gross - tax, tax)}
        assert sale.signed.process_data == f"Beleg^{slots}^{gross // 100}.{gross % 100}:Bar"
        assert "§ 24 UStG" in paper(sale)


async def test_second_hand_goods_show_no_vat_and_say_why(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, Article("chair", "51", "Stuhl, gebraucht", 8000, 1000))
        sale = await sold(shop, 8000 + 249, BasketLine("1", "chair"), BasketLine("2", "soap"))
        assert vat(sale) == {1: (249, 209, 40), 1000: (8000, 8000, 0)}
        assert sale.signed.process_data == "Beleg^2.49_0.00_0.00_0.00_80.00^82.49:Bar"
        text = paper(sale)
        assert "*: Gebrauchtgegenstände/Sonderregelung" in text
        assert "MwSt. *: Brutto 80,00" in text
        assert "MwSt. Gesamt: Netto 2,09, Steuer 0,40, Brutto 82,49" in text
        back = await returned(shop, sale, -8000, (1, 1000))
        assert cases(sale, back)["Umsatz", 0, 1000] == (0, 0)


async def test_a_small_business_sells_everything_exempt_and_says_so(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        form = ShopForm(
            "Testladen", "Hauptstraße 1", "99999", "Musterstadt", tax_number="99/999/99999", small_business=True
        )
        assert await change_shop(shop.node, shop.owner, form) is None
        await opened(shop)
        sale = await sold(shop, 249 + 129, BasketLine("1", "soap"), BasketLine("2", "milk"))
        assert vat(sale) == {6: (378, 378, 0)}
        assert sale.signed.process_data == "Beleg^0.00_0.00_0.00_0.00_3.78^3.78:Bar"
        text = paper(sale)
        assert "§ 19 UStG" in text
        assert "19 %" not in text
        assert cases(sale) == {("Umsatz", 0, 6): (378, 0)}


async def test_an_exemption_stands_on_the_receipt_in_the_shops_own_words(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, Article("course", "52", "Kurs", 5000, 6))
        noted = [
            Rate(one.key, one.rate, one.valid_from, one.label, "§ 4 Nr. 21 UStG" if one.key == 6 else one.note)
            for one in shop.node.masterdata.tax
        ]
        assert await change_rates(shop.node, shop.owner, noted) is None
        sale = await sold(shop, 5000, BasketLine("1", "course"))
        assert "F: umsatzsteuerfrei · § 4 Nr. 21 UStG" in paper(sale)


async def test_a_rate_is_planned_for_a_day_and_what_was_sold_before_comes_back_at_the_old_one(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        before = await sold(shop, 249, BasketLine("1", "soap"))
        planned = [*shop.node.masterdata.tax, Rate(1, 2000, "2026-06-02", "Allgemeiner Steuersatz")]
        assert await change_rates(shop.node, shop.owner, planned) is None
        shop.clock.move(hours=24)
        after = await sold(shop, 249, BasketLine("1", "soap"))
        assert (before.taxes[0].rate, after.taxes[0].rate) == (1900, 2000)
        back = await returned(shop, before, -249, (1, 1000))
        assert (back.taxes[0].key, back.taxes[0].rate, back.taxes[0].vat) == (11, 1900, -40)
        assert back.signed.process_data == "Beleg^-2.49_0.00_0.00_0.00_0.00^-2.49:Bar"


async def test_keys_that_the_tax_office_does_not_know_are_refused(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        known = list(shop.node.masterdata.tax)
        for key, rate, field in (
            (9, 100, "tax.key"),
            (999, 100, "tax.key"),
            (1000, 1900, "tax.rate"),
            (10_000, 0, "tax.rate"),
        ):
            wanted = [*known, Rate(key, rate, "2026-07-01", "Neu")]
            assert await change_rates(shop.node, shop.owner, wanted) == Failure("bad_input", {"field": field})
        assert await change_rates(shop.node, shop.owner, [*known, Rate(1001, 0, "2026-07-01", "§ 13b")]) is None


async def test_the_key_of_an_article_changes_on_a_planned_day(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, Article("oat", "53", "Haferdrink", 200, 1, planned_key=2, planned_from="2026-06-02"))
        before = await sold(shop, 200, BasketLine("1", "oat"))
        shop.clock.move(hours=24)
        after = await sold(shop, 200, BasketLine("1", "oat"))
        assert (vat(before), vat(after)) == ({1: (200, 168, 32)}, {2: (200, 187, 13)})
        assert vat(await returned(shop, before, -200, (1, 1000))) == {1: (-200, -168, -32)}
        for wrong in (
            {"planned_key": 2},
            {"planned_key": 77, "planned_from": "2026-07-01"},
            {"planned_from": "2026-07-01"},
        ):
            answer = await refused(shop, Article("soy", "54", "Sojadrink", 200, 1, **wrong))
            assert answer == Failure("bad_input", {"field": "planned_key"})
