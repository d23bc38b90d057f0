"""An entry: one thing that happened, written once, chained to the one before it by its hash."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

GENESIS = bytes(32)
"""The hash before the first entry."""
_PIECE: Final = 2047


class Transfer(NamedTuple):
    """From one account to another: the one shape of everything that is counted. The amount is positive."""

    source: str
    target: str
    amount: int
    unit: str
    """`EUR` (cents), `point`, or a unit of `tresen.core.quantity` (thousandths)."""
    reason: str


@dataclass(slots=True)
class Draft:
    """An entry before the writer gave it its place. `body` is encoded and frozen."""

    id: str
    kind: str
    at: int
    business_day: str
    body: bytes
    transfers: tuple[Transfer, ...] = ()
    """The same that `body` holds, so that followers need not decode it."""
    actor: str = ""
    till: str = ""
    series: str = ""
    """`receipt`, `closing` or `offline-<slot>`: the till's gapless series this entry takes its number from."""
    subject: str = ""
    """What it is about, e.g. `article:4711` or `receipt:<id>` for a refund; makes histories findable."""
    version: int = 1
    fact: Any = None
    """The decoded content, for followers (the receipt)."""
    counter: int = 0
    """The number where a device has given it already; 0: the writer gives the next one of the series."""


@dataclass(slots=True)
class Entry:
    """An entry in its place."""

    seq: int
    id: str
    kind: str
    version: int
    at: int
    business_day: str
    actor: str
    node: str
    till: str
    series: str
    counter: int
    subject: str
    body: bytes
    hash: bytes = field(repr=False)

    def row(self) -> tuple[Any, ...]:
        return (
            self.seq, self.id, self.kind, self.version, self.at, self.business_day, self.actor, self.node,
            self.till, self.series, self.counter, self.subject, self.body, self.hash,
        )  # fmt: skip


COLUMNS = (
    "seq", "id", "kind", "version", "at", "business_day", "actor", "node",
    "till", "series", "counter", "subject", "body", "hash",
)  # fmt: skip
TYPES = (
    "bigint", "text", "text", "bigint", "bigint", "text", "text", "text",
    "text", "text", "bigint", "text", "bytea", "bytea",
)  # fmt: skip


def chained(
    previous: bytes, seq: int, id: str, kind: str, version: int, at: int, business_day: str, actor: str,
    node: str, till: str, series: str, counter: int, subject: str, body: bytes,
) -> bytes:  # fmt: skip
    """The hash of an entry: SHA-256 over the previous hash, the header fields joined by 0x1F, 0x1E and the body.

    The body goes in by pieces: for 2 KB and more at once hashlib hands the interpreter's lock over, which costs more
    than the hash.
    """
    header = (
        f"{seq}\x1f{id}\x1f{kind}\x1f{version}\x1f{at}\x1f{business_day}\x1f{actor}\x1f{node}"
        f"\x1f{till}\x1f{series}\x1f{counter}\x1f{subject}\x1e"
    )
    whole = sha256(previous + header.encode())
    for begin in range(0, len(body), _PIECE):
        whole.update(body[begin : begin + _PIECE])
    return whole.digest()


class _Transfers(msgspec.Struct):
    transfers: tuple[Transfer, ...] = ()


_decode_transfers = msgspec.json.Decoder(_Transfers).decode
_encoder = msgspec.json.Encoder()


def transfers_of(body: bytes) -> tuple[Transfer, ...]:
    """The transfers an entry's body holds; everything else in it is skipped."""
    return _decode_transfers(body).transfers


def encode(content: Any) -> bytes:
    """Freeze the content of an entry as JSON."""
    return _encoder.encode(content)
