"""The node's own archive: continued after each closing, beside the sales, and verified when the office asks."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tresen.operations.archiving.step_folder import last_step
from tresen.operations.archiving.verify_archive import ArchiveVerdict, compare_with_journal, verify_archive
from tresen.operations.archiving.write_archive import Part, write_archive
from tresen.operations.node import Node
from tresen.store.database import Database

PAUSE: Final = 60.0
"""Seconds until it is looked again, should news of a closing have been lost or the disk have been full."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Archive:
    """Where the node's archive is and how it stands. `trouble`: why the last closing could not be archived."""

    folder: Path
    parts: Sequence[Part] = ()
    step: int = 0
    last_day: str = ""
    trouble: str = ""
    verifying: bool = False
    verified_at: int = 0
    verdict: ArchiveVerdict | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def continue_now(self, database: Database) -> None:
        """Add what is missing. Blocks."""
        try:
            write_archive(database, self.folder, self.parts)
            known = last_step(self.folder)
        except (OSError, ValueError) as error:
            _log.warning("the archive cannot be continued: %s", error)
            self.trouble = str(error)
            return
        self.trouble = ""
        if known is not None:
            self.step, self.last_day = known[0].step, known[0].closing.business_day

    def verify_now(self, database: Database) -> ArchiveVerdict:
        """Read all of it. Blocks."""
        verdict = verify_archive(self.folder) if self.folder.is_dir() else ArchiveVerdict()
        compare_with_journal(database, self.folder, verdict)
        return verdict


async def keep_archive(node: Node) -> None:
    """Runs for as long as the node lives."""
    if node.archive is None:
        return
    async with node.bus.listen() as news:
        while True:
            await archive_closings(node)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    while (await news.get()).topic != "closing":
                        pass


async def archive_closings(node: Node) -> None:
    """Archive every closing that is not archived yet."""
    archive: Archive = node.archive
    async with archive.turn:
        await asyncio.to_thread(archive.continue_now, node.database)


def begin_archive_verification(node: Node) -> None:
    """Verify in the background; one at a time."""
    archive: Archive = node.archive
    if not archive.verifying:
        archive.verifying = True
        node.background(_verify(node, archive))


async def _verify(node: Node, archive: Archive) -> None:
    try:
        async with archive.turn:
            archive.verdict = await asyncio.to_thread(archive.verify_now, node.database)
        archive.verified_at = node.clock.now()
    finally:
        archive.verifying = False
