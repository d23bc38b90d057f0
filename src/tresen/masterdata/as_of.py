"""Masterdata as they were at an earlier entry of the journal, as far as one basket depends on them."""

from collections.abc import Collection, Iterator
from typing import Final

import msgspec
import sqlalchemy as sa

from tresen.journal.read import newest_about
from tresen.masterdata.records import Masterdata, assembled
from tresen.store import schema

WHOLE: Final = ("shop", "tax", "settings", "promotion", "price_list")
"""Kinds of which every record counts."""


class _Change(msgspec.Struct):
    record: msgspec.Raw
    deleted: bool = False


class _Part(msgspec.Struct):
    article: str


class _Parts(msgspec.Struct):
    deposit: tuple[_Part, ...] = ()
    components: tuple[_Part, ...] = ()


class _ArticleParts(msgspec.Struct):
    article: _Parts


_decode = msgspec.json.Decoder(_Change).decode
_parts = msgspec.json.Decoder(_ArticleParts).decode


def masterdata_as_of(connection: sa.Connection, rules: int, goods: int, articles: Collection[str]) -> Masterdata:
    """Rules up to one entry, the named articles with their deposits and components up to another."""
    c = schema.record.c
    states = list(_rules(connection, rules))
    wanted, known = set(articles), set[str]()
    while wanted:
        known |= wanted
        found = list(_records(connection, "article", (c.kind == "article", c.id.in_(wanted)), goods))
        states += found
        parts = [_parts(body).article for _, _, _, body in found]
        wanted = {part.article for one in parts for part in (*one.deposit, *one.components)} - known
    return assembled(states)


def _rules(connection: sa.Connection, upto: int) -> Iterator[tuple[str, str, int, bytes]]:
    c = schema.record.c
    for kind in WHOLE:
        yield from _records(connection, kind, (c.kind == kind,), upto)


def _records(
    connection: sa.Connection, kind: str, wanted: tuple[sa.ColumnElement[bool], ...], upto: int
) -> Iterator[tuple[str, str, int, bytes]]:
    """Kind, id, entry and body of those that were there: the present ones as they are, changed ones from the journal."""
    c = schema.record.c
    question = sa.select(c.id, c.seq, c.deleted, c.body).where(*wanted)
    for id, seq, deleted, body in connection.execute(question).all():
        if int(seq) <= upto:
            if not deleted:
                yield kind, id, int(seq), bytes(body)
            continue
        entry = newest_about(connection, f"{kind}:{id}", upto)
        change = _decode(entry.body) if entry is not None and entry.kind == "masterdata" else None
        if entry is not None and change is not None and not change.deleted:
            yield kind, id, entry.seq, bytes(change.record)
