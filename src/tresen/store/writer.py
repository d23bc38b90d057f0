"""The one writer: a thread that takes up to 64 waiting jobs into one transaction (group commit).

A job is a function that gets the transaction and returns its answer. Jobs must be repeatable: when one of a group
fails, the group is rolled back and every job runs again in a transaction of its own, so a bad sale spoils no other.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from tresen.store.connection import Connection, Row, StorageDown

T = TypeVar("T")

GROUP_LIMIT: Final = 64
QUEUE_LIMIT: Final = 4096
DOUBT_LIMIT: Final = 30.0
"""Seconds for which a database that went away in a commit is asked what became of it."""
DOUBT_PAUSE: Final = 0.2
_STOPPED: Final = "the writer is not running"


class Refused(Exception):
    """A job declines. Raised before the job wrote anything, it does not disturb its group. Carries the failure."""

    def __init__(self, failure: Any) -> None:
        super().__init__(failure)
        self.failure = failure


class Fold(Protocol):
    """Something that follows what is appended, inside the same transaction."""

    def before_commit(self, tx: "Tx") -> None: ...
    def after_commit(self) -> None: ...
    def after_rollback(self) -> None: ...

    def landed(self, tx: "Tx") -> bool:
        """After a commit without an answer (the database went away): whether what was appended is there."""

    def idle(self, tx: "Tx") -> bool:
        """Called in a transaction of its own when nothing waits; True if it wrote something."""


class Keyed(NamedTuple):
    """A table of working state: a row replaces the one with the same key."""

    insert: str
    """As `Connection.many` wants it, with its conflict clause."""
    types: tuple[str, ...]
    delete: str
    """As `Connection.among` wants it."""


class Tx:
    """What a job may do. `touched` tells whether the current job has written.

    Every statement hands the interpreter's lock over and has to wait for it again. So what jobs `put` and `remove` is
    kept until the commit (or until something is read) and written with one statement for the whole group.
    """

    __slots__ = ("_connection", "_later", "scratch", "touched")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._later: dict[Keyed, dict[str, Row | None]] = {}
        self.touched = False
        self.scratch: dict[str, Any] = {}
        """Room for what folds collect until the commit."""

    def put(self, table: Keyed, key: str, row: Row) -> None:
        """Write a row of working state; the last one of a key counts."""
        self.touched = True
        self._later.setdefault(table, {})[key] = row

    def remove(self, table: Keyed, key: str) -> None:
        self.touched = True
        self._later.setdefault(table, {})[key] = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.flush()
        self.touched = True
        self._connection.execute(sql, parameters)

    def many(self, sql: str, types: Sequence[str], rows: Sequence[Row]) -> None:
        self.touched = True
        self._connection.many(sql, types, rows)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        self.flush()
        return self._connection.one(sql, parameters)

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        self.flush()
        return self._connection.all(sql, parameters)

    def flush(self) -> None:
        """Write what was put and removed."""
        if not self._later:
            return
        later, self._later = self._later, {}
        for table, rows in later.items():
            self._connection.many(table.insert, table.types, [row for row in rows.values() if row is not None])
            self._connection.among(table.delete, [key for key, row in rows.items() if row is None])


Job = Callable[[Tx], Any]
_Waiting = tuple[Job, "asyncio.Future[Any]", asyncio.AbstractEventLoop]


class Writer:
    """Owns the writing connection. Start it once per node; stop it to drain and close."""

    def __init__(self, connection: Connection, folds: Sequence[Fold] = ()) -> None:
        self._connection = connection
        self._folds = list(folds)
        self._queue: SimpleQueue[list[_Waiting] | None] = SimpleQueue()
        self._begun: list[_Waiting] = []
        """What this turn of the event loop wants written; handed over as one, so that the writer wakes once for it."""
        self._under_way = 0
        self._thread: threading.Thread | None = None
        self._unsettled = False
        self._doubtful = False
        """The outcome of a commit could not be found out: what is in memory may not be what was written."""

    def add_fold(self, fold: Fold) -> None:
        self._folds.append(fold)

    def start(self) -> None:
        assert self._thread is None, "the writer is started once"
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then close."""
        if self._thread is not None:
            self._hand_over()
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        while not self._queue.empty():  # came too late
            late = self._queue.get_nowait()
            if late:
                self._answer(late, [(None, StorageDown(_STOPPED))] * len(late))
        self._connection.close()

    async def write(self, job: Callable[[Tx], T]) -> T:
        """Run a job and wait until its transaction is durable. Raises what the job or the database raised."""
        if self._thread is None or self._doubtful:
            raise StorageDown(_STOPPED)
        if self._under_way >= QUEUE_LIMIT:
            raise StorageDown("too many writes are waiting")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if not self._begun:
            loop.call_soon(self._hand_over)
        self._begun.append((job, future, loop))
        self._under_way += 1
        try:
            return await future
        finally:
            self._under_way -= 1

    def _hand_over(self) -> None:
        if self._begun:
            self._queue.put(self._begun)
            self._begun = []

    def write_now(self, job: Callable[[Tx], T]) -> T:
        """Run a job without the thread: for start-up, tools and tests, while the thread is not running."""
        assert self._thread is None, "only while the writer thread is not running"
        [(answer, error)] = self._alone([job])
        if error is not None:
            raise error
        result: T = answer
        return result

    def _loop(self) -> None:
        while True:
            try:
                group = self._queue.get(timeout=0.2) if self._unsettled else self._queue.get()
            except Empty:
                self._idle()
                continue
            if group is None:
                self._idle()
                return
            last = False
            while len(group) < GROUP_LIMIT and not last and not self._queue.empty():
                more = self._queue.get_nowait()
                if more is None:
                    last = True
                else:
                    group += more
            for at in range(0, len(group), GROUP_LIMIT):
                self._run(group[at : at + GROUP_LIMIT])
            if last:
                self._idle()
                return

    def _run(self, group: list[_Waiting]) -> None:
        jobs = [job for job, _, _ in group]
        outcomes = self._together(jobs) or self._alone(jobs)
        self._unsettled = True
        self._answer(group, outcomes)

    def _answer(self, group: list[_Waiting], outcomes: Sequence[tuple[Any, BaseException | None]]) -> None:
        with suppress(RuntimeError):  # the event loop is gone: the node is stopping, the data are safe
            group[0][2].call_soon_threadsafe(_deliver, group, outcomes)

    def _together(self, jobs: Sequence[Job]) -> list[tuple[Any, BaseException | None]] | None:
        """All in one transaction; None if one of them failed and each must run alone."""
        outcomes: list[tuple[Any, BaseException | None]] = []
        tx = Tx(self._connection)
        try:
            self._connection.begin()
            for job in jobs:
                tx.touched = False
                try:
                    outcomes.append((job(tx), None))
                except Refused as refused:
                    if tx.touched:
                        raise
                    outcomes.append((None, refused))
            self._commit(tx)
        except Exception:
            self._undo()
            return None
        for fold in self._folds:
            fold.after_commit()
        return outcomes

    def _commit(self, tx: Tx) -> None:
        """Commit. If the database went away without an answer, it is asked whether the commit arrived."""
        for fold in self._folds:
            fold.before_commit(tx)
        tx.flush()
        try:
            self._connection.commit()
        except StorageDown:
            if not self._landed(tx):
                raise

    def _landed(self, tx: Tx) -> bool:
        """Ask until the database answers. If it does not, nobody knows: then nothing is written until a restart."""
        until = time.monotonic() + DOUBT_LIMIT
        while True:
            try:
                self._connection.rollback()
                self._connection.begin()
                landed = any(fold.landed(tx) for fold in self._folds)
                self._connection.rollback()
            except Exception:
                self._doubtful = time.monotonic() > until
                if self._doubtful:
                    raise
                time.sleep(DOUBT_PAUSE)
            else:
                return landed

    def _alone(self, jobs: Sequence[Job]) -> list[tuple[Any, BaseException | None]]:
        outcomes: list[tuple[Any, BaseException | None]] = []
        for job in jobs:
            tx = Tx(self._connection)
            try:
                if self._doubtful:
                    raise StorageDown(_STOPPED)
                self._connection.begin()
                answer = job(tx)
                self._commit(tx)
            except Exception as error:
                self._undo()
                outcomes.append((None, error))
                continue
            for fold in self._folds:
                fold.after_commit()
            outcomes.append((answer, None))
        return outcomes

    def _undo(self) -> None:
        with suppress(Exception):  # the next begin tells whether the connection can still be used
            self._connection.rollback()
        for fold in self._folds:
            fold.after_rollback()

    def _idle(self) -> None:
        """Nothing waits: let the folds write what they kept in memory."""
        tx = Tx(self._connection)
        try:
            self._connection.begin()
            wrote = [fold.idle(tx) for fold in self._folds]
            tx.flush()
            self._connection.commit()
        except Exception:
            self._undo()
            self._unsettled = False  # tried again after the next write
            return
        for fold in self._folds:
            fold.after_commit()
        self._unsettled = any(wrote)


def _deliver(group: Sequence[_Waiting], outcomes: Sequence[tuple[Any, BaseException | None]]) -> None:
    for (_, future, _), (answer, error) in zip(group, outcomes, strict=True):
        if future.cancelled():
            continue
        if error is None:
            future.set_result(answer)
        else:
            future.set_exception(error)
