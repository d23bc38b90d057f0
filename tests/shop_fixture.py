"""A small shop to test with: a real database, a simulated TSE, a clock that tests move, ids that are always the same.

    async with open_shop(tmp_path) as shop:
        shop.clock.move(minutes=5)
        answer = await sell(shop.node, shop.cashier, ...)

`make_node` alone gives an empty node, as at the first start.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from tresen.adapters.signer_simulator.simulator import SimulatedSigner
from tresen.core.article import Article, Barcode
from tresen.core.receipt import Party
from tresen.masterdata.kinds import ArticleRecord, Group, Place, Shop, ShopSettings, Staff, Till
from tresen.masterdata.records import change
from tresen.masterdata.starting_rates import STARTING_RATES, rate_id
from tresen.operations.hashing import Hashing
from tresen.operations.node import Actor, Node
from tresen.operations.signer_pool import SignerPool
from tresen.operations.signing_in.practice_secrets import practice_secrets
from tresen.store.database import Database
from tresen.store.writer import Tx

START = 1_780_300_800_000
"""Monday 2026-06-01, 10:00 in Berlin."""
PINS = {"staff-owner": "7391", "staff-manager": "8264", "staff-cashier": "5173", "staff-second": "9406"}
PASSWORDS = {"staff-owner": "vier zufaellige woerter", "staff-manager": "noch ein langer satz"}


class MovedClock:
    """Stands still until a test moves it."""

    def __init__(self, at: int = START) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def move(self, milliseconds: int = 0, *, seconds: int = 0, minutes: int = 0, hours: int = 0) -> None:
        self.at += milliseconds + 1000 * (seconds + 60 * (minutes + 60 * hours))


class CountedIds:
    """The same ids and secrets in every run, all different; the ids are ordered UUIDv7."""

    def __init__(self, clock: MovedClock, start: int = 0) -> None:
        self.clock = clock
        self.count = start

    def new(self) -> str:
        self.count += 1
        return f"{self.clock.at & 0xFFFFFFFFFFFF:012x}7{self.count >> 16 & 0xFFF:03x}8{self.count & 0xFFFF:015x}"

    def secret(self) -> str:
        self.count += 1
        return sha256(f"secret {self.count}".encode()).hexdigest()[:32]


@dataclass
class OpenShop:
    """The shop while a test runs."""

    node: Node
    clock: MovedClock
    ids: CountedIds
    signer: SimulatedSigner
    owner: Actor = field(default_factory=lambda: Actor("staff-owner", "Olga Owner", "owner", "till-1"))
    manager: Actor = field(default_factory=lambda: Actor("staff-manager", "Mara Manager", "manager", "till-1"))
    cashier: Actor = field(default_factory=lambda: Actor("staff-cashier", "Kai Cashier", "cashier", "till-1"))
    second: Actor = field(default_factory=lambda: Actor("staff-second", "Sina Second", "cashier", "till-2"))

    async def settled(self) -> None:
        """Wait for writes that nobody waits for (refusals)."""
        while self.node.doors.tasks:
            await asyncio.gather(*self.node.doors.tasks)

    def entries(self, kind: str = "") -> list[tuple[str, str, str, bytes]]:
        """Kind, actor, subject and body of the journal's entries, oldest first."""
        import sqlalchemy as sa

        from tresen.store.schema import entry

        question = sa.select(entry.c.kind, entry.c.actor, entry.c.subject, entry.c.body).order_by(entry.c.seq)
        if kind:
            question = question.where(entry.c.kind == kind)
        rows = self.node.database.read_now(lambda connection: connection.execute(question).all())
        return [(kind, actor, subject, bytes(body)) for kind, actor, subject, body in rows]


@cache
def migrated() -> Path:
    """An empty SQLite database of the newest schema, made once per process and copied by every test."""
    path = Path(tempfile.mkdtemp(prefix="tresen-test-")) / "empty.db"
    database = Database(str(path))
    database.migrate()
    database.close()
    return path


