"""The list of receipts with its sums, for the office: any filter, any page."""

from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from tresen.core.receipt_number import place_of
from tresen.ledger.day_totals import SALES
from tresen.store import schema

SEARCH_LIMIT: Final = 5000
"""Receipts with an article that a search looks at: the latest."""


@dataclass(slots=True)
class OfficeFilter:
    """Everything empty finds all. `searched`: one of the fields behind it must be met."""

    first: str = ""
    last: str = ""
    till: str = ""
    kind: str = ""
    customer: str = ""
    searched: bool = False
    ids: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)
    """Till and number."""
    accounts: list[str] = field(default_factory=list)
    """Stock accounts of articles."""


@dataclass(slots=True)
class ReceiptPage:
    """Bodies of a page with their numbers, newest first; count and sum of everything found (None: not counted here)."""

    bodies: list[tuple[bytes, int]]
    total: int
    sum: int | None


def receipt_page(
    connection: sa.Connection, wanted: OfficeFilter, offset: int, limit: int, *, summed: bool = True
) -> ReceiptPage:
    """`sum`: turnover of sales, refunds and exchanges; of the kind asked where one is. Without `summed` it is left to
    the caller: over a million receipts the day totals know it quicker.
    """
    r, e = schema.receipt.c, schema.entry.c
    conditions = _conditions(wanted)
    columns: list[Any] = [sa.func.count()]
    if summed:
        counted: Any = r.type == "Beleg" if wanted.kind else sa.and_(r.type == "Beleg", r.kind.in_(SALES))
        columns.append(sa.func.coalesce(sa.func.sum(sa.case((counted, r.total), else_=0)), 0))
    total, *rest = connection.execute(sa.select(*columns).select_from(schema.receipt).where(*conditions)).one()
    seqs = [
        int(seq)
        for (seq,) in connection.execute(
            sa.select(r.seq).where(*conditions).order_by(r.seq.desc()).limit(limit).offset(offset)
        )
    ]
    question = sa.select(e.body, e.counter).where(e.seq.in_(seqs)).order_by(e.seq.desc())
    bodies = [(bytes(body), int(counter)) for body, counter in connection.execute(question)]
    return ReceiptPage(bodies, int(total), int(rest[0]) if rest else None)


def _conditions(wanted: OfficeFilter) -> list[sa.ColumnElement[bool]]:
    c = schema.receipt.c
    found: list[sa.ColumnElement[bool]] = []
    if wanted.first:
        found.append(c.business_day >= wanted.first)
    if wanted.last:
        found.append(c.business_day <= wanted.last)
    for column, value in ((c.till, wanted.till), (c.kind, wanted.kind), (c.customer, wanted.customer)):
        if value:
            found.append(column == value)
    if wanted.searched:
        found.append(_any_of(wanted))
    return found


def _any_of(wanted: OfficeFilter) -> sa.ColumnElement[bool]:
    """Each part finds its entries by an index of its own; only an amount is looked for in every receipt."""
    c, m, e = schema.receipt.c, schema.movement.c, schema.entry.c
    parts: list[Any] = [sa.select(e.seq).where(e.id.in_(wanted.ids))]
    if wanted.customers:
        parts.append(sa.select(c.seq).where(c.customer.in_(wanted.customers), c.customer != ""))
    if wanted.totals:
        parts.append(sa.select(c.seq).where(c.total.in_(wanted.totals)))
    for till, number in wanted.numbers:
        series, counter = place_of(number)
        numbered = (e.series == series, e.series != "", e.counter == counter)
        parts.append(sa.select(e.seq).where(e.till == till, *numbered))
    if wanted.accounts:
        latest = sa.select(m.seq).where(m.account.in_(wanted.accounts)).order_by(m.seq.desc()).limit(SEARCH_LIMIT)
        parts.append(sa.select(latest.subquery().c.seq))
    return c.seq.in_(sa.union(*parts))


def customer_sums(connection: sa.Connection, customers: list[str]) -> dict[str, tuple[int, int, int, int]]:
    """By customer: purchases, turnover, first and last purchase."""
    c = schema.receipt.c
    question = (
        sa.select(c.customer, sa.func.count(), sa.func.sum(c.total), sa.func.min(c.at), sa.func.max(c.at))
        .where(c.customer.in_(customers), c.customer != "", c.type == "Beleg", c.kind.in_(SALES))
        .group_by(c.customer)
    )
    return {
        customer: (int(count), int(total), int(first), int(last))
        for customer, count, total, first, last in connection.execute(question)
    }


def has_bought(connection: sa.Connection, customer: str, before: int = 2**62) -> bool:
    """Whether a customer has a sale (before an entry)."""
    c = schema.receipt.c
    mine = (
        c.customer == customer,
        c.customer != "",
        c.type == "Beleg",
        c.kind.in_(("sale", "exchange")),
        c.seq < before,
    )
    return connection.execute(sa.select(c.seq).where(*mine).limit(1)).first() is not None


def newest(connection: sa.Connection, till: str, limit: int) -> list[tuple[bytes, int]]:
    """The latest receipts of one till or all: bodies and numbers."""
    r, e = schema.receipt.c, schema.entry.c
    question = sa.select(e.body, e.counter).join(schema.receipt, r.seq == e.seq).order_by(r.seq.desc()).limit(limit)
    if till:
        question = question.where(r.till == till)
    return [(bytes(body), int(counter)) for body, counter in connection.execute(question)]
