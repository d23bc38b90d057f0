"""The signer: a TSE (technical security device, BSI TR-03153) as the shop needs it.

Intend, act, settle: the caller writes its intention first. `SignerDown` means surely not done, `SignerUnknown` means
nobody knows; then `look_up` asks the device before anything is repeated.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

SignerState = Literal[
    "ready", "self_test_due", "time_not_set", "full", "expired", "locked", "disabled", "not_set_up"
]  # fmt: skip
"""Whether a device can sign, and if not, what it waits for. `locked`: a PIN was typed wrong too often, or the device
was blocked by its maker. `disabled`: put out of use for ever. A device that cannot be reached has no state: SignerDown."""
STATES: Final[tuple[SignerState, ...]] = get_args(SignerState)


class SignerDown(Exception):
    """The device refused or could not be reached; nothing was signed. The message is the reason in plain words."""


class SignerUnknown(Exception):
    """The call was sent and no answer came in time; it may have been signed."""


@dataclass(slots=True, frozen=True)
class SignerInfo:
    """Master data of the device, as DSFinV-K `tse.csv` wants it."""

    serial: str
    """SHA-256 of the raw public key, 64 hex digits."""
    public_key: bytes
    """Raw uncompressed point, 0x04 || X || Y."""
    algorithm: str
    """For example `ecdsa-plain-SHA256`."""
    time_format: str
    """For example `unixTime`."""
    encoding: str
    """`UTF-8` or `ASCII` (of processData)."""
    certificates: tuple[bytes, ...]
    """DER, leaf first."""
    expires_at: int
    """End of the certificate, milliseconds since 1970 UTC."""
    open_limit: int
    """How many transactions may be open at once."""
    simulated: bool
    maker: str


@dataclass(slots=True, frozen=True)
class SignerCondition:
    """How a device is at this moment. 0 stands for what it does not tell; moments are milliseconds since 1970 UTC."""

    state: SignerState
    open_transactions: int = 0
    signatures_left: int = 0
    """How many signatures the device can still make in its life."""
    storage_left: int = 0
    """Bytes of the device's log that are free."""
    expires_at: int = 0
    """End of the certificate."""
    self_test_due_at: int = 0
    """When the device will refuse to sign until it was tested again."""
    time_due_at: int = 0
    """When the device will refuse to sign until its clock was set again."""


@dataclass(slots=True, frozen=True)
class Started:
    """Answer to StartTransaction."""

    transaction: int
    at: int
    """Log time in milliseconds since 1970 UTC; most devices know whole seconds only."""
    counter: int
    signature: bytes


@dataclass(slots=True, frozen=True)
class Finished:
    """Answer to FinishTransaction, complete enough for receipt and QR code."""

    transaction: int
    started_at: int
    at: int
    counter: int
    signature: bytes
    process_type: str
    process_data: str


class Signer(Protocol):
    """One TSE. Every call is bounded by the caller's time-out; every call may raise SignerDown or SignerUnknown.

    A call that is cancelled counts as SignerUnknown: `look_up` and `open_transactions` say what became of it.
    """

    async def info(self) -> SignerInfo:
        """Master data; they do not change while the device lives, so they may be kept."""

    async def register(self, client: str) -> None:
        """Make a till known (clientId = serial number of the till). Repeating it is harmless."""

    async def start(self, client: str) -> Started:
        """Open a transaction; processType and processData are empty (AEAO to §146a, 3.6)."""

    async def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Finished:
        """Close a transaction that the same client started. One that is finished already is refused (SignerDown);
        a caller that was left without answer looks it up instead of finishing again."""

    async def open_transactions(self) -> tuple[tuple[int, str], ...]:
        """All (transaction, client) that were started and not finished."""

    async def look_up(self, transaction: int) -> Started | Finished | None:
        """What the device knows of a transaction: open, finished, or nothing."""

    async def condition(self) -> SignerCondition:
        """How the device is, asked of the device itself; also answered when it cannot sign."""

    async def self_test(self, client: str) -> None:
        """Let the device test itself, as many demand it once a day; a state of `self_test_due` ends with it.
        `client`: a till that is registered, or empty where no till is yet (some devices want one)."""

    async def update_time(self) -> None:
        """Set the device's clock; a state of `time_not_set` ends with it. A device that keeps its own time does nothing."""

    def export(self, from_counter: int = 0) -> AsyncIterator[bytes]:
        """The device's log as TAR (TR-03153), in pieces. `from_counter`: messages of this signature counter and of all
        later ones suffice; a device that cannot choose so exactly gives more, never less. Certificates are always in it."""
