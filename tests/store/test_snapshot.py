"""Several queries of one question see one state of the database, whatever is written meanwhile."""

import sqlalchemy as sa

from tresen.store import schema
from tresen.store.database import Database


def test_what_is_written_meanwhile_is_not_seen(database_url: str) -> None:
    database = Database(database_url)
    database.migrate()
    writer = database.connect()

    def write(name: str) -> None:
        writer.begin()
        writer.execute("INSERT INTO fold (name, seq) VALUES (?, 1)", (name,))
        writer.commit()

    def count(connection: sa.Connection) -> int:
        return int(connection.execute(sa.select(sa.func.count()).select_from(schema.fold)).scalar_one())

    def twice(connection: sa.Connection) -> tuple[int, int]:
        before = count(connection)
        write("second")
        return before, count(connection)

    write("first")
    assert database.read_now(twice) == (1, 1)
    assert database.read_now(count) == 2
    writer.close()
    database.close()
