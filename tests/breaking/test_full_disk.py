"""The disk is full: a sale is refused before money is taken, nothing is half-written, and it goes on when there is room.

A real small file system is mounted in the child's own mount namespace where the machine lets it; else the database
itself is given a limit, which fails in the same places.
"""

import asyncio
import ctypes
import os
import resource
import sqlite3
from pathlib import Path
from typing import Protocol

import pytest

from tests.breaking.children import must_succeed
from tests.floor import Floor, refused, right
from tresen.core.failures import Failure
from tresen.operations.drawer.close_day import ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.paying.pay_by_card import CardRequest, pay_by_card
from tresen.operations.selling.abort import abort
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import sell
from tresen.store.sqlite import SqliteConnection

SIZE = 96 * 1024 * 1024
NEW_NAMESPACE, RECURSIVE, PRIVATE = 0x20000, 0x4000, 0x40000


class Disk(Protocol):
    """Something that can be filled and emptied."""

    def fill(self, leave: int) -> None: ...
    def make_room(self) -> None: ...


class Mounted:
    """A file system of 96 MB in memory, mounted where only this process sees it."""

    def __init__(self, place: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        place.mkdir(parents=True)
        for failed in (
            libc.unshare(NEW_NAMESPACE),
            libc.mount(b"none", b"/", None, RECURSIVE | PRIVATE, None),
            libc.mount(b"tmpfs", str(place).encode(), b"tmpfs", 0, f"size={SIZE}".encode()),
        ):
            if failed:
                raise OSError(ctypes.get_errno(), "cannot mount")
        self.ballast = place / "ballast"

    def fill(self, leave: int) -> None:
        found = os.statvfs(self.ballast.parent)
        with self.ballast.open("ab") as file:
            file.write(bytes(max(found.f_bavail * found.f_frsize - leave, 0)))

    def make_room(self) -> None:
        self.ballast.unlink()


class Limited:
    """SQLite refuses more pages, and the disk says that it has no room."""

    def __init__(self, floor: Floor) -> None:
        connection = floor.node.writer._connection
        assert isinstance(connection, SqliteConnection)
        self.raw: sqlite3.Connection = connection._raw
        self.floor = floor

    def fill(self, leave: int) -> None:
        pages = self.raw.execute("PRAGMA page_count").fetchone()[0] + leave // 4096
        self.raw.execute(f"PRAGMA max_page_count = {pages}")
        self.floor.node.database.has_room = lambda: False  # type: ignore[method-assign]

    def make_room(self) -> None:
        self.raw.execute("PRAGMA max_page_count = 1073741823")
        self.floor.node.database.has_room = lambda: True  # type: ignore[method-assign]


class FileSize:
    """The process may not write larger files."""

    def __init__(self, database: Path) -> None:
        self.log = database.with_name(database.name + "-wal")

    def fill(self, leave: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.log.stat().st_size + leave, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def small_shop(folder: Path, kind: str) -> tuple[Floor, Disk]:
    """The shop on a disk that can be filled; TSE and terminal have their own memory, as devices do."""
    place, disk = folder / "disk", None
    if kind == "mount":
        try:
            disk = Mounted(place)
        except OSError:
            kind = "pages"  # this machine mounts nothing for us
    place.mkdir(exist_ok=True)
    floor = Floor(folder / "devices", f"sqlite:///{place / 'node.db'}")
    await floor.start()
    await floor.open_day()
    if disk is None:
        disk = FileSize(place / "node.db") if kind == "file size" else Limited(floor)
    return floor, disk


async def refused_before_money_is_taken(folder: Path, kind: str) -> None:
    floor, disk = await small_shop(folder, kind)
    kept = floor.basket("soap")
    await floor.keep(kept)
    request = await floor.request(floor.basket("milk"))
    disk.fill(1024 * 1024)
    floor.clock.move(seconds=3)
    refused(await sell(floor.node, floor.cashier, request), "storage_full")
    refused(await keep_basket(floor.node, floor.cashier, request.basket, 0, False), "storage_full")
    refused(await pay_by_card(floor.node, floor.cashier, CardRequest(floor.id(), kept.id, 249)), "storage_full")
    refused(await move_cash(floor.node, floor.manager, "cash_in", CashRequest(floor.id(), 1, "Bank")), "storage_full")
    assert floor.charges() == {} and floor.drawer() == 10_000
    floor.must_hold()
    disk.make_room()
    floor.clock.move(seconds=3)
    right(await sell(floor.node, floor.cashier, request))
    await floor.sell(kept)
    await _whole(floor)


async def full_in_the_middle(folder: Path, kind: str) -> None:
    """The disk fills up although there seemed to be room: every write fails typed, and can be sent again."""
    floor, disk = await small_shop(folder, kind)
    floor.node.has_room = lambda: True  # type: ignore[method-assign]
    paid, left = floor.basket("soap"), floor.basket("cola")
    await floor.keep(paid)
    await floor.keep(left)
    payment = await floor.pay(paid.id, 249)
    requests = [await floor.request(floor.basket("milk")) for _ in range(400)]
    disk.fill(60_000)
    failed = None
    for request in requests:
        answer = await sell(floor.node, floor.cashier, request)
        if isinstance(answer, Failure):
            failed = request
            assert answer.code in ("storage_full", "storage_down"), answer
            break
    assert failed is not None, "the disk became full"
    before = len(floor.entries())
    counted = floor.id()
    answers = [
        await floor.try_sell(paid, None, _card(payment.id)),
        await abort(floor.node, floor.cashier, left.id, "x"),
        await count(floor.node, floor.cashier, counted, {"5000": 2}),
        await move_cash(floor.node, floor.manager, "cash_in", CashRequest(floor.id(), 1, "Bank")),
        *await asyncio.gather(*(sell(floor.node, floor.cashier, request) for request in requests[-8:])),
    ]
    small = [answer for answer in answers if not isinstance(answer, Failure)]  # a small one may just have fitted in
    assert len(small) <= 2
    assert all(answer.code in ("storage_full", "storage_down") for answer in answers if isinstance(answer, Failure))
    assert len(floor.entries()) - before <= 3
    disk.make_room()
    floor.must_hold()
    right(await sell(floor.node, floor.cashier, failed))
    right(await floor.try_sell(paid, None, _card(payment.id)))
    right(await abort(floor.node, floor.cashier, left.id, "x"))
    right(await close_day(floor.node, floor.cashier, ClosingRequest(floor.id())))
    assert len(floor.charges()) == 1
    await _whole(floor)


def _card(payment: str) -> object:
    from tresen.core.receipt import Tender

    return Tender("card", 249, payment=payment)


async def _whole(floor: Floor) -> None:
    from tresen.operations.ending_stale import end_stale

    await end_stale(floor.node)
    floor.must_hold()
    await floor.restart()
    floor.must_hold()
    await floor.stop()


@pytest.mark.parametrize("kind", ["mount", "pages"])
def test_a_sale_is_refused_before_money_is_taken(tmp_path: Path, kind: str) -> None:
    must_succeed(lambda: refused_before_money_is_taken(tmp_path, kind), tmp_path)


@pytest.mark.parametrize("kind", ["mount", "pages", "file size"])
def test_a_disk_that_fills_up_in_the_middle_loses_nothing(tmp_path: Path, kind: str) -> None:
    must_succeed(lambda: full_in_the_middle(tmp_path, kind), tmp_path)
