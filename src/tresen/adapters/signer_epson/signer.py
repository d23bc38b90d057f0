"""`EpsonSigner`: one TSE in an Epson printer or at an Epson TSE server."""

import asyncio
import base64
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from tresen.adapters.signer_epson import answers
from tresen.adapters.signer_epson.line import EpsonLine, Refused
from tresen.fiscal.log_message import LogMessage
from tresen.fiscal.log_moments import LogMoments
from tresen.fiscal.transaction_log import messages_of
from tresen.ports.moment import Clock
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerUnknown, Started

ADMIN: Final = "Administrator"
SHARED_SECRET: Final = "EPSONKEY"  # noqa: S105 - the maker's published default, changed by those who want to
_LONGEST_CLIENT: Final = 30
_DAY: Final = 86_400_000
_MOST_KEPT: Final = 5000
_NOT_LOGGED_IN: Final = (
    "OTHER_ERROR_UNAUTHENTICATED_TIME_ADMIN_USER", "OTHER_ERROR_TIMEADMIN_NOT_AUTHORIZED",
    "TSE1_ERROR_AUTHENTICATION_USER_NOT_LOGGED_IN",
)  # fmt: skip


@dataclass(slots=True, frozen=True)
class Pins:
    """What the TSE asks for. Never in a text or a log."""

    admin: str = field(repr=False)
    time_admin: str = field(repr=False)
    shared: str = field(default=SHARED_SECRET, repr=False)
    """Proves to the printer that the program may speak to its TSE."""


