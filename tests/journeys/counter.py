"""The till as the person behind the counter uses it."""

import json
import uuid
from contextlib import suppress
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.pages import PATIENCE, Screen, Size, Visitor
from tests.journeys.words import money
from tests.live import office_session

__all__ = ["PINS", "Counter", "Size"]

PINS = {"staff-1": "1111", "staff-2": "2222", "staff-3": "3333", "staff-4": "4444", "staff-5": "5555"}
NAMES = {
    "staff-1": "Theresa Tresen",
    "staff-2": "Malte Brandt",
    "staff-3": "Aylin Kaya",
    "staff-4": "Jonas Weber",
    "staff-5": "Sofia Rossi",
}
FLOAT = 200_00


class Counter(Screen):
    """A till in a browser. `call` looks at it from beside."""

    def __init__(self, visitor: Visitor, till: str) -> None:
        super().__init__(visitor)
        self.till = till

    # ------------------------------------------------------------------------------------- through the interface

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask the node from another device of this till; anything but success is a fault of the journey."""
        if self.till not in self.shop.headers:
            device = self.paired("Journey")
            signed = self.session_of("staff-1", device)
            self.shop.headers[self.till] = json.dumps({**device, "X-Staff-Session": signed["session"]})
        headers = json.loads(self.shop.headers[self.till])
        status, answer, _ = self.shop.call(method, f"/api/v1/till{path}", body, headers)
        assert status < 300, (method, path, status, answer)
        return answer

    def pairing_code(self) -> str:
        status, pairing, _ = self.shop.call(
            "POST", f"/api/v1/office/tills/{self.till}/pairing", {}, office_session(self.shop)
        )
        assert status == 201, pairing
        code: str = pairing["code"]
        return code

    def paired(self, name: str) -> dict[str, str]:
        """Headers of a device that was paired just now."""
        body = {"code": self.pairing_code(), "device_name": name}
        status, paired, _ = self.shop.call("POST", "/api/v1/pair", body)
        assert status == 201, paired
        return {"Authorization": f"Bearer {paired['key']}", "X-Tresen": "1"}

    def session_of(self, staff: str, device: dict[str, str]) -> Any:
        body = {"staff": staff, "pin": PINS[staff]}
        status, signed, _ = self.shop.call("POST", "/api/v1/till/sign-in", body, device)
        assert status == 200, signed
        return signed

    def arrive(self, staff: str) -> None:
        """The device is paired and somebody signed in: the browser remembers it, as after a reload."""
        device = self.paired(f"{self.visitor.size} {uuid.uuid4().hex[:6]}")
        key = device["Authorization"].removeprefix("Bearer ")
        cookie: Any = {"name": "tresen_device", "value": key, "url": self.shop.base, "httpOnly": True}
        self.visitor.context.add_cookies([cookie])
        kept = json.dumps(json.dumps(self.session_of(staff, device)))
        self.visitor.context.add_init_script(
            f"if (location.pathname.startsWith('/till') && !sessionStorage.getItem('journey')) {{"
            f" sessionStorage.setItem('journey', '1'); sessionStorage.setItem('tresen.staff', {kept}); }}"
        )

    def open_day(self) -> None:
        if not self.call("GET", "")["day"]["open"]:
            self.call("POST", "/day/open", {"id": uuid.uuid4().hex, "amount": FLOAT})

    def receipts(self) -> list[dict[str, Any]]:
        """Receipts of sales at this till, the newest first."""
        rows: list[dict[str, Any]] = self.call("GET", "/receipts?limit=100")
        return [row for row in rows if row["till"] == self.till and row["kind"] in ("sale", "refund", "exchange")]

    # ---------------------------------------------------------------------------------------------- on the screen

    def visit(self) -> None:
        self.page.goto("/till/")
        expect(self.page.locator("[data-tile]").first).to_be_visible(timeout=PATIENCE)

    @property
    def phone(self) -> bool:
        return self.visitor.size in ("phone", "narrow")

    def reads_receipt(self) -> Locator:
        return self.page.locator("[data-done]")

    def tile(self, name: str) -> Locator:
        return self.page.locator("[data-tile]").filter(has_text=name).first

    def sell(self, *names: str) -> None:
        """Press the tile of each article, found by search where it is no favourite."""
        for name in names:
            if self.tile(name).count() == 0:
                self.search(name)
            self.press(self.tile(name))

    def search(self, text: str) -> None:
        field = self.page.locator("[data-search]")
        self.press(field)
        field.fill(text)
        expect(self.tile(text)).to_be_visible(timeout=PATIENCE)

    def key(self, *keys: str) -> None:
        """Digits of the numpad that is on top."""
        for key in keys:
            self.press(self.page.locator(f"[data-pad='{key}']").last)

    def total(self, cents: int) -> None:
        """The screen shows this total of the open basket."""
        if self.phone:
            shown = self.page.get_by_role("group", name=self.say("basket.title"), exact=True)
            expect(shown).to_contain_text(money(cents, self.language), timeout=PATIENCE)
        else:
            pane = self.page.get_by_role("region", name=self.say("basket.title"), exact=True)
            expect(pane.locator(".text-4xl")).to_have_text(money(cents, self.language), timeout=PATIENCE)

    def pane(self) -> Locator:
        """The basket; on a phone it must be drawn up first."""
        if not self.phone:
            return self.page.get_by_role("region", name=self.say("basket.title"), exact=True)
        dialog = self.dialog("basket.title")
        if dialog.count() == 0:
            self.press(
                self.page.get_by_role("group", name=self.say("basket.title"), exact=True).get_by_role("button").first
            )
        expect(dialog).to_be_visible()
        return dialog

    def lines(self) -> Locator:
        return self.pane().get_by_role("list", name=self.say("basket.lines"), exact=True).get_by_role("listitem")

    def undo(self) -> None:
        """Press "undo" until its notice is gone: while a sheet closes the notice moves, and a press of that very moment is
        lost; a person presses again."""
        button = self.button("kit.undo")
        for _ in range(3):
            self.press(button.last)
            with suppress(AssertionError):
                expect(button).to_have_count(0, timeout=1500)
                return
        expect(button).to_have_count(0, timeout=PATIENCE)

    def put_away(self) -> None:
        """Close the sheet that is on top."""
        self.tap("kit.close", self.page.get_by_role("dialog").last)

    def pay(self, refund: bool = False) -> None:
        key = "basket.payout" if refund else "basket.pay"
        within = self.page.get_by_role("dialog").last if self.page.get_by_role("dialog").count() else None
        self.tap(key, within)
        expect(self.page.locator("[data-pay]")).to_be_visible(timeout=PATIENCE)

    def pay_exactly(self) -> None:
        self.pay()
        self.press(self.page.get_by_role("button", name=self.say("pay.cash.exact", amount="").strip(), exact=True))
        self.is_done()

    def is_done(self) -> Locator:
        done = self.reads_receipt()
        expect(done).to_be_visible(timeout=PATIENCE)
        return done

    def change(self) -> Locator:
        return self.page.locator("[data-change]")

    def next_customer(self) -> None:
        self.press(self.reads_receipt().get_by_role("button").filter(has_text=self.say("done.next")))
        expect(self.page.locator("[data-tile]").first).to_be_visible()

    def menu(self, key: str) -> None:
        self.tap("shell.menu")
        self.press(self.page.get_by_role("dialog").get_by_role("button", name=self.say(key)))

    def act(self, key: str) -> None:
        """One of the four acts under the basket."""
        self.tap(key, self.pane())

    def choose_reason(self, reason: str, label: str = "line.reason", within: Locator | None = None) -> None:
        place = within or self.page.get_by_role("dialog").last
        choice = place.get_by_label(self.say(label), exact=True)
        if choice.count() and choice.first.evaluate("one => one.tagName") == "SELECT":
            choice.first.select_option(reason)
        else:
            self.press(place.locator("label").filter(has_text=reason))

    def approve(self, staff: str = "staff-2") -> None:
        """A colleague gives the approval on the spot."""
        dialog = self.dialog("approve.title")
        expect(dialog).to_be_visible(timeout=PATIENCE)
        self.press(dialog.get_by_role("button").filter(has_text=NAMES[staff]))
        self.key(*PINS[staff])
        self.tap("approve.go", dialog)
        expect(dialog).to_be_hidden(timeout=PATIENCE)

    def type_pin(self, staff: str) -> None:
        """Choose the person and enter the PIN by touch."""
        self.press(self.page.get_by_role("button").filter(has_text=NAMES[staff]).last)
        self.key(*PINS[staff])
        self.tap("signin.go")
