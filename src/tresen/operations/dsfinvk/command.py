"""`tresen export dsfinvk`: documented in docs/reference/cli.md."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from tresen.core.failures import Failure, text
from tresen.ledger.dsfinvk import Wanted
from tresen.masterdata.settings_now import settings_now
from tresen.operations.dsfinvk.export import export_dsfinvk
from tresen.operations.dsfinvk.prepare import DATABASE, NOTHING_THERE
from tresen.store.database import Database


def add_export_command(kinds: Any) -> None:
    """Add it to what `tresen export` knows."""
    command = kinds.add_parser(
        "dsfinvk", help="the closings of a period for the tax office (DSFinV-K), also while the node runs"
    )
    command.add_argument("--data", type=Path, default=Path("data"), help="folder of the node (default: data)")
    command.add_argument("--database", default="", help="database URL if it is not in the data folder")
    command.add_argument("--from", dest="first", default="", help="first business day, YYYY-MM-DD (default: the first)")
    command.add_argument("--to", dest="last", default="", help="last business day, YYYY-MM-DD (default: the last)")
    command.add_argument("--till", default="", help="only the closings of this till (its id)")
    command.add_argument("--closing", type=int, default=0, help="only the closing of this Z number")
    command.add_argument("--progress", action="store_true", help="say how far it is, a line each time, for programs")
    command.add_argument("path", type=Path, help="folder to make, or a file ending in .zip; it must not exist yet")
    command.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Write what is asked for. 3: there is no closing in the period."""
    path, given = parsed.data / "node.db", parsed.database or os.environ.get(DATABASE, "")
    if not given and not path.exists():
        _say(f"There is no journal in {parsed.data}.", sys.stderr)
        return 2
    database = Database(given or str(path))
    wanted = Wanted(parsed.first, parsed.last, parsed.till, parsed.closing)
    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if parsed.progress:
            _say(f"{done} {total}")
        elif shown:
            _say(f"\r{done} of {total} receipts", sys.stderr, end="")

    try:
        made = database.read_now(
            lambda connection: export_dsfinvk(
                connection, wanted, settings_now(connection).fiscal, parsed.path, progress
            )
        )
    except OSError as error:
        _say(f"{parsed.path} cannot be written: {error.strerror}.", sys.stderr)
        return 2
    finally:
        database.close()
    if isinstance(made, Failure):
        _say(" ".join(text(made.code, "en")), sys.stderr)
        return NOTHING_THERE if made.code == "no_closing_in_period" else 2
    _say(f"{parsed.path}: {made.closings} closings, {made.receipts} receipts, {made.size} bytes")
    return 0


def _say(line: str, to: TextIO | None = None, end: str = "\n") -> None:
    out = to or sys.stdout
    out.write(line + end)
    out.flush()
