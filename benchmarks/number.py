"""A measured number with its target."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Number:
    """`target`: in words; `reached`: None where there is none."""

    name: str
    value: float
    unit: str
    target: str = ""
    reached: bool | None = None
    note: str = ""

    def text(self) -> str:
        """One line."""
        digits = 0 if self.value >= 100 else 1 if self.value >= 10 else 2 if self.value >= 0.1 else 4
        mark = {True: "reached", False: "NOT REACHED", None: ""}[self.reached]
        line = f"{self.name:58} {self.value:>10,.{digits}f} {self.unit:10} {self.target:18} {mark}"
        return line.rstrip() + (f"\n    {self.note}" if self.note else "")


def at_least(name: str, value: float, unit: str, target: float, note: str = "") -> Number:
    """A number that should be high."""
    return Number(name, value, unit, f">= {target:,g}", value >= target, note)


def below(name: str, value: float, unit: str, target: float, note: str = "") -> Number:
    """A number that should be low."""
    return Number(name, value, unit, f"< {target:,g}", value < target, note)


Measure = Callable[[Path, bool], list[Number]]
"""Measures in an empty folder; the flag asks for a small size that takes seconds."""


def middle(values: list[float]) -> float:
    """The median."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
