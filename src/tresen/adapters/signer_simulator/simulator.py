"""A TSE in software: everything a certified one answers, with switches for the trouble a real one makes.

Log times have whole seconds (time format `unixTime`), so they come back as multiples of 1000 milliseconds. Start and
finish do not suspend in normal mode: two signatures and two file writes take about 0.1 ms.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Literal, get_args

from cryptography.hazmat.primitives.serialization import Encoding

from tresen.adapters.signer_simulator.identity import Curve, Seal, open_identity
from tresen.adapters.signer_simulator.message_log import LogFileFull, MessageLog
from tresen.adapters.signer_simulator.recall import recall
from tresen.adapters.signer_simulator.tar_export import tar_pieces
from tresen.fiscal.log_message import MessageForm, log_file, parse_log_file
from tresen.ports.moment import Clock
from tresen.ports.signer import (
    Finished,
    SignerCondition,
    SignerDown,
    SignerInfo,
    SignerState,
    SignerUnknown,
    Started,
)  # fmt: skip

Mode = Literal[
    "normal", "slow", "down", "expired", "lose_answer_next_start", "lose_answer_next_finish",
    "self_test_due", "time_not_set", "full", "locked", "ends_soon",
]  # fmt: skip
MODES: Final[tuple[Mode, ...]] = get_args(Mode)

MAKER: Final = "Tresen Simulator"
VERSION: Final = "1"

_CLIENT: Final = re.compile(r"[A-Za-z0-9._\-]{1,70}")
_LONGEST_PROCESS_DATA: Final = 65_535
_EXPIRED: Final = "the certificate of the TSE has expired"
_EXPORT_PIECE: Final = 64 * 1024
_DAY: Final = 86_400_000
_ENDS_IN: Final = 30 * _DAY
_FEW_SIGNATURES: Final = 900
_REFUSING: Final[dict[str, str]] = {
    "self_test_due": "the TSE wants to be tested before it signs again",
    "time_not_set": "the clock of the TSE is not set",
    "full": "the memory of the TSE is full",
    "locked": "the TSE is locked",
}
"""Reasons of the modes in which nothing is signed and everything else is answered."""


class SimulatedSigner:
    """One simulated TSE, living in a folder. Fulfils `tresen.ports.signer.Signer`; used from one event loop."""

    def __init__(
        self, folder: Path, clock: Clock, curve: Curve = "P-256", open_limit: int = 512, durable: bool = False,
        self_test_every: int = 0, time_every: int = 0, most_signatures: int = 0,
    ) -> None:  # fmt: skip
        """Open the device in `folder`, or make it there. `durable`: every message waits for the disk.

        After `self_test_every` and `time_every` milliseconds it refuses to sign until it was tested or its clock was set;
        after `most_signatures` it is used up. 0: never.

        Raises LogFileDamaged when the folder's log has gaps or another process uses it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._open_limit = open_limit
        self._identity = open_identity(folder / "identity.pem", curve, clock.now())
        self._expires_at = self._identity.expires_at
        self._seal = Seal(self._identity.key)
        self._form = MessageForm(self._identity.serial, self._identity.algorithm)
        self._log = MessageLog(folder / "messages.log", durable)
        self._mode: Mode = "normal"
        self._wait = 0
        self._reason = ""
        self._self_test_every, self._time_every = self_test_every, time_every
        self._most_signatures = most_signatures
        self._tested_at = self._time_set_at = clock.now()
        try:
            self._known = recall(self._log, self._identity.serial)
            if self._known.counter == 0:
                self._system("initialize", b"")
            if self._known.last_time > clock.now() // 1000 or self._known.counter == 1:
                self._system("updateTime", b"")
            self._system("selfTest", b"")
        except BaseException:
            self._log.close()
            raise

    def close(self) -> None:
        """Let go of the file. The device can be opened again."""
        self._log.close()

    @property
    def mode(self) -> Mode:
        return self._mode

    def switch(self, mode: Mode, milliseconds: int = 0, reason: str = "") -> None:
        """Choose the trouble to rehearse, or `normal` to end it.

        `slow`: every call takes `milliseconds`, half of it before the signature and half after. `down`: every call is
        refused with `reason`. `expired`: the certificate is over, nothing more is signed, looking is possible.
        `lose_answer_next_start`, `lose_answer_next_finish`: the next such call is signed, its answer is lost
        (SignerUnknown), then the mode is normal again. `self_test_due`, `time_not_set`: nothing is signed until that was
        done. `full`, `locked`: nothing is signed. `ends_soon`: signs on, but certificate and signatures are nearly used up.
        """
        if mode not in MODES:
            raise ValueError(f"{mode!r} is no mode of the simulated TSE")
        self._mode = mode
        self._wait = milliseconds if mode == "slow" else 0
        self._reason = reason or "unreachable (simulated outage)"

    async def info(self) -> SignerInfo:
        await self._look()
        identity = self._identity
        return SignerInfo(
            serial=identity.serial.hex(),
            public_key=identity.public_key,
            algorithm=identity.algorithm,
            time_format="unixTime",
            encoding="UTF-8",
            certificates=tuple(one.public_bytes(Encoding.DER) for one in identity.certificates),
            expires_at=self._ends_at(),
            open_limit=self._open_limit,
            simulated=True,
            maker=MAKER,
        )

    def _ends_at(self) -> int:
        if self._mode == "expired":
            return min(self._expires_at, self._clock.now() - 1)
        return min(self._expires_at, self._clock.now() + _ENDS_IN) if self._mode == "ends_soon" else self._expires_at

    async def condition(self) -> SignerCondition:
        await self._look()
        left = max(self._most_signatures - self._known.counter, 0)
        if self._mode == "ends_soon":
            left = min(left or _FEW_SIGNATURES, _FEW_SIGNATURES)
        return SignerCondition(
            state=self._state(),
            open_transactions=len(self._known.open),
            signatures_left=left,
            expires_at=self._ends_at(),
            self_test_due_at=self._tested_at + self._self_test_every if self._self_test_every else 0,
            time_due_at=self._time_set_at + self._time_every if self._time_every else 0,
        )

    def _state(self) -> SignerState:
        now = self._clock.now()
        if self._mode == "expired" or now > self._expires_at:
            return "expired"
        if self._mode == "locked":
            return "locked"
        if self._mode == "full" or 0 < self._most_signatures <= self._known.counter:
            return "full"
        if self._mode == "self_test_due" or 0 < self._self_test_every < now - self._tested_at:
            return "self_test_due"
        if self._mode == "time_not_set" or 0 < self._time_every < now - self._time_set_at:
            return "time_not_set"
        return "ready"

    async def register(self, client: str) -> None:
        if self._wait:
            await self._pause()
        self._check_can_sign()
        if not _CLIENT.fullmatch(client):
            raise SignerDown("a till's serial number has 1 to 70 letters, digits, dots, hyphens and underscores")
        if client not in self._known.clients:
            name = client.encode()
            self._system("registerClient", bytes((0x0C, len(name))) + name)
            self._known.clients.add(client)
        if self._wait:
            await self._pause()

    async def start(self, client: str) -> Started:
        if self._wait:
            await self._pause()
        if self._may_refuse():
            self._check_can_sign()
        known = self._known
        if client not in known.clients:
            raise SignerDown(f"till {client} is not registered")
        if len(known.open) >= self._open_limit:
            raise SignerDown(f"{self._open_limit} transactions are open, no more are possible")
        at = self._time()
        transaction = known.transactions + 1
        counter = known.counter + 1
        message = self._form.transaction(
            "StartTransaction", client, "", b"", transaction=transaction, counter=counter, at=at
        )
        signature, offset = self._write(message)
        known.started(transaction, client, at // 1000, offset)
        if self._wait:
            await self._pause()
        if self._mode == "lose_answer_next_start":
            self._mode = "normal"
            raise SignerUnknown("the answer to start was lost (simulated)")
        return Started(transaction, at, counter, signature)

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        if self._wait:
            await self._pause()
        if self._may_refuse():
            self._check_can_sign()
        known = self._known
        opened = known.open.get(transaction)
        if opened is None:
            raise SignerDown(f"transaction {transaction} is not open")
        if opened.client != client:
            raise SignerDown(f"transaction {transaction} belongs to till {opened.client}")
        content = process_data.encode()
        if len(content) > _LONGEST_PROCESS_DATA or len(process_type) > 100:
            raise SignerDown("processData or processType is too long")
        at = self._time()
        counter = known.counter + 1
        message = self._form.transaction(
            "FinishTransaction", client, process_type, content, transaction=transaction, counter=counter, at=at
        )
        signature, offset = self._write(message)
        known.finished(transaction, offset)
        if self._wait:
            await self._pause()
        if self._mode == "lose_answer_next_finish":
            self._mode = "normal"
            raise SignerUnknown("the answer to finish was lost (simulated)")
        return Finished(transaction, opened.at * 1000, at, counter, signature, process_type, process_data)

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        await self._look()
        return tuple((transaction, opened.client) for transaction, opened in self._known.open.items())

    async def look_up(self, transaction: int) -> Started | Finished | None:
        await self._look()
        known = self._known
        if not 1 <= transaction <= known.transactions:
            return None
        started = parse_log_file(self._log.read(known.start_offsets[transaction - 1]))
        offset = known.finish_offsets[transaction - 1]
        if offset < 0:
            return Started(transaction, started.at, started.counter, started.signature)
        done = parse_log_file(self._log.read(offset))
        return Finished(
            transaction=transaction,
            started_at=started.at,
            at=done.at,
            counter=done.counter,
            signature=done.signature,
            process_type=done.process_type,
            process_data=done.process_data.decode(),
        )

    async def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        """The log as TAR in pieces of about 64 KB; other work gets its turn between two pieces."""
        await self._look()
        piece = bytearray()
        for part in tar_pieces(self._identity, self._log, MAKER, VERSION, from_counter):
            piece += part
            if len(piece) >= _EXPORT_PIECE:
                yield bytes(piece)
                piece.clear()
                await asyncio.sleep(0)
        yield bytes(piece)

    async def self_test(self, client: str) -> None:
        """Test the device; like every system operation it takes a signature counter."""
        await self._look()
        if client and client not in self._known.clients:
            raise SignerDown(f"till {client} is not registered")
        self._system("selfTest", b"")
        self._tested_at = self._clock.now()
        if self._mode == "self_test_due":
            self._mode = "normal"

    async def update_time(self) -> None:
        """Set the device's clock; a till does it after start and regularly."""
        await self._look()
        if self._state() == "expired":
            raise SignerDown(_EXPIRED)
        self._system("updateTime", b"")
        self._time_set_at = self._clock.now()
        if self._mode == "time_not_set":
            self._mode = "normal"

    async def _look(self) -> None:
        """What every call that reads must pass: a slow device is slow, one that is down answers nothing."""
        if self._wait:
            await self._pause()
            await self._pause()
        if self._mode == "down":
            raise SignerDown(self._reason)

    async def _pause(self) -> None:
        await asyncio.sleep(self._wait / 2000)

    def _may_refuse(self) -> bool:
        """Whether there is anything to check before a signature beside the end of the certificate (`_time`)."""
        return self._mode != "normal" or self._self_test_every + self._time_every + self._most_signatures > 0

    def _check_can_sign(self) -> None:
        if self._mode == "down":
            raise SignerDown(self._reason)
        state = self._state()
        if state == "expired":
            raise SignerDown(_EXPIRED)
        if state != "ready":
            raise SignerDown(_REFUSING[state])

    def _time(self) -> int:
        """Log time in whole seconds. A clock that was set back is recorded, as a TSE records each setting."""
        moment = self._clock.now()
        if moment > self._expires_at:
            raise SignerDown(_EXPIRED)
        now = moment // 1000
        if now < self._known.last_time:
            self._system("updateTime", b"")
        return now * 1000

    def _system(self, operation: str, data: bytes) -> None:
        at = self._clock.now() // 1000 * 1000
        self._known.last_time = at // 1000
        self._write(self._form.system(operation, data, self._known.counter + 1, at))

    def _write(self, message: bytes) -> tuple[bytes, int]:
        """Sign and keep; (signature, offset). The counter moves only when the message is on file."""
        signature = self._seal.sign(message)
        try:
            offset = self._log.append(log_file(message, signature))
        except LogFileFull as error:
            raise SignerDown(f"the memory of the TSE is full: {error}") from error
        self._known.counter += 1
        return signature, offset
