"""Days pass without the node, clocks are wrong: every receipt is booked on the day on which it was handed out."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.lab.handing_out import hand_out, sold_once
from tests.journeys.lab.lab import DAY, HOUR, Lab, opened
from tests.journeys.lab.look_through import Booked

BERLIN = ZoneInfo("Europe/Berlin")


DAY_START = 4
"""Hour at which the practice shop's business day begins: what is sold after midnight belongs to the day before."""


def today(after: int = 0) -> str:
    """The business day in the shop, so many days later."""
    return (datetime.now(UTC).astimezone(BERLIN) + timedelta(days=after, hours=-DAY_START)).date().isoformat()


def off(receipt: Booked, moved: int = 0) -> float:
    """Hours between the moment on a receipt and now."""
    return abs(receipt.at + moved - datetime.now(UTC).timestamp() * 1000) / HOUR


def test_seven_days_without_the_node(lab: Lab) -> None:
    device, till = lab.till()
    device.knows_its_series()
    lab.kill_node()
    first = today()
    for day in range(7):
        if day:
            device.close()  # the tablet is switched off over night
            lab.pass_time(DAY)
            till = opened(device)
        hand_out(till, 139, "Croissant")
    assert device.states() == ["waiting"] * 7
    lab.start_node()
    device.all_confirmed(7)
    till.call("POST", "/close", {"id": uuid.uuid4().hex})
    books = sold_once(lab, *[139] * 7)
    assert first == today(), "the journey itself crossed the end of a business day"
    assert [one.day for one in books.sold()] == [today(day) for day in range(7)]
    assert [one.counter for one in books.sold()] == list(range(1, 8))
    assert "clock_wrong" not in books.deviations
    (closing,) = books.closings
    said = closing["completeness"]
    assert said["printed"] == said["confirmed"] == len(books.receipts) == said["signed"] + said["marked"]
    assert (said["marked"], said["missing"]) == (7, [])


@pytest.mark.parametrize("hours", [-9, 11])
def test_a_clock_that_is_wrong_from_the_start_is_corrected_by_the_node(lab: Lab, hours: int) -> None:
    device = lab.device()
    device.set_clock(hours * HOUR)
    till = opened(device)
    till.sell("Gurke")
    till.pay_exactly()
    till.next_customer()
    device.knows_its_series()
    device.link.cut()
    hand_out(till, 139, "Croissant")
    device.link.mend()
    device.all_confirmed(1)
    books = sold_once(lab, 89, 139)
    assert all(off(one) < 0.1 for one in books.sold())
    assert {one.day for one in books.sold()} == {today()}


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_clock_that_jumps_while_the_node_is_away_moves_no_day(lab: Lab, hours: int) -> None:
    device, till = lab.till()
    device.knows_its_series()
    device.link.cut()
    hand_out(till, 139, "Croissant")
    device.close()
    device.set_clock(hours * HOUR)
    till = opened(device)
    hand_out(till, 89, "Gurke")
    device.link.mend()
    device.all_confirmed(2)
    books = sold_once(lab, 139, 89)
    assert [one.total for one in sorted(books.sold(), key=lambda one: one.at)] == [139, 89], "never back in time"
    assert {one.day for one in books.sold()} == {today()}
    assert "clock_wrong" in books.deviations
