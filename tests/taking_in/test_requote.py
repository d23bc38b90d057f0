"""The node computes again what a till handed out, as the till knew it, and says where it differs."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from tests.floor import Floor, back, open_floor, right
from tresen.core.article import Article
from tresen.core.receipt import Tender
from tresen.core.tax import tax_sum
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.engine_archive import EngineArchive
from tresen.operations.engine_source import engine_id, engine_zip
from tresen.operations.taking_in.handed_out import HandedOut
from tresen.operations.taking_in.requote import requote_due

OLD = "1-0123456789ab"


@asynccontextmanager
async def computing(folder: Path, url: str | None = None) -> AsyncIterator[Floor]:
    async with open_floor(folder, url) as floor:
        floor.node.engines = EngineArchive(folder / "engines")
        floor.node.engines.keep()
        await floor.open_day()
        yield floor


async def found(floor: Floor, item: HandedOut) -> list[tuple[str, dict[str, str | int]]]:
    """Deviations that computing again brings, beside those that were told at once."""
    told = {each.code for each in right(await floor.send(item)).deviations}
    before = set(floor.node.deviations.open)
    assert await requote_due(floor.node) == 1
    raised = [one for id, one in floor.node.deviations.open.items() if id not in before and one.code not in told]
    from tresen.journal.read import entry_in_tx
    from tresen.ledger.deviations import decode_deviation

    entries = [await floor.node.writer.write(lambda tx, id=one.id: entry_in_tx(tx, id)) for one in raised]
    return [(decode_deviation(entry.body).code, decode_deviation(entry.body).detail) for entry in entries]


def now(item: HandedOut, **changes: object) -> HandedOut:
    return replace(item, engine=engine_id(), **changes)


async def price(floor: Floor, cents: int) -> None:
    article = Article("milk", "1", "Milch 1 l", cents, 2, group="group-1")
    await floor.node.writer.write(lambda tx: change(
        tx, floor.node.journal, "article", "milk", ArticleRecord(article), entry_id=floor.id(),
        at=floor.clock.now(), day="2026-06-01", actor="staff-owner",
    ))  # fmt: skip


async def test_a_receipt_that_is_computed_the_same_way_raises_nothing(tmp_path: Path, database_url: str) -> None:
    async with computing(tmp_path, database_url) as floor:
        sold = now(await floor.hand_out(floor.basket("milk", "cola", "cheese", customer="customer-1")))
        assert await found(floor, sold) == []
        refund = await floor.hand_out(floor.basket(back(sold.receipt, 1)), floor.manager, Tender("cash", -129))
        assert await found(floor, now(refund)) == []
        assert await requote_due(floor.node) == 0, "once"


async def test_the_price_that_the_till_knew_counts_not_the_one_of_today(tmp_path: Path, database_url: str) -> None:
    async with computing(tmp_path, database_url) as floor:
        item = now(await floor.hand_out(floor.basket("milk")))
        await price(floor, 199)
        assert await found(floor, item) == []
        late = now(await floor.hand_out(floor.basket("milk")), goods_version=item.goods_version)
        assert late.receipt.total == 199
        assert await found(floor, late) == [("price_differs", {"amount_till": 199, "amount_node": 129})]
        assert [receipt.total for receipt in floor.receipts()][-2:] == [129, 199], "what was printed stays"


async def test_an_article_of_a_later_day_is_not_known_to_the_till_of_before(tmp_path: Path) -> None:
    async with computing(tmp_path) as floor:
        item = now(await floor.hand_out(floor.basket("milk")), goods_version=1, rules_version=1)
        assert [code for code, _ in await found(floor, item)] == ["price_differs"]


async def test_other_taxes_and_points_are_told_apart(tmp_path: Path) -> None:
    async with computing(tmp_path) as floor:
        item = now(await floor.hand_out(floor.basket("milk")))
        lines = tuple(replace(line, tax_key=1, tax_rate=1900) for line in item.receipt.lines)
        taxed = replace(item, receipt=replace(item.receipt, lines=lines, taxes=(tax_sum(1, 1900, 129),)))
        assert await found(floor, taxed) == [("tax_differs", {"amount_till": 21, "amount_node": 8})]
        member = now(await floor.hand_out(floor.basket("milk", "vodka", customer="customer-1")))
        more = replace(member, receipt=replace(member.receipt, points=99))
        assert await found(floor, more) == [
            ("points_differ", {"points_till": 99, "points_node": member.receipt.points})
        ]


async def test_an_older_engine_computes_its_own_receipts_in_a_process_of_its_own(tmp_path: Path) -> None:
    """The old engine here is the present one with a price that it doubles, so that its answer can be told from ours."""
    async with computing(tmp_path) as floor:
        folder = tmp_path / "engines"
        assert [path.name for path in folder.iterdir()] == [f"{engine_id()}.zip"]
        assert (folder / f"{engine_id()}.zip").read_bytes() == engine_zip()
        with ZipFile(folder / f"{engine_id()}.zip") as own, ZipFile(folder / f"{OLD}.zip", "w") as old:
            for name in own.namelist():
                text = own.read(name)
                if name == "tresen/core/quoting.py":
                    text += b"\n_quote = quote\ndef quote(basket, excerpt, at):\n"
                    text += b"    made = _quote(basket, excerpt, at)\n    made.total *= 2\n    return made\n"
                old.writestr(name, text)
        item = replace(now(await floor.hand_out(floor.basket("milk"))), engine=OLD)
        assert await found(floor, item) == [("price_differs", {"amount_till": 129, "amount_node": 258})]


async def test_a_version_that_nobody_kept_or_that_fails_is_told_and_the_figures_stay(tmp_path: Path) -> None:
    async with computing(tmp_path) as floor:
        for name in ("9-ffffffffffff", "", "../../node"):
            item = replace(now(await floor.hand_out(floor.basket("milk"))), engine=name)
            assert [code for code, _ in await found(floor, item)] == ["engine_unknown"], name
        (tmp_path / "engines" / f"{OLD}.zip").write_bytes(b"no zip")
        item = replace(now(await floor.hand_out(floor.basket("milk"))), engine=OLD)
        assert await found(floor, item) == [("engine_unknown", {"reason": f"{OLD}: it failed"})]
        assert floor.drawer() == 10_000 + 4 * 129


async def test_an_engine_that_never_ends_is_ended(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tresen.operations.engine_archive.LIMIT", 0.3)
    async with computing(tmp_path) as floor:
        with ZipFile(tmp_path / "engines" / f"{OLD}.zip", "w") as old:
            old.writestr("tresen/__init__.py", "while True:\n    pass\n")
        item = replace(now(await floor.hand_out(floor.basket("milk"))), engine=OLD)
        assert [code for code, _ in await found(floor, item)] == ["engine_unknown"]


async def test_what_waited_for_computing_survives_a_restart(tmp_path: Path) -> None:
    async with computing(tmp_path) as floor:
        wrong = now(await floor.hand_out(floor.basket("milk")))
        lines = tuple(replace(line, amount=100) for line in wrong.receipt.lines)
        receipt = replace(
            wrong.receipt, lines=lines, taxes=(tax_sum(2, 700, 100),), total=100, tenders=(Tender("cash", 100),)
        )
        right(await floor.send(replace(wrong, receipt=receipt)))
        await floor.restart()
        floor.node.engines = EngineArchive(tmp_path / "engines")
        assert await requote_due(floor.node) == 1
        assert [one.code for one in floor.node.deviations.of_till("till-1")] == ["price_differs"]
        shutil.rmtree(tmp_path / "engines")
