"""`SimulatedTerminal` fulfils the terminal port with selectable trouble; what it charged survives a hard kill."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from tresen.adapters.terminal_simulator.book import Act, Book, Record
from tresen.adapters.terminal_simulator.cards import Card, SlipFacts, approval_code, draw_card, slip
from tresen.ports.moment import Clock
from tresen.ports.terminal import Outcome, PaymentRequest, PaymentResult, TerminalBusy

Mode = Literal[
    "approve", "decline", "change_amount", "hang", "lose_link_after_charge", "lose_link_before_charge", "unreachable"
]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)

STATUS: Final = ("Bitte Karte", "Bitte PIN eingeben", "Autorisierung läuft", "Zahlung erfolgt")


@dataclass(slots=True)
class Behaviour:
    """How the terminal behaves from the next request on; may be changed at any time."""

    mode: Mode = "approve"
    step_ms: int = 400
    """How long each status text stands."""
    time_out_ms: int = 90_000
    """How long the till waits for an answer before the outcome is unknown."""
    change_by: int = 100
    """For `change_amount`: added to the amount (a tip); negative is a partial approval, never below one cent."""
    card: Card | None = None
    """The card the next customers hold; None: one that depends on the payment's id."""
    decline_reason: str = "Karte abgelehnt: Deckung nicht ausreichend"


class _LinkLost(Exception):
    """The wire is cut between terminal and till; the message says what the till sees."""


