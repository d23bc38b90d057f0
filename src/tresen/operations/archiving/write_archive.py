"""Continue an archive: one step for each closing that is not in it yet, each whole or not there at all.

A step holds every entry of the journal since the step before, so the archive is the journal up to its last closing. What
is not finished has the ending `.part` and is made anew.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from tresen.core.receipt_layout import LayoutOptions, layout
from tresen.core.receipt_paper import paper
from tresen.fiscal.closing_layout import ReportHead, report_rows
from tresen.fiscal.qr_code import qr_text
from tresen.journal.entry import COLUMNS, GENESIS
from tresen.journal.read import by_id, closings_behind, walk
from tresen.ledger.finding import receipts_after
from tresen.operations.archiving.guide import GUIDE_TEXTS
from tresen.operations.archiving.step_folder import (
    GUIDES,
    JOURNAL,
    MANIFEST,
    NOTHING,
    PART,
    SUMS,
    ClosingMark,
    Manifest,
    digest_of,
    encode_manifest,
    last_step,
    mark_of,
    step_name,
    sums_of,
)
from tresen.operations.drawer.close_day import Closing, decode_closing
from tresen.operations.printing.papers import local_time
from tresen.store.database import Database

COLUMNS_OF_TEXT: Final = 48
AT_ONCE: Final = 100
_PIECE: Final = 200
_BODY: Final = COLUMNS.index("body")
_HASH: Final = COLUMNS.index("hash")
_HEADER: Final = COLUMNS[:_BODY]

Connection = Any
"""A reading connection, as `Database.read_now` hands it to a question."""
Part = Callable[[Connection, Closing, Path], None]
"""Writes further files of a closing into the step's folder."""


@dataclass(slots=True)
class Written:
    """What was added. `step`: the newest step of the archive, 0: it is empty."""

    steps: int = 0
    step: int = 0


def write_archive(database: Database, folder: Path, parts: Sequence[Part] = ()) -> Written:
    """Add a step for each closing that is missing. Blocks. Raises OSError where the disk refuses, ValueError where the
    archive's last manifest is damaged (`tresen archive verify` says more)."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"*{PART}"):
        shutil.rmtree(left)
    done = Written()
    known = last_step(folder)
    while True:
        before = known[0].last if known is not None else 0
        ids = database.read_now(lambda connection, seq=before: closings_behind(connection, seq, AT_ONCE))  # type: ignore[misc]
        for id in ids:
            known = database.read_now(
                lambda connection, id=id, known=known: _step(connection, folder, id, known, parts)  # type: ignore[misc]
            )
            done.steps += 1
        if len(ids) < AT_ONCE:
            break
    done.step = known[0].step if known is not None else 0
    return done


def _step(
    connection: Connection, folder: Path, id: str, known: tuple[Manifest, str] | None, parts: Sequence[Part]
) -> tuple[Manifest, str]:
    entry = by_id(connection, id)
    assert entry is not None, "closings are never deleted"
    closing = replace(decode_closing(entry.body), number=entry.counter)
    serial = closing.till_record.serial
    step = known[0].step + 1 if known is not None else 1
    final = folder / step_name(step, serial, closing.number)
    part = final.with_name(final.name + PART)
    part.mkdir()
    guides = _guides(folder) if known is None else {}
    hashes = _write_journal(connection, part / JOURNAL, known[0].last if known is not None else 0, entry.seq)
    before = known[0].hash_after if known is not None else GENESIS.hex()
    (part / "closing.txt").write_text(_closing_text(closing), encoding="utf-8")
    _write_receipts(connection, part / "receipts.txt", closing)
    for write in parts:
        write(connection, closing, part)
    files = {path.relative_to(part).as_posix(): mark_of(path) for path in sorted(part.rglob("*")) if path.is_file()}
    mark = ClosingMark(closing.id, closing.till, serial, closing.number, closing.business_day, closing.at)
    manifest = Manifest(
        step, known[1] if known is not None else NOTHING, mark, known[0].last + 1 if known is not None else 1, entry.seq,
        before, hashes, files, guides,
    )  # fmt: skip
    content = encode_manifest(manifest)
    (part / MANIFEST).write_bytes(content)
    (part / SUMS).write_bytes(sums_of(manifest, content))
    _to_disk(part)
    part.rename(final)
    _sync(folder)
    return manifest, digest_of(content)


def _guides(folder: Path) -> dict[str, Any]:
    for name in GUIDES:
        (folder / name).write_text(GUIDE_TEXTS[name], encoding="utf-8")
    return {name: mark_of(folder / name) for name in GUIDES}


def _write_journal(connection: Connection, path: Path, after: int, upto: int) -> str:
    """All entries behind one up to another, one line each; the hash of the last one."""
    last = ""
    with path.open("wb") as file:
        for piece in walk(connection, after):
            for row in piece:
                if row[0] > upto:
                    return last
                last = bytes(row[_HASH]).hex()
                header = dict(zip(_HEADER, row[:_BODY], strict=True)) | {"hash": last}
                file.write(msgspec.json.encode(header)[:-1] + b',"body":' + bytes(row[_BODY]) + b"}\n")
    return last


def _text(rows: Any) -> str:
    lines = paper(rows, COLUMNS_OF_TEXT)
    shown = [
        line.text.center(COLUMNS_OF_TEXT).rstrip() if line.align == "center" and line.kind == "text" else line.text
        for line in lines
    ]
    return "\n".join(shown) + "\n"


def _closing_text(closing: Closing) -> str:
    """The closing as it is printed, in German."""
    party, till = closing.party, closing.till_record
    at = local_time("Europe/Berlin")(closing.at)
    head = ReportHead(
        party, till.name, till.serial, closing.number, closing.business_day, at, closing.staff_name, closing.expected,
        closing.counted if closing.counted_blind else None, closing.difference, closing.taken_out, closing.left,
        closing.coins, completeness=closing.completeness,
    )  # fmt: skip
    return _text(report_rows(head, closing.totals, "de"))


def _write_receipts(connection: Connection, path: Path, closing: Closing) -> None:
    """The receipts of the closing as they were printed, in German."""
    after = closing.first_seq - 1
    with path.open("w", encoding="utf-8") as file:
        while True:
            receipts, after = receipts_after(connection, closing.till, after, _PIECE, until=closing.last_seq)
            for receipt in receipts:
                options = LayoutOptions(barcode=f"{receipt.till_serial}/{receipt.number}")
                rows = layout(receipt, "de", local_time(receipt.time_zone), qr_text(receipt.signed), options)
                file.write(f"{'=' * COLUMNS_OF_TEXT}\n{_text(rows)}\n")
            if len(receipts) < _PIECE:
                return


def _to_disk(folder: Path) -> None:
    """Files first, then the folders that name them: after a power cut a step with a name is whole."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    with suppress(PermissionError):  # Windows opens no folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
