"""What every card terminal must do, whoever makes it. Subclass `TerminalContract` and give it a `bench`."""

import asyncio
from abc import ABC, abstractmethod

import pytest

from tresen.ports.terminal import PaymentRequest, PaymentResult, Terminal, TerminalBusy


class TerminalBench(ABC):
    """A terminal on the test bench, with hands that make it behave in certain ways."""

    @property
    @abstractmethod
    def terminal(self) -> Terminal:
        """The terminal under test; after `restart` another object."""

    @abstractmethod
    def behave(self, mode: str) -> None:
        """One of approve, decline, change_amount, hang, lose_link_after_charge, lose_link_before_charge, unreachable."""

    @abstractmethod
    def restart(self) -> None:
        """The till's side forgets everything it held in memory."""

    @abstractmethod
    def charged(self) -> int:
        """Cents that the customers' banks really took until now, refunds and reversals subtracted."""


async def pay(bench: TerminalBench, request: PaymentRequest) -> PaymentResult:
    return await bench.terminal.pay(request, lambda text: None)


async def never_returns_silently(task: "asyncio.Task[PaymentResult]", bench: TerminalBench) -> PaymentResult:
    await asyncio.sleep(0)
    await bench.terminal.cancel()
    return await task


@pytest.mark.asyncio
class TerminalContract:
    """The suite. Each test gets a fresh bench."""

    async def test_approves_and_tells_what_was_booked(self, bench: TerminalBench) -> None:
        texts: list[str] = []
        result = await bench.terminal.pay(PaymentRequest("a1", 1234), texts.append)
        assert (result.id, result.outcome, result.amount) == ("a1", "approved", 1234)
        assert result.card_kind in ("debit", "credit")
        assert result.card and result.receipt_number and result.trace and result.terminal
        assert texts, "the cashier sees what the terminal shows"
        assert bench.charged() == 1234

    async def test_never_lets_a_full_card_number_through(self, bench: TerminalBench) -> None:
        for number in range(30):
            result = await pay(bench, PaymentRequest(f"pan{number}", 100))
            for text in (result.masked, result.customer_slip, result.merchant_slip):
                assert result.masked[-4:] in text
            assert sum(character.isdigit() for character in result.masked) <= 10

    async def test_decline_charges_nothing_and_says_why(self, bench: TerminalBench) -> None:
        bench.behave("decline")
        result = await pay(bench, PaymentRequest("d1", 1234))
        assert result.outcome == "declined"
        assert result.message
        assert bench.charged() == 0
        assert (await bench.terminal.ask(PaymentRequest("d1", 1234))).outcome == "declined"

    async def test_books_another_amount_and_says_so(self, bench: TerminalBench) -> None:
        bench.behave("change_amount")
        result = await pay(bench, PaymentRequest("c1", 1234))
        assert result.outcome == "approved"
        assert result.amount == bench.charged() != 1234

    async def test_lost_link_after_the_charge(self, bench: TerminalBench) -> None:
        bench.behave("lose_link_after_charge")
        request = PaymentRequest("l1", 1234)
        lost = await pay(bench, request)
        assert (lost.outcome, lost.amount) == ("unknown", 0)
        assert bench.charged() == 1234
        bench.behave("approve")
        found = await bench.terminal.ask(request)
        assert (found.outcome, found.amount) == ("approved", 1234)
        assert found.receipt_number

    async def test_lost_link_before_the_charge(self, bench: TerminalBench) -> None:
        bench.behave("lose_link_before_charge")
        request = PaymentRequest("l2", 1234)
        assert (await pay(bench, request)).outcome == "unknown"
        bench.behave("approve")
        assert (await bench.terminal.ask(request)).outcome == "declined"
        assert bench.charged() == 0

    async def test_the_truth_survives_a_restart(self, bench: TerminalBench) -> None:
        bench.behave("lose_link_after_charge")
        await pay(bench, PaymentRequest("r1", 700))
        bench.behave("lose_link_before_charge")
        await pay(bench, PaymentRequest("r2", 800))
        bench.restart()
        bench.behave("approve")
        assert (await bench.terminal.ask(PaymentRequest("r1", 700))).outcome == "approved"
        assert (await bench.terminal.ask(PaymentRequest("r2", 800))).outcome == "declined"

    async def test_one_id_is_charged_once(self, bench: TerminalBench) -> None:
        request = PaymentRequest("once", 500)
        first = await pay(bench, request)
        assert await pay(bench, request) == first
        bench.restart()
        bench.behave("approve")
        assert (await pay(bench, request)).receipt_number == first.receipt_number
        assert bench.charged() == 500

    @pytest.mark.parametrize("mode", ["decline", "lose_link_before_charge"])
    async def test_declined_stays_declined(self, bench: TerminalBench, mode: str) -> None:
        bench.behave(mode)
        request = PaymentRequest("gone", 500)
        await pay(bench, request)
        bench.behave("approve")
        assert (await bench.terminal.ask(request)).outcome == "declined"
        assert (await pay(bench, request)).outcome == "declined"
        assert bench.charged() == 0

    async def test_asked_about_a_payment_it_never_saw_it_never_charges_it(self, bench: TerminalBench) -> None:
        request = PaymentRequest("never", 500)
        assert (await bench.terminal.ask(request)).outcome == "declined"
        assert (await pay(bench, request)).outcome == "declined"
        assert bench.charged() == 0

    async def test_only_one_request_at_a_time(self, bench: TerminalBench) -> None:
        bench.behave("hang")
        first = asyncio.create_task(pay(bench, PaymentRequest("b1", 100)))
        await asyncio.sleep(0)
        with pytest.raises(TerminalBusy):
            await pay(bench, PaymentRequest("b2", 100))
        result = await never_returns_silently(first, bench)
        assert result.outcome in ("unknown", "declined")
        bench.behave("approve")
        assert (await pay(bench, PaymentRequest("b3", 100))).outcome == "approved"
        assert bench.charged() == 100

    async def test_hanging_ends_in_unknown_and_is_asked_back(self, bench: TerminalBench) -> None:
        bench.behave("hang")
        request = PaymentRequest("h1", 100)
        task = asyncio.create_task(pay(bench, request))
        assert (await never_returns_silently(task, bench)).outcome in ("unknown", "declined")
        bench.behave("approve")
        assert (await bench.terminal.ask(request)).outcome == "declined"
        assert bench.charged() == 0

    async def test_unreachable_charges_nothing_and_cannot_tell(self, bench: TerminalBench) -> None:
        bench.behave("unreachable")
        request = PaymentRequest("u1", 100)
        assert await bench.terminal.healthy()
        assert (await pay(bench, request)).outcome in ("unknown", "declined")
        assert (await bench.terminal.ask(request)).outcome == "unknown"
        assert bench.charged() == 0
        bench.behave("approve")
        assert not await bench.terminal.healthy()

    async def test_reverses_once(self, bench: TerminalBench) -> None:
        paid = await pay(bench, PaymentRequest("v1", 900))
        undone = await bench.terminal.reverse(paid)
        assert (undone.outcome, undone.amount) == ("approved", 900)
        assert bench.charged() == 0
        await bench.terminal.reverse(paid)
        assert bench.charged() == 0
        assert (await bench.terminal.ask(PaymentRequest("v1", 900))).outcome == "declined"

    async def test_refuses_to_reverse_what_it_does_not_know(self, bench: TerminalBench) -> None:
        stranger = PaymentResult("x1", "approved", 900, receipt_number="9999")
        assert (await bench.terminal.reverse(stranger)).outcome == "declined"
        assert bench.charged() == 0

    async def test_pays_back(self, bench: TerminalBench) -> None:
        await pay(bench, PaymentRequest("p1", 900))
        back = await pay(bench, PaymentRequest("p2", 400, refund=True))
        assert (back.outcome, back.amount) == ("approved", 400)
        assert bench.charged() == 500
