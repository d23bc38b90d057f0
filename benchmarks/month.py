"""A replayed month, handed over and checked: `python -m benchmarks.month FOLDER [--stores 3] [--days 2017-03-01..2017-03-31]`.

Real baskets of the household panel are sold through HTTP at a practice shop in a process of its own, with returns, voids and
aborts; vouchers and deposits are sold in between, and the TSE is out for a while again and again. Then the shop's closings leave
as DSFinV-K and its TSE's log as TAR; both checkers read them, and the code of every signed receipt is read back from its picture.
Nothing of it is a benchmark target: it is a proof that takes minutes.
"""

import argparse
import asyncio
import contextlib
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.server import ROOT, free_port
from tresen.cli import main as tresen
from tresen.demo.replay.connection import Connection
from tresen.demo.replay.endpoints import API, Office, TillDesk
from tresen.demo.replay.plan import Habits
from tresen.demo.replay.run import Wish, replay
from tresen.demo.shop import PASSWORD, STAFF
from tresen.fiscal.objection import Objections
from tresen.fiscal.tse_rules import TSE_RULES
from tresen.inspection.dsfinvk_check import check_dsfinvk
from tresen.inspection.receipt_codes import check_code
from tresen.inspection.said import lines_of
from tresen.inspection.tse_verify import verify_tse

MIXED = "Kasse dazwischen"
SIGNED = "signed receipts of these"


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.month", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stores", type=int, default=3, help="the busiest stores of the panel")
    parser.add_argument("--days", default="2017-03-01..2017-03-31")
    asked = parser.parse_args()
    data, first_last = asked.folder / "data", tuple(asked.days.split(".."))
    sound = True
    with _practice_shop(data) as address:
        begun = time.perf_counter()
        done = asyncio.run(_live(address, data, asked.stores, first_last))
        print(f"sold in {time.perf_counter() - begun:.0f} s: {dict(done)}", flush=True)
    export, archive = asked.folder / "export.zip", asked.folder / "tse.tar"
    assert tresen(["export", "dsfinvk", "--data", str(data), str(export)]) == 0
    assert tresen(["export", "tse", "--data", str(data), "--out", str(archive)]) == 0
    begun = time.perf_counter()
    checked = check_dsfinvk(export)
    print(
        f"export: {checked.closings} closings, {checked.receipts} events, {checked.rows} rows, {checked.true} of "
        f"{checked.signatures} signatures true, {checked.outages} outages, {time.perf_counter() - begun:.1f} s"
    )
    sound &= _say(checked.objections)
    begun = time.perf_counter()
    verified = verify_tse([archive])
    print(
        f"archive: {verified.files[0].true} of {verified.files[0].signatures} true, {time.perf_counter() - begun:.1f} s"
    )
    sound &= _say(verified.objections)
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        parts = list(pool.map(_codes, [(data, part) for part in range(2)]))
    seen, true = (sum(part[place] for part in parts) for place in (0, 1))
    print(f"codes read from pictures: {seen}, {true} of them true, {time.perf_counter() - begun:.0f} s")
    return 0 if sound and seen == true == checked.signatures else 1


def _say(objections: Objections) -> bool:
    for line in lines_of(objections, "en"):
        print(f"  {line}")
    print(f"  {objections.faults} faults, {objections.notes} notes")
    return objections.faults == 0


@contextlib.contextmanager
def _practice_shop(data: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "tresen", "demo", "--data", str(data), "--port", str(port), "--no-https"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    try:
        address = f"http://127.0.0.1:{port}"
        asyncio.run(_answering(address))
        yield address
    finally:
        process.terminate()
        process.wait(timeout=120)


async def _answering(address: str) -> None:
    async with Connection(address, pauses=(0.2,) * 600) as connection:
        await connection.get(f"{API}/setup")


async def _live(address: str, data: Path, stores: int, days: tuple[str, ...]) -> Counter[str]:
    """The replay, and beside it the mixed till and the outages."""
    done: Counter[str] = Counter()
    over = asyncio.Event()

    async def selling() -> None:
        # moved by whole weeks, so that the month lies within the certificate of the practice TSE
        weeks = (datetime.now(UTC).date() - date.fromisoformat(days[1])).days // 7 - 1
        wish = Wish(address, data / "replay", busiest=stores, days=(days[0], days[1]), habits=Habits(weeks=weeks))
        try:
            proof = await replay(wish)
        finally:
            over.set()
        done["replayed"] = proof.sent
        differing = [check.name for check in proof.checks if not check.holds]
        assert differing in ([], [SIGNED]), proof.as_text()  # while the TSE is out receipts are marked, not signed

    async with asyncio.TaskGroup() as group:
        group.create_task(selling())
        group.create_task(_outages(address, over, done))
        group.create_task(_mixed(address, over, done))
    return done


async def _outages(address: str, over: asyncio.Event, done: Counter[str]) -> None:
    async with Connection(address) as connection:
        office = Office(connection)
        await office.sign_in(STAFF[0].name, PASSWORD)
        tse = next(one for one in await _get(connection, "simulators") if one["what"] == "tse")
        working, broken = tse["mode"], next(mode for mode in tse["modes"] if "down" in mode or "out" in mode)
        for mode, seconds in ((working, 3.0), (broken, 0.7)) * 10_000:
            await connection.send("PUT", f"{API}/office/simulators/{tse['id']}", msgspec.json.encode({"mode": mode}),
                                  "application/json")  # fmt: skip
            done["outages"] += mode == broken
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), seconds)
            if over.is_set():
                break
        await connection.send("PUT", f"{API}/office/simulators/{tse['id']}", msgspec.json.encode({"mode": working}),
                              "application/json")  # fmt: skip


