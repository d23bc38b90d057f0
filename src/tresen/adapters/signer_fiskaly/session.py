"""Talking to fiskaly as somebody: the token and its renewal, what is repeated and what is not, refusals in plain words."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from tresen.adapters.signer_fiskaly.http import Answer, HttpClient, NoAnswer, NotSent
from tresen.ports.moment import Clock
from tresen.ports.signer import SignerDown, SignerUnknown

_EARLY: Final = 60
"""Seconds before its end a token is renewed."""
_REPEAT_AFTER: Final = 0.2
_PATIENCE: Final = 1
"""Seconds that a call waits when fiskaly asks for it; for longer the TSE counts as down."""
_LONGEST_REASON: Final = 200

_REASONS: Final = {
    "E_TSS_NOT_FOUND": "fiskaly does not know this TSE",
    "E_TSS_NOT_INITIALIZED": "the TSE is not set up",
    "E_TSS_DISABLED": "the TSE was put out of use for ever",
    "E_TSS_DELETED": "the TSE was deleted at fiskaly",
    "E_TSS_DEFECTIVE": "fiskaly calls the TSE defective",
    "E_TSS_EVICTED": "fiskaly is loading the TSE, it takes a moment",
    "E_TSS_LOCKED": "the TSE is locked for a moment",
    "E_TSS_LIMIT_REACHED": "the account at fiskaly may have no more TSEs",
    "E_TSS_CONFLICT": "a TSE with this ID exists in another account",
    "E_TX_LIMIT_REACHED": "too many transactions are open at the TSE",
    "E_TX_NOT_FOUND": "the TSE does not know the transaction",
    "E_TX_UPSERT": "the transaction is finished already or was changed by somebody else",
    "E_CLIENT_NOT_FOUND": "the till is not registered at the TSE",
    "E_CLIENT_DEREGISTERED": "the till is not registered at the TSE any more",
    "E_CLIENT_LIMIT_REACHED": "no more tills can be registered at the TSE",
    "E_ILLEGAL_CLIENT_SERIAL": "fiskaly does not accept the serial number of the till",
    "E_UNAUTHORIZED": "fiskaly does not accept the API key",
    "E_ACCESS_DENIED": "the API key may not use this TSE",
    "E_ADMIN_LOGIN_FAILED": "the admin PIN of the TSE is wrong",
    "E_ADMIN_PIN_BLOCKED": "the admin PIN of the TSE is blocked: set a new one with the PUK",
    "E_CHANGE_ADMIN_PIN_FAILED": "the PUK of the TSE is wrong, or the new admin PIN is not accepted",
    "E_EXPORT_IN_PROGRESS": "another export of the TSE is running",
    "E_TOO_MANY_EXPORTS": "too many exports of the TSE are running",
}


class Refused(SignerDown):
    """fiskaly answered, and the answer is no. Nothing was signed."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code


