"""`FiskalySigner`: one TSE in fiskaly's cloud."""

import asyncio
import base64
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from tresen.adapters.signer_fiskaly import answers
from tresen.adapters.signer_fiskaly.answers import BadAnswer
from tresen.adapters.signer_fiskaly.session import FiskalySession, Refused
from tresen.ports.moment import Clock
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerUnknown, Started

T = TypeVar("T")

_CLIENT: Final = re.compile(r"[A-Za-z0-9'()+,\-./:=? ]{1,70}")
"""What a PrintableString holds; fiskaly takes no other serial number of a till."""
_LONGEST_PAUSE: Final = 5.0
_MOST_KEPT: Final = 5000


@dataclass(slots=True, frozen=True)
class _Opened:
    """A transaction that was started here, so that finishing it needs one request."""

    id: str
    client: str


class FiskalySigner:
    """Fulfils `tresen.ports.signer.Signer`. The transaction's UUID and its revision make every request repeatable."""

    def __init__(
        self, session: FiskalySession, tss: str, admin_pin: str, clock: Clock, first_pause: float = 0.5,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:  # fmt: skip
        """`tss`: its UUID. `first_pause`: seconds until an export is asked after the first time."""
        self._session = session
        self._path = f"/tss/{tss}"
        self._tss = tss
        self._admin_pin = admin_pin
        self._clock = clock
        self._first_pause = first_pause
        self._new_id = new_id
        self._clients: dict[str, str] = {}
        """UUID of each registered till by its serial number."""
        self._opened: dict[int, _Opened] = {}

    def close(self) -> None:
        self._session.close()

    async def info(self) -> SignerInfo:
        return await _read(self._session.get(self._path), answers.info)

    async def condition(self) -> SignerCondition:
        return await _read(self._session.get(self._path), lambda found: answers.condition(found, self._clock.now()))

    async def self_test(self, client: str) -> None:
        """Nothing to do: fiskaly tests its TSE itself."""

    async def update_time(self) -> None:
        """Nothing to do: fiskaly sets the clock of its TSE itself."""

    async def register(self, client: str) -> None:
        if not _CLIENT.fullmatch(client):
            raise SignerDown(
                "fiskaly takes a serial number of a till of at most 70 plain letters, digits and ' ( ) + , - . / : = ?"
            )
        known = await self._client_rows()
        row = known.get(client)
        if row is not None and row.get("state") == "REGISTERED":
            return
        # The id follows from TSE and till: registering again, even by another node, meets the same client.
        id = str(row["_id"]) if row is not None else str(uuid.uuid5(uuid.UUID(self._tss), client))
        path = f"{self._path}/admin"
        await self._session.act("POST", f"{path}/auth", {"admin_pin": self._admin_pin})
        try:
            if row is None:
                await self._session.act("PUT", f"{self._path}/client/{id}", {"serial_number": client})
            else:
                await self._session.act("PATCH", f"{self._path}/client/{id}", {"state": "REGISTERED"})
        finally:
            with suppress(SignerDown, SignerUnknown):  # the session of an admin ends by itself, too
                await self._session.act("POST", f"{path}/logout", {})
        self._clients[client] = id

    async def start(self, client: str) -> Started:
        client_id = await self._client_id(client)
        id = self._new_id()
        body = {"state": "ACTIVE", "client_id": client_id}
        try:
            started = await _read(
                self._session.act("PUT", f"{self._path}/tx/{id}?tx_revision=1", body), answers.started, acts=True
            )
        except SignerUnknown:
            started = await self._ask_back(id)
        if len(self._opened) >= _MOST_KEPT:
            self._opened.pop(next(iter(self._opened)))
        self._opened[started.transaction] = _Opened(id, client)
        return started

    async def _ask_back(self, id: str) -> Started:
        """A start that was left without answer. Not found may still mean: under way."""
        try:
            return await _read(self._session.get(f"{self._path}/tx/{id}"), answers.started)
        except SignerDown as down:
            raise SignerUnknown("the answer to the start of a transaction was lost") from down

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        mine = self._opened.pop(transaction, None)
        opened, revision = (mine, 2) if mine is not None else await self._still_open(transaction)
        if opened.client != client:
            self._opened[transaction] = opened
            raise SignerDown(f"transaction {transaction} belongs to till {opened.client}")
        data = base64.b64encode(process_data.encode()).decode()
        body = {
            "state": "FINISHED",
            "client_id": await self._client_id(client),
            "schema": {"raw": {"process_type": process_type, "process_data": data}},
        }
        path = f"{self._path}/tx/{opened.id}?tx_revision={revision}"
        finished = await _read(self._session.act("PUT", path, body), answers.finished, acts=True)
        if finished.transaction != transaction:
            raise SignerUnknown("the TSE answered with another transaction")
        if (finished.process_type, finished.process_data) != (process_type, process_data):
            raise SignerDown(f"transaction {transaction} was finished as something else")
        return finished

    async def _still_open(self, transaction: int) -> tuple[_Opened, int]:
        """A transaction that was not started here, or left without answer, and the revision that would finish it."""
        found = await self._found(transaction)
        if found is None or found.get("state") != "ACTIVE":
            raise SignerDown(f"transaction {transaction} is not open")
        return await _read(_done(found), lambda row: (_opened(row), answers.number(row, "latest_revision") + 1))

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        rows = await self._session.listed(f"{self._path}/tx?states%5B%5D=ACTIVE&order_by=number&order=asc")
        active = [row for row in rows if row.get("state") == "ACTIVE"]
        return await _read(
            _done({"data": active}),
            lambda found: tuple(
                (answers.number(row, "number"), answers.text(row, "client_serial_number")) for row in found["data"]
            ),
        )

    async def look_up(self, transaction: int) -> Started | Finished | None:
        found = await self._found(transaction)
        if found is None:
            return None
        read = answers.started if found.get("state") == "ACTIVE" else answers.finished
        return await _read(_done(found), read)

    async def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        """Let fiskaly make the TAR, wait until it is made, and hand it on piece by piece."""
        path = f"{self._path}/export/{self._new_id()}"
        chosen = f"?start_signature_counter={from_counter}" if from_counter > 1 else ""
        try:
            found = await self._session.act("PUT", path + chosen, {})
        except SignerUnknown as lost:
            raise SignerDown(str(lost)) from lost  # an export signs nothing
        pause = self._first_pause
        while (state := str(found.get("state"))) in {"PENDING", "WORKING"}:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            found = await self._session.get(path)
        if state != "COMPLETED":
            raise SignerDown(f"fiskaly: the export ended as {state.lower()}")
        async for piece in self._session.file(f"{path}/file"):
            yield piece

    async def _found(self, transaction: int) -> dict[str, Any] | None:
        try:
            return await self._session.get(f"{self._path}/tx/{transaction}")
        except Refused as refused:
            if refused.status == 404 or (refused.status == 400 and transaction < 1):
                return None
            raise

    async def _client_id(self, client: str) -> str:
        if client not in self._clients:
            await self._client_rows()
        if client not in self._clients:
            raise SignerDown(f"till {client} is not registered")
        return self._clients[client]

    async def _client_rows(self) -> dict[str, dict[str, Any]]:
        rows = await self._session.listed(f"{self._path}/client")
        known = {str(row.get("serial_number")): row for row in rows if isinstance(row.get("_id"), str)}
        self._clients = {
            serial: str(row["_id"]) for serial, row in known.items() if row.get("state", "REGISTERED") == "REGISTERED"
        }
        return known


def _opened(row: Mapping[str, Any]) -> _Opened:
    return _Opened(answers.text(row, "_id"), answers.text(row, "client_serial_number"))


async def _done(content: dict[str, Any]) -> dict[str, Any]:
    return content


async def _read(
    answer: Awaitable[dict[str, Any]], read: Callable[[dict[str, Any]], T], *, acts: bool = False
) -> T:  # fmt: skip
    """An answer read into words of the port; one that lacks something is none."""
    content = await answer
    try:
        return read(content)
    except BadAnswer as error:
        raise (SignerUnknown if acts else SignerDown)(f"fiskaly: the answer cannot be read: {error}") from error
