"""Nothing jumps under the finger, and who cannot see hears what happened."""

from playwright.sync_api import expect

from tests.journeys.counter import Counter, Size
from tests.journeys.looking import said
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money

_BOXES = """() => [...document.querySelectorAll('[data-tile], [data-search], header, footer')]
    .map((one) => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight])"""
"""Places in the layout; a pressed tile may still look a little smaller."""


def test_tiles_and_buttons_stay_where_they_are_while_lines_come(counters, size: Size) -> None:
    till: Counter = counters(size)
    till.page.wait_for_load_state("networkidle")
    pay = till.button("basket.pay").first
    tiles, button = till.page.evaluate(_BOXES), pay.bounding_box()
    total = 0
    for name, price in (("Croissant", 139), ("Gurke", 89), ("Brausewind Cola Dose", 114), ("Brötchen", 39)):
        till.sell(name, name)
        total += 2 * price
    till.total(total)
    assert till.page.evaluate(_BOXES) == tiles
    assert pay.bounding_box() == button


def test_what_was_added_is_said_with_the_total(counters) -> None:
    till: Counter = counters("phone")
    till.sell("Croissant")
    spoken = till.say("basket.added.say", quantity="1", name="Croissant", amount=money(139), total=money(139))
    expect(said(till.page)).to_have_text(spoken, timeout=PATIENCE)
    till.sell("Gurke")
    spoken = till.say("basket.added.say", quantity="1", name="Gurke", amount=money(89), total=money(228))
    expect(said(till.page)).to_have_text(spoken, timeout=PATIENCE)
    till.pay()
    till.press(till.page.get_by_role("button", name="5 €", exact=True))
    till.is_done()
    expect(said(till.page)).to_have_text(till.say("done.change.say", amount=money(272)), timeout=PATIENCE)


def test_the_basket_shows_the_line_that_was_touched_last(counters) -> None:
    till: Counter = counters("tablet")
    for number in ("3213", "1022", "1107", "1101", "1017", "1018", "1019", "1021", "1027", "1010", "1016", "1043"):
        till.page.keyboard.type(number, delay=70)
        till.page.keyboard.press("Enter")
    expect(till.lines()).to_have_count(12, timeout=PATIENCE)
    expect(till.lines().last).to_be_in_viewport()
