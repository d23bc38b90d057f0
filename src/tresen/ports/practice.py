"""Switches of the practice shop's simulators, so that trouble can be rehearsed from the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(slots=True, frozen=True)
class PracticeDevice:
    """One simulated device. `what`: `tse`, `terminal` or `printer`."""

    what: str
    id: str
    name: str
    mode: str
    modes: tuple[str, ...]


class PracticeDevices(Protocol):
    """All simulated devices of a node."""

    def listed(self) -> Sequence[PracticeDevice]:
        """As they are set now."""

    def switch(self, id: str, mode: str) -> PracticeDevice | None:
        """Set a device to one of its modes; None if there is no such device or mode."""
