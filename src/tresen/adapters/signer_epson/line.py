"""The connection to an Epson printer or TSE server: XML frames that end with 0x00, in them JSON for the TSE.

Requests go one after the other. A request that was left alone (link lost, call cancelled) closes the connection, so that
its late answer is never taken for the answer to another one.
"""

import asyncio
import html
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tresen.ports.signer import SignerDown, SignerUnknown

PLAIN_PORT: Final = 8009
TLS_PORT: Final = 8143
_LONGEST_FRAME: Final = 8 * 1024 * 1024
"""A piece of an export is the longest answer."""
_CODE: Final = re.compile(r"<code>([^<]*)</code>")
_RESULT: Final = re.compile(r"<resultdata>(.*?)</resultdata>", re.DOTALL)

_REASONS: Final = {
    "DEVICE_IN_USE": "another program uses the TSE",
    "DEVICE_NOT_FOUND": "no TSE is in the printer or TSE server",
    "DEVICE_OPEN_ERROR": "the TSE cannot be opened",
    "DEVICE_NOT_OPEN": "the TSE was closed",
    "ERROR_DEVICE_BUSY": "the TSE is busy",
    "TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST": "the TSE wants to be tested before it signs again",
    "TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST_PASSED": "the TSE has not passed its self-test",
    "TSE1_ERROR_NO_TIME_SET": "the clock of the TSE is not set",
    "TSE1_ERROR_CERTIFICATE_EXPIRED": "the certificate of the TSE has expired",
    "TSE1_ERROR_STORE_FULL": "the memory of the TSE is full",
    "TSE1_ERROR_TRANSACTION_SIGNATURES_EXCEEDED": "the TSE has made all signatures of its life",
    "TSE1_ERROR_MAX_PARALLEL_TRANSACTIONS": "too many transactions are open at the TSE",
    "TSE1_ERROR_TRANSACTION_NOT_STARTED": "the transaction is not open",
    "TSE1_ERROR_CLIENT_NOT_REGISTERED": "the till is not registered at the TSE",
    "TSE1_ERROR_MAX_REGISTERED_CLIENTS_REACHED": "no more tills can be registered at the TSE",
    "TSE1_ERROR_AUTHENTICATION_FAILED": "the PIN of the TSE is wrong",
    "TSE1_ERROR_AUTHENTICATION_PIN_BLOCKED": "the PIN of the TSE is blocked: set a new one with the PUK",
    "TSE1_ERROR_TSE_DECOMMISSIONED": "the TSE was put out of use for ever",
    "TSE1_ERROR_TSE_NOT_INITIALIZED": "the TSE is not set up",
    "OTHER_ERROR_HOST_AUTHENTICATION_FAILED": "the secret that printer and till share is wrong",
    "OTHER_ERROR_CURRENTLY_EXPORTING": "another export of the TSE is running",
    "JSON_ERROR_INVALID_PARAMETER_RANGE": "the TSE does not accept the length of a value",
}


class _BadFrame(ValueError):
    """No frame as it should be."""


class Refused(SignerDown):
    """The TSE answered, and the answer is no. Nothing was signed."""

    def __init__(self, code: str) -> None:
        super().__init__(_REASONS.get(code, f"the TSE of Epson says {code[:80]}"))
        self.code = code


@dataclass(slots=True, frozen=True)
class Place:
    """Where the TSE is."""

    host: str
    port: int
    device: str = "local_TSE"
    fingerprint: str = ""
    """SHA-256 of the printer's certificate, 64 hex digits: encrypted, and this very printer. Empty: not encrypted."""


