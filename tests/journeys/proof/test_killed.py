"""The browser is killed at every step of a sale: afterwards there is exactly one sale, or the basket as it was."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.lab.device import OUTBOX, Device
from tests.journeys.lab.handing_out import ITEMS, SALES, is_handed_out, pay, sold_once
from tests.journeys.lab.lab import Lab, opened

Step = Callable[[Lab, Device, Counter], None]


def after_scan(lab: Lab, device: Device, till: Counter) -> None:
    till.sell("Croissant")
    till.total(139)


def after_pay_was_pressed(lab: Lab, device: Device, till: Counter) -> None:
    till.sell("Croissant")
    till.pay()


def after_the_receipt_was_stored(lab: Lab, device: Device, till: Counter) -> None:
    pay(till, "Croissant")
    device.until_stored(OUTBOX, "items", "all.length === 1")


def after_it_was_handed_out(lab: Lab, device: Device, till: Counter) -> None:
    pay(till, "Croissant")
    is_handed_out(till, 139)


def while_sending(lab: Lab, device: Device, till: Counter) -> None:
    fault = device.link.fault("hold", ITEMS)
    after_it_was_handed_out(lab, device, till)
    device.link.mend()
    fault.wait()


def after_the_node_took_it_in(lab: Lab, device: Device, till: Counter) -> None:
    fault = device.link.fault("hold_answer", ITEMS)
    after_it_was_handed_out(lab, device, till)
    device.link.mend()
    fault.wait()


STEPS: dict[str, Step] = {
    step.__name__: step
    for step in (
        after_scan, after_pay_was_pressed, after_the_receipt_was_stored, after_it_was_handed_out, while_sending,
        after_the_node_took_it_in,
    )
}  # fmt: skip


def finished(till: Counter) -> None:
    """The cashier does what is left to do, from whatever the till shows."""
    exact = till.page.get_by_role("button", name=till.say("pay.cash.exact", amount="").strip(), exact=True)
    if till.page.locator("[data-done]").count() == 0:
        if till.page.locator("[data-due]").count() == 0:
            till.total(139)
            till.pay()
        till.press(exact)
        till.is_done()


@pytest.mark.parametrize("step", STEPS)
def test_a_browser_that_dies_without_its_node_leaves_one_sale(lab: Lab, step: str) -> None:
    device, till = lab.till()
    device.knows_its_series()
    device.link.cut()
    STEPS[step](lab, device, till)
    made = bool(device.stored(OUTBOX, "items"))
    device.kill()
    till = opened(device)
    if made:
        # The receipt is shown again if the customer has not seen it to the end, and never made a second time.
        expect(till.page.locator("[data-tile], [data-done]").first).to_be_visible()
    else:
        finished(till)
    device.link.mend()
    device.all_confirmed(1)
    assert len(device.numbers()) == 1
    sold_once(lab, 139)


@pytest.mark.parametrize("heard", ["hold", "hold_answer"])
def test_a_browser_that_dies_while_the_node_books_leaves_one_sale(lab: Lab, heard: str) -> None:
    device, till = lab.till()
    fault = device.link.fault(heard, SALES)
    pay(till, "Croissant")
    fault.wait()
    device.kill()
    till = opened(device)
    till.is_done()
    fault.release()
    device.all_confirmed(0)
    sold_once(lab, 139)
