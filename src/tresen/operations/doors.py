"""The doors of a node: which devices, sessions, tokens and approvals are let in at this moment.

Everything here is asked with every request and answered from memory in microseconds. A key is `<id>.<secret>`; only
the SHA-256 of the secret is kept, in memory as in the table of secrets. Lives in the event loop; `idle` runs in the
writer thread. A later kind of sign-in (passkeys) ends in `Doors.open_office` as the password does.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final, Protocol, TypeVar

import msgspec

from tresen.operations.hashing import Hashing
from tresen.operations.throttle import Throttle, Tries
from tresen.store import secrets
from tresen.store.writer import Tx

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
OFFICE_IDLE: Final = 12 * HOUR
"""An office session ends so long after its last use."""
OFFICE_LONGEST: Final = 30 * DAY
STAFF_LONGEST: Final = 16 * HOUR
"""A session at a till ends after a working day, whatever happens."""
APPROVAL_UNUSED: Final = 2 * MINUTE
APPROVAL_BOUND: Final = 30 * MINUTE
"""An approval that was used for a basket or movement serves repetitions of the same one for so long."""
CODE_LIFE: Final = 10 * MINUTE
CODE_TRIES: Final = 20
"""Wrong codes after which all open pairing codes are withdrawn."""
STORE_EVERY: Final = 10 * MINUTE
"""How far the stored time of the last use may lag behind."""
STAFF_SESSIONS: Final = 8
"""Sessions that one device may hold (tabs); the oldest ends first."""
OFFICER_MARK: Final = "officer:"
"""Stands before the id of a pass where otherwise the id of one of the staff stands."""
OFFICE_SESSIONS: Final = 20
"""Sessions that one person may hold in the office."""
APPROVALS: Final = 1000
NOTED: Final = 1000
TOKENS: Final = 100
TOKEN_MARK: Final = "tresen_"  # noqa: S105 - a prefix, so that scanners recognise a leaked one
CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L, O."""


def digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()


def letters(secret: str, count: int) -> str:
    """Unambiguous characters made of a secret, all equally likely."""
    found = ""
    while len(found) < count:
        for byte in digest(secret):
            if byte < 8 * len(CODE_LETTERS):
                found += CODE_LETTERS[byte % len(CODE_LETTERS)]
        secret += "+"
    return found[:count]


@dataclass(slots=True)
class OpenDevice:
    """A paired device. One that was revoked is remembered, so that it hears why it is refused."""

    id: str
    till: str
    hash: bytes
    revoked: bool = False
    seen_at: int = 0
    stored_at: int = 0


@dataclass(slots=True)
class StaffSession:
    """Somebody signed in at a till, on one device."""

    id: str
    hash: bytes
    staff: str
    device: str
    till: str
    expires_at: int


@dataclass(slots=True)
class OfficeSession:
    """Somebody signed in to the office."""

    id: str
    hash: bytes
    staff: str
    expires_at: int
    begun_at: int
    stored_at: int


@dataclass(slots=True)
class Token:
    """The key of a machine. Its scopes are acts; `till`: where it sells."""

    id: str
    hash: bytes
    name: str
    scopes: tuple[str, ...]
    till: str
    created_at: int
    hint: str
    used_at: int = 0
    revoked_at: int = 0
    stored_at: int = 0


@dataclass(slots=True)
class Approval:
    """A manager's consent to some acts on one till. `used_for`: what it was used for first."""

    hash: bytes
    till: str
    acts: tuple[str, ...]
    staff: str
    staff_name: str
    expires_at: int
    used: bool = False
    used_for: str = ""


@dataclass(slots=True)
class PairingCode:
    """Lets one device become a till."""

    till: str
    hash: bytes
    expires_at: int
    staff: str = ""


@dataclass(slots=True)
class Pass:
    """Lets an officer of the tax office read for some hours. Its code is given once; `ends_at`: not a moment longer."""

    id: str
    hash: bytes
    name: str
    made_at: int
    ends_at: int
    by: str
    revoked_at: int = 0

    def open(self, now: int) -> bool:
        return not self.revoked_at and self.made_at <= now < self.ends_at


class _Keyed(Protocol):
    hash: bytes


K = TypeVar("K", bound=_Keyed)


def opened(kept: dict[str, K], key: str) -> K | None:
    """What a key opens, None if it opens nothing. The secret is compared in constant time."""
    id, _, secret = key.partition(".")
    found = kept.get(id)
    return found if found is not None and compare_digest(found.hash, digest(secret)) else None


def _encode(body: dict[str, Any]) -> str:
    return msgspec.json.encode(body).decode()


