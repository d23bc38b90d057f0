"""The process that tries a promotion on past receipts, beside the node: `python -m tresen.insight.trial_process`.

Reads its question as JSON from standard input and answers with lines of JSON: `{"done": …, "total": …}` while it goes
on, at last `{"result": …}`. It reads the database only, and gives way to everything else on the machine.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.core.article import Article
from tresen.core.customer import CustomerFacts
from tresen.core.money import divide_half_up
from tresen.core.promotion import Promotion, Usage
from tresen.core.quote import Quote, QuoteLine
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt
from tresen.insight.promotion_effect import goods_of, selected
from tresen.insight.trial_basket import TrialCase, timeless, trial_case, with_draft
from tresen.ledger.receipts import receipt_of
from tresen.masterdata.kinds import ArticleRecord, Customer, Tier
from tresen.store import schema
from tresen.store.database import Database

MOST: Final = 40_000
"""Receipts looked at; of more every second, third, … is taken and the sums are scaled up."""
LONGEST: Final = 120.0
"""Seconds after which it stops with what it has."""
PIECE: Final = 200
MOST_ARTICLES: Final = 20
MOST_EXAMPLES: Final = 12


@dataclass(slots=True)
class TrialQuestion:
    """What the node asks."""

    database: str
    draft: Promotion
    first: str
    last: str
    tiers: tuple[Tier, ...] = ()


@dataclass(slots=True)
class TrialArticle:
    id: str
    name: str
    quantity: int = 0
    """Thousandths that were hit."""
    saving: int = 0


@dataclass(slots=True)
class TrialExample:
    """A receipt that it would have changed."""

    id: str
    till: str
    number: int
    business_day: str
    before: int
    after: int
    pieces: int


@dataclass(slots=True)
class TrialResult:
    """Sums in cents, scaled by `every` where not all receipts were looked at."""

    receipts: int = 0
    """Sales in the span."""
    looked_at: int = 0
    every: int = 1
    exact: int = 0
    """Of those looked at in earnest: rebuilt to the cent."""
    rebuilt: int = 0
    hit: int = 0
    saving: int = 0
    turnover: int = 0
    """Of the receipts that were hit, goods only, before."""
    margin_before: int = 0
    """Net of their goods less purchase price, where it is known."""
    margin_after: int = 0
    cost_known: int = 0
    """Turnover of those goods whose purchase price is known."""
    points: int = 0
    stopped: bool = False
    """It took too long and stopped early."""
    assumes_code: bool = False
    articles: list[TrialArticle] = field(default_factory=list)
    examples: list[TrialExample] = field(default_factory=list)


def main() -> None:
    """Answer the question on standard input."""
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=TrialQuestion)
    if hasattr(os, "nice"):
        os.nice(10)
    database = Database(question.database)
    try:
        result = database.read_now(lambda connection: _try(connection, question))
    finally:
        database.close()
    _say({"result": result})


def _say(content: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(content) + b"\n")
    sys.stdout.buffer.flush()


def _try(connection: sa.Connection, question: TrialQuestion) -> TrialResult:
    r = schema.receipt.c
    wanted = (
        r.business_day >= question.first, r.business_day <= question.last, r.type == "Beleg",
        r.kind.in_(("sale", "exchange")),
    )  # fmt: skip
    total = int(connection.execute(sa.select(sa.func.count()).select_from(schema.receipt).where(*wanted)).scalar_one())
    trial = _Trial(connection, question, total)
    started, done = time.monotonic(), 0
    for receipts in _pieces(connection, wanted, trial.result.every):
        for receipt in receipts:
            trial.look_at(receipt)
        done += len(receipts)
        _say({"done": done * trial.result.every, "total": total})
        if time.monotonic() - started > LONGEST:
            trial.result.stopped = True
            break
    return trial.scaled()


def _pieces(connection: sa.Connection, wanted: Any, every: int) -> Iterator[list[Receipt]]:
    r, e = schema.receipt.c, schema.entry.c
    seqs = [int(seq) for (seq,) in connection.execute(sa.select(r.seq).where(*wanted).order_by(r.seq))][::every]
    for at in range(0, len(seqs), PIECE):
        rows = connection.execute(
            sa.select(e.body, e.counter).where(e.seq.in_(seqs[at : at + PIECE])).order_by(e.seq)
        )  # fmt: skip
        yield [receipt_of(bytes(body), int(counter)) for body, counter in rows]


class _Trial:
    """One promotion over many receipts."""

    def __init__(self, connection: sa.Connection, question: TrialQuestion, total: int) -> None:
        self.draft = timeless(question.draft)
        self.alone = (self.draft,)
        self.result = TrialResult(total, every=max(1, -(-total // MOST)), assumes_code=self.draft.when.coupon)
        records = [
            msgspec.json.decode(bytes(body), type=ArticleRecord) for (body,) in _records(connection, "article")
        ]  # fmt: skip
        self.articles: dict[str, Article] = {record.article.id: record.article for record in records}
        self.costs = {record.article.id: (record.cost, record.article.per) for record in records if record.cost}
        goods = [self.draft.goods, *goods_of(self.draft)]
        self.matching = {record.article.id for record in records if any(selected(one, record) for one in goods)}
        self.customers = _Customers(connection, question)
        self.sums: dict[str, TrialArticle] = {}
        self.examples: list[TrialExample] = []
        self.used_by: dict[str, int] = {}
        self.used_on: dict[str, int] = {}
        self.used = 0
        self.until = ""

    def look_at(self, receipt: Receipt) -> None:
        result = self.result
        result.looked_at += 1
        self.until = receipt.business_day
        if not any(line.article in self.matching for line in receipt.lines):
            return
        case = trial_case(receipt, self.articles, self.customers.facts(receipt), self.draft.id)
        if case is None:
            return
        before = quote(case.basket, case.excerpt, case.at)
        result.rebuilt += 1
        result.exact += before.total == case.paid
        tried = with_draft(case, self.draft, self._usage(receipt), self.alone)
        after = quote(tried.basket, tried.excerpt, tried.at)
        applied = next((one for one in after.promotions if one.promotion.id == self.draft.id), None)
        if applied is None:
            return
        result.hit += 1
        result.points += applied.points
        result.saving += before.total - after.total
        result.turnover += before.total
        self._count_use(receipt)
        self._count_goods(before, after)
        self._count_example(receipt, case, before, after)

    def _usage(self, receipt: Receipt) -> Usage:
        id = self.draft.id
        customer = {id: self.used_by.get(receipt.customer, 0)}
        return Usage(customer, {id: self.used_on.get(receipt.business_day, 0)}, {id: self.used})

    def _count_use(self, receipt: Receipt) -> None:
        every = self.result.every
        self.used_by[receipt.customer] = self.used_by.get(receipt.customer, 0) + 1
        self.used_on[receipt.business_day] = self.used_on.get(receipt.business_day, 0) + every
        self.used += every

    def _count_goods(self, before: Quote, after: Quote) -> None:
        result = self.result
        was = {line.line: line.amount for line in before.lines}
        for line in after.lines:
            cost = self._cost(line)
            if cost is not None:
                result.cost_known += was[line.line]
                result.margin_before += _net(was[line.line], line.tax_rate) - cost
                result.margin_after += _net(line.amount, line.tax_rate) - cost
            for each in line.adjustments:
                if each.kind == "promotion" and each.cause == self.draft.id:
                    sums = self.sums.setdefault(line.article, TrialArticle(line.article, line.name))
                    sums.quantity += each.units
                    sums.saving -= each.amount

    def _cost(self, line: QuoteLine) -> int | None:
        known = self.costs.get(line.article)
        return divide_half_up(known[0] * line.quantity, known[1]) if known is not None else None

    def _count_example(self, receipt: Receipt, case: TrialCase, before: Quote, after: Quote) -> None:
        self.examples.append(TrialExample(
            receipt.id, receipt.till_name, receipt.number, receipt.business_day, before.total, after.total, after.pieces
        ))  # fmt: skip
        self.examples.sort(key=lambda one: one.after - one.before)
        del self.examples[MOST_EXAMPLES:]

    def scaled(self) -> TrialResult:
        result, every = self.result, self.result.every
        ordered = sorted(self.sums.values(), key=lambda one: (-one.saving, one.id))[:MOST_ARTICLES]
        for name in ("hit", "saving", "turnover", "margin_before", "margin_after", "cost_known", "points"):
            setattr(result, name, getattr(result, name) * every)
        for one in ordered:
            one.quantity, one.saving = one.quantity * every, one.saving * every
        result.articles, result.examples = ordered, self.examples
        return result


class _Customers:
    """What the promotion may ask of customers; group and tier are those of today."""

    def __init__(self, connection: sa.Connection, question: TrialQuestion) -> None:
        self.records = {}
        for (body,) in _records(connection, "customer"):
            customer = msgspec.json.decode(bytes(body), type=Customer)
            self.records[customer.id] = customer
        b, p, r = schema.balance.c, schema.person.c, schema.receipt.c
        points = connection.execute(sa.select(b.account, b.amount).where(b.unit == "point"))
        self.points = {account.removeprefix("points:"): int(amount) for account, amount in points}
        months = connection.execute(sa.select(p.id, p.birthday_month).where(p.birthday_month > 0))
        self.months = {id: int(month) for id, month in months}
        firsts = connection.execute(
            sa.select(r.customer, sa.func.min(r.seq)).where(r.customer != "", r.type == "Beleg").group_by(r.customer)
        )
        seqs = {int(seq): customer for customer, seq in firsts}
        ids = connection.execute(sa.select(r.id, r.seq).where(r.seq.in_(list(seqs)))) if 0 < len(seqs) < 30_000 else ()
        self.first_receipts = {id for id, _ in ids}
        self.tiers = sorted((tier for tier in question.tiers if tier.from_points), key=lambda tier: tier.from_points)

    def facts(self, receipt: Receipt) -> Any:
        def find(id: str) -> CustomerFacts | None:
            customer = self.records.get(id)
            if customer is None:
                return None
            points = self.points.get(id, 0)
            reached = [tier.id for tier in self.tiers if tier.from_points <= points]
            tier = customer.tier or (reached[-1] if reached else "")
            first = receipt.id in self.first_receipts
            return CustomerFacts(id, customer.group, tier, first, self.months.get(id, 0), points)

        return find


def _records(connection: sa.Connection, kind: str) -> Any:
    c = schema.record.c
    return connection.execute(sa.select(c.body).where(c.kind == kind, c.deleted == 0))


def _net(amount: int, rate: int) -> int:
    return divide_half_up(amount * 10_000, 10_000 + rate)


if __name__ == "__main__":
    main()
