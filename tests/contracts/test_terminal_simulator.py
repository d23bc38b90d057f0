"""The practice terminal keeps the terminal's contract, and a few promises of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.terminal_contract import TerminalBench, TerminalContract
from tresen.adapters.terminal_simulator import CARDS, MODES, Behaviour, Mode, SimulatedTerminal
from tresen.ports.terminal import PaymentRequest


class StandingClock:
    def now(self) -> int:
        return 1_795_000_000_000


class SimulatedBench(TerminalBench):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open()

    def open(self) -> None:
        self.simulated = SimulatedTerminal(self.folder, StandingClock(), behaviour=Behaviour(step_ms=0))

    @property
    def terminal(self) -> SimulatedTerminal:
        return self.simulated

    def behave(self, mode: str) -> None:
        known: dict[str, Mode] = {name: name for name in MODES}
        self.simulated.behaviour.mode = known[mode]

    def restart(self) -> None:
        self.simulated.close()
        self.open()

    def charged(self) -> int:
        from json import loads

        signs = {"begin": 0, "charge": 1, "refund": -1, "reversal": -1}
        lines = (self.folder / "terminal.jsonl").read_text().splitlines()
        return sum(signs[record["act"]] * record["amount"] for record in map(loads, lines))


@pytest.fixture
def bench(tmp_path: Path) -> TerminalBench:
    return SimulatedBench(tmp_path)


class TestSimulatedTerminal(TerminalContract):
    pass


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from tresen.adapters.terminal_simulator import Behaviour, SimulatedTerminal
from tresen.ports.terminal import PaymentRequest
class Clock:
    def now(self): return 1_795_000_000_000
terminal = SimulatedTerminal(Path(sys.argv[1]), Clock(), behaviour=Behaviour(step_ms=0, mode=sys.argv[2]))
asyncio.run(terminal.pay(PaymentRequest("killed", 4200), lambda text: None))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [("approve", "approved"), ("lose_link_after_charge", "approved"), ("lose_link_before_charge", "declined")],
)
def test_the_truth_survives_a_hard_kill(tmp_path: Path, mode: str, outcome: str) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), mode], check=False, timeout=60, env=environment
    )
    assert killed.returncode == -signal.SIGKILL
    with (tmp_path / "terminal.jsonl").open("ab") as file:
        file.write(b'{"act":"charge","payment":"torn')
    bench = SimulatedBench(tmp_path)
    assert asyncio.run(bench.terminal.ask(PaymentRequest("killed", 4200))).outcome == outcome
    assert asyncio.run(bench.terminal.pay(PaymentRequest("next", 100), lambda text: None)).outcome == "approved"
    bench.restart()
    assert asyncio.run(bench.terminal.ask(PaymentRequest("next", 100))).outcome == "approved"


@pytest.mark.asyncio
async def test_time_out_without_cancel_is_unknown(tmp_path: Path) -> None:
    terminal = SimulatedTerminal(tmp_path, StandingClock(), behaviour=Behaviour("hang", time_out_ms=0))
    assert (await terminal.pay(PaymentRequest("t", 100), lambda text: None)).outcome == "unknown"


@pytest.mark.asyncio
async def test_cancel_before_the_card_is_declined(tmp_path: Path) -> None:
    terminal = SimulatedTerminal(tmp_path, StandingClock(), behaviour=Behaviour(step_ms=60_000))
    shown = asyncio.Event()
    task = asyncio.create_task(terminal.pay(PaymentRequest("t", 100), lambda text: shown.set()))
    await shown.wait()
    await terminal.cancel()
    assert (await task).outcome == "declined"


@pytest.mark.asyncio
async def test_partial_approval_and_slips(tmp_path: Path) -> None:
    behaviour = Behaviour("change_amount", step_ms=0, change_by=-300, card=CARDS[1])
    terminal = SimulatedTerminal(tmp_path, StandingClock(), behaviour=behaviour)
    texts: list[str] = []
    result = await terminal.pay(PaymentRequest("t", 1000), texts.append)
    assert result.amount == 700
    assert texts == ["Bitte Karte", "Bitte PIN eingeben", "Autorisierung läuft", "Zahlung erfolgt"]
    for slip, copy in ((result.customer_slip, "Kundenbeleg"), (result.merchant_slip, "Händlerbeleg")):
        assert copy in slip
        assert "7,00" in slip and "girocard" in slip and "SIMULATOR" in slip
        assert max(map(len, slip.splitlines())) <= 28


@pytest.mark.asyncio
async def test_only_one_of_two_reversals_at_once(tmp_path: Path) -> None:
    terminal = SimulatedTerminal(tmp_path, StandingClock(), behaviour=Behaviour(step_ms=0))
    paid = await terminal.pay(PaymentRequest("t", 1000), lambda text: None)
    answers = await asyncio.gather(terminal.reverse(paid), terminal.reverse(paid), return_exceptions=True)
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
