"""Reading the journal: by id, by number, by subject, page by page."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from tresen.journal.entry import COLUMNS, Entry
from tresen.store import schema
from tresen.store.writer import Tx

PAGE: Final = 50
PAGE_LIMIT: Final = 500
LAST_SEQ: Final = 2**62
"""No journal gets this far; larger numbers are not asked of a database."""

_BY_ID: Final = f"SELECT {', '.join(COLUMNS)} FROM entry WHERE id = ?"
_OF_KIND: Final = f"SELECT {', '.join(COLUMNS)} FROM entry WHERE kind = ? AND kind <> 'receipt' ORDER BY seq"
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
    possible = [seq for seq in seqs if 0 < seq <= LAST_SEQ]
    rows = connection.execute(sa.select(*_COLUMNS).where(schema.entry.c.seq.in_(possible)))
    return {entry.seq: entry for entry in map(entry_of, rows)}


def entry_in_tx(tx: Tx, id: str) -> Entry | None:
    """An entry by its id, inside the writer's transaction."""
    row = tx.one(_BY_ID, (id,))
    return entry_of(row) if row is not None else None


def of_kind_in_tx(tx: Tx, kind: str) -> list[Entry]:
    """All entries of a rare kind, oldest first, inside the writer's transaction."""
    return [entry_of(row) for row in tx.all(_OF_KIND, (kind,))]


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


def newest_about(connection: sa.Connection, subject: str, upto: int) -> Entry | None:
    """The last entry about a thing that is not behind another entry."""
    c = schema.entry.c
    question = sa.select(*_COLUMNS).where(c.subject == subject, c.subject != "", c.seq <= upto)
    row = connection.execute(question.order_by(c.seq.desc()).limit(1)).first()
    return entry_of(row) if row is not None else None


def closings_page(
    connection: sa.Connection, till: str, first: str, last: str, offset: int, limit: int
) -> tuple[list[Entry], int]:
    """Closings newest first, and how many there are; empty values do not restrict."""
    c = schema.entry.c
    wanted = [c.kind == "closing"]
    if till:
        wanted.append(c.till == till)
    if first:
        wanted.append(c.business_day >= first)
    if last:
        wanted.append(c.business_day <= last)
    total = connection.execute(sa.select(sa.func.count()).select_from(schema.entry).where(*wanted)).scalar_one()
    question = sa.select(*_COLUMNS).where(*wanted).order_by(c.seq.desc()).limit(limit).offset(offset)
    return [entry_of(row) for row in connection.execute(question)], int(total)


def kinds(connection: sa.Connection) -> list[str]:
    """All kinds of entries there are."""
    c = schema.entry.c
    found = {kind for (kind,) in connection.execute(sa.select(c.kind).where(c.kind != "receipt").distinct())}
    if connection.execute(sa.select(c.seq).where(c.kind == "receipt").limit(1)).first() is not None:
        found.add("receipt")
    return sorted(found)


def latest_of_kind(connection: sa.Connection, kind: str) -> dict[str, int]:
    """By subject, when an entry of a kind (not of receipts) was written last."""
    c = schema.entry.c
    question = sa.select(c.subject, sa.func.max(c.at)).where(c.kind == kind, c.kind != "receipt").group_by(c.subject)
    return {subject: int(at) for subject, at in connection.execute(question)}


def page(
    connection: sa.Connection, *, before: int = 0, kind: str = "", day: str = "", actor: str = "", till: str = "",
    subject: str = "", limit: int = PAGE, first: str = "", last: str = "", subjects: Sequence[str] | None = None,
    seqs: Sequence[int] = (),
) -> list[Entry]:  # fmt: skip
    """Entries newest first; `before` is the number of the last one seen.

    `first` and `last` are business days. With `subjects` or `seqs` an entry must be about one or be one of them.
    """
    c = schema.entry.c
    question = sa.select(*_COLUMNS)
    if before:
        question = question.where(c.seq < min(before, LAST_SEQ))
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
    if first:
        question = question.where(c.business_day >= first)
    if last:
        question = question.where(c.business_day <= last)
    if subjects is not None:
        about = sa.and_(c.subject.in_(subjects), c.subject != "")
        question = question.where(sa.or_(about, c.seq.in_(seqs)))
    question = question.order_by(c.seq.desc()).limit(min(limit, PAGE_LIMIT))
    return [entry_of(row) for row in connection.execute(question)]


def raw_rows(result: sa.CursorResult[Any]) -> list[Any]:
    """All rows as the driver gives them, without a wrapper for each: for walks over everything."""
    assert result.cursor is not None, "a question has rows"
    rows = list(result.cursor.fetchall())
    result.close()
    return rows


def walk(connection: sa.Connection, after: int = 0, piece: int = 2000) -> Iterator[list[Any]]:
    """All entries in order, in pieces of raw rows (columns as in `tresen.journal.entry.COLUMNS`)."""
    c = schema.entry.c
    question = sa.select(*_COLUMNS).where(c.seq > sa.bindparam("after")).order_by(c.seq).limit(piece)
    while True:
        rows = raw_rows(connection.execute(question, {"after": after}))
        if not rows:
            return
        yield rows
        after = int(rows[-1][0])


def closings_behind(connection: sa.Connection, seq: int, limit: int) -> list[str]:
    """Ids of the closings behind an entry, oldest first."""
    c = schema.entry.c
    question = sa.select(c.id).where(c.kind == "closing", c.kind != "receipt", c.seq > seq).order_by(c.seq).limit(limit)
    return [id for (id,) in connection.execute(question)]


def walk_kinds(connection: sa.Connection, kinds: Sequence[str], first: str, last: str) -> Iterator[Entry]:
    """Entries of some kinds (not of receipts) between two business days, oldest first; empty days do not restrict."""
    c, after = schema.entry.c, 0
    wanted = [c.kind.in_(kinds), c.kind != "receipt"]
    if first:
        wanted.append(c.business_day >= first)
    if last:
        wanted.append(c.business_day <= last)
    while True:
        question = sa.select(*_COLUMNS).where(*wanted, c.seq > after).order_by(c.seq).limit(PAGE_LIMIT)
        found = [entry_of(row) for row in connection.execute(question)]
        yield from found
        if len(found) < PAGE_LIMIT:
            return
        after = found[-1].seq