@dataclass(slots=True)
class Doors:
    """State in memory with the rows of the secret table behind it."""

    hashing: Hashing = field(default_factory=Hashing)
    devices: dict[str, OpenDevice] = field(default_factory=dict)
    staff_sessions: dict[str, StaffSession] = field(default_factory=dict)
    office_sessions: dict[str, OfficeSession] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    approvals: OrderedDict[str, Approval] = field(default_factory=OrderedDict)
    codes: dict[str, PairingCode] = field(default_factory=dict)
    """Open pairing codes by till."""
    passes: dict[str, Pass] = field(default_factory=dict)
    """Officers' passes, also those that have ended: the office shows who was let in."""
    wrong_codes: int = 0
    pins: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    pin_throttle: Throttle = field(default_factory=lambda: Throttle(3, 5_000, HOUR))
    """Keys: `<staff>.<device>`."""
    password_throttle: Throttle = field(default_factory=lambda: Throttle(5, 2_000, 15 * MINUTE))
    """Keys: `<name>@<address>`; the name alone has more free tries and shorter pauses:"""
    name_throttle: Throttle = field(default_factory=lambda: Throttle(30, 1_000, MINUTE))
    code_throttle: Throttle = field(default_factory=lambda: Throttle(5, 2_000, 5 * MINUTE))
    """Keys: the address of the device that tries to pair."""
    setting_up: bool = False
    noted: OrderedDict[str, int] = field(default_factory=OrderedDict)
    """When a denial was last written down, so that a stubborn client does not fill the journal."""
    tasks: set[Any] = field(default_factory=set)
    """Writes under way that nobody waits for."""
    _stale: set[tuple[str, str]] = field(default_factory=set)
    _storing: set[tuple[str, str]] = field(default_factory=set)

    def load(self, tx: Tx, now: int) -> None:
        """Read the table of secrets at start-up and clear away what has expired."""
        self.pins = {id: value for id, value, _, _ in secrets.all_of(tx, "pin")}
        self.passwords = {id: value for id, value, _, _ in secrets.all_of(tx, "password")}
        for kind, make in _MAKERS.items():
            kept: dict[str, Any] = getattr(self, _SHELVES[kind])
            kept.clear()
            for id, value, expires_at, body in secrets.all_of(tx, kind):
                if 0 < expires_at <= now:
                    secrets.remove(tx, kind, id)
                else:
                    kept[id] = make(id, bytes.fromhex(value), expires_at, msgspec.json.decode(body or "{}"))
        for id, value, expires_at, _ in secrets.all_of(tx, "throttle"):
            self.pin_throttle.tries[id] = Tries(int(value), expires_at)

    # --- what requests present ---

    def device(self, key: str, now: int) -> OpenDevice | None:
        """The device behind a key, also a revoked one."""
        found = opened(self.devices, key)
        if found is not None and not found.revoked:
            found.seen_at = now
            if now - found.stored_at > STORE_EVERY:
                found.stored_at = now
                self._stale.add(("device", found.id))
        return found

    def staff_session(self, key: str, device: str) -> StaffSession | None:
        """The session behind a key, if it belongs to the device; it may have expired."""
        found = opened(self.staff_sessions, key)
        return found if found is not None and found.device == device else None

    def office_session(self, key: str, now: int) -> OfficeSession | None:
        """The office session behind a key; using it makes it last longer. It may have expired."""
        found = opened(self.office_sessions, key)
        if found is not None and now < found.expires_at:
            found.expires_at = max(found.expires_at, min(now + OFFICE_IDLE, found.begun_at + OFFICE_LONGEST))
            if now - found.stored_at > STORE_EVERY:
                found.stored_at = now
                self._stale.add(("office", found.id))
        return found

    def token(self, key: str, now: int) -> Token | None:
        """The token behind a key, also a revoked one."""
        found = opened(self.tokens, key.removeprefix(TOKEN_MARK))
        if found is not None and not found.revoked_at:
            found.used_at = now
            if now - found.stored_at > STORE_EVERY:
                found.stored_at = now
                self._stale.add(("token", found.id))
        return found

    def use_approval(self, key: str, till: str, subject: str, now: int) -> Approval | None:
        """Use an approval up. It serves once; a repetition for the same subject (a basket's id) is the same use."""
        found = opened(self.approvals, key)
        if found is None or found.till != till or now >= found.expires_at:
            return None
        if found.used:
            return found if subject and found.used_for == subject else None
        found.used, found.used_for, found.expires_at = True, subject, now + APPROVAL_BOUND
        return found

    # --- opening ---

    def keep(self, tx: Tx, kind: str, id: str, what: Any) -> None:
        """Write the row of a device, session, token or pairing code (kinds as in `_SHELVES`)."""
        body = {name: getattr(what, name) for name in _BODIES[kind]}
        secrets.put(tx, kind, id, what.hash.hex(), expires_at=getattr(what, "expires_at", 0), body=_encode(body))

    def room_on(self, device: str) -> list[tuple[str, str]]:
        """End the oldest sessions of a device so that one more fits; kinds and ids, for removing their rows."""
        ids = [one.id for one in self.staff_sessions.values() if one.device == device]
        return self._end("staff", ids[: max(0, len(ids) - STAFF_SESSIONS + 1)])

    def room_for(self, staff: str) -> list[tuple[str, str]]:
        """The same for a person's office sessions."""
        ids = [one.id for one in self.office_sessions.values() if one.staff == staff]
        return self._end("office", ids[: max(0, len(ids) - OFFICE_SESSIONS + 1)])

    def note(self, key: str, now: int) -> None:
        """Remember when something was written down last."""
        self.noted[key] = now
        self.noted.move_to_end(key)
        while len(self.noted) > NOTED:
            self.noted.popitem(last=False)

    def add_approval(self, id: str, approval: Approval) -> None:
        """Approvals live in memory only: a restart ends them."""
        self.approvals[id] = approval
        while len(self.approvals) > APPROVALS:
            self.approvals.popitem(last=False)

    def end_sessions_of(self, staff: str, keep: str = "") -> list[tuple[str, str]]:
        """End all of a person's sessions except one."""
        ids = [one.id for one in self.staff_sessions.values() if one.staff == staff and one.id != keep]
        others = [one.id for one in self.office_sessions.values() if one.staff == staff and one.id != keep]
        return self._end("staff", ids) + self._end("office", others)

    def end_sessions_at_tills(self, staff: str) -> list[tuple[str, str]]:
        """End a person's sessions at all tills."""
        return self._end("staff", [one.id for one in self.staff_sessions.values() if one.staff == staff])

    def end_sessions_on(self, device: str) -> list[tuple[str, str]]:
        """End all sessions on a device."""
        return self._end("staff", [one.id for one in self.staff_sessions.values() if one.device == device])

    def _end(self, kind: str, ids: list[str]) -> list[tuple[str, str]]:
        for id in ids:
            getattr(self, _SHELVES[kind]).pop(id, None)
        return [(kind, id) for id in ids]

    # --- a fold of the writer: times of last use are stored when nothing else waits ---

    def before_commit(self, tx: Tx) -> None:
        """Nothing: only `idle` writes."""

    def after_commit(self) -> None:
        self._storing = set()

    def after_rollback(self) -> None:
        self._stale |= self._storing
        self._storing = set()

    def landed(self, tx: Tx) -> bool:
        return False

    def idle(self, tx: Tx) -> bool:
        self._storing, self._stale = self._stale, set()
        stored = [(kind, id, getattr(self, _SHELVES[kind]).get(id)) for kind, id in list(self._storing)]
        for kind, id, what in stored:
            if what is not None:
                self.keep(tx, kind, id, what)
        return bool(stored)


