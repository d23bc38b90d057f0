"""How far a replay has come: a small file that lets it go on after a break, and a bar for the terminal."""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

_WIDTH = 30


class Progress:
    """Steps done by till. Written after each opening and closing of a day, so that no day is ever opened twice."""

    def __init__(self, path: Path) -> None:
        """Reads what an earlier run has written."""
        self.path = path
        self.done: dict[str, int] = {}
        self.prepared = False
        if path.exists():
            known = json.loads(path.read_text(encoding="utf-8"))
            self.done = known["done"]
            self.prepared = known["prepared"]

    def save(self) -> None:
        """Replace the file in one go."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"prepared": self.prepared, "done": self.done}), encoding="utf-8")
        fresh.replace(self.path)


def progress_path(folder: Path, *selection: object) -> Path:
    """The file for a selection: another choice of stores, days or habits is another replay."""
    digest = hashlib.sha256(repr(selection).encode()).hexdigest()[:12]
    return folder / f"replay-{digest}.json"


class Bar:
    """A line in the terminal that is written over; silent where nobody watches."""

    def __init__(self, total: int, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`total` in sales."""
        self.total = max(total, 1)
        self.out = out or sys.stderr
        self.shown = self.out.isatty()
        self.clock = clock
        self.started = clock()
        self.last = 0.0
        self.known = 0
        """Sales of earlier runs."""
        self.sales = 0
        self.day = ""

    def sold(self, day: str) -> None:
        """Count one sale."""
        self.sales += 1
        self.day = day
        now = self.clock()
        if self.shown and now - self.last > 0.1:
            self.last = now
            self.out.write("\r" + self.line())
            self.out.flush()

    def line(self) -> str:
        """The bar as text."""
        done = self.known + self.sales
        filled = min(done * _WIDTH // self.total, _WIDTH)
        return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{self.total} sales  {self.rate():.0f}/s  {self.day}"

    def rate(self) -> float:
        """Sales per second so far."""
        return self.sales / max(self.clock() - self.started, 0.001)

    def end(self) -> None:
        """Leave the finished line standing."""
        if self.shown:
            self.out.write("\r" + self.line() + "\n")
