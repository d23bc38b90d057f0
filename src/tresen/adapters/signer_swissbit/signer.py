"""`SwissbitSigner`: one TSE of Swissbit that is plugged into the node's computer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeVar

from tresen.adapters.signer_swissbit import codes
from tresen.adapters.signer_swissbit.codes import WormFailed
from tresen.adapters.signer_swissbit.library import ADMIN, TIME_ADMIN, WormDevice, WormInfo
from tresen.adapters.signer_swissbit.worker import Worker
from tresen.fiscal.certificates import BadCertificate, chain_of, raw_point
from tresen.fiscal.log_message import LogMessage
from tresen.fiscal.log_moments import LogMoments
from tresen.fiscal.transaction_log import messages_of
from tresen.ports.moment import Clock
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerState, SignerUnknown, Started

T = TypeVar("T")

MAKER: Final = "Swissbit"
SETUP_CLIENT: Final = "TRESEN"
"""Registered with the set-up, which wants a till before there is one; the self-test names it, too."""
_LONGEST_CLIENT: Final = 30
_SECTOR: Final = 512
_MOST_KEPT: Final = 1000
_LEAST_BETWEEN_TIMES: Final = 60_000
"""The device stands 150,000 settings of its clock in its life: none is wasted."""
_WAITING: Final = 16
"""Pieces of an export that wait for their reader before the device is held up."""


@dataclass(slots=True, frozen=True)
class Pins:
    """What the TSE asks for. Never in a text or a log."""

    admin: str = field(repr=False)
    time_admin: str = field(repr=False)


class SwissbitSigner:
    """Fulfils `tresen.ports.signer.Signer`. A PIN that was refused is not tried again: the third mistake blocks it."""

    def __init__(self, open_device: Callable[[], WormDevice], pins: Pins, clock: Clock) -> None:
        """`open_device`: called in the device's own thread, at first and whenever the device was lost."""
        self._open_device = open_device
        self._pins = pins
        self._clock = clock
        self._worker = Worker("tse-swissbit")
        self._device: WormDevice | None = None
        self._refused = ""
        self._time_set_at = 0
        self._clients: set[str] = set()
        self._ending: set[asyncio.Task[None]] = set()
        """Exports that nobody reads any more and that the device still has to stop."""
        self._moments = LogMoments()
        self._opened: dict[int, tuple[str, int]] = {}
        """Till and log time of Start of what was started here."""

    def close(self) -> None:
        self._worker.close(self._let_go)

    async def info(self) -> SignerInfo:
        def ask(device: WormDevice) -> tuple[WormInfo, bytes, tuple[str, str]]:
            return device.info(), device.certificates(), device.texts()

        found, raw, (algorithm, time_format) = await self._do(ask)
        try:
            point = raw_point(found.public_key)
            certificates, ends = chain_of(raw, point)
        except BadCertificate as error:
            raise SignerDown(f"the TSE of Swissbit does not tell of itself as it should: {error}") from error
        return SignerInfo(
            serial=found.serial.hex(), public_key=point, algorithm=algorithm, time_format=time_format, encoding="UTF-8",
            certificates=certificates, expires_at=ends, open_limit=found.open_limit, simulated=found.development, maker=MAKER,
        )  # fmt: skip

    async def condition(self) -> SignerCondition:
        found = await self._do(lambda device: device.info())
        now = self._clock.now()
        return SignerCondition(
            state=self._state(found, now),
            open_transactions=found.opened,
            signatures_left=found.signatures_left,
            storage_left=max(found.sectors - found.sectors_used, 0) * _SECTOR,
            expires_at=found.expires_at * 1000,
            self_test_due_at=now + found.until_self_test * 1000 if found.until_self_test else 0,
            time_due_at=now + found.until_time * 1000 if found.until_time else 0,
        )

    def _state(self, found: WormInfo, now: int) -> SignerState:
        if found.state == "DECOMMISSIONED":
            return "disabled"
        if found.state != "INITIALIZED":
            return "not_set_up"
        if now > found.expires_at * 1000:
            return "expired"
        if not found.signatures_left or 0 < found.sectors <= found.sectors_used:
            return "full"
        if self._refused:
            return "locked"
        if not found.self_test_passed:
            return "self_test_due"
        return "ready" if found.time_is_set else "time_not_set"

    async def self_test(self, client: str) -> None:
        def test(device: WormDevice) -> None:
            try:
                device.self_test(client or SETUP_CLIENT)
            except WormFailed as failed:
                if failed.code != codes.CLIENT_NOT_REGISTERED or client:
                    raise  # without a till the device has tested itself all the same

        await self._do(test)

    async def update_time(self) -> None:
        now = self._clock.now()

        def set_time(device: WormDevice) -> None:
            if 0 <= now - self._time_set_at < _LEAST_BETWEEN_TIMES and device.info().time_is_set:
                return
            self._log_in(device, TIME_ADMIN, self._pins.time_admin)
            try:
                device.set_time(now // 1000)
            finally:
                with suppress(WormFailed):
                    device.log_out(TIME_ADMIN)
            self._time_set_at = now

        await self._do(set_time)

    async def register(self, client: str) -> None:
        if not (0 < len(client) <= _LONGEST_CLIENT and client.isascii() and client.isprintable()):
            raise SignerDown(
                f"the TSE of Swissbit takes a serial number of a till of at most {_LONGEST_CLIENT} plain letters"
            )

        def enter(device: WormDevice) -> None:
            self._log_in(device, ADMIN, self._pins.admin)
            try:
                if client not in device.clients():
                    device.register(client)
            finally:
                with suppress(WormFailed):
                    device.log_out(ADMIN)

        await self._do(enter)
        self._clients.add(client)

    async def start(self, client: str) -> Started:
        answer = await self._do(lambda device: device.start(client), acts=True)
        started = Started(answer.transaction, answer.at * 1000, answer.counter, answer.signature)
        self._moments.note(started.counter, started.at)
        if len(self._opened) >= _MOST_KEPT:
            self._opened.pop(next(iter(self._opened)))
        self._opened[started.transaction] = client, started.at
        return started

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        owner, started_at = self._opened.get(transaction) or await self._owner(transaction)
        if owner != client:
            raise SignerDown(f"transaction {transaction} belongs to till {owner}")
        try:
            answer = await self._do(
                lambda device: device.finish(client, transaction, process_type, process_data), acts=True
            )
        finally:
            self._opened.pop(transaction, None)  # whatever became of it, the next one asks the device
        self._moments.note(answer.counter, answer.at * 1000)
        return Finished(
            transaction, started_at, answer.at * 1000, answer.counter, answer.signature, process_type, process_data
        )

    async def _owner(self, transaction: int) -> tuple[str, int]:
        start, finish = await self._logged(transaction)
        if start is None or finish is not None:
            raise SignerDown(f"transaction {transaction} is not open")
        return start.client, start.at

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        """Asked for each till that is known here; whose a left-over one is stands in the log of the device."""
        clients = sorted(self._clients)

        def ask(device: WormDevice) -> dict[int, str]:
            found = dict.fromkeys(device.started(None), "")
            for client in clients:
                found.update(dict.fromkeys(device.started(client), client))
            return found

        owners = await self._do(ask)
        for transaction in [number for number, client in owners.items() if not client]:
            start, _ = await self._logged(transaction)
            owners[transaction] = start.client if start is not None else ""
        return tuple(sorted((number, client) for number, client in owners.items() if client))

    async def look_up(self, transaction: int) -> Started | Finished | None:
        start, finish = await self._logged(transaction)
        if start is None:
            return None
        if finish is None:
            return Started(transaction, start.at, start.counter, start.signature)
        return Finished(
            transaction, start.at, finish.at, finish.counter, finish.signature, finish.process_type,
            finish.process_data.decode("utf-8", "replace"),
        )  # fmt: skip

    async def _logged(self, transaction: int) -> tuple[LogMessage | None, LogMessage | None]:
        """Start and Finish from the device's log, which is the only place that knows of a finished transaction."""
        if transaction < 1:
            return None, None
        tar = bytearray()

        def read(device: WormDevice) -> None:
            def take(piece: bytes) -> bool:
                tar.extend(piece)
                return True

            self._export(device, take, transaction=transaction)

        await self._do(read)
        return messages_of(bytes(tar), transaction)

    async def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        """The log piece by piece; from a moment on if it is known when the counter was reached. Nothing can be signed
        meanwhile, and a reader that is slow holds the device up."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[bytes | None] = asyncio.Queue(_WAITING)
        enough = False

        def take(piece: bytes) -> bool:
            if not enough:
                asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()
            return not enough

        async def run() -> None:
            since = self._moments.before(from_counter) // 1000
            try:
                await self._do(lambda device: self._export(device, take, since=since))
            finally:
                await pieces.put(None)

        task = asyncio.create_task(run())
        try:
            while (piece := await pieces.get()) is not None:
                yield piece
            await task
        finally:
            enough = True
            if not task.done():  # a device that hangs must not hang its reader
                rest = asyncio.create_task(_drained(task, pieces))
                self._ending.add(rest)
                rest.add_done_callback(self._ending.discard)

    def _export(
        self, device: WormDevice, take: Callable[[bytes], bool], *, since: int = 0, transaction: int = 0
    ) -> None:
        """Some devices want an administrator for it."""
        try:
            device.export(take, since, transaction)
        except WormFailed as failed:
            if failed.code == codes.NO_DATA:
                return
            if failed.code not in {codes.NOT_AUTHORIZED, codes.NOT_LOGGED_IN}:
                raise
            self._log_in(device, ADMIN, self._pins.admin)
            try:
                device.export(take, since, transaction)
            except WormFailed as again:
                if again.code != codes.NO_DATA:
                    raise
            finally:
                with suppress(WormFailed):
                    device.log_out(ADMIN)

    def _log_in(self, device: WormDevice, user: int, pin: str) -> None:
        if self._refused:
            raise SignerDown(self._refused)
        try:
            device.log_in(user, pin)
        except WormFailed as failed:
            if failed.code in {codes.PIN_WRONG, codes.PIN_BLOCKED}:
                self._refused = str(failed)
            raise

    async def _do(self, job: Callable[[WormDevice], T], *, acts: bool = False) -> T:
        """In the device's thread, opening the device if need be. Raises SignerDown, or SignerUnknown if it `acts`."""

        def run() -> T:
            opened = self._device
            if opened is None:
                try:
                    opened = self._device = self._open_device()
                except (WormFailed, OSError, AttributeError) as failed:
                    raise SignerDown(str(failed)) from failed
            try:
                return job(opened)
            except WormFailed as failed:
                if failed.code in codes.LOST:
                    self._let_go()
                unknown = acts and failed.code in codes.DOUBTFUL
                raise (SignerUnknown if unknown else SignerDown)(str(failed)) from failed

        return await self._worker.do(run)

    def _let_go(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()


async def _drained(export: asyncio.Task[None], pieces: asyncio.Queue[bytes | None]) -> None:
    """Take what still comes until the device has noticed that nobody reads."""

    async def take() -> None:
        while True:
            await pieces.get()

    taking = asyncio.create_task(take())
    await asyncio.wait([export])
    taking.cancel()
    if not export.cancelled():
        export.exception()  # breaking off is the end that was wanted