async def _mixed(address: str, over: asyncio.Event, done: Counter[str]) -> None:
    """A till that sells what the panel does not know: deposits, and vouchers that come back."""
    chance = random.Random(3)
    async with Connection(address) as connection:
        office = Office(connection)
        await office.sign_in(STAFF[0].name, PASSWORD)
        rows = await _get(connection, "articles?q=&state=active&page=1&size=200")
        _, key = await office.paired_till(MIXED)
        voucher = (await _get(connection, "articles?q=4002&state=active&page=1&size=20"))["items"][0]["id"]
        drinks = (await _get(connection, "articles?q=Cola&state=active&page=1&size=20"))["items"]
        goods = [row["id"] for row in (*rows["items"], *drinks)]
        desk = TillDesk(connection, key, STAFF[1].id, STAFF[1].pin, {})
        await desk.sign_in()
        await _post(connection, "day/open", {"id": _id(chance), "amount": 20_000})
        codes: list[str] = []
        while not over.is_set():
            lines = [{"id": "1", "article": voucher, "quantity": 1000}]
            if chance.random() < 0.7:
                lines = [
                    {"id": str(n), "article": chance.choice(goods), "quantity": 1000}
                    for n in range(1, chance.randint(2, 6))
                ]
            basket = {"id": _id(chance), "lines": lines}
            status, quoted = await _post(connection, "quote", {"basket": basket})
            if status != 200 or any(one.get("blocks") for one in quoted.get("warnings", ())):
                done["not sold"] += 1
                continue
            total = quoted["total"]
            tender = {"kind": "cash", "amount": total, "given": total}
            if codes and total >= 1000 and lines[0]["article"] != voucher:
                tenders = [{"kind": "voucher", "amount": 1000, "payment": codes.pop()}]
                tenders += [{"kind": "cash", "amount": total - 1000, "given": total - 1000}] if total > 1000 else []
            else:
                tenders = [tender] if total else []
            status, sold = await _post(connection, "sales", {"basket": basket, "total": total, "tenders": tenders})
            done["mixed" if status == 201 else f"mixed {status}"] += 1
            if status == 201 and lines[0]["article"] == voucher:
                codes += [line["barcode"] for line in sold["receipt"]["lines"] if line.get("barcode")]
            await asyncio.sleep(0.2)
        status, _ = await _post(connection, "close", {"id": _id(chance)})
        assert status in {200, 201}, "the mixed till is closed"


async def _get(connection: Connection, path: str) -> Any:
    return msgspec.json.decode((await connection.get(f"{API}/office/{path}")).body)


async def _post(connection: Connection, path: str, body: object) -> tuple[int, Any]:
    reply = await connection.post(f"{API}/till/{path}", body)
    return reply.status, msgspec.json.decode(reply.body) if reply.body else {}


def _id(chance: random.Random) -> str:
    return f"{int(time.time() * 1000):012x}7{chance.getrandbits(12):03x}8{chance.getrandbits(60):015x}"


def _codes(asked: tuple[Path, int]) -> tuple[int, int]:
    """Every second signed receipt: laid out, encoded for the printer, drawn, and its code read back. (seen, true)"""
    import zxingcpp

    from tresen.adapters.printer_escpos import encode
    from tresen.adapters.printer_simulator import draw, read
    from tresen.core.receipt_layout import LayoutOptions, layout
    from tresen.fiscal.qr_code import qr_text
    from tresen.journal.read import walk
    from tresen.ledger.receipts import receipt_of
    from tresen.operations.printing.papers import local_time
    from tresen.store.database import Database

    data, part = asked
    database = Database(str(data / "node.db"))
    objections = Objections(TSE_RULES)
    seen = true = 0
    for rows in database.read_now(lambda connection: list(walk(connection))):
        for row in rows:
            if row[2] != "receipt" or row[0] % 2 != part:
                continue
            receipt = receipt_of(bytes(row[12]), int(row[10]))
            text = qr_text(receipt.signed)
            if text:
                options = LayoutOptions(barcode=str(receipt.number))
                paper = layout(receipt, "de", local_time(receipt.time_zone), text, options)
                picture = draw(read(encode(paper, 48), 576), 576)
                codes = [found.text for found in zxingcpp.read_barcodes(picture) if found.text.startswith("V0;")]
                seen += len(codes)
                true += len(codes) == 1 and check_code(codes[0], receipt.id, 0, objections)
    database.close()
    return seen, true


if __name__ == "__main__":
    sys.exit(main())
