"""The writer's connection to a database, the same few calls for SQLite and PostgreSQL.

Statements are written once with `?` placeholders. Only `tresen.store`, `journal`, `ledger` and `masterdata` hold SQL.
"""

from collections.abc import Sequence
from typing import Any, Protocol

Row = tuple[Any, ...]


class StorageFull(Exception):
    """The disk has no room left; the transaction was rolled back and nothing was written."""


class StorageDown(Exception):
    """The database cannot be reached or is damaged; the transaction was rolled back."""


class Connection(Protocol):
    """One connection with explicit transactions."""

    def begin(self) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None: ...
    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None: ...
    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]: ...

    def many(self, sql: str, types: Sequence[str], rows: Sequence[Row]) -> None:
        """Run one INSERT for many rows. `types` names the PostgreSQL type of each column (`text`, `bigint`, `bytea`).

        The statement ends where VALUES would begin, e.g. `INSERT INTO fold (name, seq)`; a conflict clause is set
        apart by `|`: `INSERT INTO t (k, v) | ON CONFLICT (k) DO UPDATE SET v = excluded.v`.
        """

    def among(self, sql: str, keys: Sequence[str]) -> None:
        """Run one statement for many text keys; it ends with `IN`, e.g. `DELETE FROM t WHERE id IN`."""

    def close(self) -> None: ...
