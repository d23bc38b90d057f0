"""Today as it goes, beside the same weekday of last week."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tresen.core.money import divide_half_up
from tresen.insight.asking import ask_days
from tresen.insight.health import Health, health
from tresen.insight.receipt_list import ReceiptRow, receipt_row
from tresen.insight.wording import article_name, group_name, staff_name
from tresen.ledger import accounts
from tresen.ledger.receipt_list import newest
from tresen.ledger.receipts import receipt_of
from tresen.ledger.report_sums import DayRow, GoodsRow, Span, goods_rows, sales_until
from tresen.masterdata.kinds import Till
from tresen.operations.node import Node
from tresen.operations.writing import office_day

LATEST: Final = 10
MOVERS: Final = 8
ALERTS: Final = 50


@dataclass(slots=True)
class Versus:
    """Now, and last week up to the same time of day."""

    now: int
    last_week: int


@dataclass(slots=True)
class Hour:
    hour: int
    now: int
    last_week: int
    receipts: int


@dataclass(slots=True)
class GroupSum:
    id: str
    name: str
    colour: str
    amount: int
    quantity: int


@dataclass(slots=True)
class TenderSum:
    kind: str
    amount: int
    count: int


@dataclass(slots=True)
class TodayTill:
    """`drawer`: what should be in it, cents."""

    id: str
    name: str
    open: bool
    opened_at: int | None
    drawer: int
    turnover: int
    receipts: int
    last_contact: int | None
    staff_name: str


@dataclass(slots=True)
class Mover:
    article: str
    number: str
    name: str
    unit: str
    quantity: int
    amount: int


@dataclass(slots=True)
class StockAlert:
    """`kind`: `negative` or `low`."""

    article: str
    number: str
    name: str
    unit: str
    place: str
    place_name: str
    quantity: int
    minimum: int
    kind: str


@dataclass(slots=True)
class Waiting:
    """What waits for somebody: open deviations, and receipts that tills handed out and that have not arrived."""

    deviations: int
    missing: int


@dataclass(slots=True)
class Today:
    """Everything the first page shows; amounts in cents."""

    business_day: str
    at: int
    turnover: Versus
    turnover_last_week_day: int
    receipts: Versus
    basket: Versus
    hours: list[Hour]
    groups: list[GroupSum]
    tenders: list[TenderSum]
    tills: list[TodayTill]
    health: list[Health]
    latest: list[ReceiptRow]
    movers: list[Mover]
    stock_alerts: list[StockAlert]
    waiting: Waiting


async def today(node: Node, till: str = "", language: str = "de") -> Today:
    """The shop at this moment, or one till of it."""
    now = node.clock.now()
    day = office_day(node, now)
    before = (date.fromisoformat(day) - timedelta(days=7)).isoformat()
    then = _week_before(node, now)
    spans = [Span(day, day, till), Span(before, before, till)]
    rows, last_rows = await ask_days(node, spans, ("total", "hour", "group", "tender"), ("till", "key"))

    def question(
        connection: sa.Connection,
    ) -> tuple[tuple[int, int], list[list[GoodsRow]], list[tuple[bytes, int]]]:
        until = sales_until(connection, before, then, till)
        return until, goods_rows(connection, spans[:1]), newest(connection, till, LATEST)

    (last_count, last_amount), goods, latest = await node.database.read(question)
    turnover, receipts = _total(rows)
    alerts = await asyncio.to_thread(stock_alerts, node)
    return Today(
        day, now, Versus(turnover, last_amount), _total(last_rows)[0], Versus(receipts, last_count),
        Versus(_average(turnover, receipts), _average(last_amount, last_count)), _hours(rows, last_rows),
        _groups(node, rows, language), _tenders(rows), _tills(node, rows, till), await health(node, language),
        [receipt_row(node, receipt_of(body, number)) for body, number in latest], _movers(node, goods[0], language),
        alerts[:ALERTS], _waiting(node, till),
    )  # fmt: skip


def _waiting(node: Node, till: str) -> Waiting:
    deviations = node.deviations.of_till(till) if till else list(node.deviations.open)
    tills = [till] if till else [one.id for one in node.masterdata.tills]
    missing = sum(numbers.lacking for one in tills for numbers in node.handed.of_till(one).values())
    return Waiting(len(deviations), missing)


def _week_before(node: Node, at: int) -> int:
    """The same wall-clock time a week ago."""
    shop = next(iter(node.masterdata.shops))
    zone = ZoneInfo(shop.time_zone)
    local = datetime.fromtimestamp(at / 1000, zone)
    return int((local - timedelta(days=7)).timestamp() * 1000)


def _average(amount: int, count: int) -> int:
    return divide_half_up(amount, count) if count else 0


def _total(rows: list[DayRow]) -> tuple[int, int]:
    sums = [(amount, count) for _, _, dimension, _, count, amount, _ in rows if dimension == "total"]
    return sum(amount for amount, _ in sums), sum(count for _, count in sums)


def _hours(rows: list[DayRow], last_rows: list[DayRow]) -> list[Hour]:
    found: dict[int, Hour] = {}
    for listed, is_now in ((rows, True), (last_rows, False)):
        for _, _, dimension, key, count, amount, _ in listed:
            if dimension == "hour":
                hour = found.setdefault(int(key), Hour(int(key), 0, 0, 0))
                if is_now:
                    hour.now += amount
                    hour.receipts += count
                else:
                    hour.last_week += amount
    if not found:
        return []
    return [found.get(hour, Hour(hour, 0, 0, 0)) for hour in range(min(found), max(found) + 1)]


def _groups(node: Node, rows: list[DayRow], language: str) -> list[GroupSum]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, _, dimension, key, _, amount, quantity in rows:
        if dimension == "group":
            sums[key][0] += amount
            sums[key][1] += quantity
    ordered = sorted(sums.items(), key=lambda item: -item[1][0])
    return [GroupSum(id, *group_name(node, id, language), amount, quantity) for id, (amount, quantity) in ordered]


def _tenders(rows: list[DayRow]) -> list[TenderSum]:
    sums: dict[str, TenderSum] = {}
    for _, _, dimension, key, count, amount, _ in rows:
        if dimension == "tender":
            found = sums.setdefault(key, TenderSum(key, 0, 0))
            found.amount += amount
            found.count += count
    return sorted(sums.values(), key=lambda tender: -tender.amount)


def _tills(node: Node, rows: list[DayRow], till: str) -> list[TodayTill]:
    sums: dict[str, tuple[int, int]] = {}
    for _, id, dimension, _, count, amount, _ in rows:
        if dimension == "total":
            known = sums.get(id, (0, 0))
            sums[id] = (known[0] + amount, known[1] + count)
    found = [
        today_till(node, one, *sums.get(one.id, (0, 0)))
        for one in node.masterdata.tills
        if till in ("", one.id) and (one.active or one.id in sums)
    ]
    return sorted(found, key=lambda one: one.name)


def today_till(node: Node, till: Till, turnover: int, receipts: int) -> TodayTill:
    """A till with its day."""
    day = node.till_days.of(till.id)
    seen = max((device.seen_at for device in node.doors.devices.values() if device.till == till.id), default=0)
    sessions = [one for one in node.doors.staff_sessions.values() if one.till == till.id]
    last = max(sessions, key=lambda one: one.expires_at, default=None)
    return TodayTill(
        till.id, till.name, day.open, day.opened_at or None, node.balances.of(accounts.drawer(till.id)), turnover,
        receipts, seen or None, staff_name(node, last.staff) if last is not None else "",
    )  # fmt: skip


def _movers(node: Node, goods: list[GoodsRow], language: str) -> list[Mover]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for article, _, _, _, amount, quantity in goods:
        sums[article][0] += amount
        sums[article][1] += quantity
    found = []
    for id, (amount, quantity) in sorted(sums.items(), key=lambda item: -item[1][0]):
        record = node.masterdata.articles.get(id)
        if record is not None and record.article.kind != "goods":
            continue
        number, unit = (record.article.number, record.article.unit) if record is not None else ("", "piece")
        found.append(Mover(id, number, article_name(node, id, language), unit, quantity, amount))
        if len(found) == MOVERS:
            break
    return found


def stock_alerts(node: Node) -> list[StockAlert]:
    """What must be ordered or counted: negative places first, then what is below its minimum.

    Looks at every article; over a hundred thousand of them it belongs into a thread.
    """
    places = {place.id: place.name for place in node.masterdata.places}
    stock = node.balances.of
    negative, low = [], []
    for record in node.masterdata.articles:
        article = record.article
        if not record.active or not record.stocked or article.kind != "goods":
            continue
        total = 0
        for place, place_name in places.items():
            quantity = stock(accounts.stock(place, article.id), article.unit)
            total += quantity
            if quantity < 0:
                named = (article.id, article.number, article.name, article.unit, place, place_name)
                negative.append(StockAlert(*named, quantity, record.minimum_stock, "negative"))
        if 0 <= total < record.minimum_stock:
            named = (article.id, article.number, article.name, article.unit, "", "")
            low.append(StockAlert(*named, total, record.minimum_stock, "low"))
    negative.sort(key=lambda alert: (alert.quantity, alert.name))
    low.sort(key=lambda alert: (alert.quantity - alert.minimum, alert.name))
    return negative + low
