"""The web service of Diebold Nixdorf as far as it is publicly known, over a real WebSocket.

Known: the frames, PingPong, Password in base64, StartTransaction, FinishTransaction, RegisterClientID, GetDeviceInfo,
GetDeviceStatus, GetDeviceData, the codes, the signature in hex. Assumed, as the adapter's README says: the parameters of
Export, PerformSelfTest and UpdateTime, and what GetDeviceStatus tells beyond the algorithm and the tills.
"""

import asyncio
import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta, timezone

from tests.contracts.signer_doubles.listening import Listening

ADMIN, TIME = "12345", "54321"
PIECE = 900


class No(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class DieboldService(Listening):
    def __init__(self, element):
        super().__init__()
        self.element = element
        self.tested = self.timed = True
        self.free = 8_000_000_000
        self.tries = 3
        self.tells = True
        """Whether it tells more than what is publicly known."""
        self.asked: list[str] = []
        self.faults: list[tuple[str, str]] = []
        self.hanging = asyncio.Event()
        self.spoil = None
        """Changes what is answered, to see what becomes of it."""

    # ---- WebSocket

    async def talk(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        key = re.search("Sec-WebSocket-Key: (.*)\r\n", head)[1].encode()
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        while True:
            first, second = await reader.readexactly(2)
            assert second & 0x80, "a client masks its frames"
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
            mask = await reader.readexactly(4)
            content = bytes(byte ^ mask[at % 4] for at, byte in enumerate(await reader.readexactly(size)))
            if first & 0x0F == 1 and not await self._message(content.decode(), writer):
                return

    def _send(self, writer, text, kind=1, *, last=True):
        raw = text.encode()
        head = bytes((0x80 * last | kind,))
        if len(raw) < 126:
            writer.write(head + bytes((len(raw),)) + raw)
        elif len(raw) < 1 << 16:
            writer.write(head + bytes((126,)) + len(raw).to_bytes(2, "big") + raw)
        else:
            writer.write(head + bytes((127,)) + len(raw).to_bytes(8, "big") + raw)

    async def _message(self, text, writer) -> bool:
        assert text.startswith("\x02")
        assert text.endswith("\x03\n")
        request = json.loads(text[1:-2])
        command = request.pop("Command")
        self.asked.append(command)
        fault = self._fault(command)
        if fault == "lose_before":
            return False
        if fault == "hang":
            self.hanging.set()
            await asyncio.Event().wait()
        answer = await self._answer(command, request)
        if self.spoil:
            number = answer["PingPong"]
            answer = self.spoil(answer)
            if isinstance(answer, dict):
                answer["PingPong"] = number  # another number would only be waited for
        if fault == "lose_after":
            return False
        said = f"\x02{json.dumps(answer)}\x03\n"
        if fault == "garbage":
            said = "\x02{\x03\n"
        elif fault == "late":  # an old answer comes first, in the middle of pings and pieces
            self._send(writer, f"\x02{json.dumps({**answer, 'PingPong': 0})}\x03\n")
            self._send(writer, "", 9)
            self._send(writer, said[:5], last=False)
            self._send(writer, said[5:], 0)
            return True
        elif fault == "closed":
            self._send(writer, "", 8)
            return False
        self._send(writer, said)
        await writer.drain()
        return True

    def _fault(self, command):
        for index, (wanted, fault) in enumerate(self.faults):
            if wanted == command:
                del self.faults[index]
                return fault
        return ""

    async def _answer(self, command, request):
        number = request.pop("PingPong")
        snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", command).lower()
        try:
            found = await getattr(self, f"_do_{snake}", self._unknown)(request)
        except No as no:
            found = {"Status": "error", "Code": no.code, "Desc": "X"}
        return {"Command": command, "PingPong": number, "Status": "ok", **found}

    async def _unknown(self, request):
        raise No(2)

    def _check(self, request, pin):
        if not self.tries:
            raise No(32)
        if "Password" not in request:
            raise No(3)
        if base64.b64decode(request["Password"]).decode() != pin:
            self.tries -= 1
            raise No(30)
        self.tries = 3

    # ---- commands

    async def _do_get_device_info(self, request):
        return {"DeviceInfo": {"SerialNumber": self.element.serial.upper(), "TimeFormat": "UnixTime"}}

    async def _do_get_device_status(self, request):
        found = {"Parameters": {"SignatureAlgorithm": self.element.algorithm}}
        if self.tells:
            found["Parameters"] |= {
                "SelfTestPassed": self.tested, "TimeSet": self.timed, "StorageFree": self.free,
                "RemainingSignatures": 20_000_000 - self.element.signatures,
            }  # fmt: skip
        if "Password" in request:
            self._check(request, ADMIN)
            found["ClientIDs"] = sorted(self.element.clients)
            if self.tells:
                found["Transactions"] = [
                    {"TransactionNumber": number, "ClientID": client} for number, client in self.element.open.items()
                ]
        return found

    async def _do_get_device_data(self, request):
        assert request["Format"] == "Base64"
        raw = {"PublicKey": self.element.public_key, "Certificates": b"".join(self.element.certificates)}[
            request["Name"]
        ]
        return {"Name": request["Name"], "Value": base64.b64encode(raw).decode(), "Length": len(raw)}

    async def _do_register_client_id(self, request):
        self._check(request, ADMIN)
        if len(request["ClientID"]) > 30:
            raise No(4)
        if request["ClientID"] in self.element.clients:
            raise No(5)
        await self.element.device.register(request["ClientID"])
        return {}

    async def _do_perform_self_test(self, request):
        self._check(request, ADMIN)
        self.tested = True
        await self.element.device.self_test("")
        return {}

    async def _do_update_time(self, request):
        self._check(request, TIME)
        assert datetime.fromisoformat(request["Time"]).timestamp() == self.element.clock.at // 1000
        self.timed = True
        await self.element.device.update_time()
        return {}

    def _check_can_sign(self, request):
        self._check(request, TIME)
        if request["ClientID"] not in self.element.clients:
            raise No(19)
        if not (self.tested and self.timed and self.free) or self.element.clock.at > self.element.expires_at * 1000:
            raise No(5)

    async def _do_start_transaction(self, request):
        self._check_can_sign(request)
        if len(self.element.open) >= self.element.open_limit:
            raise No(21)
        done = await self.element.device.start(request["ClientID"])
        return {**self._signed(done), "TransactionNumber": done.transaction, "SerialNumber": self.element.serial}

    async def _do_finish_transaction(self, request):
        self._check_can_sign(request)
        number = request["TransactionNumber"]
        if self.element.open.get(number) != request["ClientID"]:
            raise No(5017)
        return self._signed(
            await self.element.device.finish(request["ClientID"], number, request["Typ"], request["Data"])
        )

    def _signed(self, done):
        here = datetime.fromtimestamp(done.at // 1000, UTC).astimezone(timezone(timedelta(hours=2)))
        return {
            "SignatureCounter": done.counter, "Signature": done.signature.hex(), "LogTime": here.isoformat(),
        }  # fmt: skip

    async def _do_export(self, request):
        self._check(request, ADMIN)
        transaction = request.get("TransactionNumber", 0)
        if transaction > self.element.transactions:
            raise No(5017)
        tar = await self.element.tar(transaction=transaction)
        piece = tar[request["Offset"] : request["Offset"] + PIECE]
        return {"Value": base64.b64encode(piece).decode(), "Length": len(tar)}
