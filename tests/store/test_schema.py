"""Migrations, tables and database say the same, on both databases; and the database itself keeps the journal whole."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tresen.store.database import Database
from tresen.store.schema import metadata


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.migrate()
    yield database
    database.close()


def test_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    before = sa.inspect(database.engine).get_table_names()
    database.migrate()
    assert sa.inspect(database.engine).get_table_names() == before


@pytest.mark.parametrize("change", ["UPDATE entry SET kind = 'sale'", "DELETE FROM entry"])
def test_the_database_refuses_to_change_an_entry(database: Database, change: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(metadata.tables["entry"].insert().values(seq=1, id="1", body=b"", hash=b""))
    with pytest.raises(sa.exc.DBAPIError, match="the journal only grows"), database.engine.begin() as connection:
        connection.execute(sa.text(change))
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT kind FROM entry")).all() == [("",)]
