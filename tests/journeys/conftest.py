"""Browser journeys: a running practice shop for each file, a browser for the folder, tills that a test asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.counter import Counter, Size
from tests.journeys.pages import Visitor
from tests.live import ROOT, LiveShop, live_shop

OpenCounter = Callable[..., Counter]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the browser is a journey; the mark need not stand above each of them."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    built = ROOT / "src" / "tresen" / "web" / "static" / "till" / "index.html"
    assert built.is_file(), "the front ends are not built: npm run build in frontends/"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    folder = tmp_path_factory.mktemp("journey") / "shop"
    with live_shop(folder, module="tests.journeys.practice_shop") as running:
        yield running


@pytest.fixture(params=["phone", "tablet", "desktop"])
def size(request: pytest.FixtureRequest) -> Size:
    """The journey is made at three sizes."""
    found: Size = request.param
    return found


@pytest.fixture
def visitors(browser: Browser, shop: LiveShop) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser of its own for a person. At the end no page may have had an error of its own."""
    opened: list[Visitor] = []

    def visit(size: Size = "desktop", language: str = "de", **context: Any) -> Visitor:
        visitor = Visitor(browser, shop, size, language, **context)
        opened.append(visitor)
        return visitor

    yield visit
    for visitor in opened:
        visitor.context.close()
    assert [trouble for visitor in opened for trouble in visitor.troubles] == []


@pytest.fixture
def counters(visitors: Callable[..., Visitor]) -> OpenCounter:
    """Opens a till: a paired device, a person signed in, the day open, unless the test does these itself."""

    def open_counter(
        size: Size = "desktop",
        language: str = "de",
        *,
        till: str = "",
        staff: str = "staff-1",
        opened: bool = True,
        **context: Any,
    ) -> Counter:
        counter = Counter(visitors(size, language, **context), till or TILL_OF[size])
        if opened:
            counter.open_day()
            counter.arrive(staff)
            counter.visit()
        return counter

    return open_counter


TILL_OF: dict[Size, str] = {"phone": "till-1", "tablet": "till-2", "desktop": "till-3", "narrow": "till-1"}


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where a journey puts its pictures."""
    return tmp_path
