"""The group that the writer takes into one transaction: what is put, removed and read in it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shop_fixture import migrated
from tresen.store.database import Database
from tresen.store.open_baskets import TABLE
from tresen.store.writer import Refused, Tx, Writer


def row(id: str, version: int = 1) -> tuple[object, ...]:
    return (id, "till-1", "open", version, 0, b"{}")


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    database = Database(database_url)
    database.migrate()
    writer = Writer(database.connect())
    yield writer
    writer.stop()
    database.close()


def kept(writer: Writer) -> dict[str, int]:
    rows = writer.write_now(lambda tx: tx.all("SELECT id, version FROM open_basket"))
    return {str(id): int(version) for id, version in rows}


def test_the_last_put_of_a_key_counts(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        for version in (1, 2, 3):
            tx.put(TABLE, "a", row("a", version))
        tx.put(TABLE, "b", row("b"))
        tx.remove(TABLE, "b")
        tx.remove(TABLE, "c")
        tx.put(TABLE, "c", row("c", 7))

    writer.write_now(job)
    assert kept(writer) == {"a": 3, "c": 7}


def test_a_job_reads_what_was_put_before_it(writer: Writer) -> None:
    def job(tx: Tx) -> int:
        tx.put(TABLE, "a", row("a", 5))
        found = tx.one("SELECT version FROM open_basket WHERE id = ?", ("a",))
        assert found is not None
        return int(found[0])

    assert writer.write_now(job) == 5


@pytest.mark.parametrize("count", [1, 2, 63, 64, 127, 128, 129, 300])
def test_any_number_of_rows_is_written_and_removed(writer: Writer, count: int) -> None:
    ids = [f"{number:04d}" for number in range(count)]

    def put(tx: Tx) -> None:
        for id in ids:
            tx.put(TABLE, id, row(id))

    def remove(tx: Tx) -> None:
        for id in ids[1:]:
            tx.remove(TABLE, id)

    writer.write_now(put)
    assert len(kept(writer)) == count
    writer.write_now(remove)
    assert list(kept(writer)) == ids[:1]


async def test_a_job_that_fails_takes_nobody_with_it(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    path.write_bytes(migrated().read_bytes())
    database = Database(str(path))
    writer = Writer(database.connect())
    writer.start()

    def good(id: str) -> object:
        return writer.write(lambda tx: tx.put(TABLE, id, row(id)))

    def bad(tx: Tx) -> None:
        tx.put(TABLE, "bad", row("bad"))
        raise RuntimeError("a bug")

    def declined(tx: Tx) -> None:
        raise Refused("no")

    jobs = [good("a"), writer.write(bad), good("b"), writer.write(declined), good("c")]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "NoneType", "RuntimeError", "NoneType", "Refused", "NoneType",
    ]  # fmt: skip
    assert {id for (id,) in await writer.write(lambda tx: tx.all("SELECT id FROM open_basket"))} == {"a", "b", "c"}
    writer.stop()
    database.close()
