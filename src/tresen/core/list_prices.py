"""Find the list price of an article: planned, from a quantity on, or of a price list that fits the customer."""

from collections.abc import Mapping

from tresen.core.article import Article, Excerpt
from tresen.core.basket import Basket
from tresen.core.price_list import ListPrice, PriceList
from tresen.core.promotion_conditions import moment

BASE = "base"
"""How a quote names the base list, which holds for everybody."""


class ListPrices:
    """The price lists that hold for one basket, the most important first, and how much of each article it has."""

    __slots__ = ("_at", "_lists", "_quantities")

    def __init__(self, basket: Basket, excerpt: Excerpt, at: str) -> None:
        self._at = moment(at)
        group = excerpt.customer.group if excerpt.customer is not None and basket.customer else ""
        channel = basket.channel or excerpt.channel
        fitting = [each for each in excerpt.price_lists if self._fits(each, group, excerpt.shop, channel)]
        self._lists = [each.id for each in sorted(fitting, key=lambda each: (-each.priority, each.id))]
        self._quantities = _quantities(basket, excerpt.articles)

    def _fits(self, each: PriceList, group: str, shop: str, channel: str) -> bool:
        return (
            each.active
            and (not each.groups or group in each.groups)
            and (not each.shops or shop in each.shops)
            and (not each.channels or channel in each.channels)
            and self._valid(each.valid_from, each.valid_to)
        )

    def _valid(self, start: str, end: str) -> bool:
        return start <= self._at and (not end or self._at < end)

    def find(self, article: Article, *, labelled: bool) -> ListPrice | None:
        """The price that takes the place of the usual one, None if the usual one holds.

        Goods with a label were priced for everybody: only planned prices of the base list concern them.
        """
        quantity = 0 if labelled else self._quantities.get(article.id, 0)
        for name in ("",) if labelled else (*self._lists, ""):
            best: ListPrice | None = None
            for each in article.prices:
                if (
                    each.list != name
                    or each.from_quantity > quantity
                    or not self._valid(each.valid_from, each.valid_to)
                ):
                    continue
                if best is None or (each.from_quantity, each.valid_from) >= (best.from_quantity, best.valid_from):
                    best = each
            if best is not None:
                return best
        return None


def _quantities(basket: Basket, articles: Mapping[str, Article]) -> dict[str, int]:
    """How much of each article with list prices is sold: its lines count together."""
    found: dict[str, int] = {}
    for line in basket.lines:
        if not line.voided and line.quantity > 0:
            article = articles.get(line.article)
            if article is not None and article.prices:
                found[line.article] = found.get(line.article, 0) + line.quantity
    return found
