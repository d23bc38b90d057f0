"""The TSEs are tested and their clocks set before they refuse to sign, and whoever should know hears of it in time."""

from pathlib import Path

import pytest

from tests.floor import Floor, open_floor
from tests.shop_fixture import MovedClock
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.insight.health import alarms_of, health
from tresen.operations.signers.keeping_ready import ASK_EVERY, EARLY, LATEST, RETRY, tend_signers
from tresen.operations.till_state import health_of
from tresen.operations.watching import note_outages, probe

DAY = 25 * 3_600_000


async def strict(floor: Floor, folder: Path, *, time: int = 0) -> SimulatedSigner:
    """Put a TSE into the node that must be tested every 25 hours and told the time."""
    assert isinstance(floor.clock, MovedClock)
    signer = SimulatedSigner(folder / "strict", floor.clock, self_test_every=DAY, time_every=time)
    floor.node.signing.take_out("tse-1")
    floor.node.signing.put("tse-9", signer)
    floor.signers.append(signer)
    await floor.node.signing.open()
    for till in floor.node.masterdata.tills:
        await floor.node.signing.register(till.serial)
    return signer


def self_tests(signer: SimulatedSigner) -> int:
    return sum(b"selfTest" in raw for _, raw in signer._log.messages())


async def test_it_is_tested_in_a_quiet_moment_before_it_must_be(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        signer = await strict(floor, tmp_path)
        before = self_tests(signer)
        floor.clock.move(DAY - EARLY - ASK_EVERY)
        await tend_signers(floor.node)
        assert self_tests(signer) == before, "too early"
        floor.clock.move(ASK_EVERY)
        await tend_signers(floor.node)
        await tend_signers(floor.node)
        assert self_tests(signer) == before + 1


async def test_an_open_basket_puts_the_test_off_but_not_for_ever(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        signer = await strict(floor, tmp_path)
        basket = floor.basket("milk")
        await floor.keep(basket)
        before = self_tests(signer)
        floor.clock.move(DAY - EARLY + 1)
        await tend_signers(floor.node)
        assert self_tests(signer) == before
        floor.clock.move(EARLY - LATEST)
        await tend_signers(floor.node)
        assert self_tests(signer) == before + 1
        await floor.sell(basket)


async def test_a_machine_that_slept_over_it_is_ready_at_the_first_look(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await strict(floor, tmp_path, time=DAY)
        floor.clock.move(3 * DAY)
        sold = await floor.sell(floor.basket("milk"))
        assert sold.receipt.signed.failure == "the TSE wants to be tested before it signs again"
        await tend_signers(floor.node)
        floor.clock.move(RETRY)
        await tend_signers(floor.node)
        await note_outages(floor.node)
        assert not floor.node.signing.down_since
        assert (await floor.sell(floor.basket("milk"))).receipt.signed.signature
        assert [row[2] for row in floor.entries() if row[2].startswith("tse_outage")] == [
            "tse_outage_begun", "tse_outage_ended",
        ]  # fmt: skip


async def test_a_tse_that_fell_silent_is_noticed_without_a_sale(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        floor.signer.switch("down", reason="Stecker gezogen")
        floor.clock.move(ASK_EVERY)
        await tend_signers(floor.node)
        assert floor.node.signing.reason == "Stecker gezogen"
        floor.signer.switch("normal")
        await probe(floor.node)
        assert not floor.node.signing.down_since


@pytest.mark.parametrize("mode", ["full", "locked", "expired"])
async def test_one_that_answers_and_cannot_sign_stays_out(tmp_path: Path, mode: str) -> None:
    async with open_floor(tmp_path) as floor:
        floor.signer.switch(mode)  # type: ignore[arg-type]
        floor.clock.move(ASK_EVERY)
        await tend_signers(floor.node)
        await probe(floor.node)
        await note_outages(floor.node)
        assert floor.node.signing.down_since, "an answer alone is no end of the outage"
        assert len(floor.entries("tse_outage_begun")) == 1
        floor.signer.switch("normal")
        await probe(floor.node)


async def test_ninety_days_before_its_end_everybody_hears_of_it(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        till = floor.node.masterdata.tills["till-1"]
        member = floor.node.signing.members["tse-1"]
        assert (await health_of(floor.node, till))["tse"].state == "ok"
        floor.clock.at = member.info.expires_at - 90 * 86_400_000 + 1
        await tend_signers(floor.node)
        assert ("expires", 89) in alarms_of(floor.node, member)
        assert (await health_of(floor.node, till))["tse"].text == "tse_certificate_expires"
        (shown,) = [one for one in await health(floor.node, "de") if one.what == "tse"]
        assert (shown.state, shown.text) == ("warn", "Zertifikat läuft in 89 Tagen ab")


async def test_few_signatures_left_are_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        floor.signer.switch("ends_soon")
        floor.clock.move(ASK_EVERY)
        await tend_signers(floor.node)
        assert [code for code, _ in alarms_of(floor.node, floor.node.signing.members["tse-1"])] == ["expires", "few"]


async def test_a_till_whose_first_tse_is_out_says_that_another_one_signs(tmp_path: Path) -> None:
    async with open_floor(tmp_path, signers=2) as floor:
        floor.signer.switch("down")
        floor.clock.move(ASK_EVERY)
        await tend_signers(floor.node)
        till = floor.node.masterdata.tills["till-1"]
        assert (await health_of(floor.node, till))["tse"].text == "tse_other_signs"
        floor.signer.switch("normal")
        await probe(floor.node)
