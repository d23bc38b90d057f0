"""One after the other: everything that touches the same basket, cash movement or payment waits for its turn."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """Lives in the event loop of the node. Requests for different ids never wait for each other."""

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}
        self._claims: dict[str, str] = {}

    @asynccontextmanager
    async def of(self, id: str) -> AsyncIterator[None]:
        """Have the id to oneself; who comes later waits, first come, first served."""
        turn = self._turns.get(id)
        if turn is None:
            turn = self._turns[id] = _Turn()
        turn.waiting += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._turns[id]

    def claim(self, things: Iterable[str], basket: str) -> bool:
        """Reserve receipts that are taken back, or a customer's credit, for one basket; False if another has one."""
        wanted = tuple(things)
        if any(self._claims.get(thing, basket) != basket for thing in wanted):
            return False
        for thing in wanted:
            self._claims[thing] = basket
        return True

    def release(self, basket: str) -> None:
        """Give back what the basket reserved."""
        if self._claims:
            self._claims = {thing: holder for thing, holder in self._claims.items() if holder != basket}
