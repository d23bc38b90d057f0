"""`tresen demo` whose card terminals do what a file says: `terminal.json` in the data folder, read anew every time."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.live import LiveShop
from tresen.adapters.terminal_simulator import Behaviour, Mode, SimulatedTerminal
from tresen.cli import main
from tresen.web import devices

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


if __name__ == "__main__":
    devices.SimulatedTerminal = _told_terminal  # type: ignore[assignment,misc]
    sys.exit(main())
