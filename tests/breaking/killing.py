"""Kill the node at a chosen step: a child process runs a till's script and ends itself with SIGKILL.

A step is every write, every call to the TSE, the terminal and the printer. The product knows nothing of this: the child
wraps the calls of its own node.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.breaking.children import fork
from tests.floor import Floor
from tresen.operations.recovering import recover

Script = Callable[[Floor], Awaitable[None]]
CALLS = {
    "writer": ("write",),
    "signer": ("start", "finish", "look_up", "open_transactions"),
    "second": ("start", "finish", "look_up", "open_transactions"),
    "terminal": ("pay", "ask", "reverse"),
    "printer": ("send",),
}


class Steps:
    """Counts the steps and dies at one of them: before it is done, or after."""

    def __init__(self, fatal: int = 0, *, after: bool = False) -> None:
        self.fatal = fatal
        self.after = after
        self.names: list[str] = []

    def watch(self, floor: Floor) -> None:
        devices = {
            "writer": floor.node.writer, "signer": floor.signer, "printer": floor.printer,
            "terminal": floor.node.terminals["terminal-1"],
        }  # fmt: skip
        if len(floor.signers) > 1:
            devices["second"] = floor.signers[1]
        for device, calls in CALLS.items():
            if device not in devices:
                continue
            for call in calls:
                setattr(devices[device], call, self._wrapped(f"{device}.{call}", getattr(devices[device], call)))

    def _wrapped(self, name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def step(*arguments: Any) -> Any:
            self.names.append(name)
            fatal = len(self.names) == self.fatal
            if fatal and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return await call(*arguments)
            finally:  # also after a refusal
                if fatal:
                    os.kill(os.getpid(), signal.SIGKILL)

        return step


async def _run(folder: Path, url: str | None, script: Script, steps: Steps, signers: int = 1) -> None:
    floor = Floor(folder, url, signers=signers)
    await floor.start(recovering=False)
    steps.watch(floor)
    await recover(floor.node)
    await script(floor)
    await floor.stop()


def steps_of(folder: Path, before: Script, script: Script, signers: int = 1) -> list[str]:
    """The steps that a script takes when nothing goes wrong."""
    steps = Steps()
    asyncio.run(_prepare(folder, None, before, signers))
    asyncio.run(_run(folder, None, script, steps, signers))
    return steps.names


async def _prepare(folder: Path, url: str | None, before: Script, signers: int = 1) -> None:
    floor = Floor(folder, url, signers=signers)
    await floor.start()
    await before(floor)
    await floor.stop()


def killed(
    folder: Path, url: str | None, before: Script, script: Script, fatal: int, *, after: bool, signers: int = 1
) -> None:
    """Run a script in a child process that dies at the step."""

    async def work() -> None:
        await _prepare(folder, url, before, signers)
        await _run(folder, url, script, Steps(fatal, after=after), signers)

    status = fork(work)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, "the child died where it should"


async def _again(
    folder: Path, url: str | None, script: Script, check: Callable[[Floor], None], signers: int = 1
) -> None:
    floor = Floor(folder, url, signers=signers)
    await floor.start()
    try:
        floor.must_hold()
        await script(floor)
        floor.must_hold()
        check(floor)
        await floor.restart()
        floor.must_hold()
        check(floor)
    finally:
        await floor.stop()


def survives(
    folder: Path, url: str | None, before: Script, script: Script, fatal: int, check: Callable[[Floor], None],
    *, after: bool, signers: int = 1,
) -> None:  # fmt: skip
    """Kill, start again, let the till send everything again: what `check` asks must be true."""
    killed(folder, url, before, script, fatal, after=after, signers=signers)
    asyncio.run(_again(folder, url, script, check, signers))
