"""A scan lands in the basket, whatever has the focus: never in a field, never on a button."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE
from tests.journeys.scanner import Layout, Scanner
from tests.journeys.words import money
from tests.live import office_session

BERRIES = "2099010170009"  # Erdbeeren Schale, 3,99 €
LEMONS = "2099010100006"  # Bio-Zitronen Netz, 1,99 €
ROLLS_OF_SIX = "2099011010069"  # six rolls as one code, 2,09 €


def open_search(till: Counter) -> None:
    till.page.locator("[data-search]").focus()


def open_discount(till: Counter) -> None:
    till.sell("Gurke")
    till.act("basket.discount.short")
    till.page.locator("[data-confirm]").focus()


def open_customer(till: Counter) -> None:
    till.act("basket.customer")
    till.field("customer.search").focus()


def open_park_label(till: Counter) -> None:
    till.sell("Gurke")
    till.act("basket.park")
    till.field("park.label").focus()


def open_cash_in(till: Counter) -> None:
    till.menu("drawer.cash_in")
    till.field("drawer.amount").focus()


def open_editor(till: Counter) -> None:
    till.sell("Gurke")
    till.press(till.lines().first.get_by_role("button"))
    till.page.locator("[data-apply]").focus()


def open_times(till: Counter) -> None:
    till.press(till.page.get_by_role("button", name=till.say("times.title")))
    till.page.locator("[data-pad='5']").last.focus()


def open_refund(till: Counter) -> None:
    till.menu("refund.title")
    till.field("refund.number").focus()


def open_pin(till: Counter) -> None:
    till.menu("shell.cashier")
    till.press(till.page.get_by_role("dialog").get_by_role("button").filter(has_text="Jonas Weber"))
    till.button("signin.go").focus()


def on_pay_button(till: Counter) -> None:
    till.sell("Gurke")
    till.button("basket.pay").focus()


PLACES: list[Callable[[Counter], None]] = [
    open_search, open_discount, open_customer, open_park_label, open_cash_in, open_editor, open_times, open_refund,
    open_pin, on_pay_button,
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_scan_with_the_focus_elsewhere_only_adds_the_article(counters, place: Callable[[Counter], None]) -> None:
    till: Counter = counters("desktop")
    place(till)
    before = till.page.evaluate("() => [...document.querySelectorAll('input, output')].map((one) => one.value)")
    Scanner(till.page).scan(BERRIES)
    lines = till.page.locator("[data-line]")
    expect(lines.filter(has_text="Erdbeeren")).to_have_count(1, timeout=PATIENCE)
    for left in till.page.evaluate("() => [...document.querySelectorAll('input, output')].map((one) => one.value)"):
        assert "2099" not in left.replace(".", ""), (left, before)
    # No button was pressed: the sale was not begun, nobody else signed in, nothing was parked.
    expect(till.page.locator("[data-pay]")).to_have_count(0)
    expect(till.page.get_by_role("button", name=f"{till.say('shell.cashier')}: Theresa Tresen")).to_have_count(1)


@pytest.mark.parametrize("suffix", ["Enter", "Tab", ""])
@pytest.mark.parametrize("layout", ["us", "de"])
def test_suffixes_and_layouts(counters, layout: Layout, suffix) -> None:
    till: Counter = counters("tablet")
    scanner = Scanner(till.page, layout, suffix)
    scanner.scan(BERRIES)
    till.total(399)
    till.page.locator("[data-search]").focus()
    scanner.scan(LEMONS)
    till.total(399 + 199)
    expect(till.page.locator("[data-search]")).to_have_value("")


def test_a_busy_device_that_delivers_half_a_scan_late_still_sells_the_article_once(counters) -> None:
    till: Counter = counters("tablet")
    field = till.page.locator("[data-search]")
    field.focus()
    half = BERRIES[:6]
    Scanner(till.page).scan(BERRIES, stall=(6, lambda: expect(field).to_have_value(half)))
    till.total(399)
    expect(field).to_have_value("")
    field.blur()
    typed = till.page.get_by_role("button", name=till.say("times.title"))
    Scanner(till.page).scan(LEMONS, stall=(5, lambda: expect(typed).to_contain_text(LEMONS[:5])))
    till.total(399 + 199)
    expect(typed).to_contain_text("1")


def test_a_receipt_code_read_on_the_wrong_layout_is_understood(counters) -> None:
    till: Counter = counters("desktop")
    till.sell("Gurke")
    till.pay_exactly()
    till.next_customer()
    token = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]["token"]
    Scanner(till.page, "us").scan(f"{till.shop.base}/r/{token}", seen_as="de")
    expect(till.page.get_by_role("dialog").last).to_contain_text("Gurke", timeout=PATIENCE)


def test_five_times_then_scan(counters) -> None:
    till: Counter = counters("desktop")
    till.page.keyboard.type("5x", delay=120)
    Scanner(till.page).scan(LEMONS)
    till.total(5 * 199)
    Scanner(till.page).scan(ROLLS_OF_SIX)
    till.total(5 * 199 + 209)


def test_an_unknown_code_is_said_and_changes_nothing(counters) -> None:
    till: Counter = counters("tablet")
    till.sell("Gurke")
    Scanner(till.page).scan("4006381333931")
    expect(till.notices()).to_contain_text(till.say("scan.unknown", code="4006381333931"), timeout=PATIENCE)
    till.total(89)


def test_a_scan_while_paying_is_refused_once_money_was_taken(counters) -> None:
    till: Counter = counters("tablet")
    till.sell("Croissant")
    till.pay()
    till.key("1")
    till.tap("pay.cash.amount", amount=money(100))
    Scanner(till.page).scan(BERRIES)
    expect(till.notices()).to_contain_text(till.say("basket.locked"), timeout=PATIENCE)
    expect(till.page.locator("[data-due]")).to_have_text(money(39))


def test_a_storm_of_sixty_scans_loses_none_and_doubles_none(counters) -> None:
    till: Counter = counters("desktop")
    goods = till.call("GET", "/goods")["records"]
    plain = {
        one["id"]: one["article"]
        for one in goods
        if not one["article"]["min_age"] and not one["article"]["deposit"] and not one["article"]["weighed"]
    }
    codes = [code for one in goods if one["id"] in plain for code in one["barcodes"] if code["quantity"] == 1000][:40]
    order = codes + codes[:20]
    scanner = Scanner(till.page)
    for code in order:
        scanner.scan(code["code"])
    expected = sum(plain[one["article"]]["price"] for one in order)
    till.total(expected)
    expect(till.lines()).to_have_count(40)
    till.pay_exactly()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    counted = {line["article"]: line["quantity"] for line in receipt["lines"]}
    assert counted == {one["article"]: 2000 if at < 20 else 1000 for at, one in enumerate(codes)}


def test_the_beginning_of_a_code_sells_nothing(counters) -> None:
    till: Counter = counters("tablet")
    Scanner(till.page).scan(BERRIES[:9])
    expect(till.notices()).to_contain_text(till.say("scan.unknown", code=BERRIES[:9]), timeout=PATIENCE)
    till.page.keyboard.type("321", delay=120)
    till.page.keyboard.press("Enter")
    expect(till.notices()).to_contain_text(till.say("scan.unknown", code="321"), timeout=PATIENCE)
    till.total(0)


def test_an_article_that_is_new_in_the_shop_is_found_by_its_first_scan(counters, shop) -> None:
    till: Counter = counters("tablet")
    till.page.route("**/api/v1/till/events", lambda route: route.abort())
    goods = [one["article"] for one in till.call("GET", "/goods")["records"]]
    article = next(one for one in goods if not one["weighed"] and not one["deposit"] and not one["min_age"])
    office = office_session(shop)
    known, fresh = article["number"], "4006381333931"
    status, record, _ = shop.call("GET", f"/api/v1/office/articles/{article['id']}", None, office)
    assert status == 200, record
    record["barcodes"] = [*record["barcodes"], {"code": fresh, "quantity": 1000, "price": None}]
    status, answer, _ = shop.call("PUT", f"/api/v1/office/articles/{article['id']}", record, office)
    assert status == 200, (known, answer)
    Scanner(till.page).scan(fresh)
    till.total(article["price"])
