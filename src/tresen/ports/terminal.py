"""The card terminal. Three outcomes: approved, declined, *unknown*; unknown is asked back, never repeated blindly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Outcome = Literal["approved", "declined", "unknown"]


@dataclass(slots=True, frozen=True)
class PaymentRequest:
    """What the till wants charged (or paid back, with `refund`). The id is made before the first send."""

    id: str
    amount: int
    """Cents, positive."""
    refund: bool = False
    currency: str = "EUR"


@dataclass(slots=True, frozen=True)
class PaymentResult:
    """What became of a request. `amount` is what the terminal really booked: it may differ (tip, partial approval)."""

    id: str
    outcome: Outcome
    amount: int = 0
    card: str = ""
    """Card product, for example `girocard` or `Mastercard`."""
    card_kind: str = ""
    """`debit` or `credit`: decides between DSFinV-K ECKarte and Kreditkarte."""
    masked: str = ""
    """Masked card number; a full number never reaches us."""
    terminal: str = ""
    trace: str = ""
    receipt_number: str = ""
    """The terminal's own number, key for a reversal (ZVT BMP 87)."""
    approval: str = ""
    customer_slip: str = ""
    merchant_slip: str = ""
    message: str = ""
    """Reason in plain words when declined or unknown."""


class TerminalBusy(Exception):
    """Another payment is running on this terminal."""


class Terminal(Protocol):
    """One card terminal. Only one request runs at a time."""

    async def pay(self, request: PaymentRequest, status: Callable[[str], None]) -> PaymentResult:
        """Charge and wait for the outcome; `status` gets the terminal's display text. Never raises for a lost link:
        that is the outcome `unknown`.
        """

    async def ask(self, request: PaymentRequest) -> PaymentResult:
        """What became of a request: compares the terminal's last payment (ZVT 06 20) with it. `declined` means
        surely not charged; `unknown` if the terminal cannot be reached or cannot tell.
        """

    async def cancel(self) -> None:
        """Ask the terminal to stop waiting for the card. The outcome still comes from `pay`."""

    async def reverse(self, result: PaymentResult) -> PaymentResult:
        """Undo an approved payment of the same day by its terminal receipt number."""

    async def healthy(self) -> str:
        """Empty if ready, else the reason in plain words."""
