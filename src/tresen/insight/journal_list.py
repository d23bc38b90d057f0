"""The journal as the office reads it: filters, a sentence for every entry, and the hashes of the chain."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.core.failures import Failure
from tresen.core.receipt_number import place_of
from tresen.insight.sentences import about, sentence
from tresen.insight.wording import till_name
from tresen.journal.entry import GENESIS, Entry
from tresen.journal.read import by_id, by_number, by_seqs, kinds, page
from tresen.operations.goods.find_articles import matching
from tresen.operations.node import Node

MOST_SUBJECTS: Final = 200


@dataclass(slots=True)
class JournalFilter:
    """Everything empty finds the newest entries. `first`, `last`: business days."""

    kind: str = ""
    first: str = ""
    last: str = ""
    actor: str = ""
    subject: str = ""
    q: str = ""
    before: int = 0
    size: int = 50


@dataclass(slots=True)
class EntryView:
    """An entry; hashes in hex. `body`: its content, in the answer for a single entry."""

    seq: int
    id: str
    kind: str
    version: int
    at: int
    business_day: str
    actor: str
    actor_name: str
    till: str
    till_name: str
    node: str
    series: str
    counter: int
    subject: str
    hash: str
    previous: str
    sentence: str


@dataclass(slots=True)
class EntryDetail(EntryView):
    body: Any = None


@dataclass(slots=True)
class EntryPage:
    """`next`: pass as `before`; None at the end."""

    items: list[EntryView]
    next: int | None
    kinds: list[str]


async def list_entries(node: Node, wanted: JournalFilter, language: str) -> EntryPage:
    """Newest first."""
    size = max(1, min(wanted.size, 200))
    text = wanted.q.strip()
    subjects = _subjects(node, text) if text else None

    def question(connection: sa.Connection) -> tuple[list[Entry], dict[int, Entry], list[str]]:
        seqs = _seqs(connection, node, text) if text else []
        entries = page(
            connection, before=max(wanted.before, 0), kind=wanted.kind, actor=wanted.actor, subject=wanted.subject,
            limit=size + 1, first=wanted.first, last=wanted.last, subjects=subjects, seqs=seqs,
        )  # fmt: skip
        missing = {entry.seq - 1 for entry in entries} - {entry.seq for entry in entries}
        return entries, by_seqs(connection, sorted(missing)), kinds(connection)

    entries, more, known = await node.database.read(question)
    hashes = {entry.seq: entry.hash for entry in (*entries, *more.values())}
    items = [
        EntryView(**_fields(node, entry, hashes.get(entry.seq - 1, GENESIS), language)) for entry in entries[:size]
    ]
    return EntryPage(items, items[-1].seq if len(entries) > size else None, known)


async def entry_detail(node: Node, seq: int, language: str) -> EntryDetail | Failure:
    """One entry with its raw content."""
    found = await node.database.read(lambda connection: by_seqs(connection, [seq, seq - 1]))
    entry = found.get(seq)
    if entry is None:
        return Failure("not_found", {"entry": seq})
    previous = found[seq - 1].hash if seq - 1 in found else GENESIS
    return EntryDetail(**_fields(node, entry, previous, language), body=msgspec.json.decode(entry.body))


def _fields(node: Node, entry: Entry, previous: bytes, language: str) -> dict[str, Any]:
    return {
        "seq": entry.seq, "id": entry.id, "kind": entry.kind, "version": entry.version, "at": entry.at,
        "business_day": entry.business_day, "actor": entry.actor, "actor_name": about(node, entry), "till": entry.till,
        "till_name": till_name(node, entry.till) if entry.till else "", "node": entry.node, "series": entry.series,
        "counter": entry.counter, "subject": entry.subject, "hash": entry.hash.hex(), "previous": previous.hex(),
        "sentence": sentence(node, entry, language),
    }  # fmt: skip


def _subjects(node: Node, text: str) -> list[str]:
    """What a text may be about: articles by word or number, customers by card, people and tills by name, or itself."""
    md, plain = node.masterdata, text.casefold()
    found = [text, *(f"{kind}:{text}" for kind in ("article", "receipt", "customer", "staff", "till", "import"))]
    found += [f"article:{record.article.id}" for record in matching(node, text)[:MOST_SUBJECTS]]
    if text in md.customer_numbers:
        found.append(f"customer:{md.customer_numbers[text]}")
    found += [f"staff:{one.id}" for one in md.staff if plain in one.name.casefold()]
    found += [f"till:{one.id}" for one in md.tills if plain in one.name.casefold()]
    return found


def _seqs(connection: sa.Connection, node: Node, text: str) -> list[int]:
    """Entries that a text names: by id, or receipts and closings by number."""
    found = []
    named = by_id(connection, text.lower())
    if named is not None:
        found.append(named.seq)
    name, _, number = text.rpartition("/")
    if number.isdigit() and len(number) < 16:
        for till in node.masterdata.tills:
            if name in ("", till.id, till.name):
                for series, counter in (place_of(int(number)), ("closing", int(number))):
                    entry = by_number(connection, till.id, series, counter)
                    if entry is not None:
                        found.append(entry.seq)
    return found
