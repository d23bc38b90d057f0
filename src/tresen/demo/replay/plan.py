"""The plan of a till: the panel's baskets in time order, and seeded around them what the panel lacks.

The panel knows no returns, voids, aborts or ways of paying. They are made up here, the same in every run for the same
seed, so that a replay that was broken off can go on and sending something twice changes nothing.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.money import distribute, divide_half_up
from tresen.core.points import taken_back
from tresen.core.quantity import ONE
from tresen.core.receipt import Tender
from tresen.demo.replay.mapping import (
    SAME_CALENDAR,
    PanelSale,
    made_id,
    sale_of,
    shop_day,
    shop_time,
)
from tresen.demo.replay.panel import PanelArticle, PanelBasket
from tresen.demo.replay.steps import Abort, CloseDay, OpenDay, PayOut, Sell, Step

_NOTES: Final = (5_00, 10_00, 20_00, 50_00, 100_00, 200_00)
_MINUTE: Final = 60_000
_REMEMBERED: Final = 40
"""Earlier sales of the day that somebody may still bring something back from."""


@dataclass(slots=True, frozen=True)
class Habits:
    """How often the made-up things happen, per mille of the sales, and from which seed."""

    seed: int = 1
    weeks: int = SAME_CALENDAR
    """Weeks between the panel's day and the day it is replayed on."""
    opening_float: int = 200_00
    cash: int = 450
    returns: int = 10
    voids: int = 20
    aborts: int = 5


@dataclass(slots=True, frozen=True)
class _Sold:
    sale: PanelSale
    points: tuple[int, ...]


