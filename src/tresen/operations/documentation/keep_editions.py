"""Keep an edition of the process documentation for every state of the configuration, by itself."""

import asyncio
from typing import Any, Final

from tresen.journal.entry import Draft, encode
from tresen.journal.read import by_id, page
from tresen.operations.documentation.described import described
from tresen.operations.documentation.edition import Edition, decode_edition, differences, hash_of
from tresen.operations.node import Node
from tresen.operations.writing import office_day, written

KIND: Final = "process_documentation"
PAUSE: Final = 60.0
"""Seconds: so long changes are gathered before they become an edition."""


async def newest_edition(node: Node) -> Edition | None:
    """The last edition that was kept."""
    found = await node.database.read(lambda connection: page(connection, kind=KIND, limit=1))
    return decode_edition(found[0].body) if found else None


async def find_edition(node: Node, id: str) -> tuple[Edition, Any] | None:
    """An edition and its entry."""
    entry = await node.database.read(lambda connection: by_id(connection, id))
    return (decode_edition(entry.body), entry) if entry is not None and entry.kind == KIND else None


async def note_edition(node: Node) -> Edition | None:
    """Keep a new edition if the configuration is another one than the newest says; that new one, else None."""
    if next(iter(node.masterdata.shops), None) is None:
        return None  # before the set-up
    if any(member.info is None for member in node.signing.members.values()):
        return None  # a TSE that has not said who it is would stand as a change
    document = described(node)
    digest = hash_of(document)
    async with node.changing:
        last = await newest_edition(node)
        if last is not None and last.hash == digest:
            return None
        changed = differences(last.document, document) if last is not None else ()
        edition = Edition(last.number + 1 if last is not None else 1, digest, document, changed)
        now = node.clock.now()
        draft = Draft(
            node.ids.new(), "process_documentation", now, office_day(node, now), encode(edition),
            subject=f"process_documentation:{edition.number}",
        )  # fmt: skip
        failure = await written(node, lambda tx: node.journal.append(tx, draft).seq)
        return edition if isinstance(failure, int) else None


async def keep_editions(node: Node) -> None:
    """Runs for as long as the node lives."""
    while True:
        await note_edition(node)
        await asyncio.sleep(PAUSE)
