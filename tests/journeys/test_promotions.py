"""A promotion from the office's form to the customer's receipt, with the keyboard alone; and its screens for every eye."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.counter import Counter
from tests.journeys.looking import small_targets, too_wide, violations
from tests.journeys.pages import PATIENCE, Screen, Visitor
from tests.journeys.words import Language, fill
from tests.live import ROOT, office_session

_ENTRY = re.compile(r"^\s+'([^']+)': '((?:[^'\\]|\\.)*)',?$", re.MULTILINE)


@cache
def words(language: Language) -> dict[str, str]:
    """What the screens about promotions say."""
    path = ROOT / "frontends" / "office" / "promotions" / f"words.{language}.ts"
    return {key: text.replace("\\'", "'") for key, text in _ENTRY.findall(path.read_text(encoding="utf-8"))}


class Office(Screen):
    """The office of an owner who is signed in."""

    app = "office"

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor)
        key = office_session(visitor.shop)["Cookie"].split("=", 1)[1]
        cookie = {
            "name": "tresen_office",
            "value": key,
            "url": visitor.shop.base,
            "httpOnly": True,
            "sameSite": "Strict",
        }
        visitor.context.add_cookies([cookie])  # type: ignore[list-item]

    def said(self, key: str, **values: object) -> str:
        return fill(words(self.language)[key], values)

    def visit(self, place: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(f"/office/#/{place}")
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible(timeout=PATIENCE)
        self.page.wait_for_load_state("networkidle")

    def preview(self) -> Locator:
        return self.page.get_by_role("region", name=self.said("preview"))


def test_three_for_two_from_the_form_to_the_receipt(counters, visitors: Callable[..., Visitor]) -> None:
    till: Counter = counters("tablet", staff="staff-3", service_workers="block")
    office = Office(visitors("desktop"))
    page = office.page
    office.visit("promotions/new/three_for_two")
    name = page.get_by_label(office.said("name.label"), exact=True)
    name.fill("Croissant 3 für 2")
    page.get_by_role("radio", name=office.said("goods.some")).focus()
    page.keyboard.press("Space")
    page.get_by_role("combobox", name=office.said("goods.articles")).first.fill("Croissant")
    expect(page.get_by_role("option", name=re.compile("1107 Croissant"))).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 für 2 bei Croissant.")).to_be_visible(timeout=PATIENCE)
    expect(office.preview()).to_contain_text(office.said("preview.saves", amount="1,39\xa0€"), timeout=PATIENCE)
    page.keyboard.press("Control+s")
    expect(page.get_by_text(office.said("created", name="Croissant 3 für 2"))).to_be_visible(timeout=PATIENCE)
    office.visit("promotions")
    expect(page.get_by_role("link", name="Croissant 3 für 2")).to_be_visible(timeout=PATIENCE)

    till.visit()
    till.sell("Croissant", "Croissant")
    till.total(2 * 139)
    till.sell("Croissant")
    till.total(2 * 139)
    till.pay_exactly()
    till.is_done()
    receipt = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    assert [one["promotion"]["name"] for one in receipt["promotions"]] == ["Croissant 3 für 2"]
    assert (receipt["total"], receipt["savings"]) == (278, 139)

    office.visit("promotions")
    card = page.get_by_role("listitem").filter(has_text="Croissant 3 für 2")
    expect(card).to_contain_text("1 Bon")
    card.get_by_role("button", name=re.compile(office.said("stop"))).click()
    expect(page.get_by_text(office.said("stopped", name="Croissant 3 für 2"))).to_be_visible(timeout=PATIENCE)


def test_a_trial_in_the_office_says_what_a_promotion_would_have_cost(
    counters, visitors: Callable[..., Visitor]
) -> None:
    till: Counter = counters("desktop", service_workers="block")
    till.sell("Laugenbrezel", "Laugenbrezel")
    till.pay_exactly()
    till.is_done()
    office = Office(visitors("desktop"))
    office.visit("promotions/new/percent?tab=trial")
    office.page.get_by_role("combobox").first.select_option("today")
    office.page.get_by_role("button", name=office.said("t.run")).click()
    expect(office.page.get_by_text(office.said("t.cost"))).to_be_visible(timeout=4 * PATIENCE)
    expect(office.page.get_by_text(re.compile("ließen sich auf den Cent nachrechnen"))).to_be_visible()


PLACES = (
    "promotions", "promotions/new", "promotions/new/bundle", "promotions/new/coupon", "promotions/feierabend",
    "promotions/willkommen", "promotions/schokolade?tab=trial", "promotions/schokolade?tab=effect",
    "promotions/schokolade?tab=history", "promotions/coupons", "promotions/coupons/handzettel", "promotions/prices",
    "promotions/prices/mitarbeiter", "promotions/calendar", "deviations", "settings/offline", "settings/points",
    "articles/3801",
)  # fmt: skip


@pytest.mark.parametrize(("size", "language"), [("desktop", "de"), ("narrow", "en")])
def test_axe_and_fingers_find_nothing(visitors: Callable[..., Visitor], size: str, language: str) -> None:
    office = Office(visitors(size, language))
    seen = {}
    for place in PLACES:
        office.visit(place)
        troubles = violations(office.page) + too_wide(office.page)
        troubles += [one for one in small_targets(office.page) if 'href="#main"' not in one]
        if troubles:
            seen[place] = troubles
    assert seen == {}
