"""Bring the archive of each TSE up to date, once a day and on demand, and write down what came into it."""

import asyncio
import contextlib
from pathlib import Path
from typing import IO, Final

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Node
from tresen.operations.signers.archive import ArchiveDamaged, Piece
from tresen.operations.signing import Signing
from tresen.ports.signer import SignerDown, SignerUnknown
from tresen.store.connection import StorageDown, StorageFull

PAUSE: Final = 600.0
EVERY: Final = 24 * 3_600_000
"""Milliseconds from one archiving of a TSE to the next."""
LATEST: Final = 2 * EVERY
SILENCE: Final = 120
"""Seconds that a device may think about the next part of its export; cloud TSEs prepare it first."""


async def archive_signers(node: Node) -> None:
    """Runs for as long as the node lives."""
    while True:
        await asyncio.sleep(PAUSE)
        await archive_due(node)


async def archive_due(node: Node) -> None:
    """Archive each TSE whose last archiving was a day ago, when the tills are closed: some cannot sign meanwhile. A shop that
    never closes is not waited for beyond the second day. What fails is tried again at the next turn."""
    busy = any(node.till_days.of(till.id).open for till in node.masterdata.tills)
    for signing in list(node.signing.members.values()):
        if signing.down_since or signing.info is None or node.signer_archive is None:
            continue
        if not signing.archived_at:
            signing.archived_at = await _last(node, signing)
        age = node.clock.now() - signing.archived_at
        if age >= (LATEST if busy else EVERY):
            await archive_signer(node, signing)


async def _last(node: Node, signing: Signing) -> int:
    assert node.signer_archive is not None and signing.info is not None, "checked by the caller"
    pieces = await asyncio.to_thread(node.signer_archive.pieces, signing.info.serial)
    return max((piece.archived_at for piece in pieces), default=0)


async def archive_signer(node: Node, signing: Signing, actor: str = "") -> Piece | Failure | None:
    """Fetch from one TSE what is not archived yet; None if there is nothing new."""
    archive, info = node.signer_archive, signing.info
    if archive is None or info is None:
        return Failure("tse_not_archived", {"reason": signing.reason})
    async with node.turns.of(f"tse archive {signing.id}"):
        try:
            part = await asyncio.to_thread(archive.begin, info.serial)
            await fetch(signing, await asyncio.to_thread(archive.next_counter, info.serial), part)
            piece = await asyncio.to_thread(archive.take, info.serial, part, node.clock.now())
            signing.archived_at = node.clock.now()
            if piece is not None:
                await _note(node, signing, piece, actor)
            return piece
        except (SignerDown, SignerUnknown, ArchiveDamaged) as error:
            return Failure("tse_not_archived", {"reason": str(error)})
        except (TimeoutError, OSError) as error:
            return Failure("tse_not_archived", {"reason": getattr(error, "strerror", "") or "no answer in time"})
        except StorageFull:
            return Failure("storage_full", {})
        except StorageDown:
            return Failure("storage_down", {})


async def fetch(signing: Signing, begin: int, part: Path) -> None:
    """Write the export beside the sales: the disk is waited for in a thread."""
    stream: IO[bytes] = await asyncio.to_thread(part.open, "wb")
    try:
        async with contextlib.aclosing(signing.signer.export(begin)) as pieces:  # type: ignore[type-var]
            while True:
                async with asyncio.timeout(SILENCE):
                    piece = await anext(pieces, None)
                if piece is None:
                    return
                await asyncio.to_thread(stream.write, piece)
    finally:
        await asyncio.to_thread(stream.close)


async def _note(node: Node, signing: Signing, piece: Piece, actor: str) -> None:
    """The hash of each piece is in the journal, so that nobody can exchange a file without its being seen."""
    now = node.clock.now()
    shop = next(iter(node.masterdata.shops), None)
    body = encode({
        "serial": signing.info.serial if signing.info is not None else "", "file": piece.file, "first": piece.first,
        "last": piece.last, "size": piece.size, "sha256": piece.sha256, "missing": piece.missing,
    })  # fmt: skip
    draft = Draft(
        node.ids.new(), "tse_archived", now, node.business_day(shop, now) if shop is not None else "", body, (), actor,
        subject=f"tse:{signing.id}",
    )  # fmt: skip
    await node.writer.write(lambda tx: node.journal.append(tx, draft))
