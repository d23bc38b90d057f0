"""Reading the journal: by id, by number, by subject, page by page."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from tresen.journal.entry import COLUMNS, Entry
from tresen.store import schema
from tresen.store.writer import Tx

PAGE: Final = 50
PAGE_LIMIT: Final = 500

_BY_ID: Final = f"SELECT {', '.join(COLUMNS)} FROM entry WHERE id = ?"
_COLUMNS: Final = [schema.entry.c[name] for name in COLUMNS]


def entry_of(row: Any) -> Entry:
    """An entry from a database row."""
    seq, id, kind, version, at, day, actor, node, till, series, counter, subject, body, digest = row
    return Entry(
        int(seq), id, kind, int(version), int(at), day, actor, node, till, series, int(counter), subject,
        bytes(body), bytes(digest),
    )  # fmt: skip


def body_in_tx(tx: Tx, id: str) -> tuple[bytes, int] | None:
    """Body and series number of an entry, inside the writer's transaction."""
    row = tx.one("SELECT body, counter FROM entry WHERE id = ?", (id,))
    return (bytes(row[0]), int(row[1])) if row is not None else None


def known_in_tx(tx: Tx, id: str) -> tuple[int, bytes] | None:
    """Number and body of an entry, inside the writer's transaction: what a repetition is answered with."""
    row = tx.one("SELECT seq, body FROM entry WHERE id = ?", (id,))
    return (int(row[0]), bytes(row[1])) if row is not None else None


def by_seqs(connection: sa.Connection, seqs: Sequence[int]) -> dict[int, Entry]:
    """Entries by their numbers, at most a thousand."""
    assert len(seqs) <= 1000, "a piece"
    rows = connection.execute(sa.select(*_COLUMNS).where(schema.entry.c.seq.in_(seqs)))
    return {entry.seq: entry for entry in map(entry_of, rows)}


def entry_in_tx(tx: Tx, id: str) -> Entry | None:
    """An entry by its id, inside the writer's transaction."""
    row = tx.one(_BY_ID, (id,))
    return entry_of(row) if row is not None else None


def by_id(connection: sa.Connection, id: str) -> Entry | None:
    row = connection.execute(sa.select(*_COLUMNS).where(schema.entry.c.id == id)).first()
    return entry_of(row) if row is not None else None


def by_number(connection: sa.Connection, till: str, series: str, counter: int) -> Entry | None:
    """A till's receipt or closing by its number."""
    c = schema.entry.c
    question = sa.select(*_COLUMNS).where(c.till == till, c.series == series, c.counter == counter, c.series != "")
    row = connection.execute(question).first()
    return entry_of(row) if row is not None else None


def by_subject(connection: sa.Connection, subject: str, limit: int = PAGE_LIMIT) -> list[Entry]:
    """The history of one thing, oldest first."""
    c = schema.entry.c
    question = sa.select(*_COLUMNS).where(c.subject == subject, c.subject != "").order_by(c.seq).limit(limit)
    return [entry_of(row) for row in connection.execute(question)]


def page(
    connection: sa.Connection, *, before: int = 0, kind: str = "", day: str = "", actor: str = "", till: str = "",
    subject: str = "", limit: int = PAGE,
) -> list[Entry]:  # fmt: skip
    """Entries newest first; `before` is the number of the last one seen."""
    c = schema.entry.c
    question = sa.select(*_COLUMNS)
    if before:
        question = question.where(c.seq < before)
    if kind:
        question = question.where(c.kind == kind)
    if day:
        question = question.where(c.business_day == day)
    if actor:
        question = question.where(c.actor == actor)
    if till:
        question = question.where(c.till == till)
    if subject:
        question = question.where(c.subject.like(f"{subject}%"), c.subject != "")
    question = question.order_by(c.seq.desc()).limit(min(limit, PAGE_LIMIT))
    return [entry_of(row) for row in connection.execute(question)]


def walk(connection: sa.Connection, after: int = 0, piece: int = 2000) -> Iterator[list[Any]]:
    """All entries in order, in pieces of raw rows (columns as in `tresen.journal.entry.COLUMNS`)."""
    c = schema.entry.c
    question = sa.select(*_COLUMNS).where(c.seq > sa.bindparam("after")).order_by(c.seq).limit(piece)
    while True:
        rows = list(connection.execute(question, {"after": after}))
        if not rows:
            return
        yield rows
        after = int(rows[-1][0])
