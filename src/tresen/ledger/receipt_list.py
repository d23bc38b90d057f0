"""The list of receipts with its sums, for the office: any filter, any page."""

from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

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
    """Till (empty: any) and number."""
    accounts: list[str] = field(default_factory=list)
    """Stock accounts of articles."""


@dataclass(slots=True)
class ReceiptPage:
    """Bodies of a page with their numbers, newest first; count and sum of everything found."""

    bodies: list[tuple[bytes, int]]
    total: int
    sum: int


def receipt_page(connection: sa.Connection, wanted: OfficeFilter, offset: int, limit: int) -> ReceiptPage:
    """`sum`: turnover of sales, refunds and exchanges; of the kind asked where one is."""
    r, e = schema.receipt.c, schema.entry.c
    conditions = _conditions(wanted)
    counted: Any = r.type == "Beleg" if wanted.kind else sa.and_(r.type == "Beleg", r.kind.in_(SALES))
    amount = sa.func.coalesce(sa.func.sum(sa.case((counted, r.total), else_=0)), 0)
    total, summed = connection.execute(sa.select(sa.func.count(), amount).where(*conditions)).one()
    seqs = [
        int(seq)
        for (seq,) in connection.execute(
            sa.select(r.seq).where(*conditions).order_by(r.seq.desc()).limit(limit).offset(offset)
        )
    ]
    question = sa.select(e.body, e.counter).where(e.seq.in_(seqs)).order_by(e.seq.desc())
    bodies = [(bytes(body), int(counter)) for body, counter in connection.execute(question)]
    return ReceiptPage(bodies, int(total), int(summed))


def _conditions(wanted: OfficeFilter) -> list[sa.ColumnElement[bool]]:
    c = schema.receipt.c
    found: list[sa.ColumnElement[bool]] = [sa.true()]
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
    c, m = schema.receipt.c, schema.movement.c
    any_of: list[sa.ColumnElement[bool]] = [c.id.in_(wanted.ids), c.customer.in_(wanted.customers)]
    if wanted.totals:
        any_of.append(c.total.in_(wanted.totals))
    for till, number in wanted.numbers:
        any_of.append(sa.and_(c.till == till, c.number == number) if till else c.number == number)
    if wanted.accounts:
        moved = (
            sa.select(m.seq)
            .where(m.account.in_(wanted.accounts))
            .order_by(m.seq.desc())
            .limit(SEARCH_LIMIT)
            .scalar_subquery()
        )
        any_of.append(c.seq.in_(moved))
    return sa.or_(*any_of)


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


def newest(connection: sa.Connection, till: str, limit: int) -> list[tuple[bytes, int]]:
    """The latest receipts of one till or all: bodies and numbers."""
    r, e = schema.receipt.c, schema.entry.c
    question = sa.select(e.body, e.counter).join(schema.receipt, r.seq == e.seq).order_by(r.seq.desc()).limit(limit)
    if till:
        question = question.where(r.till == till)
    return [(bytes(body), int(counter)) for body, counter in connection.execute(question)]
