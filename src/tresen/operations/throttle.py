"""Throttling of guesses: a few tries are free, then every further one waits twice as long as the one before."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 10_000
"""Keys kept in memory; the oldest is dropped first."""


@dataclass(slots=True)
class Tries:
    """Failed tries of one key. `until`: when the next one is heard (milliseconds since 1970 UTC)."""

    count: int = 0
    until: int = 0


class Throttle:
    """Counts a try before it is known to be wrong, so that many at once are no way around the pause."""

    def __init__(self, free: int, pause: int, longest: int) -> None:
        """`free` tries without a pause, then `pause` milliseconds, doubled each time up to `longest`."""
        self._free = free
        self._pause = pause
        self._longest = longest
        self.tries: OrderedDict[str, Tries] = OrderedDict()

    def begin(self, key: str, now: int) -> int:
        """Count a try. 0: go on; else how many milliseconds to wait before it would be heard (and it is not counted)."""
        tries = self.tries.get(key)
        if tries is None:
            tries = self.tries[key] = Tries()
            while len(self.tries) > LIMIT:
                self.tries.popitem(last=False)
        wait = min(tries.until - now, self._longest)
        if wait > 0:
            return wait
        tries.count += 1
        over = tries.count - self._free
        tries.until = now + min(self._pause << min(over, 40), self._longest) if over >= 0 else 0
        self.tries.move_to_end(key)
        return 0

    def forget(self, key: str) -> None:
        """The try was right, or the office unlocked."""
        self.tries.pop(key, None)

    def forget_all(self, prefix: str) -> list[str]:
        """Unlock every key that begins so; the keys."""
        found = [key for key in self.tries if key.startswith(prefix)]
        for key in found:
            del self.tries[key]
        return found
