"""Single-purpose vouchers: taxed when sold, redeemed as a line of their own key, never twice, never for other goods."""

from pathlib import Path

import msgspec

from tests.shop_fixture import OpenShop, open_shop
from tresen.core.article import Article
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_layout import layout
from tresen.core.receipt_text import plain_text
from tresen.core.tax import TaxSum
from tresen.fiscal.closing import ClosingFold
from tresen.ledger import accounts
from tresen.ledger.verify import verify
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.goods.change_article import change_article
from tresen.operations.node import Answer
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.selling.vouchers import VoucherState, voucher_state


async def opened(shop: OpenShop) -> None:
    gift = Article("wash", "9", "Gutschein Seife", 500, 1, kind="single_voucher", discountable=False)
    assert not isinstance(await change_article(shop.node, shop.owner, ArticleRecord(gift)), Failure)
    await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))


async def sold(shop: OpenShop, total: int, lines: tuple[BasketLine, ...], *tenders: Tender) -> Answer | Failure:
    return await sell(shop.node, shop.owner, SaleRequest(Basket(shop.ids.new(), lines), total, tenders))


async def bought(shop: OpenShop) -> Receipt:
    answer = await sold(shop, 500, (BasketLine("1", "wash"),), Tender("cash", 500))
    assert isinstance(answer, Answer)
    return answer.receipt


def redeemed(code: str, left: int, id: str = "v") -> BasketLine:
    return BasketLine(id, "wash", amount=left, voucher=code)


def cases(*receipts: Receipt) -> dict[tuple[str, int], tuple[int, int]]:
    fold = ClosingFold()
    for one in receipts:
        fold.add(one)
    return {(case.type, case.tax_key): (case.gross, case.vat) for case in fold.totals().cases}


