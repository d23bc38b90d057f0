"""Price lists in the office. The prices themselves are changed with the articles."""

from dataclasses import dataclass
from typing import Any

from litestar import delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.core.failures import Failure
from tresen.core.price_list import ListPrice, PriceList
from tresen.operations.node import Node
from tresen.operations.promotions.change_price_list import (
    StoredPriceList,
    change_price_list,
    delete_price_list,
    priced_in,
)
from tresen.web.office.paging import Web, asked, listed, paged
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Version


@dataclass(slots=True)
class PriceListBody:
    price_list: PriceList


@dataclass(slots=True)
class ChangedPriceList:
    """`version`: the one the form was filled from."""

    price_list: PriceList
    version: Version


@dataclass(slots=True)
class PriceListRow:
    """`articles`: with a price in it."""

    price_list: PriceList
    version: int
    articles: int


@dataclass(slots=True)
class ListedPrice:
    """A price in a list, beside the article's usual one. Cents for `per`."""

    article: str
    number: str
    name: str
    usual: int
    per: int
    unit: str
    price: ListPrice


@get("/api/v1/office/price-lists")
async def price_lists_route(request: Web) -> list[PriceListRow]:
    """The one that decides first is on top."""
    node, _, _ = asked(request, "office")
    shelf = node.masterdata.price_lists
    ordered = sorted(shelf, key=lambda one: (-one.priority, one.id))
    return [PriceListRow(one, shelf.seqs[one.id], priced_in(node, one.id)) for one in ordered]


@post("/api/v1/office/price-lists", status_code=201)
async def create_price_list_route(request: Web, data: JSONBody[PriceListBody]) -> StoredPriceList:
    """A new price list; the same id again answers with the first."""
    node, actor, _ = asked(request, "masterdata")
    return ok(await change_price_list(node, actor, data.price_list))


@put("/api/v1/office/price-lists/{id:str}")
async def change_price_list_route(
    request: Web, id: FromPath[str], data: JSONBody[ChangedPriceList]
) -> StoredPriceList:  # fmt: skip
    """Change a price list that was read with `version`."""
    node, actor, _ = asked(request, "masterdata")
    if not data.version or data.price_list.id != id:
        raise Problem(Failure("bad_input", {"field": "version"}))
    return ok(await change_price_list(node, actor, data.price_list, data.version))


@delete("/api/v1/office/price-lists/{id:str}", status_code=204)
async def delete_price_list_route(request: Web, id: FromPath[str]) -> None:
    """Take a price list away that no price is in."""
    node, actor, _ = asked(request, "masterdata")
    refused = await delete_price_list(node, actor, id)
    if refused is not None:
        raise Problem(refused)


@get("/api/v1/office/price-lists/{id:str}/prices")
async def listed_prices_route(
    request: Web, id: FromPath[str], page: FromQuery[int] = 1, size: FromQuery[int] = 50
) -> dict[str, Any]:
    """The prices in a list by name of the article; `base`: planned and quantity prices that hold for everybody."""
    node, _, _ = asked(request, "office")
    if id != "base" and node.masterdata.price_lists.get(id) is None:
        raise Problem(Failure("price_list_not_found", {}))
    found = _prices(node, "" if id == "base" else id)
    offset, limit = paged(page, size)
    return listed(found[offset : offset + limit], len(found), page, size)


def _prices(node: Node, id: str) -> list[ListedPrice]:
    found = []
    for record in node.masterdata.articles:
        article = record.article
        found += [
            ListedPrice(article.id, article.number, article.name, article.price, article.per, article.unit, price)
            for price in article.prices
            if price.list == id
        ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.article, one.price.from_quantity))


routes: list[Any] = [
    price_lists_route, create_price_list_route, change_price_list_route, delete_price_list_route, listed_prices_route,
]  # fmt: skip
