"""The shop of a run: a real node over SQLite in memory-backed files, with a TSE and clocks that the run moves."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from simulator.faults import Died, Mortality
from simulator.trace import Trace
from tests.floor import Floor, right
from tresen.core.article import Article
from tresen.core.failures import Failure
from tresen.masterdata.kinds import ArticleRecord, OfflineLimits
from tresen.masterdata.records import change
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.house.change_settings import change_offline
from tresen.operations.node import Actor

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made below it
OWNER = Actor("staff-owner", "Olga Owner", "owner")
ARTICLES = ("milk", "soap", "cola", "vodka")


def folder_of_its_own() -> Path:
    return Path(tempfile.mkdtemp(prefix="tresen-world-", dir=MEMORY if MEMORY.is_dir() else None))


@cache
def furnished() -> Path:
    """A node's folder with the shop's records, made once per process and copied by every run."""
    import asyncio

    home = folder_of_its_own()
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = home / "shop"

    async def furnish() -> None:
        floor = Floor(folder)
        await floor.start()
        limits = OfflineLimits(voucher_limit=0, card_external_limit=100_000)
        assert await change_offline(floor.node, OWNER, limits) is None
        await floor.stop()

    asyncio.run(furnish())
    return folder


class World:
    """The node and its clock. `floor` is the same sales floor that the tests use."""

    def __init__(self, random: Random, trace: Trace, template: Path) -> None:
        self.random = random
        self.trace = trace
        self.folder = folder_of_its_own()
        shutil.copytree(template, self.folder / "shop")
        self.floor = Floor(self.folder / "shop")
        self.mortality = Mortality(random)
        self.prices = 0

    @property
    def clock(self) -> int:
        return self.floor.clock.now()

    async def open(self) -> None:
        await self.floor.start()
        self.mortality.watch({"writer": self.floor.node.writer, "signer": self.floor.signer})

    async def crash(self) -> None:
        """The node starts again over what was durable."""
        self.trace.say("node restarts")
        self.mortality.spare()
        await self.floor.restart()
        self.mortality.watch({"writer": self.floor.node.writer, "signer": self.floor.signer})

    async def close(self) -> None:
        await self.floor.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def change_price(self) -> None:
        """Somebody in the office; tills know it when they ask the next time."""
        self.prices += 1
        node, cents = self.floor.node, 100 + self.random.randrange(300)
        article = Article("milk", "1", "Milch 1 l", cents, 2, group="group-1")
        id = self.floor.id()
        await node.writer.write(lambda tx: change(
            tx, node.journal, "article", "milk", ArticleRecord(article), entry_id=id, at=self.clock,
            day="2026-06-01", actor=OWNER.staff,
        ))  # fmt: skip
        self.trace.say("milk costs", cents)

    async def open_days(self) -> None:
        for actor in (self.floor.cashier, self.floor.second):
            if not self.floor.node.till_days.of(actor.till).open:
                amount = max(self.floor.drawer(actor.till), 0)
                opened = await open_day(self.floor.node, actor, OpeningRequest(self.floor.id(), amount=amount))
                self.trace.say("day of", actor.till, "opened", not isinstance(opened, Failure))

    async def close_day(self, actor: Actor, waiting: tuple[int, ...] = ()) -> Closing | None:
        """From the till or the office, whatever is still on its way."""
        if not self.floor.node.till_days.of(actor.till).open:
            return None
        request = ClosingRequest(self.floor.id(), waiting=waiting)
        try:
            closing: Closing = right(await close_day(self.floor.node, actor, request))
        except Died:
            await self.crash()
            closing = right(await close_day(self.floor.node, actor, request))
        said = closing.completeness
        self.trace.say("closed", actor.till, closing.number, said.printed, said.confirmed, said.missing)
        return closing
