"""Goods sold in the name and for the account of somebody else: apart in the books, named on the receipt."""

from dataclasses import replace
from pathlib import Path

from tests.examples.goods_shop import cases, closed, opened, paper, refused, returned, sold, vat
from tests.shop_fixture import OpenShop, open_shop
from tresen.core.agency import Agency
from tresen.core.article import Article
from tresen.core.basket import BasketLine, Discount
from tresen.core.failures import Failure
from tresen.ledger.verify import verify
from tresen.operations.house.change_agencies import change_agencies

FARM = Agency(7, "Hof Sonnenblick", "Feldweg 3", "99998", "Dorfstadt", tax_number="12/345/67890")
BUS = Agency(8, "Stadtbus AG", "Ring 1", "99999", "Musterstadt", vat_id="DE123456789")
EGGS = Article("eggs", "20", "Eier vom Hof", 350, 2, agency=7)
BAG = Article("bag", "21", "Tüte", 50, 1)


async def with_agencies(shop: OpenShop) -> None:
    assert await change_agencies(shop.node, shop.owner, [FARM, BUS]) is None
    await opened(shop, EGGS, BAG)


async def test_what_is_sold_for_an_agency_is_its_turnover_and_not_the_shops(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await with_agencies(shop)
        sale = await sold(shop, 350 + 129, BasketLine("1", "eggs"), BasketLine("2", "milk"))
        assert [line.agency for line in sale.lines] == [7, 0]
        assert sale.agencies == (FARM,)
        assert sale.signed.process_data == "Beleg^0.00_4.79_0.00_0.00_0.00^4.79:Bar"
        assert {key: gross for key, (gross, _) in cases(sale).items()} == {("Umsatz", 0, 2): 129, ("Umsatz", 7, 2): 350}
        back = await returned(shop, sale, -350, (1, 1000))
        assert back.agencies == (FARM,)
        assert cases(sale, back)["Umsatz", 7, 2] == (0, 0)
        closing = await closed(shop)
        assert closing.agencies == (FARM, BUS)
        assert {(one.type, one.agency): one.gross for one in closing.totals.cases if one.tax_key == 2} == {
            ("Umsatz", 0): 129,
            ("Umsatz", 7): 0,
        }
    assert shop.node.database.read_now(verify).faults == []


async def test_the_receipt_says_in_whose_name_and_for_whose_account(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await with_agencies(shop)
        sale = await sold(shop, 350 + 129, BasketLine("1", "eggs"), BasketLine("2", "milk"))
        text = paper(sale)
        said = text[text.index("Im Namen und für Rechnung von") :]
        for fact in ("Hof Sonnenblick", "Feldweg 3", "99998 Dorfstadt", "St.-Nr. 12/345/67890", "3,27", "0,23", "3,50"):
            assert fact in said
        assert "Stadtbus" not in text
        assert "für fremde Rechnung" in text
        assert "In the name and for the account of" in paper(sale, "en")
        assert "Rechnung" not in paper(await sold(shop, 129, BasketLine("1", "milk")))


async def test_a_discount_and_a_surcharge_on_the_basket_keep_the_agencies_apart(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await with_agencies(shop)
        sale = await sold(
            shop, 315 + 45 + 10, BasketLine("1", "eggs"), BasketLine("2", "bag"),
            discounts=(Discount("percent", 1000, "Kulanz"),), surcharges=(Discount("amount", 10, "Lieferung"),),
        )  # fmt: skip
        assert {key: gross for key, (gross, _) in cases(sale).items()} == {
            ("Umsatz", 7, 2): 350, ("Rabatt", 7, 2): -35, ("Umsatz", 0, 1): 50, ("Rabatt", 0, 1): -5, ("Aufschlag", 0, 1): 10,
        }  # fmt: skip
        assert vat(sale) == {1: (55, 46, 9), 2: (315, 294, 21)}


async def test_an_agency_needs_a_tax_number_and_its_number_is_for_ever(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await with_agencies(shop)
        node, owner = shop.node, shop.owner
        nameless = Agency(9, "Ohne", "Weg 1", "1", "Ort")
        assert await change_agencies(node, owner, [FARM, BUS, nameless]) == Failure(
            "bad_input", {"field": "agencies.tax_number"}
        )
        assert await change_agencies(node, owner, [FARM]) == Failure("bad_input", {"field": "agencies.number"})
        off = Agency(7, "Hof", "Weg 3", "1", "Ort", tax_number="1", active=False)
        assert await change_agencies(node, owner, [off, BUS]) == Failure("bad_input", {"field": "agencies.active"})
        assert await change_agencies(node, shop.cashier, [FARM, BUS]) == Failure("denied", {"act": "settings"})
        assert (await refused(shop, Article("x", "99", "X", 1, 2, agency=99))) == Failure(
            "bad_input", {"field": "agency"}
        )


async def test_another_address_of_an_agency_needs_the_closing_first(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await with_agencies(shop)
        await sold(shop, 350, BasketLine("1", "eggs"))
        moved = replace(FARM, street="Feldweg 4")
        refusal = await change_agencies(shop.node, shop.owner, [moved, BUS])
        assert isinstance(refusal, Failure)
        assert refusal.code == "closing_first"
        assert await change_agencies(shop.node, shop.owner, [FARM, BUS, replace(BUS, number=9)]) is None
        await closed(shop)
        assert await change_agencies(shop.node, shop.owner, [moved, BUS, replace(BUS, number=9)]) is None
