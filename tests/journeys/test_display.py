"""What the customer sees: the display beside the till and the receipt on the phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE, Screen, Visitor
from tests.journeys.pictures import read_code
from tests.journeys.words import money, say


class Display(Screen):
    app = "display"


def display_of(visitors: Callable[..., Visitor], till: Counter, language: str = "de") -> Display:
    display = Display(visitors("desktop", language))
    display.page.goto(f"/display/{till.till}")
    return display


def shows(page: Page, text: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(text, timeout=PATIENCE)


def test_the_display_follows_the_sale_and_survives_reload(counters, visitors) -> None:
    till: Counter = counters("tablet")
    display = display_of(visitors, till)
    display.sees("welcome")
    till.sell("Croissant", "Brausewind Cola Dose")
    till.total(139 + 89 + 25)
    for text in ("Croissant", "Brausewind Cola Dose", "Pfand", money(253)):
        shows(display.page, text)
    display.page.reload()
    shows(display.page, money(253))
    till.pay()
    till.press(till.page.get_by_role("button", name="5 €", exact=True))
    till.is_done()
    shows(display.page, display.say("change"))
    shows(display.page, money(247))
    address = read_code(display.page.get_by_role("img", name=display.say("qr")))
    assert "/r/" in address
    display.page.reload()
    shows(display.page, money(247))
    till.next_customer()
    till.sell("Gurke")
    till.total(89)
    shows(display.page, money(89))


def test_a_basket_that_was_left_alone_does_not_hide_the_change(counters, visitors) -> None:
    left: Counter = counters("tablet")
    left.sell("Alufolie")
    left.total(299)
    till: Counter = counters("tablet")
    display = display_of(visitors, till)
    till.sell("Croissant")
    shows(display.page, money(139))
    till.pay()
    till.press(till.page.get_by_role("button", name="5 €", exact=True))
    till.is_done()
    shows(display.page, money(361))


def test_another_till_is_not_shown(counters, visitors) -> None:
    till: Counter = counters("tablet")
    other: Counter = counters("desktop")
    display = display_of(visitors, other)
    display.sees("welcome")
    till.sell("Croissant")
    till.total(139)
    other.sell("Gurke")
    other.total(89)
    shows(display.page, money(89))
    expect(display.page.get_by_role("main")).not_to_contain_text("Croissant")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_receipt_on_a_customers_phone(counters, visitors, language: str) -> None:
    till: Counter = counters("tablet")
    till.sell("Croissant", "Brausewind Cola Dose")
    till.pay_exactly()
    token = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]["token"]
    phone = visitors("phone", language)
    phone.page.goto(f"/r/{token}")
    article = phone.page.get_by_role("article")
    for text in ("Tante Tresen", "Croissant", "Pfand", "2,53" if language == "de" else "2.53"):
        expect(article).to_contain_text(text)
    html = phone.page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(article).to_contain_text("Summe" if language == "de" else "Total")
    wide = phone.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    for name in ("PDF", "Text"):
        link = phone.page.get_by_role("link").filter(has_text=name)
        if link.count():
            answer = phone.page.request.get(link.first.get_attribute("href") or "")
            assert answer.status == 200, name


def test_the_display_speaks_english(counters, visitors) -> None:
    till: Counter = counters("tablet")
    display = display_of(visitors, till, "en")
    till.sell("Croissant")
    shows(display.page, "€1.39")
    shows(display.page, say("total", "en", "display"))
