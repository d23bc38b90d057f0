"""Signing: the TSE with a time limit, and an outage that is written down while the shop goes on selling."""

import base64
from collections.abc import Callable, Coroutine
from typing import Any, Final, Literal, TypeVar

from tresen.core.receipt import Signed
from tresen.operations.bounded import bounded
from tresen.ports.moment import Clock
from tresen.ports.signer import Finished, Signer, SignerCondition, SignerDown, SignerInfo, SignerUnknown, Started

T = TypeVar("T")

PROBE_PAUSE: Final = 5000
"""While the TSE is out, it is asked again at most every 5 s, so that customers do not wait for its time-out."""
GONE: Final = "the TSE ended the transaction as something else"
"""Of a transaction: it is over, and not as what was to be signed. The TSE itself works."""
REFUSING: Final = {
    "self_test_due": "the TSE wants to be tested before it signs again",
    "time_not_set": "the clock of the TSE is not set",
    "full": "the memory of the TSE is full",
    "expired": "the certificate of the TSE has expired",
    "locked": "the TSE is locked",
    "disabled": "the TSE was put out of use for ever",
    "not_set_up": "the TSE is not set up",
}
"""Why a TSE that answers does not sign, by its state."""
RESERVE: Final = 4
"""Open transactions that a TSE always keeps free, so that a sale that is being paid finds room."""
CARE_LIMIT: Final = 90
"""Seconds for a self-test."""


class _Gone(Exception):
    """See GONE."""


class Signing:
    """One TSE as the operations use it. Never raises: a sale goes on without a signature, with the reason."""

    def __init__(self, signer: Signer, clock: Clock, timeout: int = 5000, id: str = "tse-1") -> None:
        self.id = id
        """Of its record."""
        self.signer = signer
        self.timeout = timeout
        self._clock = clock
        self.info: SignerInfo | None = None
        self.public_key = ""
        self.condition: SignerCondition | None = None
        """As the device said it last."""
        self.asked_at = self.cared_at = self.archived_at = 0
        """When it was asked how it is, when tested or its clock set, when its log was archived, the last time each."""
        self.down_since = 0
        """Milliseconds since 1970, 0 while the TSE works."""
        self.reason = ""
        self._next_probe = 0
        self.unregistered: dict[str, None] = {}
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
        """Ask for the device's master data and how it is; an outage at start-up is an ordinary state."""
        await self._call(self._learn)

    async def ask(self) -> None:
        """Ask how it is. One that says it cannot sign is out, until it says otherwise."""
        await self._call(self._ask if self.info is not None else self._learn)

    async def care(self, act: Literal["self_test", "update_time"], client: str) -> None:
        """Test it or set its clock, which may take a minute; then see whether it signs."""
        try:
            call = self.signer.self_test(client) if act == "self_test" else self.signer.update_time()
            await bounded(call, CARE_LIMIT)
        except (SignerDown, SignerUnknown, TimeoutError, OSError) as error:
            self._failed(str(error) or "the TSE did not answer in time")
            return
        await self.ask()

    def crowded(self, reserve: int = 0) -> bool:
        """Whether it holds as many open transactions as it can, but for a reserve."""
        limit = self.info.open_limit if self.info is not None else 0
        return 0 < limit <= len(self.running) + self.starting + min(reserve, limit >> 2)

    async def register(self, client: str) -> None:
        """Make a till's serial known to the TSE; if it is out, as soon as it is back."""
        self.unregistered[client] = None
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
        try:
            finished = await self._call(lambda: self._finish(client, transaction, kind, data))
        except _Gone:
            self.running.discard(transaction)
            signed.failure = GONE
            return signed
        if not isinstance(finished, Finished):
            self.give_up(transaction)
            signed.failure = self.reason
            return signed
        self.running.discard(transaction)
        signed.failure = ""
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
        raise _Gone  # at a closing, or in another life of the device

    async def _register(self) -> None:
        for client in list(self.unregistered):
            await self.signer.register(client)
            self.unregistered.pop(client, None)

    async def _catch_up(self) -> None:
        """What could not be done while the TSE was out."""
        if self.info is None:
            await self._learn()
        await self._register()

    async def _learn(self) -> None:
        self.info = await self.signer.info()
        self.public_key = base64.b64encode(self.info.public_key).decode()
        await self._ask()

    async def _ask(self) -> None:
        self.asked_at = self._clock.now()
        self.condition = await self.signer.condition()
        if self.condition.state != "ready":
            raise SignerDown(REFUSING[self.condition.state])

    def _out(self) -> bool:
        return self.down_since > 0 and 0 < self._next_probe - self._clock.now() <= PROBE_PAUSE

    async def _call(self, call: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        try:
            if self.down_since and (self.info is None or self.unregistered):
                await bounded(self._catch_up(), self.timeout / 1000)
            answer = await bounded(call(), self.timeout / 1000)
        except (SignerDown, SignerUnknown, TimeoutError, OSError) as error:
            self._failed(str(error) or "the TSE did not answer in time")
            return None
        if self.down_since:
            self.ended(self._clock.now())
        return answer

    def ended(self, at: int) -> None:
        """The outage is over."""
        self.changes.append((False, at, self.reason))
        self.down_since, self.reason = 0, ""

    def _failed(self, reason: str) -> None:
        now = self._clock.now()
        if not self.down_since:
            self.down_since = now
            self.changes.append((True, now, reason))
        self.reason = reason
        self._next_probe = now + PROBE_PAUSE
