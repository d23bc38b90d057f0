"""Run something in a child process of its own: its limits, mounts and death are nobody else's."""

import asyncio
import os
import traceback
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path


def fork(work: Callable[[], Awaitable[None]], complaints: Path | None = None) -> int:
    """Run the coroutine in a child; its exit status as `os.waitpid` gives it. A traceback goes into the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of threads; the child uses none of the parent's
        child = os.fork()
    if child == 0:
        try:
            asyncio.run(_awaited(work))
            os._exit(0)
        except BaseException:  # noqa: BLE001 - told to the parent
            if complaints is not None:
                complaints.write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(3)
    return os.waitpid(child, 0)[1]


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def must_succeed(work: Callable[[], Awaitable[None]], folder: Path) -> None:
    """The same for work that must end well."""
    folder.mkdir(parents=True, exist_ok=True)
    status = fork(work, folder / "complaints")
    text = (folder / "complaints").read_text(encoding="utf-8") if (folder / "complaints").exists() else ""
    assert status == 0, text
