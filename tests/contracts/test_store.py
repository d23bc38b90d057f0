"""The store's contract, on SQLite and on PostgreSQL: group commit, rollback, an append-only journal, folds that resume."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from tests.books import Books, id_of, sqlite_url
from tests.depth import examples
from tests.shop_fixture import migrated
from tresen.ledger.verify import verify
from tresen.store import schema
from tresen.store.connection import Connection, StorageDown
from tresen.store.writer import Refused, Tx


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    opened = Books(database_url)
    yield opened
    opened.close()


def failing(_tx: Tx) -> None:
    raise ValueError("this job fails")


async def test_a_failing_job_spoils_no_other_of_its_group(books: Books) -> None:
    books.writer.start()

    def fails_after_writing(tx: Tx) -> None:
        books.entry(tx, id_of(99), series="receipt")
        raise ValueError("this job fails")

    answers = await books.write_together(
        lambda tx: books.entry(tx, id_of(1), series="receipt").counter, fails_after_writing, failing,
        lambda tx: books.entry(tx, id_of(2), series="receipt").counter,
    )  # fmt: skip
    assert (answers[0], answers[3]) == (1, 2)
    assert isinstance(answers[1], ValueError) and isinstance(answers[2], ValueError)
    assert [row[1] for row in books.rows()] == [id_of(1), id_of(2)]
    assert books.balances.of("drawer:till-1") == 200


async def test_a_refusal_before_a_write_leaves_the_group_together(books: Books) -> None:
    books.writer.start()
    runs = []

    def refuses(_tx: Tx) -> None:
        raise Refused("no")

    def counts(tx: Tx) -> int:
        runs.append(1)
        return books.entry(tx, id_of(1)).seq

    answers = await books.write_together(counts, refuses)
    assert answers[0] == 1 and isinstance(answers[1], Refused)
    assert len(runs) == 1, "the group was not run a second time"


async def test_a_refusal_after_a_write_takes_the_write_back(books: Books) -> None:
    books.writer.start()

    def writes_and_refuses(tx: Tx) -> None:
        books.entry(tx, id_of(9))
        raise Refused("no")

    answers = await books.write_together(lambda tx: books.entry(tx, id_of(1)).seq, writes_and_refuses)
    assert answers[0] == 1 and isinstance(answers[1], Refused)
    assert [row[1] for row in books.rows()] == [id_of(1)]


def test_a_rollback_restores_place_counters_balances_days_and_records(books: Books) -> None:
    def right(tx: Tx) -> None:
        books.group(tx, id_of(1), "Obst")
        books.opening(tx, id_of(2))
        books.receipt(tx, id_of(3))

    books.writer.write_now(right)
    before = (
        books.journal.seq, books.journal.last_seq, books.journal._hash, books.journal.last_counter("till-1", "receipt"),
        books.balances.of("drawer:till-1"), books.days.of("till-1"), books.masterdata.groups["group-1"],
        books.totals.waiting(),
    )  # fmt: skip

    def wrong(tx: Tx) -> None:
        books.group(tx, id_of(4), "Gemüse")
        books.receipt(tx, id_of(5), 700)
        books.drawer_opened(tx, id_of(6))
        books.closing(tx, id_of(7))
        books.opening(tx, id_of(8), "till-2")
        assert books.balances.of("drawer:till-1") == 800, "a later job of the group sees it"
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        books.writer.write_now(wrong)
    assert before == (
        books.journal.seq, books.journal.last_seq, books.journal._hash, books.journal.last_counter("till-1", "receipt"),
        books.balances.of("drawer:till-1"), books.days.of("till-1"), books.masterdata.groups["group-1"],
        books.totals.waiting(),
    )  # fmt: skip
    assert not books.days.of("till-2").open
    assert books.writer.write_now(lambda tx: books.receipt(tx, id_of(9))).counter == 2
    assert books.database.read_now(verify).sound


@pytest.mark.parametrize(
    "change", ["UPDATE entry SET body = body", "DELETE FROM entry", "DELETE FROM entry WHERE seq = 2", "TRUNCATE entry"]
)
def test_the_database_refuses_to_change_entries(books: Books, change: str) -> None:
    for n in range(3):
        books.writer.write_now(lambda tx, n=n: books.entry(tx, id_of(n)))
    if books.database.is_postgres or "TRUNCATE" not in change:
        with pytest.raises(sa.exc.DBAPIError, match="the journal only grows"), books.database.engine.begin() as raw:
            raw.exec_driver_sql(change)
    assert len(books.rows()) == 3


def test_ids_and_places_in_a_series_are_given_once(books: Books) -> None:
    books.writer.write_now(lambda tx: books.entry(tx, id_of(1), series="receipt"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        books.writer.write_now(lambda tx: books.entry(tx, id_of(1)))
    columns = "id, kind, version, at, business_day, actor, node, till, series, counter, subject, body, hash"
    again = (
        f"INSERT INTO entry (seq, {columns}) SELECT 7, 'other', {columns.partition(', ')[2]} FROM entry WHERE seq = 1"
    )
    with pytest.raises(sa.exc.IntegrityError), books.database.engine.begin() as raw:
        raw.exec_driver_sql(again)
    assert books.writer.write_now(lambda tx: books.entry(tx, id_of(2), series="receipt")).counter == 2


async def test_numbers_are_gapless_under_many_writers_of_which_some_fail(books: Books) -> None:
    books.writer.start()

    def job(n: int) -> Any:
        def run(tx: Tx) -> int:
            if n % 7 == 0:
                raise Refused(n)
            entry = books.receipt(tx, id_of(n), n, f"till-{n % 3}")
            if n % 11 == 0:
                raise ValueError(n)
            return entry.counter

        return run

    answers = await asyncio.gather(*(books.writer.write(job(n)) for n in range(1, 201)), return_exceptions=True)
    for till in range(3):
        numbers = [a for n, a in enumerate(answers, 1) if n % 3 == till and isinstance(a, int)]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    again = books.again()
    assert again.database.read_now(verify).sound
    assert again.journal.counter("till-1", "receipt") == sum(
        isinstance(a, int) for n, a in enumerate(answers, 1) if n % 3 == 1
    )
    again.close()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("receipts"), st.integers(1, 4)),
        st.tuples(st.just("entries"), st.integers(1, 4)),
        st.tuples(
            st.sampled_from(["idle", "restart", "rollback", "opening", "closing", "drawer", "piece"]), st.just(0)
        ),
    ),
    max_size=14,
)


def act_on(books: Books, act: str, number: int, count: int) -> int:
    """One step; returns how many entries there were made so far."""
    till = f"till-{count % 2}"
    write = books.writer.write_now
    if act == "idle":
        books.writer._idle()
    elif act == "piece":
        write(lambda tx: books.balances._fold(tx, 2) if books.balances._waiting else None)
    elif act == "rollback":
        with pytest.raises(ValueError, match="fails"):
            write(lambda tx: (books.receipt(tx, id_of(9999), 5, till), failing(tx)))
    else:
        jobs: dict[str, Any] = {"opening": books.opening, "closing": books.closing, "drawer": books.drawer_opened}
        sums: dict[str, Any] = {"receipts": books.receipt, "entries": books.entry}
        for n in range(count + 1, count + 1 + (number or 1)):
            if act in sums:
                write(lambda tx, n=n: sums[act](tx, id_of(n), n, till))
            else:
                write(lambda tx, n=n: jobs[act](tx, id_of(n), till=till))
        return count + (number or 1)
    return count


def run_steps(books: Books, steps: list[tuple[str, int]]) -> None:
    """Whatever happened in whatever order, tables and memory say what a fresh fold says."""
    count = 0
    for act, number in [*steps, ("restart", 0)]:
        days = [books.days.of(till) for till in ("till-0", "till-1")]
        if act == "restart":
            books = books.again()
            assert [books.days.of(till) for till in ("till-0", "till-1")] == days
        else:
            count = act_on(books, act, number, count)
        kept = books.kept()
        assert kept == books.fresh(kept[-1])
    books.close()


@examples(12, 1000)
@given(STEPS)
def test_folds_resume_at_any_watermark(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder))
        Path(folder, "books.db").write_bytes(migrated().read_bytes())
        run_steps(Books(url, migrate=False), steps)


def test_folds_resume_on_both_databases(database_url: str) -> None:
    steps = [
        ("receipts", 3),
        ("idle", 0),
        ("entries", 2),
        ("restart", 0),
        ("opening", 0),
        ("drawer", 0),
        ("rollback", 0),
    ]
    steps += [("receipts", 2), ("piece", 0), ("restart", 0), ("closing", 0), ("opening", 0), ("restart", 0)]
    run_steps(Books(database_url), steps)


async def test_verify_is_not_disturbed_by_sales(books: Books) -> None:
    books.writer.start()
    for n in range(1, 60):
        await books.writer.write(lambda tx, n=n: books.receipt(tx, id_of(n)))

    def goes_on_meanwhile(connection: sa.Connection) -> Any:
        def sell_more(seq: int) -> None:
            numbers = range(1000 * seq, 1000 * seq + 20)
            for n in numbers:
                asyncio.run_coroutine_threadsafe(
                    books.writer.write(lambda tx, n=n: books.receipt(tx, id_of(n))), loop
                ).result()  # fmt: skip

        return verify(connection, sell_more)

    loop = asyncio.get_running_loop()
    verdict = await asyncio.to_thread(books.database.read_now, goes_on_meanwhile)
    assert verdict.sound, verdict.faults
    assert verdict.entries == 59
    assert books.database.read_now(verify).entries == 79


class LostAnswer:
    """A connection whose next commit arrives, but whose answer does not."""

    def __init__(self, inner: Connection) -> None:
        self.inner = inner
        self.lose = False
        self.arrives = True

    def commit(self) -> None:
        lose, self.lose = self.lose, False
        if lose and not self.arrives:
            self.inner.rollback()
        else:
            self.inner.commit()
        if lose:
            raise StorageDown("the link broke")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_without_an_answer_is_asked_back_not_repeated(database_url: str, arrives: bool) -> None:
    lossy: list[LostAnswer] = []

    def wrap(connection: Connection) -> Any:
        lossy.append(LostAnswer(connection))
        return lossy[0]

    books = Books(database_url, wrap=wrap)
    books.writer.write_now(lambda tx: books.receipt(tx, id_of(1)))
    lossy[0].lose, lossy[0].arrives = True, arrives
    if arrives:
        assert books.writer.write_now(lambda tx: books.receipt(tx, id_of(2))).counter == 2
    else:
        with pytest.raises(StorageDown):
            books.writer.write_now(lambda tx: books.receipt(tx, id_of(2)))
    assert books.writer.write_now(lambda tx: books.receipt(tx, id_of(3))).counter == 2 + arrives
    assert books.database.read_now(verify).sound
    books.close()


async def test_after_the_stop_nothing_waits_for_ever(books: Books) -> None:
    books.writer.start()
    await books.writer.write(lambda tx: books.entry(tx, id_of(1)))
    books.writer.stop()
    with pytest.raises(StorageDown):
        await books.writer.write(lambda tx: books.entry(tx, id_of(2)))
    assert len(books.rows()) == 1


async def test_postgres_that_ends_the_connection_is_connected_to_again(postgres_url: str) -> None:
    from tests.conftest import fresh_postgres_database

    books = Books(fresh_postgres_database(postgres_url))
    books.writer.start()
    await books.writer.write(lambda tx: books.receipt(tx, id_of(1)))
    with books.database.engine.begin() as raw:
        raw.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    first = (await asyncio.gather(
        books.writer.write(lambda tx: books.receipt(tx, id_of(2))), return_exceptions=True
    ))[0]  # fmt: skip
    assert isinstance(first, StorageDown) or first.counter == 2
    await books.writer.write(lambda tx: books.receipt(tx, id_of(3)))
    assert books.database.read_now(verify).sound
    books.close()


PLANTED = {
    "changed body": "UPDATE entry SET body = (SELECT body FROM entry WHERE seq = 3) WHERE seq = 4",
    "changed header": "UPDATE entry SET actor = 'somebody else' WHERE seq = 4",
    "deleted in the middle": "DELETE FROM entry WHERE seq = 4",
    "deleted at the end": "DELETE FROM entry WHERE seq = (SELECT MAX(seq) FROM entry)",
    "swapped hash": "UPDATE entry SET hash = (SELECT hash FROM entry WHERE seq = 3) WHERE seq = 4",
    "gap in a series": "UPDATE entry SET counter = counter + 7 WHERE kind = 'receipt' AND counter = 3",
    "changed balance": "UPDATE balance SET amount = amount + 1 WHERE account = 'drawer:till-1'",
    "forged account": "INSERT INTO balance (account, unit, amount) VALUES ('drawer:mine', 'EUR', 5)",
    "missing balance": "DELETE FROM balance WHERE account = 'drawer:till-1'",
    "changed movement": "UPDATE movement SET amount = amount + 1 WHERE account = 'drawer:till-1'",
    "missing movement": "DELETE FROM movement WHERE account = 'drawer:till-1' AND seq = 3",
    "wrong day total": "UPDATE day_total SET amount = amount + 1 WHERE dimension = 'total'",
    "missing day total": "DELETE FROM day_total WHERE dimension = 'total'",
    "wrong goods total": "UPDATE article_total SET amount = amount + 1 WHERE article = 'milk'",
    "missing goods total": "DELETE FROM article_total WHERE LENGTH(period) = 7",
    "missing receipt row": "DELETE FROM receipt WHERE number = 2",
    "changed receipt row": "UPDATE receipt SET total = total + 1 WHERE number = 2",
    "added receipt row": "INSERT INTO receipt (seq, id, till, number) VALUES (999, 'x', 'till-1', 77)",
    "added return": "INSERT INTO returned (receipt, line, seq, n, quantity, amount) VALUES ('x', 1, 1, 1, 5, 5)",
    "changed record": "UPDATE record SET body = (SELECT body FROM entry WHERE seq = 1) WHERE kind = 'group'",
    "missing record": "DELETE FROM record WHERE kind = 'group'",
    "deleted record": "UPDATE record SET deleted = 1 WHERE kind = 'group'",
}


def test_verify_finds_every_planted_fault(books: Books) -> None:
    books.writer.write_now(lambda tx: books.group(tx, id_of(100), "Obst"))
    for n in range(1, 6):
        books.writer.write_now(lambda tx, n=n: books.receipt(tx, id_of(n)))
    books.writer.write_now(lambda tx: books.opening(tx, id_of(200)))
    books.writer._idle()
    assert books.database.read_now(verify).sound
    triggers = ["entry_no_change ON entry"] if books.database.is_postgres else ["entry_no_update", "entry_no_delete"]
    for fault, statement in PLANTED.items():
        with books.database.engine.connect() as raw:
            raw.exec_driver_sql("SELECT 1" if books.database.is_postgres else "BEGIN")
            for trigger in triggers:
                raw.exec_driver_sql(f"DROP TRIGGER {trigger}")
            assert raw.exec_driver_sql(statement).rowcount > 0, fault
            assert not verify(raw).sound, fault
            raw.rollback()
    assert books.database.read_now(verify).sound


def test_the_tables_that_can_be_rebuilt_are_known() -> None:
    """A new table is either record, fold or working state; whoever adds one says which here and teaches `verify`."""
    record = {"entry"}
    folds = {
        "balance",
        "movement",
        "day_total",
        "article_total",
        "receipt",
        "returned",
        "record",
        "fold",
        "deviation",
        "invoice",
    }
    working_state = {"person", "open_basket", "payment", "queue_item", "secret", "invoice_document"}
    assert record | folds | working_state == set(schema.metadata.tables)