def starts_in(folder: Path) -> int:
    """How often a node was started here before, so that a restarted one does not make the same ids again."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "starts"
    starts = len(mark.read_bytes()) if mark.exists() else 0
    mark.write_bytes(b"." * (starts + 1))
    return starts


def make_node(
    folder: Path, url: str | None = None, *, clock: MovedClock | None = None, ids: CountedIds | None = None
) -> Node:
    """An empty node, loaded, its writer not started. `url`: an empty database; None: SQLite in the folder.

    A second call with the same folder is a restart. Hashes are made as cheap as argon2 allows.
    """
    clock = clock or MovedClock()
    ids = ids or CountedIds(clock, starts_in(folder) * 1_000_000)
    path = folder / "node.db"
    if url is None and not path.exists():
        shutil.copy(migrated(), path)
    database = Database(url or str(path))
    if url is not None:
        database.migrate()
    signer = SimulatedSigner(folder / "tse", clock)
    node = Node("node-1", database, clock, ids, SignerPool.of_one(signer, clock))
    node.doors.hashing = Hashing((1, 8), (1, 8))
    node.load()
    return node


def fill(node: Node) -> None:
    """Two tills, four people with PINs, a few articles. Before the writer is started."""
    party = Party("Testladen", "Hauptstraße 1", "99999", "Musterstadt", tax_number="99/999/99999")
    records: list[tuple[str, str, object]] = [
        ("shop", "shop-1", Shop("shop-1", "Testladen", party)),
        ("place", "place-1", Place("place-1", "Laden", "shop-1")),
        ("settings", "settings", ShopSettings(practice=True)),
        ("group", "group-1", Group("group-1", "Lebensmittel")),
        ("till", "till-1", Till("till-1", "Kasse 1", "shop-1", "TRESEN-TEST-1", "place-1")),
        ("till", "till-2", Till("till-2", "Kasse 2", "shop-1", "TRESEN-TEST-2", "place-1")),
        ("staff", "staff-owner", Staff("staff-owner", "Olga Owner", "owner")),
        ("staff", "staff-manager", Staff("staff-manager", "Mara Manager", "manager")),
        ("staff", "staff-cashier", Staff("staff-cashier", "Kai Cashier", "cashier")),
        ("staff", "staff-second", Staff("staff-second", "Sina Second", "cashier")),
    ]
    records += [("tax", rate_id(rate), rate) for rate in STARTING_RATES]
    records += [("article", record.article.id, record) for record in articles()]

    def job(tx: Tx) -> None:
        at = node.clock.now()
        for kind, id, record in records:
            change(tx, node.journal, kind, id, record, entry_id=node.ids.new(), at=at, day="2026-06-01", actor="test")
        practice_secrets(node, tx, PINS, PASSWORDS)

    node.writer.write_now(job)


def articles() -> list[ArticleRecord]:
    """Milk at 7 % and soap at 19 %."""
    return [
        ArticleRecord(
            Article("milk", "1", "Milch 1 l", 129, 2, group="group-1"), (Barcode("4000000000013", "milk", 1000),)
        ),
        ArticleRecord(
            Article("soap", "2", "Seife", 249, 1, group="group-1"), (Barcode("4000000000020", "soap", 1000),)
        ),
    ]


@asynccontextmanager
async def open_shop(folder: Path, url: str | None = None) -> AsyncIterator[OpenShop]:
    """The filled shop with its writer running and its tills known to the TSE."""
    clock = MovedClock()
    node = make_node(folder, url, clock=clock)
    fill(node)
    async with living(node):
        signer, ids = node.signing.signer, node.ids
        assert isinstance(signer, SimulatedSigner)
        assert isinstance(ids, CountedIds)
        yield OpenShop(node, clock, ids, signer)


@asynccontextmanager
async def living(node: Node) -> AsyncIterator[Node]:
    """Start a node's writer and TSE, and stop them."""
    node.writer.start()
    await node.signing.open()
    for till in node.masterdata.tills:
        await node.signing.register(till.serial)
    try:
        yield node
    finally:
        close(node)


def close(node: Node) -> None:
    """Let go of a node's files, so that it can be started again."""
    node.writer.stop()
    node.database.close()
    for member in node.signing.members.values():
        if isinstance(member.signer, SimulatedSigner):
            member.signer.close()
