"""Articles and groups in the office."""

import asyncio
from dataclasses import dataclass, fields
from typing import Any, Final

from litestar import Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody

from tresen.core.failures import Failure
from tresen.core.tax import TaxRate, rates_on
from tresen.insight.wording import group_name, staff_name
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.kinds import Group as GroupRecord
from tresen.operations.goods.change_article import StoredArticle, article_history, change_article
from tresen.operations.goods.change_group import change_group, create_group, delete_group, order_groups, sorted_groups
from tresen.operations.goods.export_articles import export_articles
from tresen.operations.goods.find_articles import ArticleFilter, find_articles, total_stock
from tresen.operations.goods.flat_article import FlatArticle, flat, record_of
from tresen.operations.goods.picture import MOST_BYTES, kind_of
from tresen.operations.node import Node
from tresen.operations.writing import office_day
from tresen.web.office.paging import InState, Web, asked, listed, paged
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Version

CSV_HEADERS: Final = {"Content-Disposition": 'attachment; filename="articles.csv"'}


@dataclass(slots=True)
class ArticleView(FlatArticle):
    """`version`: to be sent back with a change."""

    id: str = ""
    version: int = 0


@dataclass(slots=True)
class NewArticle(FlatArticle):
    """`id`: made by the office."""

    id: str = ""


@dataclass(slots=True)
class ChangedArticle(FlatArticle):
    """`version`: the one the form was filled from."""

    version: Version = 0


@dataclass(slots=True)
class ArticleRow:
    """A line of the list. `stock`: None where it is not counted."""

    id: str
    number: str
    name: str
    kind: str
    group: str
    group_name: str
    group_colour: str
    price: int
    per: int
    unit: str
    tax_key: int
    tax_rate: int
    min_age: int
    open_price: bool
    picture: str | None
    stock: int | None
    active: bool
    barcodes: list[str]


@dataclass(slots=True)
class ArticleVersionView:
    seq: int
    at: int
    actor: str
    actor_name: str
    source: str
    record: FlatArticle


@dataclass(slots=True)
class GroupView:
    """`articles`: active ones in it."""

    id: str
    name: str
    colour: str
    position: int
    articles: int


@dataclass(slots=True)
class GroupBody:
    name: str
    colour: str
    id: str = ""


@dataclass(slots=True)
class OrderBody:
    ids: tuple[str, ...]


@dataclass(slots=True)
class PictureBody:
    file: UploadFile


@dataclass(slots=True)
class PictureView:
    picture: str


@get("/api/v1/office/articles")
async def articles_route(
    request: Web,
    q: FromQuery[str] = "",
    group: FromQuery[str] = "",
    in_state: InState = "active",
    tax_key: FromQuery[int] = 0,
    kind: FromQuery[str] = "",
    sort: FromQuery[str] = "name",
    page: FromQuery[int] = 1,
    size: FromQuery[int] = 50,
) -> dict[str, Any]:
    """Filtered and sorted; `q`: words, number or barcode."""
    node, _, language = asked(request, "office")
    wanted = ArticleFilter(q[:200], group, in_state, tax_key, kind, sort)
    records = await asyncio.to_thread(find_articles, node, wanted)
    offset, limit = paged(page, size)
    rates = _rates(node)
    rows = [_row(node, record, rates, language) for record in records[offset : offset + limit]]
    return listed(rows, len(records), page, size)


@get("/api/v1/office/articles/export.csv")
async def export_route(request: Web, in_state: InState = "all") -> Response[str]:
    """All articles as the table that an import reads."""
    node, _, _ = asked(request, "office")
    records = await asyncio.to_thread(find_articles, node, ArticleFilter(state=in_state, sort="number"))
    table = await asyncio.to_thread(export_articles, node.masterdata, records)
    return Response(table, media_type="text/csv; charset=utf-8", headers=CSV_HEADERS)


@post("/api/v1/office/articles", status_code=201)
async def create_article_route(request: Web, data: JSONBody[NewArticle]) -> ArticleView:
    """A new article; the same id again answers with the first."""
    node, actor, _ = asked(request, "masterdata")
    return _view(ok(await change_article(node, actor, record_of(data.id, data))))


@get("/api/v1/office/articles/{id:str}")
async def article_route(request: Web, id: FromPath[str]) -> ArticleView:
    """One article with everything a form edits."""
    node, _, _ = asked(request, "office")
    return _view(_stored(node, id))


@put("/api/v1/office/articles/{id:str}")
async def change_article_route(request: Web, id: FromPath[str], data: JSONBody[ChangedArticle]) -> ArticleView:
    """Change an article that was read with `version`."""
    node, actor, _ = asked(request, "masterdata")
    known = _stored(node, id)
    if not data.version:
        raise Problem(Failure("bad_input", {"field": "version"}))
    record = record_of(id, data, known.record.supplier)
    return _view(ok(await change_article(node, actor, record, data.version)))


