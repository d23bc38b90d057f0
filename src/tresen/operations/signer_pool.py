"""All TSEs of a node: each till has one or several in order, and what the first cannot sign the next one does."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Final, NamedTuple

from tresen.core.receipt import Signed
from tresen.operations.signing import GONE, RESERVE, Signing
from tresen.ports.moment import Clock
from tresen.ports.signer import (
    Finished,
    Signer,
    SignerCondition,
    SignerDown,
    SignerInfo,
    Started,
)

NO_SIGNER: Final = "no TSE is set up"
CROWDED: Final = "the TSE holds as many open transactions as it can"


class Begun(NamedTuple):
    """A transaction and the TSE that holds it; 0 and why none could be started."""

    signer: str
    transaction: int
    failure: str


class SignerPool:
    """Says nothing of its own to a device: that is what each `Signing` does. Never raises."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timeout = 5000
        self.members: dict[str, Signing] = {}
        """By id of the record, in the order in which they are tried."""
        self._absent = Signing(Refusing(), clock, id="")
        self.past: list[Signing] = []
        """Put out of use since the start."""
        self.groups: Mapping[str, tuple[str, ...]] = {}
        """Which TSEs a till may use, in order, by the till's serial; who is not in it may use all."""

    # ---- who is in it

    @staticmethod
    def of_one(signer: Signer, clock: Clock, id: str = "tse-1") -> "SignerPool":
        """A node with a single TSE."""
        pool = SignerPool(clock)
        pool.put(id, signer)
        return pool

    def put(self, id: str, signer: Signer) -> Signing:
        """Take a TSE in, as the last one. The first one ends the time without any."""
        return self.add(Signing(signer, self._clock, self._timeout, id))

    def add(self, member: Signing) -> Signing:
        """The same with one that was opened before."""
        self.members[member.id] = member
        if self._absent.down_since:
            self._absent.ended(self._clock.now())
        return member

    def put_refusing(self, id: str, reason: str) -> Signing:
        """A TSE that is there and could not even be opened."""
        return self.put(id, Refusing(reason))

    def take_out(self, id: str) -> Signing | None:
        """Use a TSE no more. What it still holds open was ended before."""
        return self.members.pop(id, None)

    def all(self) -> list[Signing]:
        """Every TSE; the stand-in for none if there is none."""
        return list(self.members.values()) or [self._absent]

    def with_news(self) -> list[Signing]:
        """Those whose outages may have to be written down."""
        return [*self.members.values(), *self.past, self._absent]

    def of(self, client: str) -> list[Signing]:
        """Those a till may use, in order."""
        wanted = self.groups.get(client)
        if wanted is None:
            return self.all()
        return [self.members[id] for id in wanted if id in self.members] or [self._absent]

    def named(self, id: str) -> Signing:
        """The TSE of an open transaction. Baskets of earlier versions name none: there was one TSE then."""
        return self.members.get(id) or (self.primary if not id else self._absent)

    @property
    def primary(self) -> Signing:
        return next(iter(self.members.values()), self._absent)

    # ---- what a sale asks for

    async def start(self, client: str, without: Iterable[str] = (), *, urgent: bool = False) -> Begun:
        """Open a transaction at the first TSE of the till that can. `urgent`: it is being paid for, take any room."""
        shunned = tuple(without)
        failure = NO_SIGNER
        for member in self.of(client):
            if member.id in shunned:
                continue
            if member.crowded(0 if urgent else RESERVE):
                failure = CROWDED
                continue
            transaction, failure = await member.start(client)
            if transaction:
                return Begun(member.id, transaction, "")
        return Begun("", 0, failure)

    async def finish(self, signer: str, client: str, transaction: int, failure: str, kind: str, data: str) -> Signed:
        """Finish at the TSE that started. `failure`: why none was started, if `transaction` is 0."""
        member = self.named(signer) if transaction else self.of(client)[0]
        if transaction and member is self._absent:  # its TSE was put out of use
            return Signed(client=client, process_type=kind, process_data=data, failure=GONE, transaction=transaction)
        return await member.finish(client, transaction, failure, kind, data)

    def give_up(self, signer: str, transaction: int) -> None:
        """Nobody needs the transaction any more: it is to be ended as stale."""
        self.named(signer).give_up(transaction)

    # ---- the whole

    async def open(self) -> None:
        """Ask every device how it is."""
        await asyncio.gather(*(member.open() for member in self.all()))

    async def register(self, client: str) -> None:
        """Make a till's serial known to each TSE it may use."""
        await asyncio.gather(*(member.register(client) for member in self.of(client)))

    @property
    def down_since(self) -> int:
        """Since when no TSE at all works; 0 while one does."""
        times = [member.down_since for member in self.all()]
        return max(times) if all(times) else 0

    @property
    def reason(self) -> str:
        return next((member.reason for member in self.all() if member.reason), "")

    @property
    def lost(self) -> bool:
        """Whether any TSE may hold a transaction that nobody owns."""
        return any(member.lost for member in self.members.values())

    @property
    def simulated(self) -> bool:
        return any(member.info.simulated for member in self.members.values() if member.info is not None)

    @property
    def timeout(self) -> int:
        return self._timeout

    @timeout.setter
    def timeout(self, milliseconds: int) -> None:
        self._timeout = milliseconds
        for member in self.members.values():
            member.timeout = milliseconds

    # ---- the first TSE, for what asks for one only

    @property
    def signer(self) -> Signer:
        return self.primary.signer

    @property
    def info(self) -> SignerInfo | None:
        return self.primary.info

    @property
    def public_key(self) -> str:
        return self.primary.public_key


class Refusing:
    """No TSE, or none that can be opened: every call is refused with the reason. Fulfils `tresen.ports.signer.Signer`."""

    def __init__(self, reason: str = NO_SIGNER) -> None:
        self.reason = reason

    async def info(self) -> SignerInfo:
        raise SignerDown(self.reason)

    async def register(self, client: str) -> None:
        raise SignerDown(self.reason)

    async def start(self, client: str) -> Started:
        raise SignerDown(self.reason)

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        raise SignerDown(self.reason)

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        return ()

    async def look_up(self, transaction: int) -> Started | Finished | None:
        return None

    async def condition(self) -> SignerCondition:
        raise SignerDown(self.reason)

    async def self_test(self, client: str) -> None:
        raise SignerDown(self.reason)

    async def update_time(self) -> None:
        raise SignerDown(self.reason)

    def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        raise SignerDown(self.reason)