class EpsonSigner:
    """Fulfils `tresen.ports.signer.Signer`. A PIN that was refused is not tried again: the third mistake blocks it."""

    def __init__(self, line: EpsonLine, pins: Pins, clock: Clock) -> None:
        self._line = line
        self._pins = pins
        self._clock = clock
        self._admins = asyncio.Lock()
        """One administrator at a time: the one who is ready logs out for all."""
        self._refused = ""
        """Why no PIN is tried any more."""
        self._logged_in: dict[str, int] = {}
        """Tills that may sign, with the connection on which they logged in."""
        self._clients: set[str] = set()
        self._moments = LogMoments()
        self._opened: dict[int, tuple[str, int]] = {}
        """Till and log time of Start of what was started here."""

    def close(self) -> None:
        self._line.close()

    async def info(self) -> SignerInfo:
        content = await self._information()
        return answers.info(content, await self._line.call("GetLogMessageCertificate"))

    async def condition(self) -> SignerCondition:
        return answers.condition(await self._information(), self._clock.now(), blocked=bool(self._refused))

    async def _information(self) -> Mapping[str, Any]:
        return answers.information(await self._line.call("GetStorageInfo", storage="COMMON"))

    async def self_test(self, client: str) -> None:
        try:
            await self._line.call("RunTSESelfTest")
        except Refused as refused:
            if refused.code != "TSE1_ERROR_CLIENT_NOT_REGISTERED":
                raise
            async with self._admin():  # the TSE was in another printer before: it is made known to this one
                await self._line.call("SetUpForPrinter")
            await self._line.call("RunTSESelfTest")

    async def update_time(self) -> None:
        async with self._admin():
            values = {"userId": ADMIN, "newDateTime": _text(self._clock.now()), "useTimeSync": False}
            await self._line.call("UpdateTime", values)

    async def register(self, client: str) -> None:
        if not (0 < len(client.encode()) <= _LONGEST_CLIENT and client.isascii() and client.isprintable()):
            raise SignerDown(
                f"the TSE of Epson takes a serial number of a till of at most {_LONGEST_CLIENT} plain letters"
            )
        async with self._admin():
            known = await self._line.call("GetRegisteredClientList")
            if client not in known.get("registeredClientIdList", ()):
                await self._line.call("RegisterClient", {"clientId": client})
        self._clients.add(client)

    async def start(self, client: str) -> Started:
        values = {"clientId": client, "processData": "", "processType": "", "additionalData": ""}
        output = await self._as_till(client, "StartTransaction", values)
        try:
            started = answers.started(output)
        except ValueError as error:
            raise SignerUnknown(f"the answer of the TSE cannot be read: {error}") from error
        self._moments.note(started.counter, started.at)
        if len(self._opened) >= _MOST_KEPT:
            self._opened.pop(next(iter(self._opened)))
        self._opened[started.transaction] = client, started.at
        return started

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        owner, started_at = self._opened.get(transaction) or await self._owner(transaction)
        if owner != client:
            raise SignerDown(f"transaction {transaction} belongs to till {owner}")
        values = {
            "clientId": client, "transactionNumber": transaction, "processType": process_type,
            "processData": base64.b64encode(process_data.encode()).decode(), "additionalData": "",
        }  # fmt: skip
        try:
            output = await self._as_till(client, "FinishTransaction", values)
        finally:
            self._opened.pop(transaction, None)  # whatever became of it, the next one asks the device
        try:
            return Finished(
                transaction, started_at, answers.moment(output, "logTime"), answers.number(output, "signatureCounter"),
                answers.decoded(output, "signature"), process_type, process_data,
            )  # fmt: skip
        except ValueError as error:
            raise SignerUnknown(f"the answer of the TSE cannot be read: {error}") from error

    async def _owner(self, transaction: int) -> tuple[str, int]:
        """Till and begin of a transaction that was not started here, or that was left without answer."""
        start, finish = await self._logged(transaction)
        if start is None or finish is not None:
            raise SignerDown(f"transaction {transaction} is not open")
        return start.client, start.at

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        """Asked for each till that is known here; whose a left-over one is stands in the log of the device."""
        owners: dict[int, str] = {}
        for client in sorted(self._clients):
            for transaction in await self._started(client):
                owners[transaction] = client
        for transaction in await self._started(""):
            if transaction not in owners:
                start, _ = await self._logged(transaction)
                if start is not None:
                    owners[transaction] = start.client
        return tuple(sorted(owners.items()))

    async def _started(self, client: str) -> list[int]:
        output = await self._line.call("GetStartedTransactionList", {"clientId": client})
        return [one for one in output.get("startedTransactionNumberList", ()) if isinstance(one, int)]

    async def look_up(self, transaction: int) -> Started | Finished | None:
        return answers.told(*await self._logged(transaction))

    async def _logged(self, transaction: int) -> tuple[LogMessage | None, LogMessage | None]:
        """Start and Finish from the device's log, which is the only place that knows of a finished transaction."""
        if transaction < 1:
            return None, None
        values = {"clientId": "", "transactionNumber": transaction}
        async with aclosing(self._exported("ExportFilteredByTransactionNumber", values)) as pieces:
            tar = b"".join([piece async for piece in pieces])
        return messages_of(tar, transaction)

    async def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        """From a moment on if it is known when the counter was reached, else the whole log: the device chooses by time and
        transaction, not by signature counter."""
        function, values = "ArchiveExport", {"clientId": ""}
        if since := self._moments.before(from_counter):
            function = "ExportFilteredByPeriodOfTime"
            values |= {"startDate": _text(since), "endDate": _text(self._clock.now() + _DAY)}
        async with aclosing(self._exported(function, values)) as pieces:
            async for piece in pieces:
                yield piece

    async def _exported(self, function: str, values: dict[str, Any]) -> AsyncGenerator[bytes, None]:
        async with self._admin():
            try:
                await self._line.call(function, values)
            except Refused as refused:
                if refused.code == "TSE1_ERROR_EXPORT_NO_DATA_AVAILABLE":
                    return
                raise
            over = False
            try:
                while not over:
                    output = await self._line.call("GetExportData")
                    over = output.get("exportStatus") == "EXPORT_COMPLETE"
                    try:
                        yield answers.decoded(output, "exportData")
                    except ValueError as error:
                        raise SignerDown(f"the export of the TSE is damaged: {error}") from error
                await self._line.call("FinalizeExport", {"deleteData": False})
            except Refused as refused:
                over = False
                if refused.code != "TSE1_ERROR_EXPORT_NO_DATA_AVAILABLE":
                    raise
            finally:
                if not over:
                    with suppress(SignerDown):
                        await self._line.call("CancelExport")

    async def _as_till(self, client: str, function: str, values: dict[str, Any]) -> dict[str, Any]:
        """A signature: the till must be logged in. A till that is not surely got no signature, so it is tried again."""
        if self._logged_in.get(client) != self._line.connections or not self._line.connections:
            await self._log_in("AuthenticateUserForTimeAdmin", "clientId", client, self._pins.time_admin)
            self._logged_in[client] = self._line.connections
        try:
            return await self._line.call(function, values, acts=True)
        except Refused as refused:
            self._logged_in.pop(client, None)
            if refused.code not in _NOT_LOGGED_IN:
                raise
        await self._log_in("AuthenticateUserForTimeAdmin", "clientId", client, self._pins.time_admin)
        self._logged_in[client] = self._line.connections
        return await self._line.call(function, values, acts=True)

    @asynccontextmanager
    async def _admin(self) -> AsyncIterator[None]:
        async with self._admins:
            await self._log_in("AuthenticateUserForAdmin", "userId", ADMIN, self._pins.admin)
            try:
                yield
            finally:
                with suppress(SignerDown):
                    await self._line.call("LogOutForAdmin")

    async def _log_in(self, function: str, name: str, user: str, pin: str) -> None:
        if self._refused:
            raise SignerDown(self._refused)
        challenge = str((await self._line.call("GetChallenge", {"userId": user})).get("challenge", ""))
        proof = base64.b64encode(sha256((challenge + self._pins.shared).encode()).digest()).decode()
        try:
            await self._line.call(function, {name: user, "pin": pin, "hash": proof})
        except Refused as refused:
            if refused.code in {"TSE1_ERROR_AUTHENTICATION_FAILED", "TSE1_ERROR_AUTHENTICATION_PIN_BLOCKED"}:
                self._refused = str(refused)
            raise


def _text(at: int) -> str:
    """A moment as the TSE writes it; milliseconds since 1970 UTC."""
    return f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