class SimulatedTerminal:
    """One practice terminal with its memory in a folder.

    A payment id is presented to a card at most once, whatever happens: a repetition answers what became of it.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        terminal_id: str = "54000001",
        zone: str = "Europe/Berlin",
        behaviour: Behaviour | None = None,
        hurried: Callable[[], bool] = lambda: False,
    ) -> None:
        """`hurried`: asked at each step; true while nobody watches, as in a replay, so that no text has to stand."""
        self.behaviour = behaviour or Behaviour()
        self._book = Book(folder)
        self._clock = clock
        self._terminal_id = terminal_id
        self._zone = ZoneInfo(zone)
        self._running = ""
        self._presented: set[str] = set()
        self._cancelled = asyncio.Event()
        self._hurried = hurried

    async def pay(self, request: PaymentRequest, status: Callable[[str], None]) -> PaymentResult:
        """Charge or pay back. Raises TerminalBusy while another request runs.

        An unreachable terminal is `declined`: nothing was sent, so surely nothing was charged.
        """
        if self._running:
            raise TerminalBusy(f"payment {self._running} is running")
        if request.amount <= 0:
            return self._answer(request.id, "declined", "Betrag muss größer als null sein")
        mode = self.behaviour.mode
        if mode == "unreachable":
            return self._answer(request.id, "declined", "Kartenterminal nicht erreichbar, nichts wurde gesendet")
        self._running = request.id
        self._cancelled = asyncio.Event()
        try:
            if not await self._first_time(request.id):
                return self._recall(request.id)
            return await self._present(request, mode, status)
        except _LinkLost as lost:
            return self._answer(request.id, "unknown", str(lost))
        finally:
            self._running = ""

    async def ask(self, request: PaymentRequest) -> PaymentResult:
        """What became of a request, from the terminal's own memory."""
        if self.behaviour.mode == "unreachable":
            return self._answer(request.id, "unknown", "Kartenterminal nicht erreichbar")
        if self._running == request.id:
            return self._answer(request.id, "unknown", "Zahlung läuft noch")
        await self._first_time(request.id)  # from here on the answer stays true: a late presentation is refused
        return self._recall(request.id)

    async def cancel(self) -> None:
        """Stop waiting for the card. After the card was read it has no effect."""
        self._cancelled.set()

    async def reverse(self, result: PaymentResult) -> PaymentResult:
        """Undo an approved payment; repeating it answers the same and never undoes twice.

        After an unknown outcome `ask` about the payment tells: approved means not undone, declined means undone.
        """
        if self._running:
            raise TerminalBusy(f"payment {self._running} is running")
        if self.behaviour.mode == "unreachable":
            return self._answer(result.id, "declined", "Kartenterminal nicht erreichbar, nichts wurde gesendet")
        self._running = result.id
        try:
            return await self._undo(result, self.behaviour.mode)
        finally:
            self._running = ""

    async def healthy(self) -> str:
        """Empty if ready."""
        return "Kartenterminal nicht erreichbar" if self.behaviour.mode == "unreachable" else ""

    def close(self) -> None:
        """Release the memory's file."""
        self._book.close()

    async def _present(self, request: PaymentRequest, mode: Mode, status: Callable[[str], None]) -> PaymentResult:
        """The customer is at the terminal."""
        status(STATUS[0])
        if mode == "hang":
            await self._wait(self.behaviour.time_out_ms)
            raise _LinkLost("Keine Antwort vom Kartenterminal")
        if await self._wait(self.behaviour.step_ms):
            return self._answer(request.id, "declined", "Abgebrochen, nichts wurde abgebucht")
        card = self.behaviour.card or draw_card(request.id)
        for text in STATUS[1:3]:
            if text == STATUS[1] and "PIN" not in card.entry:
                continue
            status(text)
            await asyncio.sleep(self.behaviour.step_ms / 1000)
        if mode == "lose_link_before_charge":
            raise _LinkLost("Verbindung zum Kartenterminal verloren")
        if mode == "decline":
            return self._answer(request.id, "declined", self.behaviour.decline_reason)
        amount = request.amount
        if mode == "change_amount":
            amount = max(1, amount + self.behaviour.change_by)
        record = self._record("refund" if request.refund else "charge", request.id, amount, card)
        await self._write(record)
        if mode == "lose_link_after_charge":
            raise _LinkLost("Verbindung zum Kartenterminal verloren")
        status(STATUS[3])
        return self._told(record)

    async def _undo(self, result: PaymentResult, mode: Mode) -> PaymentResult:
        booked = self._book.booked(result.id)
        if booked is None or booked.receipt_number != result.receipt_number:
            return self._answer(result.id, "declined", "Storno nicht möglich: Zahlung ist dem Terminal unbekannt")
        known = self._book.reversal(result.id)
        if known is not None:
            return self._told(known)
        if mode == "decline":
            return self._answer(result.id, "declined", "Storno abgelehnt")
        if mode in ("hang", "lose_link_before_charge"):
            return self._answer(result.id, "unknown", "Verbindung zum Kartenterminal verloren")
        record = self._record("reversal", result.id, booked.amount, Card(booked.card, booked.card_kind, booked.masked))
        await self._write(record)
        if mode == "lose_link_after_charge":
            return self._answer(result.id, "unknown", "Verbindung zum Kartenterminal verloren")
        return self._told(record)

    async def _first_time(self, payment: str) -> bool:
        """Take note of a payment before anything else happens with it; False if it is known already."""
        if payment in self._presented or self._book.begun(payment):
            return False
        self._presented.add(payment)
        await self._write(Record("begin", payment))
        return True

    async def _wait(self, milliseconds: int) -> bool:
        """Wait until cancelled (True) or until the time is over (False)."""
        if self._hurried() and not self._cancelled.is_set():
            return False
        try:
            await asyncio.wait_for(self._cancelled.wait(), milliseconds / 1000)
        except TimeoutError:
            return False
        return True

    async def _write(self, record: Record) -> None:
        """Make a record durable, off the event loop; a cancelled caller does not stop the write half-way."""
        await asyncio.shield(asyncio.to_thread(self._book.write, record))

    def _record(self, act: Act, payment: str, amount: int, card: Card) -> Record:
        number = self._book.next_number()
        title = {"charge": "Kartenzahlung", "refund": "Gutschrift", "reversal": "Storno"}.get(act, "")
        when = datetime.fromtimestamp(self._clock.now() / 1000, UTC).astimezone(self._zone)
        facts = SlipFacts(
            title,
            card,
            amount,
            self._terminal_id,
            f"{number:06d}",
            f"{number:04d}",
            approval_code(payment),
            when.strftime("%d.%m.%Y %H:%M:%S"),
        )
        return Record(
            act,
            payment,
            amount,
            card.product,
            card.kind,
            card.masked,
            facts.trace,
            facts.receipt_number,
            facts.approval,
            slip(facts, "Kundenbeleg"),
            slip(facts, "Händlerbeleg"),
        )

    def _recall(self, payment: str) -> PaymentResult:
        """What the memory says: booked and not undone is approved, everything else is surely not charged."""
        booked = self._book.booked(payment)
        if booked is None:
            return self._answer(payment, "declined", "Keine Buchung unter dieser Zahlung, nichts wurde abgebucht")
        if self._book.reversal(payment) is not None:
            return self._answer(payment, "declined", "Die Zahlung wurde storniert")
        return self._told(booked)

    def _told(self, record: Record) -> PaymentResult:
        return PaymentResult(
            record.payment,
            "approved",
            record.amount,
            record.card,
            record.card_kind,
            record.masked,
            self._terminal_id,
            record.trace,
            record.receipt_number,
            record.approval,
            record.customer_slip,
            record.merchant_slip,
        )

    def _answer(self, payment: str, outcome: Outcome, message: str) -> PaymentResult:
        return PaymentResult(payment, outcome, terminal=self._terminal_id, message=message)
