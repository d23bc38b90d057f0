"""What a till keeps of the shop: rules as one document with an ETag, goods and customers' keys as streams of changes."""

import asyncio
import gzip
from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.params import FromQuery

from tresen.operations.engine_source import engine_id
from tresen.operations.node import Node
from tresen.operations.till_goods import (
    PAGE_LIMIT,
    CustomerKey,
    GoodsRecord,
    Page,
    customers_page,
    goods_page,
    goods_record,
)
from tresen.operations.till_rules import TillRules, till_rules
from tresen.web.identity import till_of
from tresen.web.problems import ok

Web = Request[Any, Any, Any]
SEARCH_LIMIT: Final = 200
PACKED_FROM: Final = 16_384
"""Bytes; smaller answers are not worth the work."""
_encode: Final = msgspec.json.encode


@get("/api/v1/till/rules")
async def rules_route(request: Web) -> Response[TillRules]:
    """Everything a till goes by beside goods and customers; with `If-None-Match` of the newest version the answer is
    304.
    """
    node: Node = request.app.state.node
    till = node.masterdata.tills[ok(till_of(request, node))]
    tag = f'"{node.masterdata.rules_version}-{engine_id()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]
    return Response(_encode(till_rules(node, till)), media_type="application/json", headers=headers)  # type: ignore[arg-type]


@get("/api/v1/till/goods")
async def goods_route(
    request: Web, since: FromQuery[int] = 0, limit: FromQuery[int] = PAGE_LIMIT
) -> Response[Page[GoodsRecord]]:
    """The articles that changed behind `since`, oldest change first; ask again from `next` until `complete`."""
    node: Node = request.app.state.node
    ok(till_of(request, node))
    return await _packed(request, _encode(goods_page(node, since, limit)))


@get("/api/v1/till/customer-keys")
async def customer_keys_route(
    request: Web, since: FromQuery[int] = 0, limit: FromQuery[int] = PAGE_LIMIT
) -> Response[Page[CustomerKey]]:
    """Card numbers and what prices depend on, of the customers that changed behind `since`; no names, no addresses."""
    node: Node = request.app.state.node
    ok(till_of(request, node))
    return await _packed(request, _encode(await customers_page(node, since, limit)))


@get("/api/v1/till/search")
async def search_route(request: Web, q: FromQuery[str] = "", limit: FromQuery[int] = 50) -> list[GoodsRecord]:
    """Articles by words of name and number, or by barcode; for devices that do not hold the goods (yet)."""
    node: Node = request.app.state.node
    ok(till_of(request, node))
    return [goods_record(node, id) for id in node.masterdata.search.find(q, max(1, min(limit, SEARCH_LIMIT)))]


async def _packed(request: Web, content: bytes) -> Response[Any]:
    """A page, compressed where it is large and the reader can read it: a tenth goes over the air."""
    headers = {"Cache-Control": "private, no-store", "Vary": "Accept-Encoding"}
    if len(content) >= PACKED_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        content = await asyncio.to_thread(gzip.compress, content, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="application/json", headers=headers)


routes = [rules_route, goods_route, customer_keys_route, search_route]
