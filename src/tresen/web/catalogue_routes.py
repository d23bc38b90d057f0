"""What a till must know to show and find goods: one document with an ETag, fetched again only when it changed."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request, Response, get

from tresen.core.article import Article, Barcode
from tresen.core.instore import InstoreRule
from tresen.core.tax import TaxRate
from tresen.core.unit_price import unit_price_of
from tresen.masterdata.kinds import Group, Reasons
from tresen.operations.node import Node
from tresen.web.identity import till_of
from tresen.web.problems import ok

Web = Request[Any, Any, Any]


@dataclass(slots=True)
class ArticleTile:
    """An article as the till lists it."""

    article: Article
    picture: str
    unit_price: int = 0
    """Grundpreis in cents per kg, l or m; 0 where none is due."""
    unit_price_unit: str = ""


@dataclass(slots=True)
class Catalogue:
    """Everything a till needs to find and show goods."""

    version: int
    articles: tuple[ArticleTile, ...]
    barcodes: tuple[Barcode, ...]
    groups: tuple[Group, ...]
    tax: tuple[TaxRate, ...]
    rules: tuple[InstoreRule, ...]
    favourites: tuple[str, ...]
    reasons: Reasons


class CatalogueCache:
    """The encoded document of the newest version; 100,000 articles are encoded once per change, not per till."""

    def __init__(self) -> None:
        self._version = -1
        self._document = b""

    def document(self, node: Node) -> tuple[int, bytes]:
        """Version and JSON."""
        version = node.masterdata.version
        if version != self._version:
            self._document = msgspec.json.encode(catalogue_of(node))
            self._version = version
        return version, self._document


def catalogue_of(node: Node) -> Catalogue:
    """The catalogue as it is now; inactive articles are left out."""
    md = node.masterdata
    active = [record for record in md.articles if record.active]
    tiles = tuple(
        ArticleTile(record.article, record.picture, *_unit_price(record.article))
        for record in sorted(active, key=lambda record: record.article.name)
    )  # fmt: skip
    barcodes = tuple(barcode for record in active for barcode in record.barcodes)
    tax = tuple(TaxRate(rate.key, rate.rate, rate.valid_from, rate.label) for rate in md.tax)
    groups = tuple(sorted(md.groups, key=lambda group: (group.position, group.name)))
    settings = md.settings
    return Catalogue(
        md.version, tiles, barcodes, groups, tax, settings.instore_rules, settings.favourites, settings.reasons
    )


def _unit_price(article: Article) -> tuple[int, str]:
    found = unit_price_of(article)
    return found if found is not None else (0, "")


@get("/api/v1/till/catalogue")
async def catalogue_route(request: Web) -> Response[Catalogue]:
    """The whole catalogue; with `If-None-Match` of the newest version the answer is 304."""
    node: Node = request.app.state.node
    ok(till_of(request, node))
    version, document = request.app.state.catalogue.document(node)
    tag = f'"{version}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]
    return Response(document, media_type="application/json", headers=headers)


routes = [catalogue_route]
