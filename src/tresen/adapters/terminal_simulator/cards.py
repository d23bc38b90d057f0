"""The cards of the practice wallet and the slips a German terminal prints. No full card number exists anywhere."""

import hashlib
from dataclasses import dataclass
from typing import Final

from tresen.core.money import format_cents


@dataclass(slots=True, frozen=True)
class Card:
    """One card as the till may know it."""

    product: str
    kind: str
    """`debit` or `credit`."""
    masked: str
    application: str = ""
    """Id of the chip application (AID), as slips name it."""
    entry: str = ""
    """How it was read and confirmed."""


CARDS: Final = (
    Card("girocard", "debit", "############4711", "A0000003591010028001", "Kontaktlos"),
    Card("girocard", "debit", "############0815", "A0000003591010028001", "Chip, PIN"),
    Card("Visa Debit", "debit", "XXXX XXXX XXXX 2603", "A0000000031010", "Kontaktlos"),
    Card("girocard", "debit", "############1207", "A0000003591010028001", "Kontaktlos"),
    Card("Mastercard", "credit", "XXXX XXXX XXXX 5190", "A0000000041010", "Kontaktlos"),
    Card("Debit Mastercard", "debit", "XXXX XXXX XXXX 3342", "A0000000041010", "Kontaktlos"),
    Card("Visa", "credit", "XXXX XXXX XXXX 8026", "A0000000031010", "Chip, PIN"),
)


def draw_card(request_id: str) -> Card:
    """The card the imagined customer of this payment holds: always the same for the same payment."""
    return CARDS[hashlib.sha256(request_id.encode()).digest()[0] % len(CARDS)]


def approval_code(request_id: str) -> str:
    """Six digits, always the same for the same payment."""
    return f"{int.from_bytes(hashlib.sha256(b'approval' + request_id.encode()).digest()[:4]) % 1_000_000:06d}"


@dataclass(slots=True, frozen=True)
class SlipFacts:
    """What a slip states."""

    title: str
    card: Card
    amount: int
    terminal: str
    trace: str
    receipt_number: str
    approval: str
    when: str
    """Local date and time as printed."""


WIDTH: Final = 28


def slip(facts: SlipFacts, copy: str) -> str:
    """The terminal's slip, at most 28 columns wide; `copy` names whose it is."""
    rows = (
        ("Terminal-ID", facts.terminal),
        ("TA-Nr.", facts.trace),
        ("Beleg-Nr.", facts.receipt_number),
        ("Genehmigung", facts.approval),
    )
    lines = [
        copy.center(WIDTH).rstrip(),
        facts.title.center(WIDTH).rstrip(),
        facts.card.product.center(WIDTH).rstrip(),
        "",
        *(f"{name}{value:>{WIDTH - len(name)}}" for name, value in rows),
        f"Karte{facts.card.masked:>{WIDTH - 5}}",
        facts.card.entry,
        f"AID{facts.card.application:>{WIDTH - 3}}" if facts.card.application else "",
        facts.when,
        "",
        f"EUR{format_cents(facts.amount, ','):>{WIDTH - 3}}",
        "",
        f"{facts.title} erfolgt".center(WIDTH).rstrip(),
        "SIMULATOR".center(WIDTH).rstrip(),
        "Es wurde nichts abgebucht.".center(WIDTH).rstrip(),
    ]
    return "\n".join(line for i, line in enumerate(lines) if line or (i > 0 and lines[i - 1])).strip("\n")
