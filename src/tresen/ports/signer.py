"""The signer: a TSE (technical security device, BSI TR-03153) as the shop needs it.

Intend, act, settle: the caller writes its intention first. `SignerDown` means surely not done, `SignerUnknown` means
nobody knows; then `look_up` asks the device before anything is repeated.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


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

    def export(self) -> AsyncIterator[bytes]:
        """The device's log as TAR (TR-03153), in pieces."""
