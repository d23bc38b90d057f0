"""The schema only adds: nodes of different versions live side by side for months, so nothing is renamed or dropped.

`src/tresen/store/schema.snapshot` holds the statements of a freshly migrated database. What is new asks to be written down
(`python -m checks schema --write`), so that it shows in review; what is gone cannot be silenced. That PostgreSQL and the tables
in `schema.py` say the same as the migrations is tested in `tests/store/test_schema.py`.
"""

import importlib
import re
import tempfile
from pathlib import Path

from checks.tracked import Finding

SNAPSHOT = "src/tresen/store/schema.snapshot"
TABLE = re.compile(r"CREATE TABLE \W?(\w+)\W?\s*\((.*)\)([^)]*)$", re.DOTALL)


def lines_of(statement: str) -> list[str]:
    """One line per column of a table, so that a diff shows one change; any other statement is one line."""
    table = TABLE.match(statement)
    if table is None:
        return [" ".join(statement.split())]
    parts = re.split(r",(?![^()]*\))", table[2])
    tail = [table[3]] if table[3].strip() else []
    return [f"table {table[1]}: {' '.join(part.split())}" for part in [*parts, *tail]]


def fresh(root: Path) -> list[str] | None:
    """What the code would create now, None while there is no database."""
    if not (root / "src/tresen/store/database.py").is_file():
        return None
    module = importlib.import_module("tresen.store.database")
    with tempfile.TemporaryDirectory() as folder:
        database = module.Database(f"sqlite:///{folder}/fresh.db")
        try:
            database.migrate()
            with database.engine.connect() as connection:
                asked = "SELECT sql FROM sqlite_master WHERE sql <> '' ORDER BY tbl_name, type DESC, name"
                statements = [str(row[0]) for row in connection.exec_driver_sql(asked)]
        finally:
            database.close()
    return [line for statement in statements for line in lines_of(statement)]


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
