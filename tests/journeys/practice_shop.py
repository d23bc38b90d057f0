"""`tresen demo` that does what files in its data folder say, read anew every time.

`terminal.json` how the card terminals behave · `clock` milliseconds that the node's clock is ahead of the machine's ·
`static` another folder with built front ends, looked at when the node starts.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.live import LiveShop
from tresen.adapters import moment_system
from tresen.adapters.terminal_simulator import Behaviour, Mode, SimulatedTerminal
from tresen.cli import main
from tresen.web import app, devices

QUICK = {"step_ms": 30, "time_out_ms": 300}
"""A journey does not wait for a customer who searches for the card."""


class Told(Behaviour):
    """A behaviour that asks the file at every question."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def __getattribute__(self, name: str) -> Any:
        if name in Behaviour.__slots__:
            path: Path = object.__getattribute__(self, "path")
            told = {**QUICK, **(json.loads(path.read_text()) if path.exists() else {})}
            if name in told:
                return told[name]
        return super().__getattribute__(name)


def tell_terminal(shop: LiveShop, mode: Mode, **more: object) -> None:
    """From the next question on every terminal of the shop behaves like this."""
    path = shop.folder / "terminal.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"mode": mode, **more}))
    fresh.replace(path)


def _told_terminal(folder: Path, *rest: Any, **more: Any) -> SimulatedTerminal:
    return SimulatedTerminal(folder, *rest, behaviour=Told(folder.parent / "terminal.json"), **more)


def tell_clock(folder: Path, ahead: int) -> None:
    """From now on the node of this data folder lives so many milliseconds ahead of the machine."""
    fresh = folder / "clock.new"
    fresh.write_text(str(ahead))
    fresh.replace(folder / "clock")


def _live_ahead(data: Path) -> None:
    told, now = data / "clock", moment_system.PracticeClock.now
    moment_system.PracticeClock.now = lambda clock: now(clock) + (int(told.read_text()) if told.exists() else 0)  # type: ignore[method-assign]


def _serve_other_pages(data: Path) -> None:
    told, make_app = data / "static", app.make_app

    def make(node: Any, settings: app.Settings) -> Any:
        if told.exists():
            settings.static = Path(told.read_text())
        return make_app(node, settings)

    app.make_app = make


if __name__ == "__main__":
    devices.SimulatedTerminal = _told_terminal  # type: ignore[assignment,misc]
    folder = Path(sys.argv[sys.argv.index("--data") + 1])
    _live_ahead(folder)
    _serve_other_pages(folder)
    sys.exit(main())
