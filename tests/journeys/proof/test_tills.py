"""Two tabs and three tills: one sender, one series for each device, every number once."""

import copy

from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.lab.handing_out import ITEMS, hand_out, pay, sold_once
from tests.journeys.lab.lab import STAFF, TILL, Lab, install, opened
from tests.journeys.pages import PATIENCE


def another_tab(till: Counter) -> Counter:
    """The same till in a second tab of the same browser."""
    other = copy.copy(till)
    other.page = till.page.context.new_page()
    other.page.goto("/till/")
    expect(other.page.locator("[data-elsewhere]")).to_be_visible(timeout=PATIENCE)
    return other


def take_over(till: Counter) -> None:
    till.tap("elsewhere.take")
    expect(till.page.locator("[data-elsewhere]")).to_have_count(0, timeout=PATIENCE)
    asked = till.page.get_by_role("heading", name=till.say("signin.title"), exact=True)
    tiles = till.page.locator("[data-tile]").first
    expect(asked.or_(tiles).first).to_be_visible(timeout=PATIENCE)
    if asked.is_visible():
        till.type_pin(STAFF)
        expect(tiles).to_be_visible(timeout=PATIENCE)


def test_one_tab_is_the_till_and_the_other_can_take_over(lab: Lab) -> None:
    device, first = lab.till()
    device.knows_its_series()
    second = another_tab(first)
    device.link.cut()
    hand_out(first, 139, "Croissant")
    second.page.bring_to_front()
    take_over(second)
    expect(first.page.locator("[data-elsewhere]")).to_be_visible(timeout=PATIENCE)
    hand_out(second, 89, "Gurke")
    device.link.mend()
    device.all_confirmed(2)
    sent = [exchange.body for exchange in device.link.sent(ITEMS)]
    assert len(sent) == 2, "only one of the tabs sends"
    sold_once(lab, 139, 89)


def test_the_other_tab_goes_on_by_itself_when_the_first_is_closed_in_the_middle_of_a_send(lab: Lab) -> None:
    device, first = lab.till()
    device.knows_its_series()
    second = another_tab(first)
    device.link.cut()
    first.page.bring_to_front()
    hand_out(first, 139, "Croissant")
    fault = device.link.fault("hold_answer", ITEMS)
    device.link.mend()
    fault.wait()
    first.page.close()
    expect(second.page.locator("[data-elsewhere]")).to_have_count(0, timeout=PATIENCE)
    device.counter = second
    fault.release()
    device.all_confirmed(1)
    sold_once(lab, 139)


def test_three_tills_sell_while_the_node_is_away_and_come_back_in_any_order(lab: Lab) -> None:
    devices = {TILL: lab.device(), **{name: lab.device(name) for name in ("till-1", "till-3")}}
    tills = {name: opened(device) if name == TILL else install(device) for name, device in devices.items()}
    for device in devices.values():
        device.knows_its_series()
    lab.kill_node()
    for name in (*tills, *tills):
        hand_out(tills[name], 139, "Croissant")
    pay(tills["till-3"], "Gurke")
    devices["till-1"].link.fault("lose_answer", ITEMS)
    devices["till-3"].link.fault("lose_request", ITEMS)
    devices[TILL].link.cut()
    lab.start_node()
    devices["till-3"].all_confirmed(3)
    devices["till-1"].all_confirmed(2)
    devices[TILL].link.mend()
    devices[TILL].all_confirmed(2)
    books = sold_once(lab, *[139] * 6, 89)
    assert {till: len(books.sold(till)) for till in tills} == {TILL: 2, "till-1": 2, "till-3": 3}
    assert len({(one.till, one.series) for one in books.sold()}) == 3
