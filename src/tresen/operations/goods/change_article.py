"""Create or change an article. Articles are never deleted: one that is not sold any more becomes inactive."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from tresen.core.failures import Failure
from tresen.journal.read import by_subject
from tresen.ledger import accounts
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.goods.article_rules import check_article
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx


@dataclass(slots=True)
class StoredArticle:
    """A record and its version: the number of the entry that wrote it."""

    record: ArticleRecord
    version: int


async def change_article(
    node: Node, actor: Actor, record: ArticleRecord, version: int = 0, source: str = ""
) -> StoredArticle | Failure:
    """Store an article. `version`: the one it was read with; 0 for a new one, which repeats harmlessly by its id."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    id = record.article.id
    async with node.changing:
        shelf = node.masterdata.articles
        known = shelf.get(id)
        if known is not None and not version:
            return StoredArticle(known, shelf.seqs[id])
        if known is None and version:
            return Failure("article_not_found", {"article": id})
        if known is not None and shelf.seqs[id] != version:
            return Failure("changed_meanwhile", {"version": shelf.seqs[id]})
        refused = _refused(node, known, record)
        if refused is not None:
            return refused
        if known == record:
            return StoredArticle(known, version)
        now, entry_id = node.clock.now(), node.ids.new()
        day = office_day(node, now)

        def job(tx: Tx) -> int:
            return change(
                tx, node.journal, "article", id, record, entry_id=entry_id, at=now, day=day, actor=actor.staff,
                till=actor.till, source=source,
            ).seq  # fmt: skip

        seq = await written(node, job)
    if isinstance(seq, Failure):
        return seq
    node.bus.tell("masterdata", kind="article", id=id)
    return StoredArticle(record, seq)


async def deactivate(node: Node, actor: Actor, id: str) -> StoredArticle | Failure:
    """Take an article off sale; its history, stock and receipts stay."""
    known = node.masterdata.articles.get(id)
    if known is None:
        return Failure("article_not_found", {"article": id})
    return await change_article(node, actor, replace(known, active=False), node.masterdata.articles.seqs[id])


def _refused(node: Node, known: ArticleRecord | None, record: ArticleRecord) -> Failure | None:
    md, article = node.masterdata, record.article
    if (
        not article.id
        or len(article.id) > 64
        or not article.id.isascii()
        or not article.id.isprintable()
        or ":" in article.id
    ):
        return Failure("bad_input", {"field": "id"})
    if known is not None and known.article.unit != article.unit and in_stock(node, known):
        return Failure("bad_input", {"field": "unit"})
    if known is not None and known.article.kind == "deposit" and article.kind != "deposit":
        used = next((one for one in md.articles if any(p.article == article.id for p in one.article.deposit)), None)
        if used is not None:
            return Failure("deposit_circle", {"number": used.article.number})
    if article.components or article.kind != "goods" or article.open_price_max is not None:
        holder = next(
            (one for one in md.articles if any(p.article == article.id for p in one.article.components)), None
        )
        if holder is not None:
            return Failure("component_unfit", {"number": article.number, "name": article.name})
    return check_article(md, record)


def in_stock(node: Node, record: ArticleRecord) -> bool:
    """Whether any place holds some of it (or owes some)."""
    article = record.article
    return any(
        node.balances.of(accounts.stock(place.id, article.id), article.unit) for place in node.masterdata.places
    )  # fmt: skip


@dataclass(slots=True)
class ArticleVersion:
    """One state of an article as it was written."""

    seq: int
    at: int
    actor: str
    source: str
    """`form`, `import`, `undo`, `api` or `start`."""
    record: ArticleRecord


class _Written(msgspec.Struct):
    record: ArticleRecord
    source: str = ""


_decode = msgspec.json.Decoder(_Written).decode


async def article_history(node: Node, id: str) -> list[ArticleVersion]:
    """All states of an article, newest first."""
    entries = await node.database.read(lambda connection: by_subject(connection, f"article:{id}"))
    found = []
    for entry in reversed(entries):
        if entry.kind == "masterdata":
            content: Any = _decode(entry.body)
            source = content.source or ("form" if entry.actor in node.masterdata.staff.by_id else "start")
            found.append(ArticleVersion(entry.seq, entry.at, entry.actor, source, content.record))
    return found
