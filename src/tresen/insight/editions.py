"""The editions of the process documentation, and what the owner has still to write."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.insight.wording import english
from tresen.journal.entry import Entry
from tresen.journal.read import page
from tresen.operations.documentation.edition import Edition, decode_edition
from tresen.operations.documentation.keep_editions import KIND
from tresen.operations.documentation.own_texts import QUESTIONS
from tresen.operations.node import Node

SHOWN: Final = 100


@dataclass(slots=True)
class EditionView:
    id: str
    number: int
    at: int
    hash: str
    changed: list[str]


@dataclass(slots=True)
class OwnText:
    key: str
    title: str
    hint: str
    text: str


async def list_editions(node: Node) -> list[EditionView]:
    """The newest first."""

    def question(connection: sa.Connection) -> list[Entry]:
        return page(connection, kind=KIND, limit=SHOWN)

    return [_view(entry) for entry in await node.database.read(question)]


def _view(entry: Entry) -> EditionView:
    edition = decode_edition(entry.body)
    return EditionView(entry.id, edition.number, entry.at, edition.hash, list(edition.changed))


def own_texts(node: Node, language: str) -> list[OwnText]:
    """Every chapter the owner writes, in order."""
    place, kept = english(language), node.masterdata.settings.own_texts
    return [OwnText(key, one.title[place], one.hint[place], kept.get(key, "")) for key, one in QUESTIONS.items()]


def edition_sections(node: Node, edition: Edition, history: list[EditionView]) -> list[dict[str, Any]]:
    """The chapters of an edition and the history up to it, as the setter of documents takes them."""
    shop = next(iter(node.masterdata.shops), None)
    rows = [
        (str(one.number), node.local(shop, one.at).replace("T", " ") if shop else str(one.at), text)
        for one in history
        if one.number <= edition.number
        for text in (one.changed or ["Erste Fassung"] if one.number == 1 else one.changed or ["-"])
    ]
    table = {"title": "", "head": ("Fassung", "Zeitpunkt", "Änderung"), "rows": rows}
    last = {"title": "5 Änderungshistorie", "level": 1, "paragraphs": (), "tables": (table,)}
    return [*msgspec.to_builtins(edition.document.sections), last]
