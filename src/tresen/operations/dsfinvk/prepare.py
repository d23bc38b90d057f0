"""Put an export together for the office: a ZIP on the server, in a process of its own so that no sale waits for it.

One at a time. The newest few stay until the node is started again; each that was made is an entry of the journal, because
from then on the data may leave the house.
"""

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.ledger.dsfinvk import Wanted
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written

KEPT: Final = 5
DATABASE: Final = "TRESEN_DATABASE"
"""Variable of the environment that tells the process its database: an address may hold a password."""


@dataclass(slots=True)
class Preparation:
    """One export. `state`: `running`, `ready` or `failed` with the code of the failure."""

    id: str
    wanted: Wanted
    begun_at: int
    staff: str
    state: Literal["running", "ready", "failed"] = "running"
    done: int = 0
    total: int = 0
    """Receipts."""
    size: int = 0
    failure: str = ""


@dataclass(slots=True)
class Exports:
    """Where they are kept, newest last."""

    folder: Path
    made: list[Preparation] = field(default_factory=list)

    def file(self, id: str) -> Path | None:
        """The ZIP of one that is ready."""
        known = next((one for one in self.made if one.id == id and one.state == "ready"), None)
        path = self.folder / f"{id}.zip"
        return path if known is not None and path.is_file() else None

    def clear(self) -> None:
        """Nothing of an earlier start is offered any more."""
        if self.folder.is_dir():
            shutil.rmtree(self.folder)

    def forget_oldest(self) -> None:
        while len(self.made) > KEPT:
            gone = self.made.pop(0)
            with suppress(OSError):
                (self.folder / f"{gone.id}.zip").unlink(missing_ok=True)


async def begin_export(node: Node, actor: Actor, wanted: Wanted) -> Preparation | Failure:
    """Start one."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    for day in (wanted.first, wanted.last):
        if day and not _is_day(day):
            return Failure("range_faulty", {})
    if wanted.first and wanted.last and wanted.first > wanted.last:
        return Failure("range_faulty", {})
    if wanted.till and node.masterdata.tills.get(wanted.till) is None:
        return Failure("till_not_found", {})
    exports: Exports = node.exports
    if any(one.state == "running" for one in exports.made):
        return Failure("export_running", {})
    made = Preparation(node.ids.new(), wanted, node.clock.now(), actor.staff_name)
    if not exports.made:
        exports.clear()
    exports.made.append(made)
    exports.forget_oldest()
    node.background(_make(node, actor, exports, made))
    return made


def _is_day(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


async def _make(node: Node, actor: Actor, exports: Exports, made: Preparation) -> None:
    exports.folder.mkdir(parents=True, exist_ok=True)
    target = exports.folder / f"{made.id}.zip"
    wanted = made.wanted
    command = [
        sys.executable, "-m", "tresen", "export", "dsfinvk", "--progress", "--from", wanted.first, "--to", wanted.last,
        "--till", wanted.till, "--closing", str(wanted.number), str(target),
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, DATABASE: node.database.url}, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None, "asked for"
        async for line in process.stdout:
            done, _, total = line.decode().partition(" ")
            if done.isdecimal() and total.strip().isdecimal():
                made.done, made.total = int(done), int(total)
        code = await process.wait()
    except BaseException:
        with suppress(ProcessLookupError):
            process.kill()
        made.state, made.failure = "failed", "export_unwritable"
        raise
    if code or not target.is_file():
        made.failure = "no_closing_in_period" if code == NOTHING_THERE else "export_unwritable"
        made.state = "failed"
        return
    made.size, made.done = target.stat().st_size, made.total
    await _note(node, actor, made)
    made.state = "ready"


NOTHING_THERE: Final = 3
"""What the command ends with when there is no closing in the period."""


async def _note(node: Node, actor: Actor, made: Preparation) -> None:
    """Who put together what, for whoever asks later what left the house."""
    now = node.clock.now()
    wanted = made.wanted
    body = encode({
        "what": "DSFinV-K", "first": wanted.first, "last": wanted.last, "till": wanted.till, "number": wanted.number,
        "receipts": made.total, "size": made.size,
    })  # fmt: skip
    draft = Draft(
        node.ids.new(), "exported", now, office_day(node, now), body, (), actor.staff, subject=f"export:{made.id}"
    )  # fmt: skip
    await written(node, lambda tx: node.journal.append(tx, draft).seq)
