"""PostgreSQL: the same contract for bigger shops, chosen by URL. A group's rows are written with one statement for each table."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import msgspec
import psycopg
from psycopg import errors
from sqlalchemy import Engine, create_engine

from tresen.store.connection import Row, StorageDown, StorageFull


@cache
def _dialect(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


_FORMS: Final = {"text": "r->>{}", "bigint": "(r->>{})::bigint", "bytea": "decode(r->>{}, 'base64')"}
_encode: Final = msgspec.json.Encoder().encode


@cache
def _insert(sql: str, types: tuple[str, ...]) -> str:
    """All rows in one parameter: as arrays by column they cost the client ten times as much (100 against 10 µs a sale)."""
    head, _, conflict = sql.partition("|")
    columns = ", ".join(_FORMS[kind].format(place) for place, kind in enumerate(types))
    return f"{head} SELECT {columns} FROM jsonb_array_elements(%s::jsonb) AS r {conflict}"


class PostgresConnection:
    """The writer's own connection (see `tresen.store.connection.Connection`)."""

    def __init__(self, url: str) -> None:
        self._url = re.sub(r"^postgresql\+psycopg", "postgresql", url)
        self._raw = psycopg.connect(self._url, autocommit=True)

    def begin(self) -> None:
        if self._raw.closed:
            self._reconnect()
        self._run("BEGIN", ())

    def commit(self) -> None:
        self._run("COMMIT", ())

    def rollback(self) -> None:
        if not self._raw.closed and self._raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            self._raw.execute("ROLLBACK")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self._run(sql, parameters)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        return self._run(sql, parameters).fetchone()

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        return self._run(sql, parameters).fetchall()

    def many(self, sql: str, types: Sequence[str], rows: Sequence[Row]) -> None:
        if rows:
            self._run_raw(_insert(sql, tuple(types)), [_encode(rows).decode()])

    def among(self, sql: str, keys: Sequence[str]) -> None:
        if keys:
            self._run_raw(f"{sql.removesuffix('IN')}= ANY(%s::text[])", [list(keys)])

    def close(self) -> None:
        self._raw.close()

    def _run(self, sql: str, parameters: Sequence[Any]) -> psycopg.Cursor[Row]:
        return self._run_raw(_dialect(sql), parameters)

    def _run_raw(self, sql: str, parameters: Sequence[Any]) -> psycopg.Cursor[Row]:
        try:
            return self._raw.execute(sql, parameters, prepare=True)
        except errors.DiskFull as error:
            raise StorageFull(str(error)) from error
        except (errors.OperationalError, psycopg.InterfaceError) as error:
            raise StorageDown(str(error)) from error

    def _reconnect(self) -> None:
        self._raw.close()
        try:
            self._raw = psycopg.connect(self._url, autocommit=True)
        except psycopg.OperationalError as error:
            raise StorageDown(str(error)) from error


def reader_engine(url: str) -> Engine:
    """An engine for reading and for migrations; the sale path does not use it."""
    return create_engine(re.sub(r"^postgresql(\+psycopg)?:", "postgresql+psycopg:", url), pool_pre_ping=True)
