"""A till that has nothing yet sells from the first articles on, and keeps what it has for the next day."""

import uuid
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Route, expect

from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE
from tests.journeys.scanner import Scanner
from tests.live import LiveShop, office_session


class SlowStream:
    """Holds back every page of goods behind the first until the journey lets it go."""

    def __init__(self, till: Counter) -> None:
        self.held: list[Route] = []
        self.asked: list[int] = []
        till.visitor.context.route("**/api/v1/till/goods?*", self._asked)

    def _asked(self, route: Route) -> None:
        since = int(parse_qs(urlsplit(route.request.url).query)["since"][0])
        self.asked.append(since)
        if since == 0:
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        for route in self.held:
            route.continue_()
        self.held = []


def plain(till: Counter) -> list[dict[str, object]]:
    """Goods that a scan puts into the basket without a question, in the order of the stream."""
    records = till.call("GET", "/goods")["records"]
    easy = [one for one in records if one["barcodes"] and one["barcodes"][0]["quantity"] == 1000]
    return [one for one in easy if not any(one["article"][ask] for ask in ("weighed", "min_age", "deposit"))]


def test_the_first_article_is_sold_while_the_others_are_still_on_their_way(
    counters: Callable[..., Counter],
) -> None:
    till = counters("desktop", opened=False)
    till.open_day()
    till.arrive("staff-1")
    goods = plain(till)
    first, last = goods[0], goods[-1]
    stream = SlowStream(till)
    till.visit()
    bar = till.page.get_by_role("progressbar")
    expect(bar).to_be_visible(timeout=PATIENCE)
    expect(till.page.get_by_role("contentinfo")).to_contain_text(till.say("coverage.label"))
    scanner = Scanner(till.page)
    scanner.scan(first["barcodes"][0]["code"])  # type: ignore[index]
    till.total(first["article"]["price"])  # type: ignore[index]
    scanner.scan(last["barcodes"][0]["code"])  # type: ignore[index]
    both = first["article"]["price"] + last["article"]["price"]  # type: ignore[index]
    till.total(both)
    till.pay_exactly()
    assert till.receipts()[0]["total"] == both
    assert stream.held, "the rest of the stream is still held back"
    stream.let_go()
    expect(bar).to_have_count(0, timeout=PATIENCE)
    expect(till.page.get_by_role("contentinfo")).not_to_contain_text(till.say("coverage.label"))
    asked = len(stream.asked)
    till.page.reload()
    expect(till.page.locator("[data-tile]").first).to_be_visible(timeout=PATIENCE)
    till.page.wait_for_function(
        "performance.getEntriesByType('resource').some((one) => one.name.includes('/till/rules'))"
    )
    scanner.scan(last["barcodes"][0]["code"])  # type: ignore[index]
    till.total(last["article"]["price"])  # type: ignore[index]
    assert 0 not in stream.asked[asked:], "what is here is not fetched again"


def test_a_long_group_is_shown_piece_by_piece(counters: Callable[..., Counter], shop: LiveShop) -> None:
    till = counters("desktop")
    office = office_session(shop)
    model = next(one["article"] for one in till.call("GET", "/goods")["records"] if one["article"]["kind"] == "goods")
    for n in range(130):
        article = {
            "id": uuid.uuid4().hex, "number": f"L{n}", "name": f"Aal {n:03}", "price": 100, "tax_key": 1,
            "group": model["group"],
        }  # fmt: skip
        status, answer, _ = shop.call("POST", "/api/v1/office/articles", article, office)
        assert status in (200, 201), answer
    records = till.call("GET", "/goods")["records"]
    names = [one["article"]["name"] for one in records if one["article"]["group"] == model["group"]]
    [group] = [one["name"] for one in till.call("GET", "/rules")["groups"] if one["id"] == model["group"]]
    till.page.get_by_role("tab", name=group, exact=True).click()
    tiles = till.page.locator("#tiles [data-tile]")
    expect(tiles.filter(has_text="Aal 000")).to_be_visible(timeout=PATIENCE)
    assert tiles.count() < len(names), "not all of them at once"
    for _ in range(len(names)):
        if tiles.count() == len(names):
            break
        tiles.last.scroll_into_view_if_needed()
    expect(tiles).to_have_count(len(names), timeout=PATIENCE)
    assert len(set(tiles.all_text_contents())) == len(names)
