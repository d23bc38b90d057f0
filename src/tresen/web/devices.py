"""Printers and terminals of a node, made when a till first names them.

A printer is named by its address, `tcp://192.168.0.50:9100` (80 mm) or `tcp://192.168.0.50:9100/32` (58 mm: 32
columns). In a practice shop every other name is a simulated device of that name, living in the data folder.
"""

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tresen.adapters.moment_system import PRACTICE_AT
from tresen.adapters.printer_network import NetworkPrinter
from tresen.adapters.printer_simulator import SimulatedPrinter
from tresen.adapters.terminal_simulator import SimulatedTerminal
from tresen.ports.moment import Clock
from tresen.ports.printer import Printer
from tresen.ports.terminal import Terminal

LIMIT: Final = 200
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")


def _replaying() -> bool:
    """Whether the request at hand lives through the past of a practice shop."""
    return PRACTICE_AT.get() != 0


class Printers(dict[str, Printer]):
    """By the name that a till's record gives its printer."""

    def __init__(self, data: Path, *, practice: bool) -> None:
        super().__init__()
        self._data = data
        self._practice = practice

    def get(self, name: str, default: Any = None) -> Any:
        """The printer of this name; None if there cannot be one."""
        if name not in self and len(self) < LIMIT:
            made = self._make(name)
            if made is not None:
                self[name] = made
        return super().get(name, default)

    def _make(self, name: str) -> Printer | None:
        address = urlsplit(name)
        if address.scheme == "tcp" and address.hostname:
            columns = address.path.strip("/")
            width = int(columns) if columns.isdigit() and 20 <= int(columns) <= 64 else 48
            return NetworkPrinter(address.hostname, address.port or 9100, columns=width)
        if self._practice and _NAME.fullmatch(name):
            return SimulatedPrinter(self._data / name, columns=32 if name.endswith("-58") else 48)
        return None


class Terminals(dict[str, Terminal]):
    """By the name that a till's record gives its terminal."""

    def __init__(self, data: Path, clock: Clock, *, practice: bool) -> None:
        super().__init__()
        self._data = data
        self._clock = clock
        self._practice = practice

    def get(self, name: str, default: Any = None) -> Any:
        """The terminal of this name; in a practice shop a simulated one is put up when it is first asked for."""
        if self._practice and name not in self and len(self) < LIMIT and _NAME.fullmatch(name):
            number = f"{54_000_001 + len(self):08d}"
            self[name] = SimulatedTerminal(self._data / name, self._clock, terminal_id=number, hurried=_replaying)
        return super().get(name, default)
