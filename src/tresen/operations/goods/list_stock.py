"""What is where: the stock of all articles, and the movements of one."""

from dataclasses import dataclass
from typing import Final

from tresen.core.failures import Failure
from tresen.core.money import divide_half_up
from tresen.ledger import accounts
from tresen.ledger.movements import MovementPage, movements
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.goods.find_articles import matching
from tresen.operations.node import Node

STATES: Final = ("ok", "low", "negative")


@dataclass(slots=True)
class PlaceStock:
    place: str
    quantity: int


@dataclass(slots=True)
class StockRow:
    """One article's stock in thousandths; `value` at the purchase price in cents, None where that is unknown."""

    article: str
    number: str
    name: str
    unit: str
    group_name: str
    quantity: int
    minimum: int | None
    value: int | None
    state: str
    places: tuple[PlaceStock, ...]


@dataclass(slots=True)
class StockList:
    """A page of the list; `value`, `negative` and `low` count over everything found."""

    items: list[StockRow]
    total: int
    value: int
    negative: int
    low: int


def stock_row(node: Node, record: ArticleRecord, place: str = "") -> StockRow:
    """`place`: only what is there counts for quantity, value and state; empty: all places together."""
    article = record.article
    places = tuple(
        PlaceStock(one.id, node.balances.of(accounts.stock(one.id, article.id), article.unit))
        for one in node.masterdata.places
    )
    quantity = sum(one.quantity for one in places if not place or one.place == place)
    if quantity < 0 or (not place and any(one.quantity < 0 for one in places)):
        state = "negative"
    else:
        state = "low" if quantity < record.minimum_stock else "ok"
    group = node.masterdata.groups.get(article.group)
    value = divide_half_up(quantity * record.cost, article.per) if record.cost else None
    return StockRow(
        article.id, article.number, article.name, article.unit, group.name if group else "", quantity,
        record.minimum_stock or None, value, state, places,
    )  # fmt: skip


def list_stock(
    node: Node, *, q: str = "", place: str = "", group: str = "", state: str = "", offset: int = 0, limit: int = 50
) -> StockList:
    """Counted articles by name; inactive ones only while some are left. `state`: `low` or `negative`.

    Looks at every article; over a hundred thousand of them it belongs into a thread.
    """
    found: list[tuple[str, ArticleRecord]] = []
    counts = dict.fromkeys(STATES, 0)
    value = 0
    stock = node.balances.of
    places = [one.id for one in node.masterdata.places]
    for record in matching(node, q) if q.strip() else node.masterdata.articles:
        article = record.article
        if not record.stocked or (group and article.group != group):
            continue
        parts = [stock(accounts.stock(one, article.id), article.unit) for one in ([place] if place else places)]
        quantity = sum(parts)
        if not record.active and not quantity:
            continue
        own = "negative" if min(parts, default=0) < 0 else "low" if quantity < record.minimum_stock else "ok"
        counts[own] += 1
        if state not in STATES or own == state:
            found.append((article.name.casefold(), record))
            if record.cost:
                value += divide_half_up(quantity * record.cost, article.per)
    found.sort(key=lambda one: one[0])
    rows = [stock_row(node, record, place) for _, record in found[offset : offset + limit]]
    return StockList(rows, len(found), value, counts["negative"], counts["low"])


async def stock_movements(node: Node, id: str, offset: int, limit: int) -> MovementPage | Failure:
    """What came and went of an article at all places, newest first."""
    record = node.masterdata.articles.get(id)
    if record is None:
        return Failure("article_not_found", {"article": id})
    named = [accounts.stock(place.id, id) for place in node.masterdata.places]
    waiting = node.balances.waiting_of(set(named))
    now = {name: node.balances.of(name, record.article.unit) for name in named}
    return await node.database.read(
        lambda connection: movements(connection, named, waiting, now, offset=offset, limit=limit)
    )
