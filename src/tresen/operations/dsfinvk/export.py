"""Write the DSFinV-K of a period: a folder, or a ZIP where the name ends in `.zip`. All of it or nothing.

Rows go straight to the files, so memory does not grow with the period. What is not finished has a name of its own and is
taken away if something goes wrong.
"""

import shutil
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from tresen.core.failures import Failure
from tresen.fiscal.dsfinvk import dtd
from tresen.fiscal.dsfinvk.column import VERSION
from tresen.fiscal.dsfinvk.description import DTD_FILE, FILE, Supplier, described
from tresen.fiscal.dsfinvk.dialect import header, written
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.ledger.dsfinvk import Survey, Wanted, pieces, survey, tables_of

BUFFER: Final = 256 * 1024
PACKED: Final = 6
"""Level of compression: files shrink to about an eleventh."""


@dataclass(slots=True, frozen=True)
class Exported:
    """What was written."""

    closings: int
    receipts: int
    size: int
    """Bytes of all files, or of the ZIP."""


Progress = Callable[[int, int], None]
"""Receipts done, and receipts in all."""


def export_dsfinvk(
    connection: Any, wanted: Wanted, settings: FiscalSettings, target: Path, progress: Progress
) -> Exported | Failure:
    """Write what is wanted to a place where nothing is yet. Raises OSError where the disk refuses."""
    if target.exists():
        return Failure("export_exists", {"path": target.name})
    found = survey(connection, wanted)
    if not found.closings:
        return Failure("no_closing_in_period", {})
    packed = target.suffix == ".zip"
    folder = target.with_name(f"{target.name}.files") if packed else target.with_name(f"{target.name}.part")
    part = target.with_name(f"{target.name}.part")
    _remove(folder, part)
    try:
        folder.mkdir(parents=True)
        _write(connection, wanted, settings, found, folder, progress)
        if packed:
            _pack(folder, part)
        part.rename(target)
    except BaseException:
        _remove(part)
        raise
    finally:
        _remove(folder)
    size = target.stat().st_size if packed else sum(file.stat().st_size for file in target.iterdir())
    return Exported(found.closings, found.receipts, size)


def _write(
    connection: Any, wanted: Wanted, settings: FiscalSettings, found: Survey, folder: Path, progress: Progress
) -> None:
    tables = tables_of(found)
    with ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for table in tables:
            file = (folder / table.file).open("w", buffering=BUFFER, encoding="utf-8", newline="")
            files[table.file] = stack.enter_context(file)
            file.write(header(table))
        told = 0
        for piece in pieces(connection, wanted, settings, found):
            if piece.rows:
                files[piece.file].write(written(piece.rows))
            if piece.done != told:
                told = piece.done
                progress(told, found.receipts)
    index = described(tables, _supplier(found, wanted))
    (folder / FILE).write_text(index, encoding="utf-8", newline="")
    (folder / DTD_FILE).write_text(dtd.DTD, encoding="utf-8", newline="\r\n")


def _supplier(found: Survey, wanted: Wanted) -> Supplier:
    party = found.party
    assert party is not None, "a closing names the business"
    span = f"{wanted.first or 'Beginn'} bis {wanted.last or 'Ende'}"
    return Supplier(party.name, f"{party.postcode} {party.city}".strip(), f"DSFinV-K {VERSION}, Geschäftstage {span}")


def _pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKED) as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, file.name)


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
