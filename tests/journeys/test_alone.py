"""The till without its node: it goes on selling, says so, and the node has everything when it is back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.counter import NAMES, PINS, Counter
from tests.journeys.lab.device import Device
from tests.journeys.lab.lab import Lab, opened
from tests.journeys.looking import small_targets, too_wide, violations
from tests.journeys.pages import PATIENCE, Size
from tests.journeys.words import money

LONG = 2 * PATIENCE
"""Milliseconds until a till has noticed that its node is away or back and has sent what waited."""


def ready(lab: Lab) -> tuple[Device, Counter]:
    """A till that has everything it needs without its node."""
    device, till = lab.till()
    expect(till.page.locator("[data-alone=ready]")).to_be_visible(timeout=LONG)
    return device, till


def all_arrived(till: Counter) -> None:
    expect(till.page.locator("[data-unsent='0']")).to_be_visible(timeout=LONG)


def test_it_sells_on_and_the_node_books_it_when_it_is_back(lab: Lab) -> None:
    _, till = ready(lab)
    till.sell("Croissant")
    till.pay_exactly()
    till.next_customer()
    lab.kill_node()
    for name in ("Gurke", "Croissant"):
        till.sell(name)
        till.pay_exactly()
        expect(till.page.locator("[data-handed-out]")).to_be_visible()
        till.next_customer()
    till.sees("line.alone")
    expect(till.page.locator("[data-unsent='2']")).to_be_visible()
    lab.start_node()
    all_arrived(till)
    books = lab.books()
    books.must_hold()
    assert sorted(books.totals()) == [89, 139, 139]
    assert len(books.printed()) == 2


def test_it_starts_cold_without_its_node_and_lets_only_known_people_sign_in(lab: Lab) -> None:
    device, _ = ready(lab)
    device.close()
    lab.kill_node()
    till = device.start()
    till.page.goto("/till/")
    till.sees("signin.away")
    till.press(till.page.get_by_role("button").filter(has_text=NAMES["staff-3"]).last)
    till.key(*PINS["staff-3"])
    till.tap("signin.go")
    till.sees("pin.unknown.title")
    till.tap("signin.other")
    till.type_pin("staff-1")
    expect(till.page.locator("[data-alone=ready]")).to_be_visible(timeout=LONG)
    till.sell("Croissant")
    till.pay_exactly()
    till.next_customer()
    lab.start_node()
    all_arrived(till)
    # The node is back: it was told who stands here, nobody types the PIN a second time.
    till.sell("Gurke")
    till.pay_exactly()
    expect(till.page.locator("[data-handed-out]")).to_be_hidden()
    books = lab.books()
    books.must_hold()
    assert sorted(books.totals()) == [89, 139]
    assert {one.body["staff"] for one in books.sold()} == {"staff-1"}


def test_goods_come_back_cash_moves_and_the_report_counts_it_all(lab: Lab) -> None:
    _, till = ready(lab)
    lab.kill_node()
    till.sell("Croissant", "Gurke")
    till.pay_exactly()
    number = till.page.locator("[data-done]").get_attribute("aria-label") or ""
    till.next_customer()
    till.menu("refund.title")
    till.field("refund.number").fill("".join(sign for sign in number if sign.isdigit()))
    till.tap("refund.search")
    till.sees("refund.local")
    till.tap("refund.all")
    till.choose_reason("Ware mangelhaft", "refund.reason")
    till.press(till.page.get_by_role("dialog").get_by_role("button").filter(has_text=money(228)))
    till.pay(refund=True)
    till.tap("pay.cash.out")
    till.is_done()
    till.next_customer()
    till.menu("drawer.cash_in")
    till.field("drawer.amount").fill("50")
    till.choose_reason("Wechselgeld aus dem Tresor", "drawer.reason")
    till.tap("drawer.cash_in", till.page.get_by_role("dialog"))
    expect(till.page.locator("[data-unsent='3']")).to_be_visible(timeout=PATIENCE)
    till.menu("day.report.title")
    expect(till.page.locator("[data-local]")).to_be_visible(timeout=LONG)
    till.tap("kit.back")
    lab.start_node()
    all_arrived(till)
    books = lab.books()
    books.must_hold()
    assert sorted(books.totals()) == [-228, 228]
    assert {"refund", "sale", "cash_in"} <= {one.kind for one in books.receipts}


def test_a_basket_is_put_aside_on_the_device_and_another_is_given_up(lab: Lab) -> None:
    _, till = ready(lab)
    lab.kill_node()
    till.sell("Croissant")
    till.act("basket.park")
    till.tap("park.do", till.page.get_by_role("dialog"))
    till.sell("Gurke")
    till.act("basket.abort")
    till.choose_reason("Kunde möchte nicht", "line.reason")
    till.tap("abort.do")
    expect(till.page.locator("[data-unsent='1']")).to_be_visible(timeout=PATIENCE)
    till.menu("park.list")
    till.sees("park.local")
    till.tap("park.fetch")
    till.total(139)
    till.pay_exactly()
    lab.start_node()
    all_arrived(till)
    books = lab.books()
    books.must_hold()
    assert books.totals() == [139]
    assert [one.kind for one in books.receipts if one.kind == "abort"] == ["abort"]


def test_the_browser_is_killed_after_it_was_handed_out(lab: Lab) -> None:
    device, till = ready(lab)
    lab.kill_node()
    till.sell("Croissant")
    till.pay_exactly()
    device.kill()
    till = opened(device)
    expect(till.page.locator("[data-unsent='1']")).to_be_visible(timeout=PATIENCE)
    lab.start_node()
    all_arrived(till)
    books = lab.books()
    books.must_hold()
    assert books.totals() == [139]


@pytest.mark.parametrize("size", ["narrow", "desktop"])
def test_every_screen_of_a_till_without_its_node_is_for_every_eye_and_finger(lab: Lab, size: Size, shots: Path) -> None:
    _, till = lab.till(size=size)
    expect(till.page.locator("[data-alone=ready]")).to_be_visible(timeout=LONG)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        till.page.screenshot(path=shots / f"{name}-{size}.png")
        troubles = violations(till.page) + small_targets(till.page) + too_wide(till.page)
        if troubles:
            found[name] = troubles

    lab.kill_node()
    till.sell("Croissant")
    till.pay()
    expect(till.page.locator("[data-alone]").last).to_be_visible(timeout=LONG)
    till.press(till.page.get_by_role("button", name=till.say("pay.cash.exact", amount="").strip(), exact=True))
    till.is_done()
    look("done")
    till.next_customer()
    till.sell("Gurke")
    till.pay()
    look("pay")
    till.tap("pay.back")
    look("sale")
    till.menu("health.title")
    expect(till.page.locator("[data-safe^=here]")).to_be_visible(timeout=PATIENCE)
    look("health")
    till.tap("outbox.open")
    expect(till.page.locator("[data-item=waiting]")).to_be_visible()
    look("outbox")
    till.page.keyboard.press("Escape")
    till.menu("day.close.title")
    look("close")
    till.page.keyboard.press("Escape")
    second = till.page.context.new_page()
    second.goto("/till/")
    expect(second.locator("[data-elsewhere]")).to_be_visible(timeout=PATIENCE)
    second.screenshot(path=shots / f"elsewhere-{size}.png")
    found |= {"elsewhere": seen} if (seen := violations(second) + small_targets(second) + too_wide(second)) else {}
    assert found == {}
