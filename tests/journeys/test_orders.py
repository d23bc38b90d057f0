"""An order from the counter and back: taken without money, prepaid in part, handed over for the rest."""

from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money


def test_an_order_is_taken_prepaid_and_handed_over(counters) -> None:
    till: Counter = counters("tablet")
    till.sell("Croissant", "Croissant")
    till.total(278)
    till.tap("shell.menu")
    till.tap("order.title")
    till.field("order.name").fill("Huber")
    till.field("order.due").fill("2099-12-24")
    till.tap("order.do")
    expect(till.dialog("order.title")).to_be_hidden(timeout=PATIENCE)
    till.total(0)

    till.tap("shell.menu")
    till.tap("order.list")
    card = till.page.get_by_role("listitem").filter(has=till.page.get_by_role("heading", name="Huber"))
    expect(card).to_contain_text(money(278), timeout=PATIENCE)
    till.press(card.get_by_role("button", name=till.say("order.prepay"), exact=True))
    dialog = till.page.get_by_role("dialog")
    dialog.get_by_label(till.say("order.prepay")).fill("1,00")
    till.press(dialog.get_by_role("button", name=till.say("order.prepay"), exact=True))
    expect(till.page.locator("[data-due]")).to_have_text(money(100), timeout=PATIENCE)
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    till.next_customer()

    till.tap("shell.menu")
    till.tap("order.list")
    expect(card).to_contain_text(till.say("order.prepaid", amount=money(100)), timeout=PATIENCE)
    till.press(card.get_by_role("button", name=till.say("order.hand_over"), exact=True))
    till.total(178)
    till.pay()
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    sale = till.receipts()[0]
    assert (sale["kind"], sale["total"]) == ("sale", 178)
    assert till.call("GET", "/orders") == []
