"""The whole sale without a pointer, and the map of the keys."""

import re

from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money

PAUSE = 90
"""Milliseconds between two keys of a quick typist; a scanner needs a tenth."""


def test_from_sign_in_to_receipt_by_keyboard_alone(counters) -> None:
    till: Counter = counters("desktop")
    keys = till.page.keyboard

    def typed(text: str) -> None:
        keys.type(text, delay=PAUSE)

    keys.press("F10")
    expect(till.dialog("shell.cashier")).to_be_visible()
    # The first person has the focus; Tab goes on to the others.
    for _ in range(5):
        if "Jonas" in till.page.evaluate("() => document.activeElement.textContent"):
            break
        keys.press("Tab")
    keys.press("Enter")
    till.sees("signin.pin", name="Jonas Weber")
    typed("4444")
    keys.press("Enter")
    expect(till.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)

    typed("3213")
    keys.press("Enter")
    till.total(299)
    keys.press("+")
    till.total(598)
    keys.press("-")
    till.total(299)
    keys.press("F2")
    typed("gurke")
    keys.press("Enter")
    till.total(388)
    typed("3x")
    typed("1107")
    keys.press("Enter")
    till.total(388 + 3 * 139)
    keys.press("ArrowUp")
    keys.press("Delete")
    till.total(299 + 3 * 139)
    keys.press("F9")
    expect(till.page.locator("[data-due]")).to_have_text(money(716))
    typed("20")
    keys.press("Enter")
    till.is_done()
    expect(till.change()).to_have_text(money(1284))
    keys.press("Enter")
    expect(till.reads_receipt()).to_have_count(0)
    till.total(0)
    assert till.receipts()[0]["total"] == 716


def test_question_mark_shows_every_key(counters) -> None:
    till: Counter = counters("desktop")
    till.page.keyboard.press("?")
    sheet = till.dialog("keys.title")
    expect(sheet).to_be_visible()
    for key in ("keys.search", "keys.digits", "keys.times", "keys.exact", "keys.card", "keys.next", "refund.title"):
        expect(sheet.get_by_text(till.say(key), exact=True).first).to_be_visible()
    till.page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def test_keys_that_the_buttons_promise_work(counters) -> None:
    till: Counter = counters("desktop")
    keys = till.page.keyboard
    till.sell("Gurke")
    for key, title in (
        ("F3", "customer.title"),
        ("F4", "discount.title"),
        ("F6", "park.title"),
        ("F8", "refund.title"),
    ):
        keys.press(key)
        expect(till.dialog(title)).to_be_visible(timeout=PATIENCE)
        keys.press("Escape")
        expect(till.page.get_by_role("dialog")).to_have_count(0)
    keys.press("F7")
    till.sees("park.list")
    keys.press("Escape")
    till.total(89)


def test_tab_reaches_every_act_and_the_focus_is_seen(counters) -> None:
    till: Counter = counters("desktop")
    till.sell("Gurke")
    till.page.locator("body").click(position={"x": 2, "y": 2})
    seen: list[str] = []
    for _ in range(24):
        till.page.keyboard.press("Tab")
        name, outline = till.page.evaluate(
            """() => {
                const one = document.activeElement;
                const around = one.matches('input') && one.closest('[class*="has-[input:focus-visible]"]');
                const shown = around || one;
                const style = getComputedStyle(shown);
                return [one.getAttribute('aria-label') ?? one.textContent, `${style.outlineStyle} ${style.outlineWidth}`];
            }"""
        )
        seen.append(re.sub(r"\s+", " ", name).strip())
        assert outline.startswith("solid") and float(outline.split()[1][:-2]) >= 2, (name, outline)
    for key in ("shell.menu", "basket.customer", "basket.park", "basket.abort", "basket.pay"):
        assert any(one.startswith(till.say(key)) for one in seen), (key, seen)