class EpsonLine:
    """One printer or TSE server, connected when it is needed."""

    def __init__(self, place: Place, seconds: float = 30) -> None:
        """`seconds`: the longest silence; callers set shorter limits of their own."""
        self._place = place
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.connections = 0
        """How often it was connected: whoever was logged in before a new connection has to log in again."""

    def close(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None

    async def call(
        self, function: str, values: Mapping[str, Any] | None = None, *, acts: bool = False, storage: str = "TSE"
    ) -> dict[str, Any]:
        """Let the TSE do something; its output. Raises Refused, SignerDown, or SignerUnknown if it `acts`."""
        request = {
            "storage": {"type": storage, "vendor": "TSE1" if storage == "TSE" else ""},
            "function": function,
            "input": dict(values or {}),
            "compress": {"required": False, "type": ""},
        }
        text = html.escape(json.dumps(request, separators=(",", ":")), quote=False)
        frame = (
            f"<device_data><device_id>{self._place.device}</device_id><data><type>operate</type>"
            f"<timeout>{int(self._seconds * 1000)}</timeout><requestdata>{text}</requestdata></data></device_data>"
        )
        async with self._lock:
            line = await self._connected()
            try:
                answer = await self._exchange(line, frame)
                return _output(answer)
            except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError) as lost:
                self.close()
                kind = SignerUnknown if acts else SignerDown
                raise kind("the TSE did not answer in a way that can be understood") from lost
            except Refused as refused:
                if refused.code == "ERROR_TIMEOUT":  # the printer gave up waiting for its TSE
                    raise (SignerUnknown if acts else SignerDown)(
                        "the TSE did not answer the printer in time"
                    ) from refused
                if refused.code == "DEVICE_NOT_OPEN":
                    self.close()
                raise
            except BaseException:
                self.close()
                raise

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._line is not None and not self._line[0].at_eof():
            return self._line
        self.close()
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(self._seconds):
                reader, writer = await _connect(self._place)
                greeting = (await reader.readuntil(b"\x00")).decode("utf-8", "replace")
                if "<connect" not in greeting:
                    raise _BadFrame("no greeting")
                opening = f"<open_device><device_id>{self._place.device}</device_id><data><type>type_storage</type></data></open_device>"
                code = _code(await self._exchange((reader, writer), opening))
        except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError) as lost:
            if writer is not None:
                writer.close()
            raise SignerDown("the printer or TSE server cannot be reached") from lost
        except BaseException:
            if writer is not None:
                writer.close()
            raise
        if code != "OK":
            writer.close()
            raise Refused(code)
        self._line = reader, writer
        self.connections += 1
        return self._line

    async def _exchange(self, line: tuple[asyncio.StreamReader, asyncio.StreamWriter], frame: str) -> str:
        reader, writer = line
        async with asyncio.timeout(self._seconds):
            writer.write(frame.encode() + b"\x00")
            await writer.drain()
            return (await reader.readuntil(b"\x00"))[:-1].decode()


async def _connect(place: Place) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if not place.fingerprint:
        return await asyncio.open_connection(place.host, place.port, limit=_LONGEST_FRAME)
    reader, writer = await asyncio.open_connection(place.host, place.port, limit=_LONGEST_FRAME, ssl=_unchecked())
    if _fingerprint(writer) != place.fingerprint:
        writer.close()
        raise SignerDown("another printer answers: its certificate is not the one that was there at the set-up")
    return reader, writer


async def fingerprint_of(host: str, port: int, seconds: float) -> str:
    """Whom to trust from now on. A printer signs its certificate itself, so at the set-up the first one is believed."""
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port, ssl=_unchecked())
    except (OSError, TimeoutError) as lost:
        raise SignerDown("the printer or TSE server cannot be reached, or does not encrypt") from lost
    found = _fingerprint(writer)
    writer.close()
    return found


def _unchecked() -> ssl.SSLContext:
    """Encrypts; who is at the other end is checked by the fingerprint of the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _fingerprint(writer: asyncio.StreamWriter) -> str:
    tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
    return sha256(tls.getpeercert(binary_form=True) or b"").hexdigest()


def _code(frame: str) -> str:
    found = _CODE.search(frame)
    if found is None:
        raise _BadFrame("the answer has no code")
    return found[1]


def _output(frame: str) -> dict[str, Any]:
    """The output of a function, if printer and TSE both say that it went well."""
    code = _code(frame)
    if code != "SUCCESS":
        raise Refused(code)
    found = _RESULT.search(frame)
    content = json.loads(html.unescape(found[1])) if found else None
    if not isinstance(content, dict) or not isinstance(content.get("result"), str):
        raise _BadFrame("the answer has no result")
    if content["result"] != "EXECUTION_OK":
        raise Refused(content["result"])
    output = content.get("output")
    return output if isinstance(output, dict) else {}
