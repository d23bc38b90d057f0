"""What happens to a basket before it is paid, at three sizes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.counter import Counter, Size
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money


def test_park_here_and_fetch_there(counters, size: Size) -> None:
    here: Counter = counters(size)
    there: Counter = counters("desktop" if size != "desktop" else "tablet", staff="staff-4")
    label = f"blaue Jacke {size}"
    here.sell("Croissant", "Gurke")
    here.act("basket.park")
    sheet = here.dialog("park.title")
    here.field("park.label", sheet).fill(label)
    here.tap("park.do", sheet)
    here.sees("park.done")
    here.total(0)

    there.menu("park.list")
    card = there.page.get_by_role("listitem").filter(has_text=label)
    there.tap("park.fetch", card)
    there.total(139 + 89)
    there.pay_exactly()
    assert there.receipts()[0]["total"] == 228


def test_take_over_a_basket_that_is_open_at_another_till(counters, size: Size) -> None:
    left: Counter = counters(size)
    other: Counter = counters("desktop" if size != "desktop" else "tablet", staff="staff-4")
    left.sell("Alufolie")
    left.total(299)
    other.menu("park.list")
    name = left.call("GET", "")["till"]["name"]
    card = other.page.get_by_role("listitem").filter(has_text=name).filter(has_text="2,99")
    other.tap("park.take", card)
    other.sees("park.take.ask", card, till=name, name="Theresa Tresen")
    other.tap("park.take", card)
    other.total(299)
    # The first till hears of it with its next change and begins anew instead of selling the same goods twice.
    left.sell("Gurke")
    expect(left.notices()).to_contain_text(left.say("park.take"), timeout=PATIENCE)
    left.total(0)
    other.pay_exactly()


def test_void_with_undo(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.sell("Croissant", "Gurke")
    till.total(228)
    till.press(till.lines().filter(has_text="Gurke").get_by_role("button"))
    till.tap("line.remove")
    till.total(139)
    till.undo()
    till.total(228)
    expect(till.lines()).to_have_count(2)


def test_a_swipe_removes_a_line_and_undo_can_be_pressed_over_the_sheet(counters) -> None:
    till: Counter = counters("phone")
    till.sell("Croissant", "Gurke")
    till.total(228)
    line = till.lines().filter(has_text="Gurke").get_by_role("button")
    box = line.bounding_box()
    assert box is not None
    start, middle = box["x"] + box["width"] - 20, box["y"] + box["height"] / 2
    fingers = till.page.context.new_cdp_session(till.page)
    for act, x in (("touchStart", start), ("touchMove", start - 80), ("touchMove", start - 160), ("touchEnd", 0)):
        points = [] if act == "touchEnd" else [{"x": x, "y": middle}]
        fingers.send("Input.dispatchTouchEvent", {"type": act, "touchPoints": points})
    expect(till.lines()).to_have_count(1)
    till.undo()
    expect(till.lines()).to_have_count(2)


def test_discount_with_reason(counters, size: Size) -> None:
    till: Counter = counters(size, staff="staff-3")
    till.sell("Alufolie")
    till.act("basket.discount.short")
    sheet = till.dialog("discount.title")
    till.key("1", "0")
    expect(sheet.get_by_role("button", name=till.say("discount.add"))).to_be_disabled()
    till.choose_reason("Stammkunde")
    till.press(sheet.get_by_role("button", name=till.say("discount.add")))
    till.total(269)
    till.pay_exactly()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    assert [one["amount"] for one in receipt["lines"][0]["adjustments"]] == [-30]
    assert "Stammkunde" in str(receipt["lines"][0]["adjustments"])


def test_age_is_asked_with_the_latest_birth_date(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.sell("Doppelkorn")
    sheet = till.dialog("age.title")
    expect(sheet).to_be_visible(timeout=PATIENCE)
    today = datetime.now(ZoneInfo("Europe/Berlin"))
    expect(sheet).to_contain_text(f"{today:%d.%m.}{today.year - 18}")
    till.page.keyboard.press("Escape")
    expect(sheet).to_be_visible()
    till.tap("age.refuse", sheet)
    till.total(0)
    till.sell("Doppelkorn")
    till.tap("age.seen", sheet)
    till.total(799)
    till.sell("Doppelkorn")
    till.total(2 * 799)
    expect(sheet).to_be_hidden()
    till.pay_exactly()


def test_weighed_article(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.sell("Bananen")
    sheet = till.page.get_by_role("dialog", name="Bananen", exact=True)
    till.key("1", ",", "2", "5")
    expect(sheet).to_contain_text(money(249))
    till.tap("weigh.add", sheet)
    till.total(249)
    expect(till.lines().first).to_contain_text("1,250 kg")


def test_deposit_follows_the_bottle_and_empties_come_back(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.sell("Brausewind Cola Dose", "Brausewind Cola Dose")
    till.total(2 * 89 + 2 * 25)
    expect(till.lines().first).to_contain_text("Pfand Einweg")
    if till.phone:
        till.put_away()
    till.menu("tiles.empties")
    till.press(till.tile("Pfand Flasche 0,08"))
    till.press(till.tile("Pfand Flasche 0,08"))
    till.tap("tiles.empties.end")
    till.total(228 - 16)
    till.pay_exactly()
    assert till.receipts()[0]["total"] == 212


def test_more_bottles_back_than_bought_is_paid_out(counters) -> None:
    till: Counter = counters("tablet")
    till.menu("tiles.empties")
    for _ in range(3):
        till.press(till.tile("Pfand Einweg 0,25"))
    till.tap("tiles.empties.end")
    till.total(-75)
    till.pay(refund=True)
    till.tap("pay.cash.out")
    till.is_done()
    till.sees("done.payout")
    expect(till.change()).to_have_text(money(75))


def test_abort_is_recorded_with_its_reason(counters) -> None:
    till: Counter = counters("tablet")
    till.sell("Gurke")
    till.act("basket.abort")
    till.choose_reason("Kunde hat Geld vergessen")
    till.tap("abort.do")
    till.sees("abort.done")
    till.total(0)
    newest = till.call("GET", "/receipts?limit=1")[0]
    assert newest["kind"] == "abort"
