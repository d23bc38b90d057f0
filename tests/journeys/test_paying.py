"""From the pairing code to the next customer, and every way to pay, at three sizes."""

from playwright.sync_api import expect

from tests.journeys.counter import Counter, Size
from tests.journeys.pages import PATIENCE, Visitor
from tests.journeys.pictures import read_code
from tests.journeys.practice_shop import tell_terminal
from tests.journeys.words import money


def test_a_new_device_becomes_a_till_and_sells(counters, size: Size) -> None:
    till: Counter = counters(size, opened=False)
    till.page.goto("/till/")
    till.field("pair.code").fill(till.pairing_code().lower())
    till.field("pair.name").fill(f"Journey {size}")
    till.tap("pair.go")

    till.sees("signin.title")
    till.type_pin("staff-3")

    till.sees("day.open.title")
    till.field("day.open.float").last.fill("150")
    till.tap("day.open.go", amount=money(150_00))

    till.sell("Brötchen", "Brötchen", "Croissant", "Alufolie")
    till.total(2 * 39 + 139 + 299)
    till.pay()
    expect(till.page.locator("[data-due]")).to_have_text(money(516))
    till.press(till.page.get_by_role("button", name="10 €", exact=True))
    done = till.is_done()
    expect(till.change()).to_have_text(money(484))

    address = read_code(done.get_by_role("img", name=till.say("done.qr.alt")))
    assert address.startswith(f"{till.shop.base}/r/"), address
    phone = Visitor(till.page.context.browser, till.shop, "phone", "de")
    phone.page.goto(address)
    expect(phone.page.get_by_role("article")).to_contain_text("5,16")
    phone.context.close()

    till.next_customer()
    till.total(0)


def test_card_approved(counters, shop, size: Size) -> None:
    tell_terminal(shop, "approve")
    till: Counter = counters(size)
    till.sell("Croissant")
    till.pay()
    till.tap("pay.card")
    till.is_done()
    till.sees("done.card")
    assert till.receipts()[0]["total"] == 139


def test_card_declined_then_paid_in_cash(counters, shop, size: Size) -> None:
    tell_terminal(shop, "decline")
    till: Counter = counters(size)
    before = len(till.receipts())
    till.sell("Croissant")
    till.pay()
    till.tap("pay.card")
    till.sees("card.declined")
    till.sees("card.declined.do")
    till.tap("card.again")
    expect(till.page.locator("[data-due]")).to_have_text(money(139))
    assert len(till.receipts()) == before
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    assert len(till.receipts()) == before + 1


def test_card_unknown_is_asked_back_and_never_charged_twice(counters, shop, size: Size) -> None:
    tell_terminal(shop, "lose_link_after_charge")
    till: Counter = counters(size)
    before = len(till.receipts())
    till.sell("Croissant")
    till.pay()
    till.tap("pay.card")
    till.sees("card.unknown")
    # No way to charge again and no way back to the basket: only the question to the terminal.
    expect(till.button("pay.card")).to_have_count(0)
    expect(till.button("pay.back")).to_be_disabled()
    tell_terminal(shop, "approve")
    till.tap("card.unknown.ask")
    till.is_done()
    sold = till.receipts()
    assert len(sold) == before + 1
    receipt = till.call("GET", f"/receipts/{sold[0]['id']}")["receipt"]
    assert [(one["kind"], one["amount"]) for one in receipt["tenders"]] == [("card", 139)]


def test_split_between_cash_and_card(counters, shop, size: Size) -> None:
    tell_terminal(shop, "approve")
    till: Counter = counters(size)
    till.sell("Alufolie", "Croissant")
    till.pay()
    till.key("2")
    till.tap("pay.cash.amount", amount=money(200))
    expect(till.page.locator("[data-due]")).to_have_text(money(238))
    till.tap("pay.card")
    till.is_done()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    assert [(one["kind"], one["amount"]) for one in receipt["tenders"]] == [("cash", 200), ("card", 238)]


def test_a_card_that_pays_less_leaves_the_rest_to_cash(counters, shop) -> None:
    tell_terminal(shop, "change_amount", change_by=-39)
    till: Counter = counters("tablet")
    till.sell("Croissant")
    till.pay()
    till.tap("pay.card")
    expect(till.page.locator("[data-due]")).to_have_text(money(39), timeout=PATIENCE)
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    assert [(one["kind"], one["amount"]) for one in receipt["tenders"]] == [("card", 100), ("cash", 39)]


def test_a_card_payment_can_be_cancelled_while_the_customer_searches(counters, shop) -> None:
    tell_terminal(shop, "approve", step_ms=60_000)
    till: Counter = counters("desktop")
    till.sell("Croissant")
    till.pay()
    till.tap("pay.card")
    till.sees("card.asked")
    till.tap("card.cancel")
    till.sees("card.declined")
    tell_terminal(shop, "approve")
    till.tap("card.again")
    till.tap("pay.back")
    till.total(139)
