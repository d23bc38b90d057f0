"""An Epson printer with a TSE as the public Python and .NET clients know it: XML frames ending with 0x00, JSON inside,
challenge and hash at each log-in, one export at a time."""

import asyncio
import base64
import hashlib
import html
import json
import re
from datetime import UTC, datetime

from tests.contracts.signer_doubles.listening import Listening

PINS = {"admin": "12345", "time": "54321", "puk": "123456"}
PIECE = 700
SECTORS = 16_000_000


class No(Exception):
    pass


def _snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class EpsonPrinter(Listening):
    def __init__(self, element, *, state="INITIALIZED"):
        super().__init__()
        self.element = element
        self.state = state
        self.pins = dict(PINS) if state == "INITIALIZED" else {}
        self.tested = self.timed = state == "INITIALIZED"
        self.tries = 3
        self.users: set[str] = set()
        self.challenge = ""
        self.export: list[bytes] | None = None
        self.asked: list[str] = []
        self.faults: list[tuple[str, str]] = []
        self.opening = "OK"
        self.at_home = True
        self.full = False
        self.certificate = None
        self.hanging = asyncio.Event()
        self.spoil = None
        """Changes what is answered, to see what becomes of it."""

    # ---- frames

    async def talk(self, reader, writer):
        await self._send(
            writer, "<connect><data><client_id>sock1</client_id><protocol_version>2</protocol_version></data></connect>"
        )
        while True:
            frame = (await reader.readuntil(b"\x00"))[:-1].decode()
            if "<open_device>" in frame:
                self.users.clear()
                await self._send(
                    writer, f"<open_device><device_id>local_TSE</device_id><code>{self.opening}</code></open_device>"
                )
            elif not await self._operate(frame, writer):
                return

    async def _send(self, writer, frame, *, cut=False):
        raw = frame.encode() + b"\x00"
        writer.write(raw[: len(raw) // 2] if cut else raw)
        await writer.drain()

    async def _operate(self, frame, writer) -> bool:
        request = json.loads(html.unescape(re.search("<requestdata>(.*)</requestdata>", frame)[1]))
        function = request["function"]
        self.asked.append(function)
        fault = self._fault(function)
        if fault == "lose_before":
            return False
        if fault == "hang":
            self.hanging.set()
            await asyncio.Event().wait()
        code = "SUCCESS"
        if fault in {"ERROR_TIMEOUT", "ERROR_DEVICE_BUSY", "DEVICE_NOT_OPEN"}:
            code, answer = fault, {}
        else:
            answer = await self._answer(function, request)
        if fault == "lose_after":
            return False
        if self.spoil:
            answer = self.spoil(answer)
        text = html.escape(json.dumps(answer), quote=False) if fault != "garbage" else "{&lt;"
        await self._send(writer, (
            f"<device_data><sequence>1</sequence><device_id>local_TSE</device_id><data><type>operateresult</type>"
            f"<code>{code}</code><resultdata>{text}</resultdata></data></device_data>"
        ), cut=fault == "cut")  # fmt: skip
        return fault != "cut"

    def _fault(self, function):
        for index, (wanted, fault) in enumerate(self.faults):
            if wanted == function:
                del self.faults[index]
                return fault
        return ""

    async def _answer(self, function, request):
        wanted = {"type": "COMMON", "vendor": ""} if function == "GetStorageInfo" else {"type": "TSE", "vendor": "TSE1"}
        assert request["storage"] == wanted
        try:
            values = {_snake(name): value for name, value in request["input"].items()}
            output = await getattr(self, f"_{_snake(function)}")(**values)
            return {"result": "EXECUTION_OK", "function": function, "output": output or {}}
        except No as no:
            return {"result": str(no), "function": function, "output": {"remainingRetries": self.tries}}

    # ---- functions

    async def _get_storage_info(self):
        element = self.element
        return {
            "smartInformation": {"isReplacementNeeded": False},
            "tseInformation": {
                "vendorType": "TSE1", "tseInitializationState": self.state, "hasValidTime": self.timed,
                "hasPassedSelfTest": self.tested, "timeUntilNextSelfTest": 80_000, "tseCapacity": SECTORS,
                "tseCurrentSize": SECTORS if self.full else SECTORS - 7_000_000, "startedTransactions": len(element.open),
                "maxStartedTransactions": element.open_limit, "createdSignatures": element.signatures,
                "remainingSignatures": 20_000_000 - element.signatures, "registeredClients": len(element.clients),
                "certificateExpirationDate": f"{datetime.fromtimestamp(element.expires_at, UTC):%Y-%m-%dT%H:%M:%SZ}",
                "serialNumber": base64.b64encode(bytes.fromhex(element.serial)).decode(),
                "tsePublicKey": base64.b64encode(element.public_key).decode(), "signatureAlgorithm": element.algorithm,
                "tseDescription": "BSI-K-TR-0373-2019",
            },
        }  # fmt: skip

    async def _get_log_message_certificate(self):
        return {"logMessageCertificate": base64.b64encode(b"".join(self.element.certificates)).decode()}

    async def _set_up(self, puk, admin_pin, time_admin_pin):
        if self.state != "UNINITIALIZED":
            raise No("OTHER_ERROR_TSE_ALREADY_SET_UP")
        self.pins = {"admin": admin_pin, "time": time_admin_pin, "puk": puk}
        self.state = "INITIALIZED"

    async def _set_up_for_printer(self):
        self._check_admin()
        self.at_home = True

    async def _get_challenge(self, user_id):
        self.challenge = base64.b64encode(str(len(self.asked)).encode()).decode()
        return {"challenge": self.challenge}

    def _log_in(self, user, pin, given, hash):
        proof = hashlib.sha256((self.challenge + "EPSONKEY").encode()).digest()
        if hash != base64.b64encode(proof).decode():
            raise No("OTHER_ERROR_HOST_AUTHENTICATION_FAILED")
        self.challenge = ""
        if not self.tries:
            raise No("TSE1_ERROR_AUTHENTICATION_PIN_BLOCKED")
        if pin != given:
            self.tries -= 1
            raise No("TSE1_ERROR_AUTHENTICATION_FAILED")
        self.tries = 3
        self.users.add(user)

    async def _authenticate_user_for_admin(self, user_id, pin, hash):
        assert user_id == "Administrator"
        self._log_in("Administrator", self.pins["admin"], pin, hash)

    async def _authenticate_user_for_time_admin(self, client_id, pin, hash):
        if client_id not in self.element.clients:
            raise No("TSE1_ERROR_CLIENT_NOT_REGISTERED")
        self._log_in(client_id, self.pins["time"], pin, hash)

    async def _log_out_for_admin(self):
        self._check_admin()
        self.users.discard("Administrator")

    def _check_admin(self):
        if "Administrator" not in self.users:
            raise No("OTHER_ERROR_UNAUTHENTICATED_ADMIN_USER")

    async def _run_tse_self_test(self):
        if not self.at_home:
            raise No("TSE1_ERROR_CLIENT_NOT_REGISTERED")
        self.tested = True
        await self.element.device.self_test("")

    async def _update_time(self, user_id, new_date_time, use_time_sync):
        self._check_admin()
        if not self.tested:
            raise No("TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST")
        assert datetime.fromisoformat(new_date_time).timestamp() == self.element.clock.at // 1000
        self.timed = True
        await self.element.device.update_time()

    async def _get_registered_client_list(self):
        self._check_admin()
        return {"registeredClientIdList": sorted(self.element.clients)}

    async def _register_client(self, client_id):
        self._check_admin()
        if len(client_id) > 30:
            raise No("JSON_ERROR_INVALID_PARAMETER_RANGE")
        await self.element.device.register(client_id)

    def _check_can_sign(self, client):
        if client not in self.element.clients:
            raise No("TSE1_ERROR_CLIENT_NOT_REGISTERED")
        if client not in self.users:
            raise No("OTHER_ERROR_UNAUTHENTICATED_TIME_ADMIN_USER")
        if self.element.clock.at > self.element.expires_at * 1000:
            raise No("TSE1_ERROR_CERTIFICATE_EXPIRED")
        if not self.tested:
            raise No("TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST")
        if not self.timed:
            raise No("TSE1_ERROR_NO_TIME_SET")
        if self.full:
            raise No("TSE1_ERROR_STORE_FULL")

    async def _start_transaction(self, client_id, process_data, process_type, additional_data):
        assert (process_data, process_type) == ("", "")
        self._check_can_sign(client_id)
        if len(self.element.open) >= self.element.open_limit:
            raise No("TSE1_ERROR_MAX_PARALLEL_TRANSACTIONS")
        done = await self.element.device.start(client_id)
        return {**self._signed(done), "transactionNumber": done.transaction, "serialNumber": self.element.serial}

    async def _finish_transaction(self, client_id, transaction_number, process_data, process_type, additional_data):
        self._check_can_sign(client_id)
        if self.element.open.get(transaction_number) != client_id:
            raise No("TSE1_ERROR_TRANSACTION_NOT_STARTED")
        data = base64.b64decode(process_data).decode()
        return self._signed(await self.element.device.finish(client_id, transaction_number, process_type, data))

    def _signed(self, done):
        return {
            "logTime": f"{datetime.fromtimestamp(done.at // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "signature": base64.b64encode(done.signature).decode(), "signatureCounter": done.counter,
        }  # fmt: skip

    async def _get_started_transaction_list(self, client_id):
        found = [number for number, client in self.element.open.items() if client_id in {"", client}]
        return {"startedTransactionNumberList": found}

    async def _begin_export(self, transaction=0, since=0):
        self._check_admin()
        if self.export is not None:
            raise No("OTHER_ERROR_CURRENTLY_EXPORTING")
        if transaction > self.element.transactions:
            raise No("TSE1_ERROR_EXPORT_NO_DATA_AVAILABLE")
        tar = await self.element.tar(transaction=transaction, since=since)
        self.export = [tar[at : at + PIECE] for at in range(0, len(tar), PIECE)]

    async def _archive_export(self, client_id):
        await self._begin_export()

    async def _export_filtered_by_transaction_number(self, client_id, transaction_number):
        await self._begin_export(transaction_number)

    async def _export_filtered_by_period_of_time(self, client_id, start_date, end_date):
        begin, end = (int(datetime.fromisoformat(date).timestamp()) for date in (start_date, end_date))
        assert end > self.element.clock.at // 1000
        await self._begin_export(since=begin)

    async def _get_export_data(self):
        piece = self.export.pop(0)
        return {
            "exportStatus": "EXPORT_INCOMPLETE" if self.export else "EXPORT_COMPLETE",
            "exportData": base64.b64encode(piece).decode(),
        }  # fmt: skip

    async def _finalize_export(self, delete_data):
        assert delete_data is False, "nothing is ever deleted from the device"
        self.export = None

    async def _cancel_export(self):
        self.export = None
