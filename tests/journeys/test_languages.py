"""The same sale in English: no German of ours, no key, and failures explained in English too."""

import pytest
from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.looking import not_english
from tests.journeys.pages import PATIENCE
from tests.journeys.screens import SCREENS, back_to_sale, end_training
from tests.journeys.words import dictionary, money, say

NAMES = [name for name in SCREENS if name not in ("card_asked", "card_declined", "card_unknown")]


def test_switching_the_language_in_the_settings_changes_everything_at_once(counters) -> None:
    till: Counter = counters("tablet")
    till.menu("settings.title")
    till.press(till.page.locator("label").filter(has_text="English"))
    expect(till.page.get_by_role("heading", name=say("settings.title", "en"), exact=True)).to_be_visible()
    expect(till.page.locator("html")).to_have_attribute("lang", "en")
    till.language = "en"
    assert not_english(till.page) == []
    till.page.reload()
    expect(till.page.locator("[data-tile]").first).to_be_visible(timeout=PATIENCE)
    till.sell("Croissant")
    till.total(139)
    till.pay()
    assert not_english(till.page) == []
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    expect(till.change()).to_have_text(money(139, "en"))
    assert not_english(till.page) == []


@pytest.mark.parametrize("part", [0, 1, 2])
def test_no_screen_says_anything_in_german(counters, part: int) -> None:
    till: Counter = counters("desktop", "en", staff="staff-3", service_workers="block")
    found: dict[str, list[str]] = {}
    third = -(-len(NAMES) // 3)
    for name in NAMES[part * third : (part + 1) * third]:
        SCREENS[name](till)
        if german := not_english(till.page):
            found[name] = german
        if name == "training":
            end_training(till)
        back_to_sale(till)
    assert found == {}


def test_a_refusal_is_explained_in_english(counters) -> None:
    till: Counter = counters("tablet", "en", staff="staff-3")
    till.menu("refund.title")
    till.field("refund.number").fill("999999")
    till.tap("refund.search")
    alert = till.page.get_by_role("dialog").get_by_role("alert").first
    expect(alert).not_to_be_empty(timeout=PATIENCE)
    assert not set(alert.inner_text().lower().split()) & {"nicht", "bitte", "wurde", "das"}


def test_both_dictionaries_have_the_same_keys() -> None:
    for app in ("till", "office", "display"):
        german, english = dictionary("de", app), dictionary("en", app)
        assert german.keys() == english.keys()
        assert len(german) > 10
