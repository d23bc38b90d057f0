"""What a closing keeps of its moment for the tax office, beside the sums: who, where, with what. Nothing is looked up later."""

from dataclasses import dataclass, field
from typing import Final

from tresen.core.agency import Agency
from tresen.core.receipt import Party
from tresen.fiscal.closing import ClosingTotals


@dataclass(slots=True, frozen=True)
class TseFacts:
    """A TSE that signed, or should have signed, receipts of the closing."""

    serial: str
    algorithm: str = ""
    time_format: str = ""
    encoding: str = "UTF-8"
    public_key: str = ""
    """base64"""
    certificate: str = ""
    """base64 of the leaf certificate."""


@dataclass(slots=True, frozen=True)
class DeviceFacts:
    """A device that was paired with the till."""

    id: str
    name: str


@dataclass(slots=True, frozen=True)
class RateFacts:
    """A VAT rate from a day on."""

    key: int
    rate: int
    valid_from: str
    label: str


@dataclass(slots=True, frozen=True)
class TillFacts:
    """The till as it was."""

    id: str
    serial: str
    name: str = ""
    maker: str = ""
    model: str = ""


@dataclass(slots=True)
class ClosingFacts:
    """A closing as the export reads it from the journal; names and defaults as in the entry's body."""

    id: str
    till: str
    at: int
    business_day: str
    party: Party
    till_record: TillFacts
    totals: ClosingTotals
    rates: tuple[RateFacts, ...]
    software: str
    first_seq: int
    last_seq: int
    signer: dict[str, str] = field(default_factory=dict)
    """The only TSE, in closings of versions that knew one."""
    number: int = 0
    """Z_NR, from the journal."""
    time_zone: str = "Europe/Berlin"
    currency: str = "EUR"
    shop_name: str = ""
    signers: tuple[TseFacts, ...] = ()
    devices: tuple[DeviceFacts, ...] = ()
    agencies: tuple[Agency, ...] = ()
    groups: dict[str, str] = field(default_factory=dict)
    """Names of the article groups, by id."""
    voided: dict[str, str] = field(default_factory=dict)
    """Number and name of articles that were taken off before payment, by id."""


SOFTWARE: Final = "Tresen"


def tses_of(facts: ClosingFacts) -> tuple[TseFacts, ...]:
    """The TSEs of a closing, also of one that an earlier version wrote."""
    if facts.signers:
        return facts.signers
    old = facts.signer
    if not old.get("serial"):
        return ()
    return (
        TseFacts(
            old["serial"], old.get("algorithm", ""), old.get("time_format", ""), old.get("encoding", "UTF-8"),
            old.get("public_key", ""), old.get("certificate", ""),
        ),
    )  # fmt: skip
