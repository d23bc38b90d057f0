"""Build an audit package: files into a folder, an index of their hashes, then one ZIP; all of it or nothing."""

import asyncio
import hashlib
import shutil
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.ledger.dsfinvk import Wanted
from tresen.operations.audit_package.plausibility import write_report
from tresen.operations.audit_package.protocols import Names, write_people, write_protocols
from tresen.operations.audit_package.reader_guide import GUIDE, described_file
from tresen.operations.audit_package.table_file import write_table
from tresen.operations.dsfinvk.export import export_dsfinvk
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.ports.signer import SignerDown, SignerUnknown

STEPS: Final = ("dsfinvk", "tse", "documentation", "protocols", "verify", "check", "pack", "done")
"""What is done one after the other; progress names the one under way."""
TSE_WAIT: Final = 600
"""Seconds that one TSE may take to hand its log over."""
_BLOCK: Final = 1024 * 1024

Documents = Callable[[Path], Awaitable[None]]
"""Writes the process documentation into a folder; PDF is made by an adapter, which the composition root names."""


@dataclass(slots=True, frozen=True)
class PackageRequest:
    """Business days, both ends count; empty: open."""

    id: str
    first: str
    last: str


@dataclass(slots=True)
class Package:
    """What was made. `index`: SHA-256 of the index, which vouches for all files."""

    files: int
    size: int
    faults: int
    index: str
    notes: list[str] = field(default_factory=list)


async def build_package(
    node: Node, actor: Actor, request: PackageRequest, target: Path, documents: Documents, tell: Callable[[str], None]
) -> Package | Failure:
    """Make the package; it is written down who had it made. Raises OSError where the disk refuses."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    if await asyncio.to_thread(target.exists):
        return Failure("export_exists", {"path": target.name})
    files, part = target.with_name(f"{target.name}.files"), target.with_name(f"{target.name}.part")
    await asyncio.to_thread(_fresh, files, part)
    try:
        notes = await _collect(node, request, files, documents, tell)
        faults = await node.database.read(
            lambda connection: write_report(connection, request.first, request.last, files, notes, tell)
        )
        tell("pack")
        package = await asyncio.to_thread(_pack, files, part, target, request)
    finally:
        await asyncio.to_thread(_remove, files, part)
    package.faults, package.notes = faults, notes
    failed = await _note(node, actor, request, package)
    if failed is not None:
        await asyncio.to_thread(_remove, target)
        return failed
    tell("done")
    return package


async def _collect(
    node: Node, request: PackageRequest, files: Path, documents: Documents, tell: Callable[[str], None]
) -> list[str]:
    """Everything but the report; what could not be had, in words."""
    notes: list[str] = []
    first, last, settings = request.first, request.last, node.masterdata.settings.fiscal
    tell("dsfinvk")
    exported = await node.database.read(
        lambda connection: export_dsfinvk(
            connection, Wanted(first, last), settings, files / "dsfinvk", lambda _done, _total: None
        )
    )
    if isinstance(exported, Failure):
        notes.append("Im Zeitraum gibt es keinen Tagesabschluss, also keinen Export nach DSFinV-K.")
    tell("tse")
    for member in node.signing.members.values():
        trouble = await _write_log(member, files / "tse")
        if trouble:
            notes.append(f"Das Protokoll der TSE {member.id} fehlt: {trouble}")
    tell("documentation")
    await documents(files / "verfahrensdokumentation")
    tell("protocols")
    names = Names(node)
    await node.database.read(lambda connection: write_protocols(connection, names, first, last, files / "protokolle"))
    await asyncio.to_thread(write_people, node, files / "personal")
    return notes


async def _write_log(member: Any, folder: Path) -> str:
    """The whole log of a TSE; why it could not be had, else empty."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    name = member.info.serial[:16] if member.info is not None else member.id
    path = folder / f"{name}.tar"
    file = await asyncio.to_thread(path.open, "wb")
    try:
        async with asyncio.timeout(TSE_WAIT):
            async for piece in member.signer.export():
                await asyncio.to_thread(file.write, piece)
    except (SignerDown, SignerUnknown, TimeoutError) as error:
        await asyncio.to_thread(path.unlink)
        return str(error) or "keine Antwort"
    finally:
        await asyncio.to_thread(file.close)
    return ""


def _fresh(files: Path, part: Path) -> None:
    _remove(files, part)
    files.mkdir(parents=True)


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _pack(files: Path, part: Path, target: Path, request: PackageRequest) -> Package:
    span = f"{request.first or 'Beginn'} bis {request.last or 'heute'}"
    (files / "LIESMICH.txt").write_text(GUIDE.format(span=span), encoding="utf-8")
    paths = sorted(path for path in files.rglob("*") if path.is_file())
    names = [path.relative_to(files).as_posix() for path in paths]
    rows = [
        (name, path.stat().st_size, _digest(path), described_file(name))
        for name, path in zip(names, paths, strict=True)
    ]
    write_table(files / "index.csv", ("Datei", "Bytes", "SHA-256", "Inhalt"), rows)
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name in ("LIESMICH.txt", "index.csv", *(name for name in names if name != "LIESMICH.txt")):
            packed.write(files / name, name)
    index = _digest(files / "index.csv")
    part.rename(target)
    return Package(len(names) + 1, target.stat().st_size, 0, index)


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


async def _note(node: Node, actor: Actor, request: PackageRequest, package: Package) -> Failure | None:
    now = node.clock.now()
    body = encode({
        "first": request.first, "last": request.last, "files": package.files, "size": package.size,
        "faults": package.faults, "index": package.index,
    })  # fmt: skip
    draft = Draft(request.id, "audit_package", now, office_day(node, now), body, (), actor.staff)
    done = await written(node, lambda tx: node.journal.append(tx, draft).seq)
    return done if isinstance(done, Failure) else None
