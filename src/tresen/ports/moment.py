"""Clock and ids are handed in, so that a test or a simulation can decide them."""

from typing import Protocol


class Clock(Protocol):
    """The node's idea of now."""

    def now(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""


class Ids(Protocol):
    """Source of identity and secrets."""

    def new(self) -> str:
        """A UUIDv7 as 32 hex digits: ordered by time, unique over all nodes."""

    def secret(self) -> str:
        """An unguessable, URL-safe text of at least 128 bits."""
