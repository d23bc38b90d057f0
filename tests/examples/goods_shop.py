"""Sells special goods in the small shop and reads what became of it: cases, VAT, the signed text, the paper."""

from dataclasses import replace

import msgspec

from tests.shop_fixture import OpenShop
from tresen.core.article import Article
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt, Tender
from tresen.core.receipt_layout import layout
from tresen.core.receipt_text import plain_text
from tresen.fiscal.closing import ClosingFold
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.goods.change_article import change_article
from tresen.operations.node import Answer
from tresen.operations.selling.sell import SaleRequest, sell


async def opened(shop: OpenShop, *articles: Article) -> None:
    for article in articles:
        stored = await change_article(shop.node, shop.owner, ArticleRecord(article))
        assert not isinstance(stored, Failure), stored
    await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))


async def refused(shop: OpenShop, article: Article) -> Failure:
    answer = await change_article(shop.node, shop.owner, ArticleRecord(article))
    assert isinstance(answer, Failure)
    return answer


async def sold(shop: OpenShop, total: int, *lines: BasketLine, **basket) -> Receipt:
    """A sale that is paid in cash."""
    wanted = Basket(shop.ids.new(), tuple(lines), **basket)
    tenders = (Tender("cash", total),) if total else ()
    answer = await sell(shop.node, shop.owner, SaleRequest(wanted, total, tenders))
    assert isinstance(answer, Answer), answer
    return stored(answer.receipt)


async def returned(shop: OpenShop, sale: Receipt, total: int, *parts: tuple[int, int]) -> Receipt:
    """Lines of a sale come back: number and thousandths."""
    lines = [
        BasketLine(str(n), "", -quantity, return_of=ReturnOf(sale.id, n, "Gefällt nicht")) for n, quantity in parts
    ]
    return await sold(shop, total, *lines)


async def closed(shop: OpenShop) -> Closing:
    answer = await close_day(shop.node, shop.owner, ClosingRequest(shop.ids.new()))
    assert isinstance(answer, Closing), answer
    return answer


def stored(receipt: Receipt) -> Receipt:
    """As the journal gives it back."""
    return replace(
        msgspec.json.decode(msgspec.json.encode(receipt), type=Receipt), number=receipt.number
    )  # fmt: skip


def cases(*receipts: Receipt) -> dict[tuple[str, int, int], tuple[int, int]]:
    """Gross and VAT of the closing by type, agency and VAT key."""
    fold = ClosingFold()
    for one in receipts:
        fold.add(one)
    return {(case.type, case.agency, case.tax_key): (case.gross, case.vat) for case in fold.totals().cases}


def vat(receipt: Receipt) -> dict[int, tuple[int, int, int]]:
    return {tax.key: (tax.gross, tax.net, tax.vat) for tax in receipt.taxes}


def paper(receipt: Receipt, language="de") -> str:
    return plain_text(layout(receipt, language, lambda _: "2026-06-01T10:00:00"))
