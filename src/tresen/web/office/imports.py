"""Bringing a table of goods in: look, apply, undo."""

import json
from dataclasses import dataclass
from typing import Any, Final

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody

from tresen.core.failures import Failure, text
from tresen.operations.goods.apply_import import apply_import
from tresen.operations.goods.check_import import Counts, ImportColumn, ImportPlan, PlannedRow, check_import, fields
from tresen.operations.goods.import_run import ImportRun, Kept, import_run, import_runs
from tresen.operations.goods.read_table import MOST_BYTES
from tresen.operations.goods.row_faults import message
from tresen.operations.goods.undo_import import undo_import
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem, ok

SHOWN: Final = 500
"""Rows of each kind in an answer; the counts have all."""
_INTERRUPTED: Final = (
    "Der Import wurde unterbrochen. Nehmen Sie ihn zurück oder führen Sie die Datei noch einmal ein.",
    "The import was interrupted. Undo it or import the file again.",
)


@dataclass(slots=True)
class ImportBody:
    """`columns`: JSON object of field (or null) by heading, absent on the first look."""

    file: UploadFile
    dry_run: str = "true"
    columns: str = ""


@dataclass(slots=True)
class ImportErrorView:
    row: int
    column: str
    value: str
    message: str


@dataclass(slots=True)
class FieldChange:
    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class ImportChange:
    row: int
    number: str
    name: str
    kind: str
    fields: list[FieldChange]


@dataclass(slots=True)
class ImportCheck:
    """What an import would do."""

    id: str
    file: str
    format: str
    rows: int
    columns: list[ImportColumn]
    fields: list[dict[str, Any]]
    missing: list[str]
    errors: list[ImportErrorView]
    changes: list[ImportChange]
    counts: Counts


@dataclass(slots=True)
class ImportRunView:
    """How far an import is. `error`: a sentence, empty if there is none."""

    id: str
    file: str
    actor_name: str
    state: str
    at: int
    done: int
    total: int
    counts: Counts
    error: str
    undoable: bool
    kept: list[Kept]


@post("/api/v1/office/articles/import", status_code=200, request_max_body_size=MOST_BYTES)
async def check_import_route(request: Web, data: MultipartBody[ImportBody]) -> ImportCheck:
    """Check a file; nothing is written. With `dry_run` "false" it is applied at once (see `imports/{id}`)."""
    node, actor, language = asked(request, "masterdata")
    chosen = _mapping(data.columns) if data.columns else None
    plan = ok(await check_import(node, actor, data.file.filename or "", await data.file.read(), chosen))
    if data.dry_run.lower() in ("false", "0", "no"):
        ok(await apply_import(node, actor, plan.id))
    return _check(plan, language)


@post("/api/v1/office/imports/{id:str}/apply", status_code=202)
async def apply_import_route(request: Web, id: FromPath[str]) -> ImportRunView:
    """Begin; rows with errors are left away."""
    node, actor, language = asked(request, "masterdata")
    return _run(ok(await apply_import(node, actor, id)), language)


@post("/api/v1/office/imports/{id:str}/undo", status_code=202)
async def undo_import_route(request: Web, id: FromPath[str]) -> ImportRunView:
    """Begin to restore what the import changed."""
    node, actor, language = asked(request, "masterdata")
    return _run(ok(await undo_import(node, actor, id)), language)


@get("/api/v1/office/imports/{id:str}")
async def import_route(request: Web, id: FromPath[str]) -> ImportRunView:
    """How far it is."""
    node, _, language = asked(request, "masterdata")
    found = await import_run(node, id)
    if found is None:
        raise Problem(Failure("not_found", {"import": id[:64]}))
    return _run(found, language)


@get("/api/v1/office/imports")
async def imports_route(request: Web) -> list[ImportRunView]:
    """The latest twenty, newest first."""
    node, _, language = asked(request, "masterdata")
    return [_run(run, language) for run in await import_runs(node)]


def _mapping(columns: str) -> dict[str, str | None]:
    try:
        found = json.loads(columns)
    except ValueError:
        raise Problem(Failure("bad_input", {"field": "columns"})) from None
    if not isinstance(found, dict) or not all(one is None or isinstance(one, str) for one in found.values()):
        raise Problem(Failure("bad_input", {"field": "columns"}))
    return found


def _check(plan: ImportPlan, language: str) -> ImportCheck:
    errors = [
        ImportErrorView(fault.row, fault.column, fault.value, message(fault.code, fault.value, language))
        for fault in plan.faults[:SHOWN]
    ]
    shown: dict[str, int] = {}
    changes = []
    for row in sorted(plan.rows, key=lambda planned: planned.row):
        shown[row.kind] = shown.get(row.kind, 0) + 1
        if shown[row.kind] <= SHOWN:
            changes.append(_change(row))
    return ImportCheck(
        plan.id, plan.file, plan.format, len(plan.rows), plan.columns, fields(), plan.missing, errors, changes,
        plan.counts,
    )  # fmt: skip


def _change(row: PlannedRow) -> ImportChange:
    return ImportChange(row.row, row.number, row.name, row.kind, [FieldChange(*one) for one in row.fields])


def _run(run: ImportRun, language: str) -> ImportRunView:
    error = run.error
    if error == "interrupted":
        error = _INTERRUPTED[language == "en"]
    elif error:
        error = " ".join(text(error, language))
    return ImportRunView(
        run.id, run.file, run.actor_name, run.state, run.at, run.done, run.total, run.counts, error, run.undoable,
        run.kept,
    )  # fmt: skip


routes = [check_import_route, apply_import_route, undo_import_route, import_route, imports_route]
