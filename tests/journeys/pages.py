"""A person with a browser of a certain size, and what every screen of ours has in common."""

import re
from typing import Any, Final, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.journeys.words import App, Language, say
from tests.live import LiveShop

Size = Literal["phone", "tablet", "desktop", "narrow"]

SIZES: Final[dict[Size, dict[str, Any]]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
}
PATIENCE: Final = 12_000
"""Milliseconds until what must appear is missing."""

_EXPECTED: Final = re.compile(r"Failed to load resource|net::ERR_")
"""The browser's own note about an answer that is no 200; the journeys look at what the till makes of it."""


def habits(size: Size, language: str) -> dict[str, Any]:
    """How a browser of a person in Germany is set up."""
    locale = "de-DE" if language == "de" else "en-GB"
    return {"timezone_id": "Europe/Berlin", "locale": locale, "reduced_motion": "reduce", **SIZES[size]}


class Visitor:
    """One browser context: its cookies, its storage, its troubles."""

    def __init__(self, browser: Browser, shop: LiveShop, size: Size, language: str, **context: Any) -> None:
        given = {"base_url": shop.base, **habits(size, language), **context}
        self._enter(browser.new_context(**given), shop, size, language)

    def _enter(self, context: BrowserContext, shop: LiveShop, size: Size, language: str) -> None:
        self.shop = shop
        self.size = size
        self.language: Language = "de" if language == "de" else "en"
        self.touch = bool(SIZES[size].get("has_touch"))
        self.context = context
        self.context.set_default_timeout(PATIENCE)
        self.context.set_default_navigation_timeout(PATIENCE)
        self.troubles: list[str] = []
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        self.page: Page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.search(message.text):
            self.troubles.append(message.text)


class Screen:
    """What is on a page, found by role and word."""

    app: App = "till"

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.shop = visitor.shop
        self.page = visitor.page
        self.language = visitor.language

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, self.app, **values)

    def button(self, key: str, within: Locator | None = None, **values: object) -> Locator:
        return (within or self.page).get_by_role("button", name=self.say(key, **values), exact=True)

    def press(self, target: Locator) -> None:
        """A finger where the screen takes one, else the mouse."""
        if self.visitor.touch:
            target.tap()
        else:
            target.click()

    def tap(self, key: str, within: Locator | None = None, **values: object) -> None:
        self.press(self.button(key, within, **values))

    def dialog(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("dialog", name=self.say(key, **values), exact=True)

    def field(self, key: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_label(self.say(key), exact=True)

    def sees(self, key: str, within: Locator | None = None, **values: object) -> None:
        expect((within or self.page).get_by_text(self.say(key, **values)).first).to_be_visible(timeout=PATIENCE)

    def notices(self) -> Locator:
        """What the screen says in passing."""
        return self.page.get_by_role("region", name=self.say("kit.notices"), exact=True)
