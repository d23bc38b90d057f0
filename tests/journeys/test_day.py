"""The drawer and the day: no-sale, cash in and out, the interim report, the blind count, the closing, training."""

from playwright.sync_api import expect

from tests.journeys.counter import FLOAT, Counter, Size
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money


def move(till: Counter, act: str, amount: str, reason: str) -> None:
    till.menu(f"drawer.{act}")
    sheet = till.dialog(f"drawer.{act}")
    if amount:
        till.field("drawer.amount", sheet).fill(amount)
    till.choose_reason(reason, "drawer.reason", sheet)
    till.tap(f"drawer.{act}", sheet)
    expect(till.notices()).to_contain_text(till.say(f"drawer.done.{act}"), timeout=PATIENCE)


def test_a_day_from_opening_to_closing(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.sell("Croissant")
    till.pay_exactly()
    till.next_customer()
    move(till, "no_sale", "", "Geld wechseln")
    move(till, "cash_in", "50", "Wechselgeld von der Bank")
    move(till, "cash_out", "20,50", "Portoauslage")

    till.menu("day.report.title")
    page = till.page.get_by_role("main")
    expect(page).to_contain_text(money(139), timeout=PATIENCE)
    expected = FLOAT + 139 + 5000 - 2050
    expect(page).to_contain_text(money(expected))
    till.tap("kit.back")

    till.menu("day.close.title")
    # Blind: what should be there is not on the screen before it was counted.
    till.sees("day.close.blind")
    assert money(expected) not in page.inner_text().replace("\u202f", "\xa0")
    for label, pieces in (("200 €", "1"), ("20 €", "1"), ("10 €", "1")):
        till.page.get_by_label(label, exact=True).fill(pieces)
    till.tap("day.close.go", amount=money(23000))
    expect(till.page.get_by_role("heading", name=till.say("day.close.done", n=1))).to_be_visible(timeout=PATIENCE)
    till.sees("day.close.less")
    expect(page).to_contain_text(money(expected))
    expect(page).to_contain_text(money(23000 - expected))
    till.tap("day.close.finish")
    till.sees("day.open.title")


def test_an_open_basket_holds_the_closing_up(counters) -> None:
    till: Counter = counters("tablet")
    till.sell("Gurke")
    till.menu("day.close.title")
    till.sees("day.close.open_basket")
    expect(till.page.get_by_role("button", name=till.say("day.close.go", amount=money(0)))).to_be_disabled()


def test_training_is_marked_and_sells_nothing(counters, size: Size) -> None:
    till: Counter = counters(size)
    before = till.call("GET", "/report")
    till.menu("menu.training.on")
    till.sees("shell.training")
    till.sell("Croissant")
    till.sees("shell.training")
    till.pay_exactly()
    till.sees("done.training")
    till.next_customer()
    till.press(till.page.get_by_role("button", name=till.say("shell.training.leave"), exact=True))
    expect(till.page.get_by_text(till.say("shell.training"))).to_be_hidden(timeout=PATIENCE)
    after = till.call("GET", "/report")
    assert after["drawer"] == before["drawer"]
    sales = [one for one in after["totals"]["kinds"] if one["kind"] == "sale"]
    assert sales == [one for one in before["totals"]["kinds"] if one["kind"] == "sale"]


def test_another_cashier_goes_on_with_the_open_basket(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.sell("Croissant", "Gurke")
    till.menu("shell.cashier")
    till.type_pin("staff-4")
    expect(till.page.get_by_role("dialog")).to_have_count(0)
    till.total(228)
    till.menu("shell.cashier")
    till.tap("signin.out")
    till.sees("signin.waiting")
    till.type_pin("staff-5")
    till.total(228)
    till.pay_exactly()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    assert receipt["staff_name"] == "Sofia Rossi"
