"""The schema only adds: nodes of different versions live side by side for months, so nothing is renamed or dropped.

`src/tresen/store/schema.snapshot` holds the statements of a fresh database, for SQLite and PostgreSQL. What is new asks to
be written down (`python -m checks schema --write`), so that it shows in review; what is gone cannot be silenced.
"""

import importlib
import re
from pathlib import Path
from typing import Any

from checks.tracked import Finding

SNAPSHOT = "src/tresen/store/schema.snapshot"


def statements_of(metadata: Any) -> list[str]:
    """CREATE statements of all tables and indexes, one line per column so that a diff shows one change."""
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    made: list[str] = []
    dialects: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}
    for label, dialect in ((name, module.dialect()) for name, module in dialects.items()):
        for table in sorted(metadata.tables.values(), key=lambda table: str(table.name)):
            whole = str(CreateTable(table).compile(dialect=dialect))
            body = whole[whole.index("(") + 1 : whole.rindex(")")]
            for column in re.split(r",\s*\n", body):
                made.append(f"{label}: table {table.name}: {' '.join(column.split())}")
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                made.append(f"{label}: {' '.join(str(CreateIndex(index).compile(dialect=dialect)).split())}")
    return made


def fresh(root: Path) -> list[str] | None:
    """What the code would create now, None while there is no schema."""
    if not (root / "src/tresen/store/schema.py").is_file():
        return None
    module = importlib.import_module("tresen.store.schema")
    return statements_of(module.metadata) + [
        f"trigger: {' '.join(str(trigger).split())}" for trigger in getattr(module, "TRIGGERS", ())
    ]


def compare(shipped: list[str], now: list[str]) -> list[Finding]:
    """Gone or changed lines are faults for ever; new lines ask to be written down."""
    gone = [line for line in shipped if line not in now]
    new = [line for line in now if line not in shipped]
    found = [Finding(SNAPSHOT, shipped.index(line) + 1, f"shipped, and now gone or changed: {line}") for line in gone]
    if new and not gone:
        found.append(Finding(SNAPSHOT, 1, f"{len(new)} additions, first `{new[0]}`: python -m checks schema --write"))
    return found


def shipped_in(root: Path) -> list[str]:
    path = root / SNAPSHOT
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def write(root: Path) -> None:
    """Take up additions. What would lose a line is not written."""
    now, shipped = fresh(root), shipped_in(root)
    if now is not None and all(line in now for line in shipped):
        (root / SNAPSHOT).write_text("\n".join(now) + "\n", encoding="utf-8")


def findings(root: Path) -> list[Finding]:
    now = fresh(root)
    return [] if now is None else compare(shipped_in(root), now)
