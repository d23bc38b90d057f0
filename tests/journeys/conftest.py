"""Browser journeys: a running practice shop for each file, a browser for the folder, tills that a test asks for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.counter import Counter, Size
from tests.journeys.lab.lab import Lab, Prepared
from tests.journeys.pages import Visitor
from tests.live import STATIC, LiveShop, live_shop

OpenCounter = Callable[..., Counter]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the browser is a journey; the mark need not stand above each of them."""
    for item in items:
        if {"browser", "playwright"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    assert (STATIC / "till" / "index.html").is_file(), "the front ends are not built: npm run build in frontends/"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture(scope="package")
def prepared(chromium: str, playwright: Playwright) -> Iterator[Prepared]:
    """A shop whose till can do without its node, made once; every journey of the fault lab works on copies."""
    with in_memory() as folder:
        made = Prepared(playwright, chromium, folder)
        try:
            made.make()
            yield made
        finally:
            made.close()


@pytest.fixture
def lab(prepared: Prepared) -> Iterator[Lab]:
    """The fault lab with a node that runs. At the end no page may have had an error of its own."""
    with in_memory() as folder:
        made = Lab(prepared, folder)
        try:
            yield made
        finally:
            made.close()
        assert made.troubles() == []


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


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder in the machine's memory where there is such a place: SIGKILL loses nothing of it, and no disk waits."""
    place = "/dev/shm" if Path("/dev/shm").is_dir() and shutil.disk_usage("/dev/shm").free > 1 << 30 else None
    with TemporaryDirectory(prefix="tresen-lab-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


TILL_OF: dict[Size, str] = {"phone": "till-1", "tablet": "till-2", "desktop": "till-3", "narrow": "till-1"}


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where a journey puts its pictures."""
    return tmp_path
