"""Multi-purpose vouchers: sold with a code, redeemed as far as they reach, never twice."""

from dataclasses import replace
from pathlib import Path

from tests.shop_fixture import OpenShop, open_shop
from tresen.core.article import Article
from tresen.core.basket import Basket, BasketLine
from tresen.core.failures import Failure
from tresen.core.receipt import Tender
from tresen.ledger import accounts
from tresen.ledger.verify import verify
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.node import Answer
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.selling.vouchers import VoucherState, voucher_state


async def opened(shop: OpenShop) -> None:
    voucher = ArticleRecord(Article("gift", "9", "Gutschein 10 Euro", 1000, 5, kind="voucher", discountable=False))
    node = shop.node
    await node.writer.write(
        lambda tx: change(
            tx,
            node.journal,
            "article",
            "gift",
            voucher,
            entry_id=shop.ids.new(),
            at=shop.clock.now(),
            day="2026-06-01",
            actor="test",
        )
    )
    await open_day(node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))


async def sold(shop: OpenShop, article: str, total: int, *tenders: Tender) -> Answer | Failure:
    basket = Basket(shop.ids.new(), (BasketLine("1", article),))
    return await sell(shop.node, shop.cashier, SaleRequest(basket, total, tenders))


async def bought_voucher(shop: OpenShop) -> str:
    answer = await sold(shop, "gift", 1000, Tender("cash", 1000))
    assert isinstance(answer, Answer)
    line = answer.receipt.lines[0]
    assert line.name.startswith("Gutschein 10 Euro ")
    assert answer.receipt.signed.process_data == "Beleg^0.00_0.00_0.00_0.00_10.00^10.00:Bar"
    return line.barcode


async def test_a_sold_voucher_is_a_debt_of_the_shop_until_it_is_redeemed(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        code = await bought_voucher(shop)
        assert shop.node.balances.of(accounts.VOUCHERS) == -1000
        assert voucher_state(shop.node, code.lower()) == VoucherState(code, 1000)
        answer = await sold(shop, "soap", 249, Tender("voucher", 249, payment=code))
        assert isinstance(answer, Answer)
        assert answer.receipt.signed.process_data == "Beleg^2.49_0.00_0.00_0.00_-2.49^"
        assert voucher_state(shop.node, code) == VoucherState(code, 751)
        assert shop.node.balances.of(accounts.VOUCHERS) == -751
    assert shop.node.database.read_now(verify).faults == []


async def test_a_voucher_pays_no_more_than_is_left_on_it(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        code = await bought_voucher(shop)
        for _ in range(4):
            assert isinstance(await sold(shop, "soap", 249, Tender("voucher", 249, payment=code)), Answer)
        fifth = await sold(shop, "soap", 249, Tender("voucher", 249, payment=code))
        assert fifth == Failure("voucher_too_low", {"left": 4})
        mixed = await sold(shop, "soap", 249, Tender("voucher", 4, payment=code), Tender("cash", 245, 300))
        assert isinstance(mixed, Answer)
        assert mixed.change == 55


async def test_a_guessed_code_is_unknown_and_a_voucher_is_not_taken_back(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        code = await bought_voucher(shop)
        guessed = await sold(shop, "soap", 249, Tender("voucher", 249, payment="ABCDEFGHIJKLMNOP"))
        assert guessed == Failure("voucher_unknown", {})
        assert await sold(shop, "soap", 249, Tender("voucher", 249)) == Failure("voucher_unknown", {})
        boss = replace(shop.owner)
        line = BasketLine("1", "gift", quantity=-1000, barcode=code)
        refused = await sell(
            shop.node, boss, SaleRequest(Basket(shop.ids.new(), (line,)), -1000, (Tender("cash", -1000),))
        )
        assert isinstance(refused, Failure)
