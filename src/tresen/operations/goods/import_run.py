"""What became of an import: from memory while it runs, from the journal afterwards."""

from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from tresen.journal.entry import Draft, Entry, encode
from tresen.journal.read import by_subject, page
from tresen.operations.goods.check_import import Counts
from tresen.operations.node import Actor, Node
from tresen.operations.writing import office_day

PIECE: Final = 500
"""Articles in one transaction."""
SHOWN: Final = 20
MOST_ENTRIES: Final = 5000


@dataclass(slots=True)
class Kept:
    """An article that an undo left as it is, because somebody changed it after the import."""

    number: str
    name: str


@dataclass(slots=True)
class ImportRun:
    """`state`: `checked`, `running`, `applied`, `undoing`, `undone` or `failed`. `error`: code of the failure."""

    id: str
    file: str
    actor_name: str
    state: str
    at: int
    total: int
    counts: Counts
    done: int = 0
    error: str = ""
    undoable: bool = False
    kept: list[Kept] = field(default_factory=list)


class Changed(msgspec.Struct, array_like=True):
    """An article, and the entries that wrote it before (0: there was none) and through the import."""

    article: str
    before: int
    after: int


class ImportBody(msgspec.Struct):
    """Content of the entries of an import; each kind uses what it needs."""

    file: str = ""
    actor_name: str = ""
    total: int = 0
    counts: Counts = msgspec.field(default_factory=Counts)
    changed: list[Changed] = msgspec.field(default_factory=list)
    kept: list[Kept] = msgspec.field(default_factory=list)
    error: str = ""


decode_import = msgspec.json.Decoder(ImportBody).decode


def import_entry(node: Node, actor: Actor, kind: str, id: str, **content: Any) -> Draft:
    """An entry of an import, not appended yet."""
    now = node.clock.now()
    body = encode(content)
    return Draft(node.ids.new(), kind, now, office_day(node, now), body, (), actor.staff, subject=f"import:{id}")


async def import_run(node: Node, id: str) -> ImportRun | None:
    """How far an import is, None if it is not known."""
    running: ImportRun | None = node.import_runs.get(id)
    if running is not None:
        return running
    plan = node.imports.get(id)
    if plan is not None:
        total = plan.counts.new + plan.counts.changed
        return ImportRun(plan.id, plan.file, plan.actor_name, "checked", plan.at, total, plan.counts)
    entries = await entries_of(node, id)
    return _from_journal(id, entries) if entries else None


async def entries_of(node: Node, id: str) -> list[Entry]:
    """All entries of an import, oldest first."""
    return await node.database.read(lambda connection: by_subject(connection, f"import:{id}", MOST_ENTRIES))


async def import_runs(node: Node) -> list[ImportRun]:
    """The latest, newest first; checked files that were not applied are left out."""
    begun = await node.database.read(lambda connection: page(connection, kind="import_begun", limit=SHOWN))
    found = []
    for entry in begun:
        run = await import_run(node, entry.subject.partition(":")[2])
        if run is not None:
            found.append(run)
    return found


def _from_journal(id: str, entries: list[Entry]) -> ImportRun:
    """An import that is not running: complete, or interrupted by a stop of the node."""
    begun = decode_import(entries[0].body)
    run = ImportRun(id, begun.file, begun.actor_name, "failed", entries[0].at, begun.total, begun.counts)
    kinds = {entry.kind for entry in entries}
    if "import_undone" in kinds:
        last = decode_import(next(entry.body for entry in reversed(entries) if entry.kind == "import_undone"))
        run.state, run.kept, run.done = "undone", last.kept, run.total
    elif "import_ended" in kinds and "import_undo_piece" not in kinds:
        run.state, run.done, run.undoable = "applied", run.total, run.total > 0
    else:
        run.error, run.undoable = "interrupted", True
        run.done = sum(len(decode_import(entry.body).changed) for entry in entries if entry.kind == "import_piece")
    return run
