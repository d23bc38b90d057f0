"""What a promotion did: how often it was used, what it saved the customers, and how its goods sold before and meanwhile."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from tresen.core.failures import Failure
from tresen.core.promotion import Promotion, Selection
from tresen.insight.asking import ask_days
from tresen.insight.reports import spans_of
from tresen.ledger.report_sums import Span, goods_rows
from tresen.masterdata.kinds import ArticleRecord
from tresen.operations.node import Node

MOST_ARTICLES: Final = 20


@dataclass(slots=True)
class EffectDay:
    day: str
    uses: int = 0
    saving: int = 0


@dataclass(slots=True)
class EffectArticle:
    """Turnover in cents and quantity in thousandths, in the span and in the one before."""

    id: str
    name: str
    amount: int = 0
    quantity: int = 0
    amount_before: int = 0
    quantity_before: int = 0


@dataclass(slots=True)
class PromotionEffect:
    """The span before is as long and ends the day before the span begins."""

    first: str
    last: str
    before_first: str
    before_last: str
    uses: int = 0
    saving: int = 0
    points: int = 0
    receipts: int = 0
    """All sales of the span."""
    amount: int = 0
    """Turnover of the goods it is for, cents."""
    amount_before: int = 0
    days: list[EffectDay] = field(default_factory=list)
    articles: list[EffectArticle] = field(default_factory=list)


async def promotion_effect(node: Node, id: str, first: str, last: str) -> PromotionEffect | Failure:
    """Sales of this second included. Fails with `promotion_not_found` or `range_faulty`."""
    promotion = node.masterdata.promotions.get(id)
    if promotion is None:
        return Failure("promotion_not_found", {})
    spans = spans_of(first, last, "previous", "")
    if spans is None:
        return Failure("range_faulty", {})
    found = PromotionEffect(first, last, spans[1].first, spans[1].last)
    await _count(node, id, spans[0], found)
    await _compare(node, promotion, spans, found)
    return found


async def _count(node: Node, id: str, span: Span, found: PromotionEffect) -> None:
    begin, end = date.fromisoformat(span.first), date.fromisoformat(span.last)
    days = {
        day: EffectDay(day)
        for day in ((begin + timedelta(days=n)).isoformat() for n in range((end - begin).days + 1))
    }  # fmt: skip
    [rows] = await ask_days(node, [span], ("promotion", "total"), ("business_day", "key"))
    for day, _, dimension, key, count, amount, third in rows:
        if dimension == "total":
            found.receipts += count
        elif key == id:
            found.uses += count
            found.saving += amount
            found.points += third
            days[day].uses += count
            days[day].saving += amount
    found.days = list(days.values())


async def _compare(node: Node, promotion: Promotion, spans: list[Span], found: PromotionEffect) -> None:
    selections = goods_of(promotion)
    records = node.masterdata.articles.by_id
    now, before = await node.database.read(lambda connection: goods_rows(connection, spans))
    articles: dict[str, EffectArticle] = {}
    for rows, earlier in ((now, False), (before, True)):
        for article, _, _, _, amount, quantity in rows:
            record = records.get(article)
            if record is None or not any(selected(one, record) for one in selections):
                continue
            row = articles.setdefault(article, EffectArticle(article, record.article.name))
            if earlier:
                row.amount_before += amount
                row.quantity_before += quantity
                found.amount_before += amount
            else:
                row.amount += amount
                row.quantity += quantity
                found.amount += amount
    ordered = sorted(articles.values(), key=lambda row: (-row.amount, -row.amount_before, row.id))
    found.articles = ordered[:MOST_ARTICLES]


def goods_of(promotion: Promotion) -> list[Selection]:
    """What a promotion is for: the parts of its sets and its gifts where it has any, else its goods."""
    action = promotion.action
    found = [part.goods for part in action.parts]
    if action.gifts is not None:
        found.append(action.gifts)
    return found or [promotion.goods]


def selected(goods: Selection, record: ArticleRecord) -> bool:
    """Whether an article is in a selection."""
    article = record.article
    if article.kind != "goods":
        return False
    tags = set(article.tags)
    if article.id in goods.without_articles or article.group in goods.without_groups or tags & set(goods.without_tags):
        return False
    named = goods.articles or goods.groups or goods.tags
    return not named or article.id in goods.articles or article.group in goods.groups or bool(tags & set(goods.tags))
