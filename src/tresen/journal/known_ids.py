"""Which ids the journal surely does not have: nearly every new sale, so it need not ask the database.

Ids are UUIDv7 and ascend with time. All entries that are not remembered here have an id up to a mark; what is above the
mark and not remembered was never appended. Nothing is estimated: a till whose clock is wrong only makes more ids doubtful.
"""

LIMIT = 20_000
"""Ids that are remembered before the older ones go below the mark; twice as many at most."""


class KnownIds:
    """`add` from the writer, `doubtful` from any thread."""

    def __init__(self, mark: str = "") -> None:
        self._state: tuple[str, set[str], set[str]] = (mark, set(), set())
        """The mark, newer ids and older ids, exchanged in one step for the other thread."""

    def add(self, id: str) -> None:
        """Remember an id, also of an entry that is not durable yet."""
        mark, newer, older = self._state
        newer.add(id)
        if len(newer) >= LIMIT:
            self._state = (max(mark, max(older, default="")), set(), newer)

    def doubtful(self, id: str) -> bool:
        """Whether the journal may have it, so that it must be asked."""
        mark, newer, older = self._state
        return id <= mark or id in newer or id in older
