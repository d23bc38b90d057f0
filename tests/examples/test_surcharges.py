"""Surcharges: on the whole basket with the VAT of its goods, or as an article of their own."""

from pathlib import Path

from tests.examples.goods_shop import cases, closed, opened, paper, returned, sold, vat
from tests.shop_fixture import open_shop
from tresen.core.article import Article
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.failures import Failure
from tresen.core.receipt import Tender
from tresen.ledger.verify import verify
from tresen.operations.selling.sell import SaleRequest, sell


async def test_a_delivery_is_part_of_the_price_of_the_goods(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        sale = await sold(
            shop, 249 + 129 + 100, BasketLine("1", "soap"), BasketLine("2", "milk"),
            surcharges=(Discount("amount", 100, "Lieferung"),),
        )  # fmt: skip
        assert vat(sale) == {1: (315, 265, 50), 2: (163, 152, 11)}
        assert {key: gross for key, (gross, _) in cases(sale).items()} == {
            ("Umsatz", 0, 1): 249, ("Aufschlag", 0, 1): 66, ("Umsatz", 0, 2): 129, ("Aufschlag", 0, 2): 34,
        }  # fmt: skip
        assert sale.savings == 0
        assert "Aufschlag (Lieferung)" in paper(sale)
        closing = await closed(shop)
        assert (closing.totals.surcharges, closing.totals.surcharges_amount, closing.totals.discounts) == (1, 100, 0)
        assert sum(case.gross for case in closing.totals.cases) == closing.totals.payments_total
    assert shop.node.database.read_now(verify).faults == []


async def test_a_surcharge_comes_after_the_discount_and_both_come_back_with_the_goods(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        sale = await sold(
            shop, 1240, BasketLine("1", "soap", 5000), discounts=(Discount("amount", 245, "Kulanz"),),
            surcharges=(Discount("percent", 2400, "Notdienst"),),
        )  # fmt: skip
        assert sale.savings == 245
        back = await returned(shop, sale, -1240, (1, 5000))
        assert vat(back) == {1: (-1240, -1042, -198)}


async def test_a_surcharge_of_its_own_is_a_line(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, Article("night", "60", "Nachtzuschlag", 150, 1, kind="surcharge"))
        sale = await sold(shop, 249 + 150, BasketLine("1", "soap"), BasketLine("2", "night"))
        assert cases(sale) == {("Umsatz", 0, 1): (249, 40), ("Aufschlag", 0, 1): (150, 24)}
        assert not shop.node.balances.knows("stock:place-1:night")


async def test_a_surcharge_needs_goods_a_reason_and_a_right(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)

        async def tried(actor, surcharge: Discount, total: int) -> object:
            basket = Basket(shop.ids.new(), (BasketLine("1", "soap"),), surcharges=(surcharge,))
            return await sell(shop.node, actor, SaleRequest(basket, total, (Tender("cash", total),)))

        nameless = await tried(shop.owner, Discount("amount", 10, " "), 259)
        assert isinstance(nameless, Failure)
        assert nameless.code == "reason_needed"
        above = await tried(shop.owner, Discount("amount", 250, "Lieferung"), 499)
        assert isinstance(above, Failure)
        assert above.code == "surcharge_above_amount"
        asked = await tried(shop.cashier, Discount("amount", 10, "Lieferung"), 259)
        assert asked == Failure("approval_needed", {"act": "price_override"})
