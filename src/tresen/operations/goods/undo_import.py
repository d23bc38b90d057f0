"""Undo an import: what it changed gets its former record again, as new entries; what it created goes off sale.

An article that somebody changed after the import stays as it is and is listed.
"""

from dataclasses import replace

import msgspec

from tresen.core.failures import Failure
from tresen.journal.read import by_seqs
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.goods.article_rules import check_fields, check_taken
from tresen.operations.goods.import_run import (
    PIECE,
    Changed,
    ImportRun,
    Kept,
    decode_import,
    entries_of,
    import_entry,
    import_run,
)
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx


class _Written(msgspec.Struct):
    record: ArticleRecord


_decode = msgspec.json.Decoder(_Written).decode


async def undo_import(node: Node, actor: Actor, id: str) -> ImportRun | Failure:
    """Begin to undo and answer at once. Fails with `import_changed_since` if nothing of it is as the import left it."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    run: ImportRun | None = await import_run(node, id)
    if run is None or run.state == "checked":
        return Failure("not_found", {"import": id})
    if run.state == "undone":
        return Failure("import_already_undone", {})
    changed = await _left_to_undo(node, id)
    run = _running(node, run)
    if run.state in ("running", "undoing"):
        return Failure("conflict", {})
    seqs = node.masterdata.articles.seqs
    if not any(seqs.get(one.article) == one.after for one in changed):
        return Failure("import_changed_since", {"articles": len(changed)})
    run.state, run.done, run.total, run.undoable, run.error = "undoing", 0, len(changed), False, ""
    node.background(_undo(node, actor, run, changed))
    return run


def _running(node: Node, run: ImportRun) -> ImportRun:
    """The one run that everybody sees, also when two people press undo at once."""
    known: ImportRun = node.import_runs.setdefault(run.id, run)
    return known


async def _left_to_undo(node: Node, id: str) -> list[Changed]:
    """What the import changed, without what an interrupted undo restored already."""
    entries = await entries_of(node, id)
    restored = {
        one.article
        for entry in entries
        if entry.kind == "import_undo_piece"
        for one in decode_import(entry.body).changed
    }
    return [
        one
        for entry in entries
        if entry.kind == "import_piece"
        for one in decode_import(entry.body).changed
        if one.article not in restored
    ]


async def _undo(node: Node, actor: Actor, run: ImportRun, changed: list[Changed]) -> None:
    seq: int | Failure = 0
    together = {one.article for one in changed}
    for start in range(0, len(changed), PIECE):
        seq = await _piece(node, actor, run, changed[start : start + PIECE], together)
        if isinstance(seq, Failure):
            break
        node.bus.tell("import", id=run.id, state=run.state, done=run.done, total=run.total)
    if not isinstance(seq, Failure):
        undone = import_entry(node, actor, "import_undone", run.id, total=run.done, kept=run.kept)
        seq = await written(node, lambda tx: node.journal.append(tx, undone).seq)
    if isinstance(seq, Failure):
        run.state, run.error, run.undoable = "failed", seq.code, True
    else:
        run.state = "undone"
    node.bus.tell("import", id=run.id, state=run.state, done=run.done, total=run.total)
    node.bus.tell("masterdata", kind="article")


async def _piece(
    node: Node, actor: Actor, run: ImportRun, changed: list[Changed], together: set[str]
) -> int | Failure:  # fmt: skip
    before = [one.before for one in changed if one.before]
    async with node.changing:
        entries = await node.database.read(lambda connection: by_seqs(connection, before))
        md = node.masterdata
        restored: list[tuple[ArticleRecord, Changed]] = []
        for one in changed:
            now_there = md.articles.get(one.article)
            if now_there is None:
                continue
            former = _decode(entries[one.before].body).record if one.before else replace(now_there, active=False)
            taken = check_fields(md, former) or check_taken(md, former, together.__contains__)
            if md.articles.seqs[one.article] != one.after or taken is not None:
                run.kept.append(Kept(now_there.article.number, now_there.article.name))
            else:
                restored.append((former, one))
        now = node.clock.now()
        day, ids = office_day(node, now), [node.ids.new() for _ in restored]

        def job(tx: Tx) -> int:
            written_back = []
            for (former, one), entry_id in zip(restored, ids, strict=True):
                entry = change(
                    tx, node.journal, "article", one.article, former, entry_id=entry_id, at=now, day=day,
                    actor=actor.staff, source="undo",
                )  # fmt: skip
                written_back.append(Changed(one.article, one.after, entry.seq))
            draft = import_entry(node, actor, "import_undo_piece", run.id, changed=written_back)
            return node.journal.append(tx, draft).seq

        seq = await written(node, job)
    if not isinstance(seq, Failure):
        run.done += len(changed)
    return seq
