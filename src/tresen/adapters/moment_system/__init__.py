"""The machine's clock, and ids and secrets from its random source."""

import os
import secrets
import threading
import time
from contextvars import ContextVar


class SystemClock:
    """The wall clock. Fulfils `tresen.ports.moment.Clock`."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


PRACTICE_AT: ContextVar[int] = ContextVar("practice_at", default=0)
"""When the request at hand happens, in a practice shop that replays the past; 0: now."""


class PracticeClock:
    """The wall clock, unless the request at hand says that it happens at another time. Never for real sales."""

    def now(self) -> int:
        return PRACTICE_AT.get() or time.time_ns() // 1_000_000


class RandomIds:
    """UUIDv7 in 32 hex digits, ascending within a process. Fulfils `tresen.ports.moment.Ids`."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        moment = time.time_ns()
        with self._lock:
            # 48 bits of milliseconds and 12 bits of a fraction; never the same twice, never backwards
            stamp = max((moment // 1_000_000 << 12) | (moment % 1_000_000 * 4096 // 1_000_000), self._last + 1)
            self._last = stamp
        rest = int.from_bytes(os.urandom(8)) & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000
        value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | rest
        return f"{value:032x}"

    def secret(self) -> str:
        return secrets.token_urlsafe(24)
