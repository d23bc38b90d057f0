"""A node's database, chosen by URL: a path or `sqlite:///path`, or `postgresql://…`."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from tresen.store import postgres, sqlite
from tresen.store.connection import Connection

T = TypeVar("T")

READERS: Final = 4
ROOM_NEEDED: Final = 64 * 1024 * 1024
"""Bytes that must be free on the disk before a new sale is begun."""


class Database:
    """Opens connections. Reading runs in a few threads, never in the event loop."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_postgres = url.startswith("postgresql")
        self.path = None if self.is_postgres else Path(url.removeprefix("sqlite:///"))
        self.engine = postgres.reader_engine(url) if self.path is None else sqlite.reader_engine(self.path)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    def migrate(self) -> None:
        """Bring the schema to the newest version."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def connect(self) -> Connection:
        """A connection for the writer."""
        if self.path is None:
            return postgres.PostgresConnection(self.url)
        return sqlite.SqliteConnection(self.path)

    async def read(self, question: Callable[[sa.Connection], T]) -> T:
        """Answer a question with a reading connection in a thread."""
        import asyncio

        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, question)

    def read_now(self, question: Callable[[sa.Connection], T]) -> T:
        """The same in this thread, for tools and tests.

        One question sees one state of the database, however many statements it asks and whatever is written meanwhile.
        """
        with self.engine.connect() as connection:
            if self.is_postgres:
                connection.execution_options(isolation_level="REPEATABLE READ")
            else:
                connection.exec_driver_sql("BEGIN")
            return question(connection)

    def has_room(self) -> bool:
        """Whether the disk has room for new sales (always true for a remote database)."""
        if self.path is None:
            return True
        return shutil.disk_usage(self.path.parent).free >= ROOM_NEEDED

    def close(self) -> None:
        self._readers.shutdown(wait=True)
        self.engine.dispose()
