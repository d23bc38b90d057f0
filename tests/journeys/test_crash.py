"""Reload, pulled plug, lost answer, two tabs: never a sale too many, never one too few."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.journeys.conftest import OpenCounter
from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE, Visitor
from tests.journeys.practice_shop import tell_terminal
from tests.journeys.words import money
from tests.live import LiveShop, free_port, start


def test_a_reload_keeps_the_basket(counters: OpenCounter) -> None:
    till: Counter = counters("tablet")
    till.sell("Croissant", "Gurke", "Gurke")
    till.total(139 + 2 * 89)
    till.page.reload()
    till.total(139 + 2 * 89)
    expect(till.lines()).to_have_count(2)
    till.pay()
    till.page.reload()
    expect(till.page.locator("[data-due]")).to_have_text(money(317), timeout=PATIENCE)
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    assert till.receipts()[0]["total"] == 317


def test_a_reload_in_the_middle_of_a_card_payment_goes_on_with_it(counters: OpenCounter, shop: LiveShop) -> None:
    tell_terminal(shop, "approve", step_ms=1500)
    till: Counter = counters("tablet")
    before = len(till.receipts())
    till.sell("Croissant")
    till.pay()
    till.tap("pay.card")
    till.sees("card.asked")
    till.page.reload()
    till.is_done()
    sold = till.receipts()
    assert len(sold) == before + 1
    tell_terminal(shop, "approve")


def test_the_answer_is_lost_after_the_commit(counters: OpenCounter) -> None:
    till: Counter = counters("tablet", service_workers="block")
    before = len(till.receipts())
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        answer = route.fetch()
        lost.append(answer.json()["receipt"]["id"])
        route.abort("connectionreset")

    till.page.route("**/api/v1/till/sales", lose_first)
    till.sell("Croissant")
    till.pay()
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    sold = till.receipts()
    assert len(sold) == before + 1
    assert sold[0]["id"] == lost[0]


def test_only_one_tab_is_the_till_and_the_other_can_take_it_over(counters: OpenCounter) -> None:
    till: Counter = counters("tablet", service_workers="block")
    before = len(till.receipts())
    till.sell("Croissant")
    till.total(139)
    till.pay()
    session = till.page.evaluate("() => sessionStorage.getItem('tresen.staff')")
    second = till.page.context.new_page()
    second.add_init_script(f"sessionStorage.setItem('tresen.staff', {json.dumps(session)})")
    second.goto("/till/")
    second.get_by_role("button", name=till.say("elsewhere.take"), exact=True).click()
    expect(second.locator("[data-due]")).to_have_text(money(139), timeout=PATIENCE)
    expect(till.page.locator("[data-elsewhere]")).to_be_visible(timeout=PATIENCE)
    second.get_by_role("button", name=till.say("pay.cash.exact", amount="").strip(), exact=True).click()
    expect(second.locator("[data-done]")).to_be_visible(timeout=PATIENCE)
    assert len(till.receipts()) == before + 1


def test_the_node_is_killed_while_paying(visitors: Callable[..., Visitor], tmp_path: Path) -> None:
    """The plug is pulled after the node has written the sale, before the till has heard: still one receipt."""
    port = free_port()
    module = "tests.journeys.practice_shop"
    shop = start(tmp_path / "shop", port, module=module)
    visitor: Visitor | None = None
    try:
        visitor = visitors("tablet", service_workers="block", base_url=shop.base)
        visitor.shop = shop
        till = Counter(visitor, "till-2")
        till.open_day()
        till.arrive("staff-1")
        till.visit()
        till.sell("Croissant")
        expect(till.page.locator("[data-alone=ready]")).to_be_visible(timeout=PATIENCE)
        till.pay()

        def kill_then_lose(route: Route) -> None:
            route.fetch()
            shop.kill()
            route.abort("connectionreset")

        till.page.route("**/api/v1/till/sales", kill_then_lose, times=1)
        till.tap("pay.cash.exact", amount="")
        till.is_done()
        expect(till.page.locator("[data-handed-out]")).to_be_visible()
        # The till itself crashes too, and comes back after the node.
        again = start(tmp_path / "shop", port, module=module)
        shop.process = again.process
        till.page.reload()
        expect(till.page.locator("[data-unsent='0']")).to_be_visible(timeout=2 * PATIENCE)
        assert len(till.receipts()) == 1
    finally:
        shop.kill()


def test_the_node_is_killed_before_it_hears_of_the_sale(visitors: Callable[..., Visitor], tmp_path: Path) -> None:
    port = free_port()
    module = "tests.journeys.practice_shop"
    shop = start(tmp_path / "shop", port, module=module)
    try:
        visitor = visitors("tablet", service_workers="block", base_url=shop.base)
        visitor.shop = shop
        till = Counter(visitor, "till-2")
        till.open_day()
        till.arrive("staff-1")
        till.visit()
        till.sell("Croissant")
        expect(till.page.locator("[data-alone=ready]")).to_be_visible(timeout=PATIENCE)
        till.pay()
        shop.kill()
        till.tap("pay.cash.exact", amount="")
        till.is_done()
        shop.process = start(tmp_path / "shop", port, module=module).process
        expect(till.page.locator("[data-unsent='0']")).to_be_visible(timeout=2 * PATIENCE)
        assert len(till.receipts()) == 1
        till.next_customer()
        till.sell("Gurke")
        till.pay_exactly()
        numbers = [row["number"] for row in till.receipts()]
        assert len(set(numbers)) == 2
    finally:
        shop.kill()


def test_without_the_node_the_basket_grows_and_the_till_says_so(counters: OpenCounter) -> None:
    till: Counter = counters("tablet", service_workers="block")
    till.sell("Croissant")
    till.total(139)
    expect(till.page.locator("[data-alone=ready]")).to_be_visible(timeout=PATIENCE)
    till.page.context.set_offline(True)
    till.sell("Gurke")
    till.total(228)
    till.sees("line.alone")
    till.page.context.set_offline(False)
    expect(till.page.get_by_text(till.say("line.alone"))).to_be_hidden(timeout=2 * PATIENCE)
    till.pay_exactly()
    assert till.receipts()[0]["total"] == 228


def test_an_id_is_never_used_twice(counters: OpenCounter) -> None:
    till: Counter = counters("tablet")
    ids = set()
    for _ in range(2):
        till.sell("Croissant")
        till.pay_exactly()
        till.next_customer()
        ids.add(uuid.UUID(till.receipts()[0]["id"]))
    assert len(ids) == 2