@get("/api/v1/office/articles/{id:str}/history")
async def article_history_route(request: Web, id: FromPath[str]) -> list[ArticleVersionView]:
    """All states of an article, newest first."""
    node, _, _ = asked(request, "office")
    _stored(node, id)
    return [
        ArticleVersionView(one.seq, one.at, one.actor, staff_name(node, one.actor), one.source, flat(one.record))
        for one in await article_history(node, id)
    ]


@post("/api/v1/office/articles/{id:str}/picture", status_code=200, request_max_body_size=MOST_BYTES + 10_000)
async def picture_route(request: Web, id: FromPath[str], data: MultipartBody[PictureBody]) -> PictureView:
    """Keep a picture (PNG, JPEG or WebP, at most 5 MB); the form stores its address with the article."""
    asked(request, "masterdata")
    content = await data.file.read()
    kind = kind_of(content)
    if kind is None or not id.replace("-", "").isalnum() or len(id) > 64:
        raise Problem(Failure("bad_input", {"field": "file"}))
    if len(content) > MOST_BYTES:
        raise Problem(Failure("too_much", {"limit": MOST_BYTES}))
    node: Node = request.app.state.node
    name = f"{id}-{node.clock.now()}.{kind}"
    folder = request.app.state.settings.data / "pictures"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread((folder / name).write_bytes, content)
    return PictureView(f"/pictures/{name}")


@get("/api/v1/office/groups")
async def groups_route(request: Web) -> list[GroupView]:
    """In the order of the till."""
    node, _, _ = asked(request, "office")
    return _groups(node)


@post("/api/v1/office/groups", status_code=201)
async def create_group_route(request: Web, data: JSONBody[GroupBody]) -> GroupView:
    """A new group at the end."""
    node, actor, _ = asked(request, "masterdata")
    group = ok(await create_group(node, actor, data.id, data.name, data.colour))
    return _group(node, group)


@put("/api/v1/office/groups/order")
async def order_groups_route(request: Web, data: JSONBody[OrderBody]) -> list[GroupView]:
    """The order of the till."""
    node, actor, _ = asked(request, "masterdata")
    ok(await order_groups(node, actor, data.ids))
    return _groups(node)


@put("/api/v1/office/groups/{id:str}")
async def change_group_route(request: Web, id: FromPath[str], data: JSONBody[GroupBody]) -> GroupView:
    """Name and colour."""
    node, actor, _ = asked(request, "masterdata")
    return _group(node, ok(await change_group(node, actor, id, data.name, data.colour)))


@delete("/api/v1/office/groups/{id:str}", status_code=204)
async def delete_group_route(request: Web, id: FromPath[str]) -> None:
    """Take an empty group away."""
    node, actor, _ = asked(request, "masterdata")
    refused = await delete_group(node, actor, id)
    if refused is not None:
        raise Problem(refused)


def _stored(node: Node, id: str) -> StoredArticle:
    record = node.masterdata.articles.get(id)
    if record is None:
        raise Problem(Failure("article_not_found", {"article": id[:64]}))
    return StoredArticle(record, node.masterdata.articles.seqs[id])


def _view(stored: StoredArticle) -> ArticleView:
    form = flat(stored.record)
    values = {one.name: getattr(form, one.name) for one in fields(form)}
    return ArticleView(**values, id=stored.record.article.id, version=stored.version)


def _rates(node: Node) -> dict[int, TaxRate]:
    rates = node.masterdata.rates
    return rates_on(rates, office_day(node, node.clock.now()))


def _row(node: Node, record: ArticleRecord, rates: dict[int, TaxRate], language: str) -> ArticleRow:
    a = record.article
    name, colour = group_name(node, a.group, language)
    rate = rates.get(a.tax_key)
    return ArticleRow(
        a.id, a.number, a.name, a.kind, a.group, name, colour, a.price, a.per, a.unit, a.tax_key,
        rate.rate if rate is not None else 0, a.min_age, a.open_price_min is not None, record.picture or None,
        total_stock(node, record), record.active, [code.code for code in record.barcodes],
    )  # fmt: skip


def _groups(node: Node) -> list[GroupView]:
    counts: dict[str, int] = {}
    for record in node.masterdata.articles:
        if record.active:
            counts[record.article.group] = counts.get(record.article.group, 0) + 1
    return [
        GroupView(group.id, group.name, group.colour, group.position, counts.get(group.id, 0))
        for group in sorted_groups(node)
    ]


def _group(node: Node, group: GroupRecord) -> GroupView:
    return next(
        (view for view in _groups(node) if view.id == group.id),
        GroupView(group.id, group.name, group.colour, group.position, 0),
    )


routes = [
    articles_route, export_route, create_article_route, article_route, change_article_route, article_history_route,
    picture_route, groups_route, create_group_route, order_groups_route, change_group_route, delete_group_route,
]  # fmt: skip