async def test_the_vat_is_due_when_the_voucher_is_sold_and_not_again_when_it_is_redeemed(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        sale = await bought(shop)
        assert sale.signed.process_data == "Beleg^5.00_0.00_0.00_0.00_0.00^5.00:Bar"
        (line,) = sale.lines
        assert line.voucher
        assert line.name.replace("-", "").endswith(line.voucher)
        assert shop.node.balances.of(accounts.SINGLE_VOUCHERS) == -500
        state = voucher_state(shop.node, line.voucher.lower())
        assert state == VoucherState(line.voucher, 500, "wash", "Gutschein Seife")
    assert shop.node.database.read_now(verify).faults == []


async def test_redeeming_cancels_the_vat_of_the_goods_and_leaves_the_rest_on_the_voucher(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        sale = await bought(shop)
        code = sale.lines[0].voucher
        answer = await sold(shop, 0, (BasketLine("1", "soap"), redeemed(code, 500)))
        assert isinstance(answer, Answer)
        spent = answer.receipt
        goods, voucher = spent.lines
        assert (goods.business_case, goods.amount, goods.tax_key) == ("Umsatz", 249, 1)
        assert (voucher.business_case, voucher.amount, voucher.tax_key) == ("EinzweckgutscheinEinloesung", -249, 1)
        assert (voucher.voucher, voucher.quantity) == (code, -1000)
        assert spent.taxes == (TaxSum(1, 1900, 0, 0, 0),)
        assert spent.signed.process_data == "Beleg^0.00_0.00_0.00_0.00_0.00^"
        assert voucher_state(shop.node, code).left == 251  # type: ignore[union-attr]
        assert shop.node.balances.of(accounts.SINGLE_VOUCHERS) == -251
        assert cases(sale, spent) == {
            ("Umsatz", 1): (249, 40),
            ("EinzweckgutscheinKauf", 1): (500, 80),
            ("EinzweckgutscheinEinloesung", 1): (-249, -40),
        }
        text = plain_text(
            layout(msgspec.json.decode(msgspec.json.encode(spent), type=Receipt), "de", lambda _: "2026-06-01T10:00:00")
        )
        assert "Eingelöst: Gutschein Seife" in text
    assert shop.node.database.read_now(verify).faults == []


async def test_a_voucher_pays_only_for_goods_of_its_own_rate_and_the_rest_is_paid_with_money(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        code = (await bought(shop)).lines[0].voucher
        milk = await sold(shop, 129, (BasketLine("1", "milk"), redeemed(code, 500)), Tender("cash", 129))
        assert isinstance(milk, Failure)
        assert milk.code == "voucher_nothing_to_pay"
        lines = (BasketLine("1", "milk"), BasketLine("2", "soap", 3000), redeemed(code, 500))
        answer = await sold(shop, 129 + 247, lines, Tender("cash", 376))
        assert isinstance(answer, Answer)
        assert answer.receipt.signed.process_data == "Beleg^2.47_1.29_0.00_0.00_0.00^3.76:Bar"
        assert voucher_state(shop.node, code).left == 0  # type: ignore[union-attr]


async def test_nobody_spends_a_voucher_twice(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        code = (await bought(shop)).lines[0].voucher
        twice = (BasketLine("1", "soap", 5000), redeemed(code, 500), redeemed(code, 500, "w"))
        refused = await sold(shop, 245, twice, Tender("cash", 245))
        assert isinstance(refused, Failure)
        assert refused.code == "voucher_twice"
        assert isinstance(await sold(shop, 0, (BasketLine("1", "soap"), redeemed(code, 500))), Answer)
        too_much = await sold(shop, 0, (BasketLine("1", "soap", 2000), redeemed(code, 498)))
        assert too_much == Failure("voucher_too_low", {"left": 251})
        guessed = await sold(shop, 0, (BasketLine("1", "soap"), redeemed("ABCDEFGHIJKLMNOP", 249)))
        assert guessed == Failure("voucher_unknown", {})
        paid = await sold(shop, 249, (BasketLine("1", "soap"),), Tender("voucher", 249, payment=code))
        assert paid == Failure("voucher_is_line", {})


async def test_an_unspent_voucher_comes_back_with_its_vat_and_is_worth_nothing_any_more(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        sale = await bought(shop)
        code = sale.lines[0].voucher
        back = (BasketLine("1", "", -1000, return_of=ReturnOf(sale.id, 1, "Gefällt nicht")),)
        answer = await sold(shop, -500, back, Tender("cash", -500))
        assert isinstance(answer, Answer)
        assert answer.receipt.lines[0].business_case == "EinzweckgutscheinKauf"
        assert answer.receipt.signed.process_data == "Beleg^-5.00_0.00_0.00_0.00_0.00^-5.00:Bar"
        assert voucher_state(shop.node, code).left == 0  # type: ignore[union-attr]
        assert shop.node.balances.of(accounts.SINGLE_VOUCHERS) == 0
        assert cases(sale, answer.receipt) == {("EinzweckgutscheinKauf", 1): (0, 0)}
    assert shop.node.database.read_now(verify).faults == []


async def test_a_voucher_that_was_spent_in_part_does_not_come_back(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        sale = await bought(shop)
        await sold(shop, 0, (BasketLine("1", "soap"), redeemed(sale.lines[0].voucher, 500)))
        back = (BasketLine("1", "", -1000, return_of=ReturnOf(sale.id, 1, "Gefällt nicht")),)
        assert await sold(shop, -500, back, Tender("cash", -500)) == Failure("voucher_not_returnable", {"left": 251})


async def test_the_vat_key_of_a_voucher_never_changes_because_some_are_out_there(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop)
        version = shop.node.masterdata.articles.seqs["wash"]
        for change in ({"tax_key": 2}, {"kind": "goods"}):
            fields = {"kind": "single_voucher", "tax_key": 1, **change}
            article = Article("wash", "9", "Gutschein Seife", 500, **fields)  # type: ignore[arg-type]
            refused = await change_article(shop.node, shop.owner, ArticleRecord(article), version)
            assert refused == Failure("bad_input", {"field": next(iter(change))})
        free = Article("free", "8", "Gutschein", 500, 5, kind="single_voucher")
        assert await change_article(shop.node, shop.owner, ArticleRecord(free)) == Failure(
            "bad_input", {"field": "tax_key"}
        )
