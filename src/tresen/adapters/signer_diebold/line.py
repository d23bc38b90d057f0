"""The conversation with the web service: JSON between 0x02 and 0x03, one question at a time, answers by their number."""

import asyncio
import json
import ssl
from typing import Any, Final

from tresen.adapters.signer_diebold.websocket import Address, WebSocket
from tresen.ports.signer import SignerDown, SignerUnknown

_LOST: Final = (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError)
PASSWORD_WRONG: Final = 30
USER_BLOCKED: Final = 32
NO_TRANSACTION: Final = 5017
_REASONS: Final = {
    1: "the web service does not know this command",
    2: "the web service does not offer this command",
    5: "the TSE cannot do this at the moment",
    19: "the till is not registered at the TSE",
    21: "too many transactions are open at the TSE",
    23: "no more tills can be registered at the TSE",
    PASSWORD_WRONG: "the PIN of the TSE is wrong",
    31: "the PUK of the TSE is wrong",
    USER_BLOCKED: "the PIN of the TSE is blocked: set a new one with the PUK",
    33: "the PUK of the TSE is blocked: the TSE must be replaced",
    NO_TRANSACTION: "the transaction is not open",
}


class Refused(SignerDown):
    """The TSE answered, and the answer is no. Nothing was signed."""

    def __init__(self, code: int, said: str) -> None:
        words = "".join(letter for letter in said if letter.isprintable())[:120]
        super().__init__(_REASONS.get(code, f"the TSE of Diebold Nixdorf says {words or code}"))
        self.code = code


class DieboldLine:
    """One web service, connected when it is needed."""

    def __init__(self, address: Address, tls: ssl.SSLContext | None = None, seconds: float = 30) -> None:
        """`seconds`: the longest silence; callers set shorter limits of their own."""
        self._address = address
        self._tls = tls
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._socket: WebSocket | None = None
        self._asked = 0

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def call(self, command: str, *, acts: bool = False, **values: Any) -> dict[str, Any]:
        """Let the TSE do something. Raises Refused, SignerDown, or SignerUnknown if it `acts`."""
        async with self._lock:
            socket = await self._connected()
            self._asked += 1
            request = {"Command": command, "PingPong": self._asked, **values}
            try:
                async with asyncio.timeout(self._seconds):
                    await socket.send(f"\x02{json.dumps(request)}\x03\n")
                    answer = await self._answer(socket, command)
            except _LOST as lost:
                self.close()
                kind = SignerUnknown if acts else SignerDown
                raise kind("the TSE did not answer in a way that can be understood") from lost
            except BaseException:
                self.close()
                raise
        if answer.get("Status") != "ok":
            code = answer.get("Code")
            raise Refused(
                code if isinstance(code, int) else 0, str(answer.get("Desc") or answer.get("Description") or "")
            )
        return answer

    async def _answer(self, socket: WebSocket, command: str) -> dict[str, Any]:
        """The answer to this very question; one that nobody waits for any more is passed over."""
        while True:
            text = await socket.receive()
            content = json.loads(text.strip("\n").removeprefix("\x02").removesuffix("\x03"))
            if not isinstance(content, dict) or "Status" not in content:
                raise ValueError("no answer as it should be")
            if content.get("PingPong") != self._asked:
                continue
            if content.get("Command") != command:
                raise ValueError("an answer to something else")
            return content

    async def _connected(self) -> WebSocket:
        if self._socket is not None and not self._socket.lost:
            return self._socket
        self.close()
        try:
            async with asyncio.timeout(self._seconds):
                self._socket = await WebSocket.open(self._address, self._tls)
        except _LOST as lost:
            raise SignerDown("the web service of the TSE cannot be reached") from lost
        return self._socket
