"""Finding articles for the office: by words, number or barcode, with filters, also inactive ones."""

from dataclasses import dataclass
from typing import Final

from tresen.core.gtin import keys
from tresen.ledger import accounts
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.node import Node

SORTS: Final = ("name", "number", "price", "stock")


@dataclass(slots=True)
class ArticleFilter:
    """`state`: `active`, `inactive` or `all`."""

    q: str = ""
    group: str = ""
    state: str = "active"
    tax_key: int = 0
    kind: str = ""
    sort: str = "name"


def matching(node: Node, q: str) -> list[ArticleRecord]:
    """Every article whose number or barcode is asked, or that has a word for each word asked."""
    md, text = node.masterdata, q.strip()
    found: dict[str, ArticleRecord] = {}
    number = md.by_number.get(text)
    barcode = next((md.barcodes[key] for key in (text, *keys(text)) if key in md.barcodes), None)
    for id in (number, barcode.article if barcode else None):
        if id is not None and id in md.articles.by_id:
            found[id] = md.articles[id]
    for id in md.search.find_all(text):
        if id in md.articles.by_id:
            found[id] = md.articles[id]
    return list(found.values())


def find_articles(node: Node, wanted: ArticleFilter) -> list[ArticleRecord]:
    """All that match, sorted."""
    records = matching(node, wanted.q) if wanted.q.strip() else list(node.masterdata.articles)
    if wanted.state != "all":
        records = [record for record in records if record.active == (wanted.state != "inactive")]
    if wanted.group:
        records = [record for record in records if record.article.group == wanted.group]
    if wanted.tax_key:
        records = [record for record in records if record.article.tax_key == wanted.tax_key]
    if wanted.kind:
        records = [record for record in records if record.article.kind == wanted.kind]
    if wanted.sort == "number":
        return sorted(records, key=lambda record: (len(record.article.number), record.article.number))
    if wanted.sort == "price":
        return sorted(records, key=lambda record: (record.article.price, record.article.name))
    if wanted.sort == "stock":
        return sorted(records, key=lambda record: (total_stock(node, record) or 0, record.article.name))
    return sorted(records, key=lambda record: record.article.name.casefold())


def total_stock(node: Node, record: ArticleRecord) -> int | None:
    """Over all places in thousandths, None where stock is not counted."""
    if not record.stocked:
        return None
    article = record.article
    return sum(
        node.balances.of(accounts.stock(place.id, article.id), article.unit) for place in node.masterdata.places
    )  # fmt: skip
