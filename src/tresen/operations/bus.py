"""News for screens: what happened is told to every listener after the commit. Slow listeners lose news, not sales."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

QUEUE_LIMIT: Final = 200
LISTENER_LIMIT: Final = 500


@dataclass(slots=True)
class News:
    """One thing that changed. `topic`: `sale`, `basket`, `state`, `stock`, `queue`, `masterdata`, `payment`, `deviation`."""

    topic: str
    till: str = ""
    content: dict[str, Any] = field(default_factory=dict)


class Bus:
    """Lives in the event loop of the node."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[News]] = set()

    def tell(self, topic: str, till: str = "", **content: Any) -> None:
        """Tell all listeners; a full one is skipped and will ask for the whole state again."""
        if not self._listeners:
            return
        news = News(topic, till, content)
        for listener in self._listeners:
            if not listener.full():
                listener.put_nowait(news)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["asyncio.Queue[News]"]:
        """Hear everything from now on."""
        assert len(self._listeners) < LISTENER_LIMIT, "too many screens are listening"
        queue: asyncio.Queue[News] = asyncio.Queue(QUEUE_LIMIT)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