class TillPlan:
    """Makes the steps of one till. Used once: `steps` reads its baskets as it goes."""

    def __init__(self, till: str, articles: Mapping[int, PanelArticle], habits: Habits) -> None:
        """`till` is a name that is the same in every run; `articles` knows every article of the baskets."""
        self.till = till
        self.articles = articles
        self.habits = habits
        self.last = 0
        self.drawer = 0
        self.sold: list[_Sold] = []

    def steps(self, baskets: Iterable[PanelBasket]) -> Iterator[Step]:
        """All steps in time order; every day with a basket is opened and closed."""
        day = ""
        for basket in baskets:
            at = self._moment(shop_time(basket.at, self.habits.weeks))
            today = shop_day(at)
            if today != day:
                if day:
                    yield self._close(day)
                yield self._open(today, at)
                day = today
            yield from self._serve(basket, self._moment(at))
        if day:
            yield self._close(day)

    def _moment(self, at: int) -> int:
        """The moment itself, or just after the step before."""
        return max(at, self.last + 1)

    def _later(self, minutes: int) -> int:
        """Some minutes after the last step, or at once if a new business day would begin."""
        later = self.last + minutes * _MINUTE
        return later if shop_day(later) == shop_day(self.last) else self.last + 1

    def _open(self, day: str, at: int) -> OpenDay:
        self.drawer = self.habits.opening_float
        self.sold.clear()
        early = at - 10 * _MINUTE
        self.last = max(early if shop_day(early) == day else at - 1, self.last + 1)
        return OpenDay(made_id(self.last, self.till, day, "open"), self.last, self.drawer)

    def _close(self, day: str) -> CloseDay:
        self.last = self._later(5)
        taken_out = max(self.drawer - self.habits.opening_float, 0)
        id = made_id(self.last, self.till, day, "close")
        return CloseDay(id, made_id(self.last, self.till, day, "count"), self.last, self.drawer, taken_out)

    def _serve(self, basket: PanelBasket, at: int) -> Iterator[Step]:
        chance = random.Random(f"{self.habits.seed}/{basket.id}")
        if chance.randrange(1000) < self.habits.aborts:
            yield self._aborted(basket, at, chance)
            at = self._moment(at)
        sale = sale_of(basket, self.articles, made_id(at, "sale", basket.id))
        if chance.randrange(1000) < self.habits.voids:
            sale = replace(sale, basket=_with_void(sale.basket, chance))
        yield self._sell(basket, sale, at, chance)
        if sale.payout:
            self.last += 1
            self.drawer -= sale.payout
            yield PayOut(made_id(self.last, "payout", basket.id), self.last, sale.payout)
        if self.sold and chance.randrange(1000) < self.habits.returns:
            back = self._returned(basket, chance)
            if back is not None:
                yield back

    def _sell(self, basket: PanelBasket, sale: PanelSale, at: int, chance: random.Random) -> Sell:
        tenders = _tenders(sale, at, basket.id, self.habits.cash, chance)
        for tender in tenders:
            if tender.kind == "cash":
                self.drawer += tender.amount
        points = sale.total // 100
        if sale.total and not sale.carried:
            self.sold.append(_Sold(sale, tuple(distribute(points, sale.amounts))))
            del self.sold[:-_REMEMBERED]
        self.last = at
        moved = tuple((line.article, line.quantity // ONE) for line in sale.basket.lines if not line.voided)
        return Sell(sale.basket.id, at, sale.basket, sale.total, tenders, points, moved, basket.paid)

    def _aborted(self, basket: PanelBasket, at: int, chance: random.Random) -> Abort:
        first = replace(basket, lines=basket.lines[: chance.randint(1, 3)])
        id = made_id(at, "abort", basket.id)
        self.last = at
        return Abort(id, at, sale_of(first, self.articles, id).basket, "Kunde hat Geld vergessen")

    def _returned(self, basket: PanelBasket, chance: random.Random) -> Sell | None:
        """One line of an earlier sale of the day comes back, whole or in part, and is paid out in cash."""
        sold = self.sold.pop(chance.randrange(len(self.sold)))
        lines = [line for line in sold.sale.basket.lines if not line.voided]
        place = chance.randrange(len(lines))
        line, amount = lines[place], sold.sale.amounts[place]
        quantity = chance.randint(1, line.quantity // ONE) * ONE
        refund = divide_half_up(amount * quantity, line.quantity)
        if refund == 0 or refund > self.drawer:
            return None
        self.drawer -= refund
        self.last = self._later(2)
        id = made_id(self.last, "return", basket.id)
        reason = chance.choice(("Gefällt nicht", "Falsch gekauft", "Ware mangelhaft"))
        customer = sold.sale.basket.customer
        back = BasketLine("1", line.article, -quantity, return_of=ReturnOf(sold.sale.basket.id, place + 1, reason))
        points = taken_back(sold.points[place], line.quantity, 0, quantity)
        return Sell(
            id, self.last, Basket(id, (back,), (), customer), -refund, (Tender("cash", -refund),), -points,
            ((line.article, -(quantity // ONE)),),
        )  # fmt: skip


def _tenders(sale: PanelSale, at: int, basket: int, cash: int, chance: random.Random) -> tuple[Tender, ...]:
    """Cash with an amount that people really hand over, or card; nothing for a basket that costs nothing."""
    if sale.total == 0:
        return ()
    if chance.randrange(1000) < cash:
        return (Tender("cash", sale.total, _given(sale.total, chance)),)
    return (Tender("card", sale.total, payment=made_id(at, "payment", basket)),)


def _given(total: int, chance: random.Random) -> int:
    """Exactly, or the next round amount that notes make."""
    note = chance.choice((1, *_NOTES[:4]))
    if note == 1 or total > 200_00:
        return total if note == 1 else -(-total // 50_00) * 50_00
    return -(-total // note) * note


def _with_void(basket: Basket, chance: random.Random) -> Basket:
    """A line was scanned twice and taken off again before payment."""
    line = chance.choice(basket.lines)
    twice = replace(line, id=f"{line.id}b", voided=True, void_reason="Doppelt gescannt")
    at = basket.lines.index(line) + 1
    return replace(basket, lines=(*basket.lines[:at], twice, *basket.lines[at:]))
