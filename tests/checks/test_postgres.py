"""The fixtures themselves: a test on `database_url` really meets both databases."""

import sqlite3

import psycopg


def test_database_is_empty_and_writable(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
            connection.execute("CREATE TABLE t (n integer)")
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
        connection.close()
    else:
        with psycopg.connect(database_url) as session:
            session.execute("CREATE TABLE t (n integer)")
            assert session.execute("SELECT count(*) FROM t").fetchone() == (0,)
