"""A shop to measure: articles, a till whose day is open, a device with its key and somebody signed in."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tresen.adapters.signer_simulator.simulator import SimulatedSigner
from tresen.core.article import Article, Barcode
from tresen.core.receipt import Party
from tresen.masterdata.kinds import ArticleRecord, Customer, Device, Group, Place, Shop, Staff, Till
from tresen.masterdata.records import change
from tresen.masterdata.starting_rates import STARTING_RATES, rate_id
from tresen.operations.doors import OpenDevice, StaffSession, digest
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.node import Actor, Node
from tresen.operations.signers.opening import open_signers
from tresen.store.writer import Tx
from tresen.web.app import Settings, make_node, put_up_simulator

GROUPS = 40
TILL = "till-1"
_WHAT = (
    "Milch", "Butter", "Käse", "Joghurt", "Brot", "Brötchen", "Apfel", "Birne", "Tomate", "Gurke", "Nudeln", "Reis",
    "Mehl", "Zucker", "Salz", "Pfeffer", "Senf", "Essig", "Öl", "Kaffee", "Tee", "Kakao", "Saft", "Wasser", "Limonade",
    "Bier", "Wein", "Sekt", "Schokolade", "Keks", "Seife", "Shampoo", "Zahnpasta", "Spülmittel", "Waschmittel", "Papier",
    "Kerze", "Batterie", "Heft", "Stift",
)  # fmt: skip
_KIND = (
    "frisch", "mild", "kräftig", "fein", "grob", "süß", "herb", "Bio", "Vollkorn", "klassisch", "leicht", "ungesüßt",
    "gesalzen", "geräuchert", "getrocknet", "gehackt", "rot", "weiß", "grün", "schwarz", "regional", "Alpen", "Nordsee",
    "Hausmarke", "Premium", "Kinder", "Familien", "Feinkost", "Landhaus", "Sonnenhof",
)  # fmt: skip
_SIZE = (
    "100 g",
    "125 g",
    "200 g",
    "250 g",
    "400 g",
    "500 g",
    "750 g",
    "1 kg",
    "0,33 l",
    "0,5 l",
    "0,75 l",
    "1 l",
    "2 l",
)


@dataclass(frozen=True)
class Keys:
    """What a request of the till shows."""

    device: str
    session: str

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.device}", "x-staff-session": self.session}


def articles(count: int) -> Iterator[ArticleRecord]:
    """Goods with names as shops have them; the same in every run."""
    chance = random.Random(7)
    for n in range(count):
        name = f"{_WHAT[n % len(_WHAT)]} {chance.choice(_KIND)} {chance.choice(_KIND)} {chance.choice(_SIZE)}"
        body = f"40{n:010d}"
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
        code = f"{body}{-total % 10}"
        article = Article(f"a{n}", str(n), name, 49 + chance.randrange(2000), 1 + n % 2, group=f"g{n % GROUPS}")
        yield ArticleRecord(article, (Barcode(code, article.id),), cost=article.price // 2)


def customers(count: int) -> Iterator[Customer]:
    """Customers with their cards."""
    for n in range(count):
        yield Customer(f"c{n}", f"21{n:011d}", ("", "regular", "staff")[n % 3])


def make_shop(folder: Path, count: int = 1000, database: str = "", people: int = 0) -> Keys:
    """Write the shop into an empty folder; a node can be started there afterwards."""
    node = make_node(Settings(folder, database, practice=False))
    put_up_simulator(node)
    open_signers(node)
    keys = fill(node, count, people)
    asyncio.run(_open(node))
    close(node)
    return keys


def close(node: Node) -> None:
    """Let go of a node's files, so that another process can have them."""
    node.writer.stop()
    node.database.close()
    signer = node.signing.signer
    if isinstance(signer, SimulatedSigner):  # a node that only reads has none
        signer.close()


def fill(node: Node, count: int, people: int = 0) -> Keys:
    """Masterdata and keys, before the writer runs."""
    party = Party("Messladen", "Hauptstraße 1", "99999", "Musterstadt", tax_number="99/999/99999")
    records: list[tuple[str, str, object]] = [
        ("shop", "shop-1", Shop("shop-1", "Messladen", party)),
        ("place", "place-1", Place("place-1", "Laden", "shop-1")),
        ("till", TILL, Till(TILL, "Kasse 1", "shop-1", "TRESEN-BENCH-1", "place-1")),
        ("staff", "staff-1", Staff("staff-1", "Anna", "owner")),
    ]
    records.append(("device", "device-1", Device("device-1", TILL, "Tablet")))
    records += [("group", f"g{n}", Group(f"g{n}", f"Gruppe {n}")) for n in range(GROUPS)]
    records += [("tax", rate_id(rate), rate) for rate in STARTING_RATES]
    records += [("article", record.article.id, record) for record in articles(count)]
    records += [("customer", customer.id, customer) for customer in customers(people)]
    now, secret = node.clock.now(), node.ids.secret()
    device = OpenDevice("device-1", TILL, digest(secret), seen_at=now, stored_at=now)
    session = StaffSession("session-1", digest(secret), "staff-1", "device-1", TILL, now + 16 * 3_600_000)

    def job(tx: Tx) -> None:
        for kind, id, record in records:
            entry_id = node.ids.new()
            change(tx, node.journal, kind, id, record, entry_id=entry_id, at=now, day="2026-01-01", actor="benchmark")
        node.doors.keep(tx, "device", "device-1", device)
        node.doors.keep(tx, "staff", "session-1", session)

    node.writer.write_now(job)
    return Keys(f"device-1.{secret}", f"session-1.{secret}")


async def _open(node: Node) -> None:
    node.writer.start()
    await node.signing.open()
    await node.signing.register("TRESEN-BENCH-1")
    await open_day(node, Actor("staff-1", "Anna", "owner", TILL), OpeningRequest(node.ids.new(), amount=20_000))
