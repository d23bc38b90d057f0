"""Run a replay: prepare the node, let the tills sell side by side, each in its order of time, and prove the result."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tresen.demo.replay.connection import PAUSES, Connection, NodeDown
from tresen.demo.replay.endpoints import NodeRefused, Office, TillDesk
from tresen.demo.replay.mapping import card_number, customer_id, good_of, shop_day
from tresen.demo.replay.panel import Chooser, Panel, PanelArticle, open_panel
from tresen.demo.replay.plan import Habits, TillPlan
from tresen.demo.replay.progress import Bar, Progress, progress_path
from tresen.demo.replay.proof import Proof, prove
from tresen.demo.replay.steps import CloseDay, Expectation, OpenDay, Sell, Step
from tresen.demo.shop import PASSWORD, STAFF

_SAVED_EVERY = 200


@dataclass(slots=True, frozen=True)
class Wish:
    """What to replay, and where."""

    address: str
    folder: Path
    """Where the progress is kept."""
    stores: tuple[int, ...] = ()
    """Stores of the panel; none means the busiest ones."""
    busiest: int = 3
    limit: int = 0
    """At most so many baskets, the earliest; 0 means all."""
    days: tuple[str, str] | None = None
    """First and last day in the panel's year, YYYY-MM-DD."""
    habits: Habits = field(default_factory=Habits)
    owner: str = STAFF[0].name
    password: str = PASSWORD
    staff: str = STAFF[1].id
    """Who sells: a manager, since a replay gives large discounts and pays out."""
    pin: str = STAFF[1].pin
    pauses: tuple[float, ...] = PAUSES
    """Seconds between tries when the node does not answer."""


@dataclass(slots=True, frozen=True)
class TillKey:
    """What a till must know to speak to the node."""

    device: str
    """Key of the paired device."""
    articles: Mapping[str, str]
    """The node's article ids by number."""


async def replay(wish: Wish, panel: Panel | None = None) -> Proof:
    """Send everything that was not sent yet and prove the whole. Raises `NodeRefused`, `NodeDown` or `NoPracticeShop`."""
    if panel is None:
        panel = open_panel(wish.stores, wish.busiest, Chooser(wish.limit, wish.days))
    articles = panel.articles()
    progress = Progress(progress_path(wish.folder, panel.stores, wish.limit, wish.days, wish.habits, wish.address))
    async with _connection(wish) as connection:
        office = Office(connection)
        await office.must_be_practice()
        await office.sign_in(wish.owner, wish.password)
        tills = {store: await office.paired_till(till_name(store)) for store in panel.stores}
        if not progress.prepared:
            await office.import_articles(good_of(article) for article in articles.values())
            for household in panel.households():
                await office.know_customer(customer_id(household), card_number(household), f"Haushalt {household}")
            progress.prepared = True
            progress.save()
        ids = await office.article_ids()
        started = time.monotonic()
        bar = Bar(panel.count())
        expected = Expectation()
        try:
            async with asyncio.TaskGroup() as group:
                for store, (_, key) in tills.items():
                    steps = plan_of(panel, articles, store, wish.habits)
                    group.create_task(_run_till(wish, store, TillKey(key, ids), steps, progress, bar, expected))
        except* (NodeRefused, NodeDown) as stopped:
            raise stopped.exceptions[0] from None
        finally:
            progress.save()
            bar.end()
        seconds = time.monotonic() - started
        await office.sign_in(wish.owner, wish.password)
        proof = await prove(office, [till for till, _ in tills.values()], expected, points=True)
    proof.seconds, proof.sent, proof.sales_per_second = seconds, bar.sales, bar.sales / max(seconds, 0.001)
    return proof


def till_name(store: int) -> str:
    """The till that stands for a store of the panel."""
    return f"Filiale {store}"


def plan_of(panel: Panel, articles: Mapping[int, PanelArticle], store: int, habits: Habits) -> Iterator[Step]:
    """All steps of a store's till."""
    return TillPlan(till_name(store), articles, habits).steps(panel.baskets(store))


async def _run_till(
    wish: Wish, store: int, key: TillKey, steps: Iterator[Step], progress: Progress, bar: Bar, expected: Expectation
) -> None:  # fmt: skip
    name = str(store)
    done = progress.done.get(name, 0)
    for step in islice(steps, done):
        expected.add(step)
        bar.known += isinstance(step, Sell) and not step.is_refund
    async with _connection(wish) as connection:
        desk = TillDesk(connection, key.device, wish.staff, wish.pin, key.articles)
        for step in steps:
            await desk.do(step)
            expected.add(step)
            done += 1
            progress.done[name] = done
            if isinstance(step, OpenDay | CloseDay) or done % _SAVED_EVERY == 0:
                progress.save()
            if isinstance(step, Sell) and not step.is_refund:
                bar.sold(shop_day(step.at))


def _connection(wish: Wish) -> Connection:
    return Connection(wish.address, pauses=wish.pauses)
