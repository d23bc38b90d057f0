"""Signing: the TSE with a time limit, and an outage that is written down while the shop goes on selling."""

import base64
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from tresen.core.receipt import Signed
from tresen.operations.bounded import bounded
from tresen.ports.moment import Clock
from tresen.ports.signer import Finished, Signer, SignerDown, SignerInfo, SignerUnknown, Started

T = TypeVar("T")

PROBE_PAUSE: Final = 5000
"""While the TSE is out, it is asked again at most every 5 s, so that customers do not wait for its time-out."""


class Signing:
    """One TSE as the operations use it. Never raises: a sale goes on without a signature, with the reason."""

    def __init__(self, signer: Signer, clock: Clock, timeout: int = 5000) -> None:
        self.signer = signer
        self.timeout = timeout
        self._clock = clock
        self.info: SignerInfo | None = None
        self.public_key = ""
        self.down_since = 0
        """Milliseconds since 1970, 0 while the TSE works."""
        self.reason = ""
        self._next_probe = 0
        self._unregistered: dict[str, None] = {}
        """Tills that the TSE could not be told of yet."""
        self.starting = 0
        """Transactions being started at this moment."""
        self.running: set[int] = set()
        """Transactions that were started here and are not finished."""
        self.lost = False
        """A start or a finish was left without an answer: the TSE may hold a transaction that nobody owns."""
        self.changes: list[tuple[bool, int, str]] = []
        """Outages begun (True) and ended (False) that are not in the journal yet: begun, at, reason."""

    async def open(self) -> None:
        """Ask for the device's master data; an outage at start-up is an ordinary state."""
        await self._call(self._learn)

    async def register(self, client: str) -> None:
        """Make a till's serial known to the TSE; if it is out, as soon as it is back."""
        self._unregistered[client] = None
        await self._call(self._register)

    async def start(self, client: str) -> tuple[int, str]:
        """Open a transaction: its number and an empty reason, or 0 and why not."""
        if self._out():
            return 0, self.reason
        self.starting += 1
        try:
            answer = await self._call(lambda: self.signer.start(client))
        finally:
            self.starting -= 1
        if not isinstance(answer, Started):
            self.lost = True
            return 0, self.reason
        self.running.add(answer.transaction)
        return answer.transaction, ""

    def give_up(self, transaction: int) -> None:
        """Nobody needs the transaction any more: it is to be ended as stale."""
        if transaction:
            self.running.discard(transaction)
            self.lost = True

    async def finish(self, client: str, transaction: int, failure: str, kind: str, data: str) -> Signed:
        """Finish a transaction and say what came of it. `failure`: why none was started, if `transaction` is 0."""
        signed = Signed(client=client, process_type=kind, process_data=data, failure=failure)
        if self.info is not None:
            info = self.info
            signed.serial, signed.algorithm = info.serial, info.algorithm
            signed.time_format, signed.simulated = info.time_format, info.simulated
            signed.public_key = self.public_key
        signed.transaction = transaction
        if self._out():
            self.give_up(transaction)
            signed.failure = self.reason
            return signed
        if not transaction:
            signed.failure = failure or self.reason
            return signed
        finished = await self._call(lambda: self._finish(client, transaction, kind, data))
        if not isinstance(finished, Finished):
            self.give_up(transaction)
            signed.failure = self.reason
            return signed
        self.running -= {transaction, finished.transaction}
        signed.failure, signed.transaction = "", finished.transaction
        signed.counter, signed.started_at, signed.finished_at = finished.counter, finished.started_at, finished.at
        signed.signature = base64.b64encode(finished.signature).decode()
        return signed

    async def _finish(self, client: str, transaction: int, kind: str, data: str) -> Finished:
        """Finish; after an unknown outcome the device is asked before anything is repeated."""
        try:
            return await bounded(self.signer.finish(client, transaction, kind, data), self.timeout / 2000)
        except (SignerUnknown, TimeoutError):
            known = await self.signer.look_up(transaction)
            if isinstance(known, Finished):
                return known
            if known is None:
                raise SignerDown("the TSE does not know the transaction") from None
            return await self.signer.finish(client, transaction, kind, data)
        except SignerDown:
            known = await self.signer.look_up(transaction)
            if isinstance(known, Finished) and known.process_data == data:
                return known  # a crash came between signature and append: nothing is signed twice
            if isinstance(known, Started):
                raise
        return await self._finish_anew(client, kind, data)

    async def _finish_anew(self, client: str, kind: str, data: str) -> Finished:
        """The transaction ended as something else (at a closing, or in another life of the device)."""
        self.starting += 1
        try:
            started = await self.signer.start(client)
            self.running.add(started.transaction)
        finally:
            self.starting -= 1
        return await self.signer.finish(client, started.transaction, kind, data)

    async def _register(self) -> None:
        for client in list(self._unregistered):
            await self.signer.register(client)
            self._unregistered.pop(client, None)

    async def _catch_up(self) -> None:
        """What could not be done while the TSE was out."""
        if self.info is None:
            await self._learn()
        await self._register()

    async def _learn(self) -> None:
        self.info = await self.signer.info()
        self.public_key = base64.b64encode(self.info.public_key).decode()

    def _out(self) -> bool:
        return self.down_since > 0 and 0 < self._next_probe - self._clock.now() <= PROBE_PAUSE

    async def _call(self, call: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        try:
            if self.down_since and (self.info is None or self._unregistered):
                await bounded(self._catch_up(), self.timeout / 1000)
            answer = await bounded(call(), self.timeout / 1000)
        except (SignerDown, SignerUnknown, TimeoutError, OSError) as error:
            self._failed(str(error) or "the TSE did not answer in time")
            return None
        if self.down_since:
            self.changes.append((False, self._clock.now(), self.reason))
            self.down_since, self.reason = 0, ""
        return answer

    def _failed(self, reason: str) -> None:
        now = self._clock.now()
        if not self.down_since:
            self.down_since = now
            self.changes.append((True, now, reason))
        self.reason = reason
        self._next_probe = now + PROBE_PAUSE
