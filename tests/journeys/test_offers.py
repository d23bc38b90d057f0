"""Promotions at the till: what is missing, what was saved, why a price is what it is, gifts and coupons."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenCounter
from tests.journeys.counter import Counter
from tests.journeys.looking import small_targets, too_wide, violations
from tests.journeys.pages import PATIENCE, Size
from tests.journeys.words import money
from tests.live import LiveShop, office_session

CROISSANT, GURKE = 139, 89


@pytest.fixture(scope="module")
def goods(shop: LiveShop) -> Callable[[str], str]:
    """The id of an article by its name."""

    def find(name: str) -> str:
        _, page, _ = shop.call("GET", f"/api/v1/office/articles?q={name}", None, office_session(shop))
        found: str = next(row["id"] for row in page["items"] if row["name"].startswith(name))
        return found

    return find


@pytest.fixture(scope="module")
def offers(shop: LiveShop, goods: Callable[[str], str]) -> dict[str, str]:
    """Three croissants for two; ten percent with a code; a cucumber as a gift with three croissants and the code."""
    croissant, gurke = {"articles": [goods("Croissant")]}, {"articles": [goods("Gurke")]}
    three = {"way": "percent", "value": 10_000, "reach": "set", "set_size": 3, "first": 3, "last": 3}
    ten = {"way": "percent", "value": 1000}
    gift = {"way": "percent", "value": 10_000, "gifts": gurke}
    made: dict[str, Any] = {
        "three": {"name": "3 für 2 Croissants", "action": three, "goods": croissant},
        "ten": {"name": "Zehn mit Code", "action": ten, "goods": gurke, "when": {"coupon": True, "codes": ["ZEHN"]}},
        "gift": {
            "name": "Gurke geschenkt", "action": gift, "goods": croissant,
            "when": {"min_quantity": 5000, "coupon": True, "codes": ["GURKE"]},
        },
    }  # fmt: skip
    ids = {}
    for name, promotion in made.items():
        ids[name] = uuid.uuid4().hex
        body = {"promotion": {"id": ids[name], **promotion}}
        status, answer, _ = shop.call("POST", "/api/v1/office/promotions", body, office_session(shop))
        assert status == 201, answer
    return ids


def strip(till: Counter) -> Locator:
    return till.page.locator("[data-offers]").first


def ready(till: Counter) -> None:
    expect(till.page.locator("[data-engine=ready]")).to_be_attached(timeout=PATIENCE)


def looks_right(till: Counter, shots: Any, name: str) -> None:
    till.page.screenshot(path=shots / f"{name}-{till.visitor.size}-{till.language}.png")
    assert violations(till.page) == []
    assert small_targets(till.page) == []
    assert too_wide(till.page) == []


@pytest.mark.parametrize(("size", "language"), [("phone", "de"), ("desktop", "en")])
def test_one_more_is_suggested_and_then_given(
    offers: dict[str, str], counters: OpenCounter, size: Size, language: str, shots: Any
) -> None:
    till: Counter = counters(size, language)
    ready(till)
    till.sell("Croissant", "Croissant")
    till.total(2 * CROISSANT)
    hint = till.say("offers.hint.pieces", missing="1 ×", goods="Croissant", saving=money(CROISSANT, till.language))
    expect(strip(till)).to_contain_text(hint, timeout=PATIENCE)
    place = strip(till).bounding_box()
    till.sell("Croissant")
    till.total(2 * CROISSANT)
    saved = till.say("offers.hit", n=1, saving=money(CROISSANT, till.language))
    expect(strip(till)).to_contain_text(saved, timeout=PATIENCE)
    assert strip(till).bounding_box() == place, "nothing jumps when an offer comes near or is given"
    till.press(strip(till))
    sheet = till.dialog("offers.title")
    expect(sheet).to_contain_text("3 für 2 Croissants")
    expect(sheet).to_contain_text(money(-CROISSANT, till.language))
    looks_right(till, shots, "offers")
    till.page.keyboard.press("Escape")
    till.press(till.pane().locator("[data-line] button").first)
    till.press(till.page.locator("button").filter(has_text=till.say("why.title")).last)
    why = till.dialog("why.title")
    expect(why).to_contain_text("3 für 2 Croissants", timeout=PATIENCE)
    expect(why).to_contain_text(money(3 * CROISSANT, till.language))
    expect(why.locator("li").last).to_contain_text(money(2 * CROISSANT, till.language))
    looks_right(till, shots, "why")


def test_a_coupon_is_typed_tells_what_it_does_and_goes_out_again(
    offers: dict[str, str], counters: OpenCounter, shots: Any
) -> None:
    till: Counter = counters("tablet")
    ready(till)
    till.sell("Croissant")
    till.page.keyboard.press("F5")
    sheet = till.dialog("offers.title")
    till.field("offers.coupon.code", sheet).fill("zehn")
    till.page.keyboard.press("Enter")
    expect(sheet).to_contain_text(till.say("offers.coupon.without_effect"), timeout=PATIENCE)
    till.page.keyboard.press("Escape")
    till.sell("Gurke")
    till.total(CROISSANT + GURKE - 9)
    till.page.keyboard.press("F5")
    expect(sheet).to_contain_text(till.say("offers.coupon.good", name="Zehn mit Code"), timeout=PATIENCE)
    looks_right(till, shots, "coupon")
    till.field("offers.coupon.code", sheet).fill("GIBTESNICHT")
    till.page.keyboard.press("Enter")
    expect(till.notices()).to_be_visible(timeout=PATIENCE)
    expect(sheet).not_to_contain_text("GIBTESNICHT")
    till.tap("offers.coupon.remove", sheet, code="ZEHN")
    till.page.keyboard.press("Escape")
    till.total(CROISSANT + GURKE)


def test_a_gift_is_chosen_from_what_there_is(offers: dict[str, str], counters: OpenCounter, shots: Any) -> None:
    till: Counter = counters("tablet")
    ready(till)
    till.sell(*["Croissant"] * 5)
    till.page.keyboard.press("F5")
    till.field("offers.coupon.code").fill("GURKE")
    till.page.keyboard.press("Enter")
    gift = till.page.locator("[data-gift]").filter(has_text="Gurke")
    expect(gift).to_be_visible(timeout=PATIENCE)
    looks_right(till, shots, "gift")
    till.press(gift)
    till.total(4 * CROISSANT)
    till.pay()
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")
    names = {one["promotion"]["name"] for one in receipt["receipt"]["promotions"]}
    assert names == {"3 für 2 Croissants", "Gurke geschenkt"}


def test_the_same_offers_while_the_node_is_silent(offers: dict[str, str], counters: OpenCounter) -> None:
    till: Counter = counters("tablet", service_workers="block")
    ready(till)
    till.page.route("**/api/v1/till/baskets/**", lambda route: route.abort("connectionreset"))
    till.sell("Croissant", "Croissant", "Croissant")
    till.total(2 * CROISSANT)
    expect(till.lines().first).to_contain_text("3 für 2 Croissants", timeout=PATIENCE)
    till.pay()
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    assert till.receipts()[0]["total"] == 2 * CROISSANT


def test_a_price_for_card_payers_is_theirs_alone(
    offers: dict[str, str], shop: LiveShop, goods: Callable[[str], str], counters: OpenCounter, shots: Any
) -> None:
    body = {
        "id": uuid.uuid4().hex, "name": "Karte spart", "action": {"way": "amount", "value": 10},
        "goods": {"articles": [goods("Gurke")]}, "when": {"tenders": ["card"]},
    }  # fmt: skip
    status, answer, _ = shop.call("POST", "/api/v1/office/promotions", {"promotion": body}, office_session(shop))
    assert status == 201, answer
    till: Counter = counters("tablet")
    ready(till)
    till.sell("Gurke")
    till.total(GURKE)
    till.press(strip(till))
    till.press(till.page.get_by_role("dialog").get_by_text(till.say("pay.kind.card"), exact=True))
    looks_right(till, shots, "tender")
    till.page.keyboard.press("Escape")
    till.total(GURKE - 10)
    till.pay()
    till.tap("pay.cash.exact", amount="")
    expect(till.notices()).to_contain_text("Karte spart", timeout=PATIENCE)
    till.tap("pay.card")
    till.is_done()
    assert till.receipts()[0]["total"] == GURKE - 10
