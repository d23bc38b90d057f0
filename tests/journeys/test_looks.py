"""Every screen for every eye and finger: axe in three themes, targets of 48 pixels, nothing to scroll sideways."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.looking import small_targets, too_wide, violations
from tests.journeys.pages import PATIENCE, Screen, Visitor
from tests.journeys.practice_shop import tell_terminal
from tests.journeys.screens import SCREENS, back_to_sale, end_training
from tests.live import office_session

NAMES = list(SCREENS)
PARTS = [NAMES[at : at + 7] for at in range(0, len(NAMES), 7)]


def walk(till: Counter, names: list[str]) -> Iterator[str]:
    """Bring up one screen after the other; whoever asks for the next has looked at this one."""
    for name in names:
        SCREENS[name](till)
        yield name
        if name == "training":
            end_training(till)
        back_to_sale(till)
        tell_terminal(till.shop, "approve")


@pytest.mark.parametrize("names", PARTS, ids=lambda names: names[0])
def test_axe_finds_nothing_on_the_till(counters, names: list[str]) -> None:
    till: Counter = counters("tablet", staff="staff-3", service_workers="block")
    assert {name: found for name in walk(till, names) if (found := violations(till.page))} == {}


@pytest.mark.parametrize("size", ["narrow", "tablet"])
@pytest.mark.parametrize("names", PARTS, ids=lambda names: names[0])
def test_a_finger_hits_everything_and_nothing_scrolls_sideways(counters, names: list[str], size) -> None:
    till: Counter = counters(size, staff="staff-3", service_workers="block")
    found = {name: small_targets(till.page) + too_wide(till.page) for name in walk(till, names)}
    assert {name: troubles for name, troubles in found.items() if troubles} == {}


def test_before_the_first_sale(counters) -> None:
    """Pairing, the person, the PIN, the opening of the day."""
    till: Counter = counters("phone", opened=False, till="till-1")
    seen: dict[str, list[str]] = {}

    def look(name: str) -> None:
        seen[name] = violations(till.page) + small_targets(till.page) + too_wide(till.page)

    till.page.goto("/till/")
    till.sees("pair.title")
    look("pairing")
    till.field("pair.code").fill("XXXXXXXX")
    till.field("pair.name").fill("Journey")
    till.tap("pair.go")
    expect(till.page.get_by_role("alert").first).not_to_be_empty(timeout=PATIENCE)
    look("pairing refused")
    till.field("pair.code").fill(till.pairing_code())
    till.tap("pair.go")
    till.sees("signin.title")
    look("person")
    till.press(till.page.get_by_role("button").filter(has_text="Aylin Kaya"))
    look("pin")
    till.key("3", "3", "3", "3")
    till.tap("signin.go")
    expect(till.page.get_by_role("heading", level=1).first).to_be_visible()
    look("day")
    assert {name: troubles for name, troubles in seen.items() if troubles} == {}


@pytest.mark.parametrize("state", ["idle", "basket", "done"])
def test_axe_finds_nothing_on_the_display(counters, visitors: Callable[..., Visitor], state: str) -> None:
    till: Counter = counters("tablet")
    display = visitors("desktop")
    display.page.goto(f"/display/{till.till}")
    expect(display.page.get_by_role("heading", level=1)).to_have_count(1, timeout=PATIENCE)
    if state != "idle":
        till.sell("Croissant", "Brausewind Cola Dose")
        expect(display.page.get_by_role("main")).to_contain_text("Croissant", timeout=PATIENCE)
    if state == "done":
        till.pay_exactly()
        expect(display.page.get_by_role("img").first).to_be_visible(timeout=PATIENCE)
    assert violations(display.page) + too_wide(display.page) == []


def test_axe_finds_nothing_on_the_receipt(counters, visitors: Callable[..., Visitor]) -> None:
    till: Counter = counters("tablet")
    till.sell("Croissant", "Brausewind Cola Dose", "Gurke")
    till.pay_exactly()
    token = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]["token"]
    for scheme in ("light", "dark"):
        phone = visitors("narrow", color_scheme=scheme)
        phone.page.goto(f"/r/{token}")
        assert violations(phone.page, ("light",)) + too_wide(phone.page) == []


class Office(Screen):
    app = "office"


def test_axe_finds_nothing_in_the_office(visitors: Callable[..., Visitor], shop) -> None:
    visitor = visitors("desktop")
    office = Office(visitor)
    office.page.goto("/office/")
    expect(office.page.locator("form").first).to_be_visible(timeout=PATIENCE)
    seen = {"sign-in": violations(office.page)}
    key = office_session(shop)["Cookie"].split("=", 1)[1]
    cookie = {"name": "tresen_office", "value": key, "url": shop.base, "httpOnly": True, "sameSite": "Strict"}
    visitor.context.add_cookies([cookie])
    office.page.goto("/office/")
    links = office.page.get_by_role("navigation").first.get_by_role("link")
    expect(links.first).to_be_visible(timeout=PATIENCE)
    for address in [link.get_attribute("href") for link in links.all()]:
        office.page.goto(f"/office/{address}" if address and address.startswith("#") else str(address))
        expect(office.page.get_by_role("heading", level=1).first).to_be_visible(timeout=PATIENCE)
        office.page.wait_for_load_state("networkidle")
        seen[str(address)] = violations(office.page) + too_wide(office.page)
    assert len(seen) > 4
    assert {name: troubles for name, troubles in seen.items() if troubles} == {}
