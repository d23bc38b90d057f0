"""Apply a checked table of goods: one entry per article, at most five hundred in a transaction, one id for all."""

from tresen.core.failures import Failure
from tresen.masterdata.records import change
from tresen.operations.goods.article_rules import check_taken
from tresen.operations.goods.check_import import ImportPlan, PlannedRow
from tresen.operations.goods.import_run import PIECE, Changed, ImportRun, import_entry, import_run
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx


async def apply_import(node: Node, actor: Actor, id: str) -> ImportRun | Failure:
    """Begin to apply and answer at once; rows with errors are left away. The same id again tells how far it is."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    plan: ImportPlan | None = node.imports.get(id)
    if plan is None:
        known = await import_run(node, id)
        return known if known is not None else Failure("not_found", {"import": id})
    if plan.missing:
        return Failure("import_columns_missing", {"columns": ", ".join(plan.missing)})
    rows = [row for row in plan.rows if row.kind in ("new", "changed")]
    if not rows and plan.counts.errors:
        return Failure("import_rows_faulty", {"rows": plan.counts.errors})
    run = ImportRun(id, plan.file, actor.staff_name, "running", node.clock.now(), len(rows), plan.counts)
    node.import_runs[id] = run
    del node.imports[id]
    node.background(_apply(node, actor, run, rows))
    return run


async def _apply(node: Node, actor: Actor, run: ImportRun, rows: list[PlannedRow]) -> None:
    begun = import_entry(
        node, actor, "import_begun", run.id, file=run.file, actor_name=run.actor_name, total=run.total,
        counts=run.counts,
    )  # fmt: skip
    left = await written(node, lambda tx: node.journal.append(tx, begun).seq)
    together = {row.record.article.id for row in rows if row.record is not None}
    start = 0
    while not isinstance(left, Failure) and start < len(rows):
        left = await _piece(node, actor, run, rows[start : start + PIECE], together)
        start += PIECE
        node.bus.tell("import", id=run.id, state=run.state, done=run.done, total=run.total)
    if not isinstance(left, Failure):
        ended = import_entry(node, actor, "import_ended", run.id, total=run.done, counts=run.counts)
        left = await written(node, lambda tx: node.journal.append(tx, ended).seq)
    if isinstance(left, Failure):
        run.state, run.error = "failed", left.code
    else:
        run.state = "applied"
    run.undoable = run.done > 0
    node.bus.tell("import", id=run.id, state=run.state, done=run.done, total=run.total)
    node.bus.tell("masterdata", kind="article")


async def _piece(
    node: Node, actor: Actor, run: ImportRun, rows: list[PlannedRow], together: set[str]
) -> int | Failure:  # fmt: skip
    """Write some rows with the list of what they changed. A row whose article changed since the check stays away."""
    async with node.changing:
        md = node.masterdata
        good: list[PlannedRow] = []
        for row in rows:
            assert row.record is not None
            same = md.articles.seqs.get(row.record.article.id, 0) == row.version
            if same and check_taken(md, row.record, together.__contains__) is None:
                good.append(row)
            else:
                run.counts.errors += 1
                setattr(run.counts, row.kind, getattr(run.counts, row.kind) - 1)
                run.total -= 1
        now = node.clock.now()
        day, ids = office_day(node, now), [node.ids.new() for _ in good]

        def job(tx: Tx) -> int:
            changed = []
            for row, entry_id in zip(good, ids, strict=True):
                assert row.record is not None
                id = row.record.article.id
                entry = change(
                    tx, node.journal, "article", id, row.record, entry_id=entry_id, at=now, day=day,
                    actor=actor.staff, source="import",
                )  # fmt: skip
                changed.append(Changed(id, row.version, entry.seq))
            return node.journal.append(tx, import_entry(node, actor, "import_piece", run.id, changed=changed)).seq

        seq = await written(node, job)
    if not isinstance(seq, Failure):
        run.done += len(good)
    return seq
