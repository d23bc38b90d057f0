"""What a till sends for each receipt it handed out, and what it gets back."""

from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from tresen.core.basket import Basket
from tresen.core.receipt import Receipt
from tresen.journal.entry import encode


@dataclass(slots=True)
class ApprovalNote:
    """Who approved an act on the device. `how`: `pin`."""

    act: str
    staff: str
    how: str = ""


@dataclass(slots=True)
class HandedOut:
    """One receipt as it was handed out, with what is needed to compute it again."""

    receipt: Receipt
    """Complete: printed number, series `offline-<slot>` and counter; unsigned, with the reason."""
    basket: Basket
    tried_online: bool = False
    """Whether the same basket was sent to the node before and no answer came."""
    sent_at: int = 0
    """Moment of sending by the till's corrected clock."""
    device_now: int = 0
    """The same moment by the device's own clock."""
    engine: str = ""
    rules_version: int = 0
    goods_version: int = 0
    """Entries up to which the till knew rules and goods."""
    approvals: tuple[ApprovalNote, ...] = ()
    quoted_at: int = 0
    clock_offset: int | None = None
    """What the till added to its own clock for the receipt's moments; None: as when it was sent."""


@dataclass(slots=True)
class RaisedDeviation:
    """A deviation as the till is told of it."""

    code: str
    detail: dict[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class TakenIn:
    """The node's answer. `state`: `booked` by this receipt, `known` or `known_signed` if the sale had been booked."""

    id: str
    state: str
    number: int
    """As printed by the device."""
    counter: int
    signed: bool
    url: str
    booked_as: int = 0
    """Number under which the node had booked the sale before."""
    deviations: tuple[RaisedDeviation, ...] = ()
    repeated: bool = False


class HandingOut(msgspec.Struct):
    """`handed_out` in the body of the entry: how it came about."""

    basket: Basket
    device: str
    tried_online: bool
    sent_at: int
    device_now: int
    arrived_at: int
    engine: str
    rules_version: int
    goods_version: int
    approvals: tuple[ApprovalNote, ...]
    quoted_at: int
    mark: str
    """Hash of receipt and basket as they were sent: a repetition has the same one."""


class TakenBody(msgspec.Struct):
    """Body of an entry of kind `receipt` in a device's series."""

    handed_out: HandingOut | None = None


class KnownBody(msgspec.Struct):
    """Body of an entry of kind `handed_out`: the sale had been booked, so nothing moves."""

    receipt: str
    number: int
    """As printed by the device."""
    booked_as: int
    signed: bool
    finished_at: int
    failure: str
    token: str
    mark: str


decode_taken = msgspec.json.Decoder(TakenBody).decode
decode_known = msgspec.json.Decoder(KnownBody).decode


def mark_of(item: HandedOut) -> str:
    """The same for the same content."""
    return sha256(encode([item.receipt, item.basket])).hexdigest()
