"""Questions to the day totals and the goods totals: sums over a span of business days, newest sales included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from tresen.ledger import article_totals, day_totals
from tresen.ledger.article_totals import periods_of
from tresen.ledger.day_totals import Sums
from tresen.store import schema


@dataclass(slots=True, frozen=True)
class Span:
    """Business days from `first` to `last` (inclusive), of one till or of all (empty)."""

    first: str
    last: str
    till: str = ""


class Raced(Exception):
    """The fold moved on between memory and table; ask again with a new snapshot."""


DayRow = tuple[str, str, str, str, int, int, int]
"""Business day, till, dimension, key, count, amount, quantity."""
BY: Final = ("business_day", "till", "key")


def day_rows(
    connection: sa.Connection, spans: Sequence[Span], dimensions: Sequence[str], by: Sequence[str], mark: int
) -> list[list[DayRow]]:
    """For each span the sums of some dimensions, folded over what is not in `by` (then that column is empty).

    `mark`: the one of `DayTotals.snapshot`, whose sums the caller adds. Raises Raced if the table is of another moment.
    """
    f = schema.fold.c
    now = int(connection.execute(sa.select(f.seq).where(f.name == day_totals.FOLD)).scalar() or 0)
    if now != mark:
        raise Raced
    return [_day_rows(connection, span, dimensions, by) for span in spans]


def _day_rows(
    connection: sa.Connection, span: Span, dimensions: Sequence[str], by: Sequence[str]
) -> list[DayRow]:  # fmt: skip
    c = schema.day_total.c
    columns = [c.dimension, *(c[name] for name in BY if name in by)]
    question = (
        sa.select(*columns, sa.func.sum(c.count), sa.func.sum(c.amount), sa.func.sum(c.quantity))
        .where(c.business_day >= span.first, c.business_day <= span.last, c.dimension.in_(dimensions))
        .group_by(*columns)
    )
    if span.till:
        question = question.where(c.till == span.till)
    found = []
    for dimension, *rest in connection.execute(question):
        named = dict(zip([name for name in BY if name in by], rest, strict=False))
        count, amount, quantity = (int(value) for value in rest[-3:])
        found.append((
            named.get("business_day", ""), named.get("till", ""), dimension, named.get("key", ""), count, amount,
            quantity,
        ))  # fmt: skip
    return found


def waiting_rows(sums: Sums, span: Span, dimensions: Sequence[str], by: Sequence[str]) -> Iterable[DayRow]:
    """The same of what only the memory holds."""
    for (day, till, dimension, key), (count, amount, quantity) in sums.items():
        if span.first <= day <= span.last and dimension in dimensions and span.till in ("", till):
            yield (
                day if "business_day" in by else "", till if "till" in by else "", dimension,
                key if "key" in by else "", count, amount, quantity,
            )  # fmt: skip


GoodsRow = tuple[str, str, str, int, int, int]
"""Article, group, VAT key/rate, count, amount, quantity."""


def goods_rows(connection: sa.Connection, spans: Sequence[Span]) -> list[list[GoodsRow]]:
    """For each span what was sold, by article, group and VAT. Whole months and weeks are read as such."""
    fresh = article_totals.waiting(connection)
    return [_goods_rows(connection, span, fresh) for span in spans]


def _goods_rows(connection: sa.Connection, span: Span, fresh: article_totals.Sums) -> list[GoodsRow]:
    c = schema.article_total.c
    parts = c.period.in_(periods(span.first, span.last))
    question = (
        sa.select(c.article, c.goods_group, c.tax, sa.func.sum(c.count), sa.func.sum(c.amount), sa.func.sum(c.quantity))
        .where(parts, c.till == span.till)
        .group_by(c.article, c.goods_group, c.tax)
    )
    found = [
        (article, group, tax, int(count), int(amount), int(quantity))
        for article, group, tax, count, amount, quantity in connection.execute(question)
    ]
    for (day, till, article, group, tax), (count, amount, quantity) in fresh.items():
        if span.first <= day <= span.last and span.till in ("", till):
            found.append((article, group, tax, count, amount, quantity))
    return found


def periods(first: str, last: str) -> list[str]:
    """Cover a span with months, weeks and days that do not overlap, as few as can be."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    covered: list[str] = []
    while day <= end:
        _, week, month = periods_of(day.isoformat())
        next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        month_after = (next_month + timedelta(days=32)).replace(day=1)
        next_is_whole = month_after - timedelta(days=1) <= end
        until = day + timedelta(days=6)
        if day.day == 1 and next_month - timedelta(days=1) <= end:
            covered.append(month)
            day = next_month
        elif day.isoweekday() == 1 and until <= end and (until < next_month or not next_is_whole):
            covered.append(week)
            day = until + timedelta(days=1)
        else:
            covered.append(day.isoformat())
            day += timedelta(days=1)
    return covered


def sales_until(connection: sa.Connection, day: str, at: int, till: str) -> tuple[int, int]:
    """Receipts and turnover of a business day up to a moment."""
    c = schema.receipt.c
    question = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(c.total), 0)).where(
        c.business_day == day, c.at <= at, c.type == "Beleg", c.kind.in_(day_totals.SALES)
    )
    if till:
        question = question.where(c.till == till)
    count, amount = connection.execute(question).one()
    return int(count), int(amount)