class FiskalySession:
    """One API key. Requests carry a token, which is renewed in time and whenever fiskaly does not accept it any more.

    Every request is idempotent (fiskaly's ids come from here), so one that was left without answer or met a failure of the
    server is sent a second time; then its outcome is unknown.
    """

    def __init__(self, http: HttpClient, key: str, secret: str, clock: Clock) -> None:
        self._http = http
        self._key, self._secret = key, secret
        self._clock = clock
        self._token = ""
        self._refresh = ""
        self._renew_at = 0.0
        self._not_before = 0.0
        self._signing_in = asyncio.Lock()

    def close(self) -> None:
        self._http.close()

    async def get(self, path: str) -> dict[str, Any]:
        """Look at something: whatever goes wrong is SignerDown, for nothing was changed."""
        return await self._ask("GET", path, None, acts=False)

    async def act(self, method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Change something. SignerDown: surely not changed; SignerUnknown: nobody knows."""
        return await self._ask(method, path, body, acts=True)

    async def listed(self, path: str, limit: int = 100) -> list[dict[str, Any]]:
        """All of a list, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            joint = "&" if "?" in path else "?"
            page = await self.get(f"{path}{joint}limit={limit}&offset={len(found)}")
            rows = [row for row in page.get("data", ()) if isinstance(row, dict)]
            found += rows
            if len(rows) < limit:
                return found

    async def file(self, path: str) -> AsyncIterator[bytes]:
        """A file in pieces, such as an export."""
        try:
            token = await self._fresh_token()
            async for piece in self._http.pieces(path, {"Authorization": f"Bearer {token}"}):
                yield piece
        except (NotSent, NoAnswer) as lost:
            raise SignerDown(f"fiskaly: {lost}") from lost

    async def check(self) -> None:
        """Whether the key is accepted. Raises SignerDown."""
        try:
            await self._sign_in()
        except SignerUnknown as lost:
            raise SignerDown(str(lost)) from lost

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None, *, acts: bool) -> dict[str, Any]:
        try:
            token = await self._fresh_token()
        except SignerUnknown as lost:
            raise SignerDown(str(lost)) from lost  # signing in signs nothing
        answer = await self._send(method, path, body, token, acts=acts)
        if answer.status == 401:
            self._token = ""
            try:
                token = await self._fresh_token()
            except SignerUnknown as lost:
                raise SignerDown(str(lost)) from lost
            answer = await self._send(method, path, body, token, acts=acts)
        return _content(answer, acts=acts)

    async def _send(self, method: str, path: str, body: Mapping[str, Any] | None, token: str, *, acts: bool) -> Answer:
        """Send, and send a second time what may have been lost. Raises SignerDown or, if it acts, SignerUnknown."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        doubt: Exception | None = None
        for last in (False, True):
            self._check_may_ask()
            try:
                answer = await self._http.ask(method, path, headers, content)
            except NotSent as error:
                if doubt is None:
                    raise SignerDown(f"fiskaly: {error}") from error
                break
            except NoAnswer as error:
                doubt = error
            else:
                if answer.status == 429:
                    await self._wait_as_asked(answer, last=last)
                    continue
                if answer.status < 499:
                    return answer
                doubt = NoAnswer(f"the server of fiskaly has a problem ({answer.status})")
            if not last:
                await asyncio.sleep(_REPEAT_AFTER)
        kind = SignerUnknown if acts and doubt is not None else SignerDown
        raise kind(f"fiskaly: {doubt or 'too many requests'}") from doubt

    def _check_may_ask(self) -> None:
        left = self._not_before - asyncio.get_running_loop().time()
        if left > 0:
            raise SignerDown(f"fiskaly asks to wait {int(left) + 1} s")

    async def _wait_as_asked(self, answer: Answer, *, last: bool) -> None:
        """Too many requests: surely nothing was done. A short wait is waited, a long one is an outage of known length."""
        wait = _retry_after(answer.headers.get("retry-after", ""), self._clock.now())
        if last or wait > _PATIENCE:
            self._not_before = asyncio.get_running_loop().time() + wait
            self._check_may_ask()
        await asyncio.sleep(wait)

    async def _fresh_token(self) -> str:
        async with self._signing_in:
            if not self._token or asyncio.get_running_loop().time() >= self._renew_at:
                await self._sign_in()
            return self._token

    async def _sign_in(self) -> None:
        """With the refresh token if there is one that is still accepted, else with the key."""
        if self._refresh:
            answer = await self._send("POST", "/auth", {"refresh_token": self._refresh}, "", acts=False)
            if answer.status == 200:
                self._keep(_content(answer, acts=False))
                return
            self._refresh = ""
        key = {"api_key": self._key, "api_secret": self._secret}
        answer = await self._send("POST", "/auth", key, "", acts=False)
        if answer.status in {400, 401, 403}:
            raise Refused(answer.status, "E_UNAUTHORIZED", _REASONS["E_UNAUTHORIZED"])
        self._keep(_content(answer, acts=False))

    def _keep(self, content: Mapping[str, Any]) -> None:
        token, seconds = content.get("access_token"), content.get("access_token_expires_in", 0)
        if not isinstance(token, str) or not token or not isinstance(seconds, int | float):
            raise SignerDown("fiskaly: the answer to signing in has no token")
        if not seconds and isinstance(ends := content.get("access_token_expires_at"), int):
            seconds = ends - self._clock.now() // 1000
        refresh = content.get("refresh_token", "")
        self._token, self._refresh = token, refresh if isinstance(refresh, str) else ""
        self._renew_at = asyncio.get_running_loop().time() + max(seconds - _EARLY, 0)


def _retry_after(text: str, now: int) -> int:
    """Seconds; the header names them, or a moment."""
    if text.isdigit():
        return min(int(text), 3600)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return _PATIENCE
    ends = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(int(ends.timestamp()) - int(datetime.fromtimestamp(now // 1000, UTC).timestamp()), 0), 3600)


def _content(answer: Answer, *, acts: bool) -> dict[str, Any]:
    """The JSON of an answer; a refusal in plain words as Refused."""
    try:
        content = json.loads(answer.body)
    except ValueError:
        content = None
    if 200 <= answer.status < 300:
        if isinstance(content, dict):
            return content
        raise (SignerUnknown if acts else SignerDown)("fiskaly: the answer cannot be read")
    content = content if isinstance(content, dict) else {}
    code = str(content.get("code") or "")
    said = "".join(letter for letter in str(content.get("message") or "") if letter.isprintable())[:_LONGEST_REASON]
    default = _REASONS["E_UNAUTHORIZED"] if answer.status in {401, 403} else f"fiskaly: {said or code or answer.status}"
    raise Refused(answer.status, code, _REASONS.get(code, default))
