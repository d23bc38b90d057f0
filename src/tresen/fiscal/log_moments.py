"""When a TSE made which signature: devices give out a later part of their log by time, the archive asks by counter."""

from bisect import bisect_right
from typing import Final

_APART: Final = 60_000
"""Milliseconds between two marks; in between the earlier one is good enough."""
_MOST: Final = 20_000
"""Two weeks of minutes."""


class LogMoments:
    """Marks of counter and time, both growing. A clock that was set back makes all earlier marks worthless."""

    __slots__ = ("_counters", "_times")

    def __init__(self) -> None:
        self._counters: list[int] = []
        self._times: list[int] = []

    def note(self, counter: int, at: int) -> None:
        """A signature: its counter and its log time in milliseconds."""
        if self._times and (at < self._times[-1] or counter <= self._counters[-1]):
            self._counters.clear()
            self._times.clear()
        if self._times and at - self._times[-1] < _APART:
            return
        self._counters.append(counter)
        self._times.append(at)
        if len(self._times) > _MOST:
            del self._counters[: _MOST // 2], self._times[: _MOST // 2]

    def before(self, counter: int) -> int:
        """A moment from which on the log surely holds this counter and all later ones; 0 where only the whole log does."""
        found = bisect_right(self._counters, counter)
        return self._times[found - 1] if found else 0
