"""What closings state changes only between two closings; Z numbers go on without a gap, for ever."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.dsfinvk.reading import exported
from tests.floor import Floor, open_floor, right
from tresen.core.failures import Failure
from tresen.masterdata.kinds import Rate
from tresen.operations.drawer.close_for_update import close_for_update
from tresen.operations.house.change_rate import change_rates
from tresen.operations.house.change_settings import ReceiptTexts, change_receipt_texts
from tresen.operations.house.change_shop import ShopForm, change_shop, the_shop
from tresen.operations.node import Actor

OWNER = Actor("staff-owner", "Olga Owner", "owner")
FORM = ShopForm("Testladen", "Nebenstraße 2", "99999", "Musterstadt", tax_number="99/999/99999")


def failure(answer: object) -> str:
    assert isinstance(answer, Failure)
    return answer.code


async def test_the_address_changes_when_every_till_that_sold_is_closed(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        first = await change_shop(floor.node, OWNER, FORM)
        assert first == Failure("closing_first", {"tills": "Kasse 1, Kasse 2"})
        await floor.close_day()
        assert await change_shop(floor.node, OWNER, FORM) == Failure("closing_first", {"tills": "Kasse 2"})
        assert await change_receipt_texts(floor.node, OWNER, ReceiptTexts(thanks="Danke")) is None, (
            "closings say nothing of it"
        )
        await floor.close_day(floor.second)
        assert await change_shop(floor.node, OWNER, FORM) is None
        await floor.open_day(amount=floor.drawer())
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        streets = [(row["Z_KASSE_ID"], row["Z_NR"], row["STRASSE"]) for row in export.cashpointclosing]
        assert streets == [
            ("till-1", "1", "Hauptstraße 1"), ("till-2", "1", "Hauptstraße 1"), ("till-1", "2", "Nebenstraße 2"),
        ]  # fmt: skip


async def test_a_receipt_that_arrived_late_has_to_be_closed_too(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        late = await floor.hand_out(floor.basket("milk"))
        await floor.close_day()
        right(await floor.send(late))
        assert failure(await change_shop(floor.node, OWNER, FORM)) == "closing_first"


async def test_a_rate_that_begins_today_needs_the_closing_and_one_that_is_planned_does_not(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        rates = list(floor.node.masterdata.tax)
        assert (
            await change_rates(floor.node, OWNER, [*rates, Rate(2, 500, "2026-07-01", "Ermäßigter Steuersatz")]) is None
        )
        today = [*floor.node.masterdata.tax, Rate(1, 1600, "2026-06-01", "Allgemeiner Steuersatz")]
        assert failure(await change_rates(floor.node, OWNER, today)) == "closing_first"
        await floor.close_day()
        assert await change_rates(floor.node, OWNER, today) is None


async def test_a_new_version_of_the_program_begins_with_closed_tills(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        assert await close_for_update(floor.node, "1.0") == 0, "the first version that says so"
        await floor.open_day()
        parked = floor.basket("soap")
        await floor.keep(parked)
        await floor.sell(floor.basket("milk"))
        await floor.restart()
        assert await close_for_update(floor.node, "1.0") == 0
        assert await close_for_update(floor.node, "1.1") == 1
        assert await close_for_update(floor.node, "1.1") == 0
        assert not floor.node.till_days.of("till-1").open
        await floor.open_day(amount=floor.drawer())
        await floor.sell(parked)
        await floor.close_day()
        floor.must_hold()
        export = exported(floor)
        export.must_hold()
        assert [(row["Z_NR"], row["KASSE_SW_BRAND"], row["KASSE_SW_VERSION"]) for row in export.cashregister] == [
            ("1", "Tresen", "1.0"), ("2", "Tresen", "0.1.0"),
        ]  # fmt: skip
        assert [row[2] for row in floor.entries("software")] == ["software", "software"]


@pytest.mark.parametrize("seed", [1, 2])
async def test_z_numbers_have_no_gap_whatever_comes_between(tmp_path: Path, seed: int) -> None:
    async with open_floor(tmp_path) as floor:
        await close_for_update(floor.node, "1.0")
        for step in range(6):
            await _disturb(floor, (seed * 7 + step * 5) % 6, step)
        export = exported(floor)
        export.must_hold()
        for till in ("till-1", "till-2"):
            numbers = [int(row["Z_NR"]) for row in export.cashpointclosing if row["Z_KASSE_ID"] == till]
            assert numbers == list(range(1, len(numbers) + 1))
        assert len(export.cashpointclosing) >= 3


async def _disturb(floor: Floor, what: int, step: int) -> None:
    """Days, refusals, restarts and updates, in an order that follows from the seed."""
    actor = floor.cashier if step % 2 else floor.second
    if not floor.node.till_days.of(actor.till).open:
        await floor.open_day(actor, floor.drawer(actor.till) or 10_000)
    await floor.sell(floor.basket("milk"), actor)
    if what == 0:
        await change_shop(floor.node, OWNER, replace(FORM, street=f"Weg {step}"))
    elif what == 1:
        await floor.restart()
    elif what == 2:
        await close_for_update(floor.node, f"2.{step}")
    elif what == 3:
        floor.signer.switch("down" if step % 4 else "normal")
    else:
        await floor.close_day(actor)
    assert the_shop(floor.node).party.name == "Testladen"
