"""The goods and the customers' keys as a till streams them: pages in the order of the journal, later only what changed.

A till keeps what it was given and asks for what came after the last record it has (`since`). A record that was switched
off or deleted comes as `deleted`. No page costs more than a few milliseconds, however much there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import takewhile
from typing import Final, Generic, TypeVar

from tresen.core.article import Article, Barcode
from tresen.core.unit_price import unit_price_of
from tresen.ledger import accounts
from tresen.ledger.customer_changes import changed_before, who_bought
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.people import birthday_months
from tresen.operations.node import Node
from tresen.operations.people.customer_facts import tier_of

PAGE_LIMIT: Final = 2000

T = TypeVar("T")


@dataclass(slots=True)
class GoodsRecord:
    """An article as a till keeps it. `deleted`: it is not sold any more, the rest is empty."""

    seq: int
    """Number of the entry that wrote it last."""
    id: str
    deleted: bool = False
    article: Article | None = None
    barcodes: tuple[Barcode, ...] = ()
    picture: str = ""
    unit_price: int = 0
    """Grundpreis in cents per kg, l or m; 0 where none is due."""
    unit_price_unit: str = ""


@dataclass(slots=True)
class CustomerKey:
    """What a till may know of a customer: card number and what prices depend on. Never a name or an address."""

    seq: int
    """Number of the entry that changed it or its points last."""
    id: str
    deleted: bool = False
    number: str = ""
    group: str = ""
    tier: str = ""
    points: int = 0
    first_purchase: bool = False
    """Nothing was bought with this number yet."""
    birthday_month: int = 0
    """1 to 12, 0 if not told."""


@dataclass(slots=True)
class Page(Generic[T]):
    """A piece of a stream."""

    records: list[T]
    since: int
    """What the page begins behind: as asked, or 0 where the till is ahead of this node and begins anew."""
    next: int
    """What to ask for next."""
    version: int
    """Number of the last change; whoever has everything up to it is up to date."""
    total: int
    """How many records a till has that is up to date."""
    complete: bool
    """Nothing comes behind this page for now."""


def goods_record(node: Node, id: str) -> GoodsRecord:
    """One article as it is now."""
    shelf = node.masterdata.articles
    seq, record = shelf.changed(id), shelf.get(id)
    return _sold(seq, record) if record is not None and record.active else GoodsRecord(seq, id, deleted=True)


def goods_page(node: Node, since: int, limit: int = PAGE_LIMIT) -> Page[GoodsRecord]:
    """The articles that changed behind `since`, oldest change first."""
    shelf = node.masterdata.articles
    version, total = shelf.last, shelf.active
    since = since if 0 <= since <= version else 0
    found, complete = _piece(shelf.newest.after(since), limit)
    records = [goods_record(node, id) for _, id in found]
    last = found[-1][0] if found else since
    return Page(records, since, max(last, version) if complete else last, version, total, complete)


async def customers_page(node: Node, since: int, limit: int = PAGE_LIMIT) -> Page[CustomerKey]:
    """The customers whose record, points or purchases changed behind `since`, oldest change first."""
    shelf, changes = node.masterdata.customers, node.customer_changes
    if not changes.complete:
        older = await node.database.read(lambda connection: changed_before(node.balances, connection))
        if not changes.complete:  # somebody else asked meanwhile
            changes.take_older(older)
    heard = changes.heard
    version = min(max(shelf.last, changes.last), heard)
    since = since if 0 <= since <= version else 0
    durable = takewhile(lambda change: change[0] <= heard, _customers_after(node, since))
    found, complete = _piece(durable, limit)
    ids = [id for _, id in found]
    bought, months = await node.database.read(lambda c: (who_bought(c, ids), birthday_months(c, ids)))
    records = [_key(node, seq, id, id in bought, months.get(id, 0)) for seq, id in found]
    last = found[-1][0] if found else since
    return Page(records, since, max(last, version) if complete else last, version, shelf.active, complete)


def _piece(changes: Iterator[tuple[int, str]], limit: int) -> tuple[list[tuple[int, str]], bool]:
    """The first changes, and whether these are all. What one entry changed is never torn apart."""
    bound = max(1, min(limit, PAGE_LIMIT))
    found: list[tuple[int, str]] = []
    for change in changes:
        if len(found) >= bound and change[0] != found[-1][0]:
            return found, False
        found.append(change)
    return found, True


def _customers_after(node: Node, since: int) -> Iterator[tuple[int, str]]:
    """A customer stands where the later of its two changes was."""
    shelf, changes = node.masterdata.customers, node.customer_changes
    for seq, id in merge(shelf.newest.after(since), changes.after(since)):
        if seq == max(shelf.changed(id), changes.changed(id)) and shelf.changed(id):
            yield seq, id


def _key(node: Node, seq: int, id: str, bought: bool, month: int) -> CustomerKey:
    customer = node.masterdata.customers.get(id)
    if customer is None or not customer.active:
        return CustomerKey(seq, id, deleted=True)
    points = node.balances.of(accounts.points(id), "point")
    return CustomerKey(
        seq, id, False, customer.number, customer.group, tier_of(node, customer), points, not bought, month
    )  # fmt: skip


def _sold(seq: int, record: ArticleRecord) -> GoodsRecord:
    article = record.article
    price, unit = unit_price_of(article) or (0, "")
    return GoodsRecord(seq, article.id, False, article, record.barcodes, record.picture, price, unit)
