"""`tresen archive` and `tresen export audit`: what is typed, what is printed, how it ends."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_archive_commands(commands: Any) -> None:
    """Add `archive write` and `archive verify`."""
    archive = commands.add_parser("archive", help="plain files of every closing, readable without the program")
    acts = archive.add_subparsers(required=True, metavar="what")
    archive_write = acts.add_parser("write", help="add every closing that is not in the archive yet")
    archive_write.add_argument("folder", type=Path, help="folder of the archive; it is made if there is none")
    archive_write.add_argument("--data", type=Path, default=Path("data"), help="folder of the node (default: data)")
    archive_write.add_argument("--database", default="", help="database URL if it is not in the data folder")
    archive_write.set_defaults(run=_archive_write)
    archive_verify = acts.add_parser("verify", help="find every file that was changed, is missing or was added")
    archive_verify.add_argument("folder", type=Path, help="folder of the archive")
    archive_verify.add_argument(
        "--data", type=Path, default=None, help="folder of the node, to compare with its journal"
    )
    archive_verify.add_argument("--database", default="", help="database URL if it is not in the data folder")
    archive_verify.set_defaults(run=_archive_verify)


def add_export_audit(kinds: Any, language_here: Callable[[], str]) -> None:
    """Add `export audit`."""
    audit = kinds.add_parser("audit", help="everything an officer may ask for of a period, as one ZIP")
    audit.add_argument("--data", type=Path, default=Path("data"), help="folder of the node (default: data)")
    audit.add_argument("--database", default="", help="database URL if it is not in the data folder")
    audit.add_argument("--from", dest="first", default="", help="first business day, YYYY-MM-DD (default: the first)")
    audit.add_argument("--to", dest="last", default="", help="last business day, YYYY-MM-DD (default: the last)")
    audit.add_argument("--out", type=Path, required=True, help="file to write; it must not exist yet")
    audit.set_defaults(run=lambda parsed: _export_audit(parsed, language_here()))


def _export_audit(parsed: argparse.Namespace, language: str) -> int:
    from tresen.core.failures import Failure, text
    from tresen.web.app import Settings, make_node
    from tresen.web.office.fiscal.package import package_beside

    if not parsed.database and not (parsed.data / "node.db").exists():
        sys.stderr.write(f"There is no journal in {parsed.data}." + "\n")
        return 2
    practice = (parsed.data / "practice").exists()
    node = make_node(Settings(parsed.data, parsed.database, practice=practice))
    try:
        made = asyncio.run(package_beside(node, parsed.first, parsed.last, parsed.out))
    except OSError as error:
        sys.stderr.write(f"{parsed.out} cannot be written: {error.strerror}." + "\n")
        return 2
    if isinstance(made, Failure):
        sys.stderr.write(" ".join(text(made.code, language)) + "\n")
        return 2
    _say(f"{parsed.out}: {made.size} bytes, {made.files} files, {made.faults} findings, index {made.index}")
    for note in made.notes:
        _say(f"note: {note}")
    return 0


def _journal_of(parsed: argparse.Namespace) -> Any:
    """The database of a node's journal; None, after a word about it, where there is none."""
    from tresen.store.database import Database

    path = parsed.data / "node.db"
    if not parsed.database and not path.exists():
        sys.stderr.write(f"There is no journal in {parsed.data}." + "\n")
        return None
    return Database(parsed.database or str(path))


def _archive_write(parsed: argparse.Namespace) -> int:

    from tresen.operations.archiving.tse_pieces import tse_pieces
    from tresen.operations.archiving.write_archive import write_archive
    from tresen.operations.dsfinvk.archive_part import dsfinvk_of_closing
    from tresen.operations.signers.archive import SignerArchive

    database = _journal_of(parsed)
    if database is None:
        return 2
    kept = SignerArchive(parsed.data / "tse-archive")
    try:
        done = write_archive(database, parsed.folder, (dsfinvk_of_closing, tse_pieces(kept)))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{parsed.folder} cannot be continued: {error}" + "\n")
        return 2
    finally:
        database.close()
    _say(f"{parsed.folder}: {done.steps} closings added, {done.step} in all")
    return 0


def _archive_verify(parsed: argparse.Namespace) -> int:
    from tresen.operations.archiving.verify_archive import compare_with_journal, verify_archive

    verdict = verify_archive(parsed.folder)
    if parsed.data is not None or parsed.database:
        parsed.data = parsed.data or Path("data")
        database = _journal_of(parsed)
        if database is None:
            return 2
        compare_with_journal(database, parsed.folder, verdict)
        database.close()
    _say(
        f"{verdict.steps} closings up to {verdict.last or '-'}, {verdict.files} files, {verdict.entries} entries\n"
        f"last hash {verdict.head or '-'}"
    )
    for note in verdict.notes:
        _say(f"note: {note}")
    for fault in verdict.faults:
        _say(f"FAULT: {fault}")
    _say("sound" if verdict.sound else f"{len(verdict.faults)} faults")
    return 0 if verdict.sound else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
