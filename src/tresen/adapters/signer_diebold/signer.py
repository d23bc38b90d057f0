"""`DieboldSigner`: one USB TSE of Diebold Nixdorf behind its web service."""

import base64
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from tresen.adapters.signer_diebold import answers
from tresen.adapters.signer_diebold.answers import BadAnswer
from tresen.adapters.signer_diebold.line import NO_TRANSACTION, PASSWORD_WRONG, USER_BLOCKED, DieboldLine, Refused
from tresen.fiscal.transaction_log import messages_of
from tresen.ports.moment import Clock
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerUnknown, Started

_CLIENT: Final = re.compile(r"[A-Za-z0-9()+,\-.:? ]{1,30}")
_MOST_KEPT: Final = 1000


@dataclass(slots=True, frozen=True)
class Pins:
    """What the TSE asks for with each command. Never in a text or a log."""

    admin: str = field(repr=False)
    time_admin: str = field(repr=False)


class DieboldSigner:
    """Fulfils `tresen.ports.signer.Signer`. A PIN that was refused is not sent again: the third mistake blocks it."""

    def __init__(self, line: DieboldLine, pins: Pins, clock: Clock) -> None:
        self._line = line
        self._pins = pins
        self._clock = clock
        self._refused = ""
        """Why no PIN is sent any more."""
        self._opened: dict[int, tuple[str, int]] = {}
        """Till and log time of Start of what was started here."""

    def close(self) -> None:
        self._line.close()

    async def info(self) -> SignerInfo:
        device = (await self._line.call("GetDeviceInfo")).get("DeviceInfo")
        parameters = (await self._line.call("GetDeviceStatus")).get("Parameters")
        key = await self._line.call("GetDeviceData", Name="PublicKey", Format="Base64")
        certificates = await self._line.call("GetDeviceData", Name="Certificates", Format="Base64")
        if not isinstance(device, dict) or not isinstance(parameters, dict):
            raise SignerDown("the TSE of Diebold Nixdorf does not tell of itself")
        return answers.info(device, parameters, key, certificates)

    async def condition(self) -> SignerCondition:
        ends = (await self.info()).expires_at
        status = await self._line.call("GetDeviceStatus")
        parameters = status.get("Parameters")
        opened = 0 if self._refused else len(await self.open_transactions())
        found = parameters if isinstance(parameters, dict) else {}
        return answers.condition(found, self._clock.now(), ends, opened, blocked=bool(self._refused))

    async def self_test(self, client: str) -> None:
        till: dict[str, Any] = {"ClientID": client} if client else {}
        await self._as_user(self._pins.admin, "PerformSelfTest", **till)

    async def update_time(self) -> None:
        now = datetime.fromtimestamp(self._clock.now() // 1000, UTC)
        await self._as_user(self._pins.time_admin, "UpdateTime", Time=f"{now:%Y-%m-%dT%H:%M:%SZ}")

    async def register(self, client: str) -> None:
        if not _CLIENT.fullmatch(client):
            raise SignerDown(
                "the TSE of Diebold Nixdorf takes a serial number of a till of at most 30 plain letters and digits"
            )
        status = await self._as_user(self._pins.admin, "GetDeviceStatus")
        if client not in status.get("ClientIDs", ()):
            await self._as_user(self._pins.admin, "RegisterClientID", ClientID=client)

    async def start(self, client: str) -> Started:
        answer = await self._as_user(self._pins.time_admin, "StartTransaction", acts=True, ClientID=client)
        try:
            started = answers.started(answer)
        except BadAnswer as error:
            raise SignerUnknown(f"the answer of the TSE cannot be read: {error}") from error
        if len(self._opened) >= _MOST_KEPT:
            self._opened.pop(next(iter(self._opened)))
        self._opened[started.transaction] = client, started.at
        return started

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        owner, started_at = self._opened.get(transaction) or await self._owner(transaction)
        if owner != client:
            raise SignerDown(f"transaction {transaction} belongs to till {owner}")
        try:
            answer = await self._as_user(
                self._pins.time_admin, "FinishTransaction", acts=True, ClientID=client,
                TransactionNumber=transaction, Typ=process_type, Data=process_data,
            )  # fmt: skip
        finally:
            self._opened.pop(transaction, None)  # whatever became of it, the next one asks the device
        try:
            return Finished(
                transaction, started_at, answers.moment(answer), answers.number(answer, "SignatureCounter"),
                answers.signature(answer), process_type, process_data,
            )  # fmt: skip
        except BadAnswer as error:
            raise SignerUnknown(f"the answer of the TSE cannot be read: {error}") from error

    async def _owner(self, transaction: int) -> tuple[str, int]:
        start, finish = messages_of(await self._exported(transaction), transaction)
        if start is None or finish is not None:
            raise SignerDown(f"transaction {transaction} is not open")
        return start.client, start.at

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        """What the device lists; where it lists nothing, what was started here."""
        status = await self._as_user(self._pins.admin, "GetDeviceStatus")
        listed = status.get("Transactions")
        if not isinstance(listed, list):
            return tuple((number, client) for number, (client, _) in sorted(self._opened.items()))
        try:
            return tuple((answers.number(row, "TransactionNumber"), str(row["ClientID"])) for row in listed)
        except (BadAnswer, KeyError, AttributeError) as error:
            raise SignerDown(f"the TSE of Diebold Nixdorf does not list its open transactions: {error}") from error

    async def look_up(self, transaction: int) -> Started | Finished | None:
        if transaction < 1:
            return None
        return answers.told(*messages_of(await self._exported(transaction), transaction))

    async def _exported(self, transaction: int) -> bytes:
        """The log of one transaction; empty where the device knows of none."""
        try:
            return b"".join([piece async for piece in self._pieces(TransactionNumber=transaction)])
        except Refused as refused:
            if refused.code == NO_TRANSACTION:
                return b""
            raise

    async def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        """The whole log: the device chooses by transaction only, not by signature counter."""
        async for piece in self._pieces():
            yield piece

    async def _pieces(self, **chosen: Any) -> AsyncIterator[bytes]:
        offset, total = 0, 1
        while offset < total:
            answer = await self._as_user(self._pins.admin, "Export", Format="Base64", Offset=offset, **chosen)
            try:
                piece, total = answers.value(answer), answers.number(answer, "Length")
            except BadAnswer as error:
                raise SignerDown(f"the export of the TSE is damaged: {error}") from error
            if not piece and offset < total:
                raise SignerDown("the export of the TSE ends too early")
            offset += len(piece)
            yield piece

    async def _as_user(self, pin: str, command: str, *, acts: bool = False, **values: Any) -> dict[str, Any]:
        if self._refused:
            raise SignerDown(self._refused)
        try:
            return await self._line.call(
                command, acts=acts, Password=base64.b64encode(pin.encode()).decode(), **values
            )  # fmt: skip
        except Refused as refused:
            if refused.code in {PASSWORD_WRONG, USER_BLOCKED}:
                self._refused = str(refused)
            raise
