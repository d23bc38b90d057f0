"""Random schedules of tills, node and faults: whatever goes wrong, every receipt ends up in the books exactly once.

More of them: `python -m simulator --seed 1 --count 5000 --jobs 2`.
"""

from pathlib import Path
from typing import Any

import pytest

from simulator.schedule import run
from tests.depth import DEEP
from tresen.ledger.handed_numbers import Numbers
from tresen.operations.taking_in import take_in
from tresen.operations.taking_in.noticing import Clock

FAILED = Path(__file__).resolve().parents[2] / "simulator" / "failed_seeds.txt"
PIECE = 250 if DEEP else 20
STEPS = 40


def failed_seeds() -> list[tuple[int, int]]:
    lines = [line.split() for line in FAILED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(int(line[0]), int(line[1]) if len(line) > 1 else 60) for line in lines if line]


@pytest.mark.parametrize("first", range(10_000, 10_000 + 12 * PIECE, PIECE))
def test_every_law_holds_after_every_schedule(first: int) -> None:
    for seed in range(first, first + PIECE):
        outcome = run(seed, STEPS)
        assert not outcome.fault, f"python -m simulator --seed {seed} --steps {STEPS} --trace: {outcome.fault}"


@pytest.mark.parametrize(("seed", "steps"), failed_seeds())
def test_a_seed_that_failed_once_holds(seed: int, steps: int) -> None:
    assert not run(seed, steps).fault


def test_a_seed_gives_the_same_run_to_the_last_step() -> None:
    first, again = run(7), run(7)
    assert first.lines == again.lines and first.hash == again.hash
    assert run(8).hash != first.hash
    assert first.papers > 5, "something happens"


@pytest.mark.parametrize(
    ("place", "name", "planted"),
    [
        (take_in, "clock_of", lambda _item, _now: Clock(24 * 3_600_000, 0)),
        (take_in, "transfers_of", lambda receipt, place: ()),
        (take_in, "_same_sale", lambda booked, handed: False),
        (Numbers, "__contains__", lambda numbers, counter: True),
        (take_in, "raise_deviations", lambda *_: None),
        (take_in, "_forget", lambda *_: None),
    ],
    ids=["wrong day", "no money moves", "known is foreign", "number is taken", "nothing is told", "basket stays"],
)
def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, planted: Any) -> None:
    monkeypatch.setattr(place, name, planted)
    assert any(run(seed).fault for seed in range(60)), "one of these schedules breaks a law"
