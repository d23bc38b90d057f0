"""fiskaly SIGN DE v2 as its public description has it, over real HTTP: tokens, TSS, clients, transactions, exports.

As there: PUT and GET on a transaction by UUID or number, counters as text, times in whole seconds, a repetition of the
same revision answers the same, errors as {status_code, error, code, message}.
"""

import asyncio
import base64
import json
import re
from urllib.parse import parse_qs, urlsplit

from tests.contracts.signer_doubles.listening import Listening
from tresen.ports.signer import SignerDown

KEY, SECRET, PIN, PUK = "test_key", "test_secret", "1234567890", "3208775922"


class Refusal(Exception):
    def __init__(self, status, code, message=""):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message or code


class FiskalyCloud(Listening):
    def __init__(self, element, tss, *, state="INITIALIZED", env="LIVE"):
        super().__init__()
        self.element, self.tss, self.env = element, tss, env
        self.state = state
        self.pin = PIN if state == "INITIALIZED" else ""
        self.admin = False
        self.clients: dict[str, dict] = {}
        self.transactions: dict[str, dict] = {}
        self.exports: dict[str, dict] = {}
        self.tokens: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.token_seconds = 600
        self.faults: list[tuple[str, str]] = []
        """(pattern of "METHOD path", fault), each met once."""
        self.asked: list[str] = []
        self.export_steps = ["WORKING", "COMPLETED"]
        self.public_key = element.public_key
        self.hanging = asyncio.Event()
        self.spoil = None
        """Changes what is answered, to see what becomes of it."""

    async def serve(self, tls=None):
        return f"{'https' if tls else 'http'}://127.0.0.1:{await self.listen(tls)}/api/v2"

    # ---- HTTP

    async def talk(self, reader, writer):
        while await self._request(reader, writer):
            pass

    async def _request(self, reader, writer) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, target, _ = head[0].split()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        parts = urlsplit(target)
        path = parts.path.removeprefix("/api/v2")
        self.asked.append(f"{method} {path}")
        fault = self._fault(f"{method} {path}")
        if fault == "lose_before":
            return False
        if fault == "hang":
            self.hanging.set()
            await asyncio.Event().wait()
        if fault.startswith("status"):
            _, status, *extra = fault.split(" ", 2)
            await self._answer(writer, int(status), {"code": "", "message": "try later"}, extra)
            return True
        try:
            self._check_token(path, headers)
            content = await self._act(method, path, parse_qs(parts.query), json.loads(body or b"{}"))
            status = 200
        except Refusal as no:
            status, content = (
                no.status,
                {"status_code": no.status, "code": no.code, "message": no.message, "error": "x"},
            )
        if fault == "lose_after":
            return False
        if fault == "garbage":
            content = b"<html>Bad gateway</html>"
        await self._answer(writer, status, content, cut=fault == "cut")
        return fault != "cut"

    def _fault(self, request):
        for index, (pattern, fault) in enumerate(self.faults):
            if re.search(pattern, request):
                del self.faults[index]
                return fault
        return ""

    async def _answer(self, writer, status, content, extra=(), *, cut=False):
        if self.spoil and not isinstance(content, bytes):
            content = self.spoil(content)
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(raw)}", *extra]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + (raw[: len(raw) // 2] if cut else raw))
        await writer.drain()

    def _check_token(self, path, headers):
        if path != "/auth" and headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise Refusal(401, "E_UNAUTHORIZED")

    # ---- the API

    async def _act(self, method, path, query, body):
        if (method, path) == ("POST", "/auth"):
            return self._auth(body)
        found = re.fullmatch(r"/tss/([0-9a-f-]{36})(/.*)?", path)
        if not found or found[1] != self.tss:
            raise Refusal(404, "E_TSS_NOT_FOUND")
        rest = (found[2] or "").strip("/").split("/")
        if rest == [""]:
            return await self._tss(method, body)
        act = {"admin": self._admin, "client": self._client, "tx": self._tx, "export": self._export}[rest[0]]
        return await act(method, rest[1:], query, body)

    def _auth(self, body):
        if "refresh_token" in body:
            if body["refresh_token"] not in self.refresh_tokens:
                raise Refusal(401, "E_UNAUTHORIZED")
        elif (body.get("api_key"), body.get("api_secret")) != (KEY, SECRET):
            raise Refusal(401, "E_UNAUTHORIZED")
        token = f"token-{len(self.asked)}"
        self.tokens.add(token)
        self.refresh_tokens.add("refresh-" + token)
        return {
            "access_token": token, "refresh_token": "refresh-" + token, "access_token_expires_in": self.token_seconds,
            "access_token_claims": {"env": self.env},
        }  # fmt: skip

    async def _tss(self, method, body):
        if self.state == "NONE" and method != "PUT":
            raise Refusal(404, "E_TSS_NOT_FOUND")
        if method == "PUT":
            new = self.state == "NONE"
            self.state = "CREATED" if new else self.state
            return {**self._described(), **({"admin_puk": PUK} if new else {})}
        if method == "PATCH":
            allowed = {("CREATED", "UNINITIALIZED"), ("UNINITIALIZED", "INITIALIZED"), ("INITIALIZED", "DISABLED")}
            if (self.state, body["state"]) not in allowed:
                raise Refusal(400, "E_ILLEGAL_TSS_STATE_CHANGE")
            if body["state"] == "INITIALIZED" and not self.admin:
                raise Refusal(401, "E_UNAUTHORIZED")
            self.state = body["state"]
        return self._described()

    def _described(self):
        element = self.element
        return {
            "_id": self.tss, "_type": "TSS", "_env": self.env, "_version": "2.2.2", "state": self.state,
            "certificate": base64.b64encode(element.certificates[0]).decode(), "serial_number": element.serial,
            "public_key": base64.b64encode(self.public_key).decode(), "signature_algorithm": element.algorithm,
            "signature_timestamp_format": "unixTime", "transaction_data_encoding": "UTF-8",
            "max_number_active_transactions": element.open_limit, "number_active_transactions": len(element.open),
            "signature_counter": str(element.signatures), "transaction_counter": str(element.transactions),
        }  # fmt: skip

    async def _admin(self, method, rest, query, body):
        if method == "PATCH":
            if body["admin_puk"] != PUK:
                raise Refusal(401, "E_CHANGE_ADMIN_PIN_FAILED")
            self.pin = body["new_admin_pin"]
        elif rest == ["auth"]:
            if not self.pin or body["admin_pin"] != self.pin:
                raise Refusal(401, "E_ADMIN_LOGIN_FAILED")
            self.admin = True
        else:
            self.admin = False
        return {}

    async def _client(self, method, rest, query, body):
        if not rest:
            return self._page(list(self.clients.values()), query)
        if not self.admin:
            raise Refusal(401, "E_UNAUTHORIZED", "admin not authenticated")
        known = self.clients.get(rest[0])
        if method == "PUT" and known is None:
            if any(row["serial_number"] == body["serial_number"] for row in self.clients.values()):
                raise Refusal(409, "E_CLIENT_CONFLICT")
            await self.element.device.register(body["serial_number"])
            known = {"_id": rest[0], "serial_number": body["serial_number"], "state": "REGISTERED"}
            self.clients[rest[0]] = known
        elif known is None:
            raise Refusal(404, "E_CLIENT_NOT_FOUND")
        known["state"] = body.get("state", "REGISTERED")
        return known

    def _page(self, rows, query):
        offset, limit = int(query.get("offset", ["0"])[0]), int(query.get("limit", ["100"])[0])
        return {"data": rows[offset : offset + limit], "count": len(rows), "_type": "LIST"}

    async def _tx(self, method, rest, query, body):
        if not rest:
            rows = [row for row in self.transactions.values() if row["state"] in query.get("states[]", [row["state"]])]
            return self._page(rows, query)
        known = self.transactions.get(rest[0]) or next(
            (row for row in self.transactions.values() if str(row["number"]) == rest[0]), None
        )
        if method == "GET":
            if known is None:
                raise Refusal(404, "E_TX_NOT_FOUND")
            return known
        return await self._upsert(rest[0], known, int(query["tx_revision"][0]), body)

    async def _upsert(self, id, known, revision, body):
        client = self.clients.get(body["client_id"])
        if client is None:
            raise Refusal(404, "E_CLIENT_NOT_FOUND")
        if known is not None and revision <= known["latest_revision"]:
            return known  # idempotent: the same revision again
        if known is not None and known["state"] != "ACTIVE":
            raise Refusal(400, "E_TX_UPSERT")
        device = self.element.device
        try:
            if known is None:
                if len(self.element.open) >= self.element.open_limit:
                    raise Refusal(400, "E_TX_LIMIT_REACHED")
                number = (await device.start(client["serial_number"])).transaction
            else:
                number = known["number"]
                raw = body["schema"]["raw"]
                data = base64.b64decode(raw["process_data"]).decode()
                await device.finish(client["serial_number"], number, raw["process_type"], data)
        except SignerDown as down:
            raise Refusal(423, "E_TSS_DEFECTIVE", str(down)) from down
        self.transactions[id] = self._transaction(id, client, number, revision, body)
        return self.transactions[id]

    def _transaction(self, id, client, number, revision, body):
        start, last = self.element.message(number, last=False), self.element.message(number, last=True)
        done = last or start
        row = {
            "_id": id, "_type": "TRANSACTION", "_env": self.env, "number": number, "state": body["state"],
            "client_id": client["_id"], "client_serial_number": client["serial_number"], "time_start": start.at // 1000,
            "tss_serial_number": self.element.serial, "latest_revision": revision, "revision": revision,
            "log": {"operation": done.operation, "timestamp": done.at // 1000, "timestamp_format": "unixTime"},
            "signature": {
                "value": base64.b64encode(done.signature).decode(), "algorithm": self.element.algorithm,
                "counter": str(done.counter), "public_key": base64.b64encode(self.public_key).decode(),
            },
        }  # fmt: skip
        if last:
            row |= {"time_end": last.at // 1000, "schema": body["schema"]}
        return row

    async def _export(self, method, rest, query, body):
        if method == "PUT":
            start = int(query.get("start_signature_counter", ["0"])[0])
            self.exports[rest[0]] = {"state": "PENDING", "tar": await self.element.tar(start)}
        found = self.exports[rest[0]]
        if rest[1:] == ["file"]:
            return found["tar"]
        if method == "GET":
            found["state"] = self.export_steps.pop(0) if self.export_steps else "COMPLETED"
        return {"_id": rest[0], "state": found["state"], "_type": "EXPORT"}
