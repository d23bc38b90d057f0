"""Special goods in the tax office's files: vouchers, agencies, sets, eaten here, other keys, surcharges."""

from dataclasses import replace
from pathlib import Path

from tests.dsfinvk.reading import exported
from tests.floor import Floor, open_floor
from tresen.core.agency import Agency
from tresen.core.article import Article, ComponentPart
from tresen.core.basket import BasketLine, Discount, ReturnOf
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.goods.change_article import StoredArticle, change_article
from tresen.operations.house.change_agencies import change_agencies
from tresen.operations.house.change_settings import change_eat_in
from tresen.operations.node import Actor

OWNER = Actor("staff-owner", "Olga Owner", "owner", "till-1")
FARM = Agency(7, "Hof Sonnenblick", "Feldweg 3", "99998", "Dorfstadt", tax_number="12/345/67890")
GOODS = (
    Article("wash", "90", "Gutschein Seife", 500, 1, kind="single_voucher", discountable=False),
    Article("eggs", "91", "Eier vom Hof", 350, 2, agency=7),
    Article("burger", "92", "Burger", 600, 2),
    Article("latte", "93", "Latte macchiato", 400, 1, take_away_key=2),
    Article("menu", "94", "Menü", 900, 2, components=(ComponentPart("burger"), ComponentPart("latte"))),
    Article("chair", "95", "Stuhl, gebraucht", 8000, 1000),
)


async def opened(floor: Floor) -> None:
    assert await change_agencies(floor.node, OWNER, [FARM]) is None
    for article in GOODS:
        assert isinstance(await change_article(floor.node, OWNER, ArticleRecord(article)), StoredArticle)
    assert await change_eat_in(floor.node, OWNER, True) is None
    await floor.open_day()


async def test_a_single_purpose_voucher_is_sold_and_redeemed(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await opened(floor)
        sale = (await floor.sell(floor.basket("wash"))).receipt
        code = sale.lines[0].voucher
        spent = (await floor.sell(floor.basket("soap", BasketLine("v", "wash", amount=500, voucher=code)))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.lines(sale.id) == [("EinzweckgutscheinKauf", "1", 500)]
        assert export.lines(spent.id) == [("Umsatz", "1", 249), ("EinzweckgutscheinEinloesung", "1", -249)]
        assert export.about("lines", spent.id, "GUTSCHEIN_NR") == [("",), (code,)]
        assert export.about("transactions_vat", spent.id, "UST_SCHLUESSEL", "BON_BRUTTO", "BON_UST") == [
            ("1", "0,00", "0,00")
        ]
        assert export.about("datapayment", spent.id, "ZAHLART_TYP", "BASISWAEH_BETRAG") == [("Keine", "0,00")]
        assert export.about("transactions", spent.id, "UMS_BRUTTO") == [("0,00",)]
        assert export.about("transactions_tse", spent.id, "TSE_VORGANGSDATEN") == [("Beleg^0.00_0.00_0.00_0.00_0.00^",)]


async def test_what_was_sold_for_an_agency_has_its_number_everywhere(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await opened(floor)
        sale = (await floor.sell(floor.basket("eggs", "milk"))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("lines", sale.id, "AGENTUR_ID", "GV_TYP") == [("7", "Umsatz"), ("0", "Umsatz")]
        assert [(row["AGENTUR_ID"], row["AGENTUR_NAME"], row["AGENTUR_STNR"]) for row in export.pa] == [
            ("7", "Hof Sonnenblick", "12/345/67890")
        ]
        sums = {
            (row["AGENTUR_ID"], row["UST_SCHLUESSEL"]): row["Z_UMS_BRUTTO"]
            for row in export.businesscases
            if row["GV_TYP"] == "Umsatz"
        }
        assert sums == {("7", "2"): "3,50", ("0", "2"): "1,29"}


async def test_a_menu_is_one_line_with_its_parts_and_the_vat_of_both(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await opened(floor)
        here = (await floor.sell(replace(floor.basket("menu", "latte"), in_house="1"))).receipt
        away = (await floor.sell(replace(floor.basket("menu", "latte"), in_house="0"))).receipt
        back = BasketLine("1", "", -1000, return_of=ReturnOf(here.id, 1, "Kalt"))
        refund = (await floor.sell(floor.basket(back), floor.manager)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("lines", here.id, "ARTIKELTEXT", "INHAUS") == [("Menü", "1"), ("Latte macchiato", "1")]
        assert export.about("lines", away.id, "INHAUS") == [("0",), ("0",)]
        assert export.about("lines_vat", here.id, "POS_ZEILE", "UST_SCHLUESSEL", "POS_BRUTTO") == [
            ("1", "2", "5,40"), ("1", "1", "3,60"), ("2", "1", "4,00"),
        ]  # fmt: skip
        assert export.about("subitems", here.id, "ZI_NAME", "ZI_MENGE", "ZI_UST_SCHLUESSEL", "ZI_BASISPREIS_BRUTTO") == [
            ("Burger", "1,000", "2", "6,00"), ("Latte macchiato", "1,000", "1", "4,00"),
        ]  # fmt: skip
        assert export.about("lines_vat", away.id, "UST_SCHLUESSEL", "POS_BRUTTO") == [("2", "9,00"), ("2", "4,00")]
        assert export.about("lines_vat", refund.id, "UST_SCHLUESSEL", "POS_BRUTTO") == [("2", "-5,40"), ("1", "-3,60")]
        assert {row["ZI_MENGE"] for row in export.about("subitems", refund.id)} == {"-1,000"}


async def test_second_hand_goods_have_a_key_of_the_shops_own_with_its_meaning(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await opened(floor)
        sale = (await floor.sell(floor.basket("chair"))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("transactions_vat", sale.id, "UST_SCHLUESSEL", "BON_BRUTTO", "BON_NETTO", "BON_UST") == [
            ("1000", "80,00", "80,00", "0,00")
        ]
        assert [row["UST_BESCHR"] for row in export.vat if row["UST_SCHLUESSEL"] == "1000"] == [
            "Differenzbesteuerung (§ 25a UStG)"
        ]


async def test_a_surcharge_on_the_basket_is_a_line_of_its_own_over_both_rates(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await opened(floor)
        basket = replace(floor.basket("menu", "milk"), surcharges=(Discount("amount", 100, "Lieferung"),))
        sale = (await floor.sell(basket, OWNER)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        found = export.about("lines", sale.id, "GV_TYP", "ARTIKELTEXT")
        assert found == [("Umsatz", "Menü"), ("Umsatz", "Milch 1 l"), ("Aufschlag", "Lieferung")]
        assert {(row["GV_TYP"], row["UST_SCHLUESSEL"]): row["Z_UMS_BRUTTO"] for row in export.businesscases if row["GV_TYP"] in ("Umsatz", "Aufschlag")} == {
            ("Umsatz", "1"): "3,60", ("Umsatz", "2"): "6,69", ("Aufschlag", "1"): "0,35", ("Aufschlag", "2"): "0,65",
        }  # fmt: skip
