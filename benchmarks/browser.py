"""A Chromium of its own: its processes, what they hold of the memory, and how it runs on a slower processor.

The browser's own throttling (CDP) slows the page and leaves its workers at full speed. So the whole browser is stopped
and continued in a steady beat; how slow that makes it is measured inside, by a loop that counts.
"""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BEAT = 0.003
"""Seconds that the browser runs between two stops."""
SPIN = "() => { const end = performance.now() + 400; let n = 0; while (performance.now() < end) n++; return n; }"


def chromium() -> str:
    """Where the browser is; empty if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), "")


@contextmanager
def visiting(profile: Path, **more: Any) -> Iterator[Any]:
    """A browser that keeps a profile; the same folder again is a restart of the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=chromium(), args=["--no-sandbox"], **more
        )
        try:
            yield context
        finally:
            context.close()


def processes() -> list[int]:
    """The browsers that this process started, and all of theirs."""
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                head, _, rest = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")
            except OSError:
                continue
            names[int(entry.name)] = head.partition("(")[2]
            parents[int(entry.name)] = int(rest.split()[1])
    mine = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in mine and pid not in mine}:
        mine |= more
    return [pid for pid in mine if "chrom" in names.get(pid, "")]


def memory() -> float:
    """Megabytes of all its processes, shared ones counted in parts (PSS)."""
    total = 0
    for pid in processes():
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += int(text.partition("\nPss:")[2].split()[0])
    return total / 1024


@contextmanager
def slowed(times: float) -> Iterator[None]:
    """Let the browser run for one part of `times` only."""
    done = threading.Event()

    def beat() -> None:
        while not done.is_set():
            pids = processes()
            for _ in range(20):
                _signal(pids, signal.SIGSTOP)
                time.sleep(BEAT * (times - 1))
                _signal(pids, signal.SIGCONT)
                if done.wait(BEAT):
                    break

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        _signal(processes(), signal.SIGCONT)


def _signal(pids: list[int], which: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, which)
        except ProcessLookupError:
            continue