_SHELVES: Final = {
    "device": "devices", "staff": "staff_sessions", "office": "office_sessions", "token": "tokens", "pairing": "codes",
    "pass": "passes",
}  # fmt: skip
_BODIES: Final[dict[str, tuple[str, ...]]] = {
    "device": ("till", "revoked", "seen_at"),
    "staff": ("staff", "device", "till"),
    "office": ("staff", "begun_at"),
    "token": ("name", "scopes", "till", "created_at", "hint", "used_at", "revoked_at"),
    "pairing": ("staff",),
    "pass": ("name", "made_at", "ends_at", "by", "revoked_at"),
}
_MAKERS: Final[dict[str, Callable[[str, bytes, int, dict[str, Any]], Any]]] = {
    "device": lambda id, hash, _, body: OpenDevice(id, hash=hash, **body),
    "staff": lambda id, hash, expires_at, body: StaffSession(id, hash, expires_at=expires_at, **body),
    "office": lambda id, hash, expires_at, body: OfficeSession(
        id, hash, expires_at=expires_at, stored_at=expires_at - OFFICE_IDLE, **body
    ),
    "token": lambda id, hash, _, body: Token(id, hash, scopes=tuple(body.pop("scopes")), **body),
    "pairing": lambda id, hash, expires_at, body: PairingCode(id, hash, expires_at, **body),
    "pass": lambda id, hash, _, body: Pass(id, hash, **body),
}
