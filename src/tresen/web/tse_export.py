"""Hand out the log of a TSE as one TAR, while the node is stopped. Part of the composition root: it opens the devices."""

import asyncio
from pathlib import Path
from typing import Final

from tresen.adapters.moment_system import SystemClock
from tresen.core.failures import Failure
from tresen.operations.signers.archive import ArchiveDamaged, SignerArchive
from tresen.operations.signers.archiving import archive_signer, fetch
from tresen.operations.signing import Signing
from tresen.web.app import Settings, make_node
from tresen.web.signer_kinds import signer_kinds

ARCHIVE: Final = "tse-archive"


class ExportRefused(Exception):
    """Nothing was written; the text says why and what to do."""


def export_log(settings: Settings, wanted: str, out: Path) -> tuple[int, list[str]]:
    """Bring the archive up to date where the device answers, and write all of it. Size in bytes, and what to know of it.

    `wanted`: serial number (or its beginning), id or name of the TSE; empty: the only one. Raises ExportRefused, OSError,
    and SignerDown if a running node has the TSE.
    """
    archive = SignerArchive(settings.data / ARCHIVE)
    names, notes = asyncio.run(_brought_up_to_date(settings, archive))
    serials = sorted({*archive.serials(), *names})
    fitting = [one for one in serials if not wanted or one.startswith(wanted.lower()) or wanted in names.get(one, ())]
    if not serials:
        raise ExportRefused(f"There is no TSE in {settings.data}.")
    if len(fitting) != 1:
        listed = "\n".join(f"  {one}  {' '.join(names.get(one, ()))}".rstrip() for one in fitting or serials)
        raise ExportRefused(f"Say which TSE with --tse:\n{listed}")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("xb") as stream:
            stream.writelines(archive.whole(fitting[0]))
            size = stream.tell()
        part.rename(out)
    except ArchiveDamaged as error:
        part.unlink(missing_ok=True)
        raise ExportRefused(f"The archive of the TSE is damaged: {error}.") from error
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return size, [*notes.get(fitting[0], []), *archive.faults(fitting[0])]


async def _brought_up_to_date(
    settings: Settings, archive: SignerArchive
) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """Ids and names by serial number, and notes about devices that could not be asked."""
    if not settings.database and not (settings.data / "node.db").exists():
        return await _without_node(settings, archive)
    node = make_node(settings)
    names: dict[str, tuple[str, ...]] = {}
    notes: dict[str, list[str]] = {}
    node.writer.start()
    try:
        await node.signing.open()
        for record in node.masterdata.signers:
            member = node.signing.members.get(record.id)
            serial = record.serial or (member.info.serial if member is not None and member.info is not None else "")
            if not serial:
                continue
            names[serial] = (record.id, record.name)
            if member is None:
                continue
            archived = await archive_signer(node, member)
            if isinstance(archived, Failure):
                notes[serial] = [f"the TSE could not be asked ({archived.detail.get('reason', '')}): archive only"]
    finally:
        node.writer.stop()
        node.database.close()
    return names, notes


async def _without_node(
    settings: Settings, archive: SignerArchive
) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """A folder with a simulated TSE and no journal."""
    if not (settings.data / "tse").is_dir():
        return {}, {}
    clock = SystemClock()
    member = Signing(signer_kinds(settings.data, clock)["simulator"].open({"folder": "tse"}, {}), clock)
    serial = (await member.signer.info()).serial
    part = archive.begin(serial)
    await fetch(member, archive.next_counter(serial), part)
    archive.take(serial, part, clock.now())
    return {serial: ("tse-1",)}, {}
