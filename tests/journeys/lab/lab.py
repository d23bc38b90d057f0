"""The fault lab: a node that can be killed, lines that can be cut, devices whose browsers can be killed, over real files.

A journey gets a shop that was prepared once: a till is paired and signed in, its day is open, everything it needs without the
node is on its disk. Each journey works on copies of the node's folder and of the device's profile. Ports stay the same for
the whole run, because a browser keeps what it stores by address.
"""

import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Playwright, expect

from tests.journeys.counter import Counter
from tests.journeys.lab.device import Device, copied
from tests.journeys.lab.link import Link
from tests.journeys.lab.look_through import Books, look_through, queue_states
from tests.journeys.lab.newer import newer_till
from tests.journeys.pages import PATIENCE, Size
from tests.journeys.practice_shop import tell_clock
from tests.live import STATIC, LiveShop, free_port, start

MODULE = "tests.journeys.practice_shop"
TILL = "till-2"
"""The till that every journey finds prepared."""
STAFF = "staff-1"
HOUR = 3_600_000
DAY = 24 * HOUR


@dataclass
class Prepared:
    """What is made once: folders to copy, and addresses that stay."""

    playwright: Playwright
    chromium: str
    folder: Path
    port: int = field(default_factory=free_port)
    links: dict[str, Link] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "shop"

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    def link(self, till: str) -> Link:
        """The line of a till, the same for every journey."""
        if till not in self.links:
            self.links[till] = Link(self.port)
        return self.links[till]

    def make(self) -> None:
        """Start a shop, install its till in a browser, and close both as one does in the evening."""
        shop = start(self.data, self.port, module=MODULE)
        device = Device(self.playwright, self.chromium, self.profile, self.link(TILL), shop, TILL)
        try:
            install(device)
            device.close()
        finally:
            if device.counter is not None:
                device.kill()
            end(shop)
        assert device.troubles == []

    def close(self) -> None:
        for link in self.links.values():
            link.close()


def install(device: Device) -> Counter:
    """Pair a new browser, sign in and wait until the till could do without the node."""
    till = device.start()
    till.open_day()
    till.page.goto("/till/")
    till.field("pair.code").fill(till.pairing_code())
    till.field("pair.name").fill(f"Lab {device.till}")
    till.tap("pair.go")
    till.sees("signin.title")
    till.type_pin(STAFF)
    expect(till.page.locator("[data-tile]").first).to_be_visible(timeout=PATIENCE)
    till.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    device.knows_its_series()
    return till


def end(shop: LiveShop) -> None:
    """Stop a node as one does in the evening."""
    shop.process.terminate()
    shop.process.wait(timeout=PATIENCE / 1000)


class Lab:
    """One journey's shop."""

    def __init__(self, prepared: Prepared, folder: Path) -> None:
        self.prepared = prepared
        self.folder = folder
        self.devices: list[Device] = []
        self.expected: list[str] = []
        shutil.copytree(prepared.data, folder / "shop")
        for link in prepared.links.values():
            link.reset(prepared.port)
        self.shop = start(folder / "shop", prepared.port, module=MODULE)

    # ---- the node

    def kill_node(self) -> None:
        self.shop.kill()

    def start_node(self) -> None:
        """Over the same folder. Devices and their sessions look at the shop through the same object."""
        assert self.shop.process.poll() is not None, "it runs already"
        self.shop.process = start(self.shop.folder, self.prepared.port, module=MODULE).process

    def update_node(self) -> None:
        """Install a newer version: the node comes back with other pages."""
        newer = newer_till(STATIC, self.folder / "newer")
        end(self.shop)
        (self.shop.folder / "static").write_text(str(newer))
        self.start_node()

    def set_node_clock(self, ahead: int) -> None:
        tell_clock(self.shop.folder, ahead)

    def pass_time(self, milliseconds: int) -> None:
        """The world's clock moves on: the node's and every device's, each with the error it had."""
        told = self.shop.folder / "clock"
        self.set_node_clock((int(told.read_text()) if told.exists() else 0) + milliseconds)
        for device in self.devices:
            device.set_clock(device.moved + milliseconds)

    # ---- the devices

    def device(self, till: str = TILL, *, size: Size = "tablet", language: str = "de") -> Device:
        """The prepared till's device, or for another till a browser that was never here."""
        profile = self.folder / f"profile-{till}"
        if till == TILL:
            copied(self.prepared.profile, profile)
        prepared = self.prepared
        made = Device(
            prepared.playwright, prepared.chromium, profile, prepared.link(till), self.shop, till, size, language
        )
        self.devices.append(made)
        return made

    def till(self, *, size: Size = "tablet", language: str = "de") -> tuple[Device, Counter]:
        """The prepared till, ready to sell."""
        device = self.device(size=size, language=language)
        return device, opened(device)

    # ---- afterwards

    def until_computed_again(self) -> None:
        """Wait until the node has computed again everything that it took in, and raised what differs."""
        pause = threading.Event()
        for _ in range(PATIENCE // 50):
            states = queue_states(self.shop.folder, "requote")
            if states and set(states) == {"done"}:
                return
            pause.wait(0.05)
        raise AssertionError(f"not computed again: {states}")

    def books(self) -> Books:
        """Stop everything and look through what was written."""
        if self.shop.process.poll() is None:
            end(self.shop)
        return look_through(self.shop.folder)

    def close(self) -> None:
        for device in self.devices:
            if device.counter is not None:
                device.kill()
        if self.shop.process.poll() is None:
            self.shop.kill()

    def troubles(self) -> list[str]:
        """What pages complained of on the way."""
        return [trouble for device in self.devices for trouble in device.troubles]


def opened(device: Device, *, room: int | None = None) -> Counter:
    """Start the browser, go to the till, sign in if it asks, wait until it could do without its node. `room`: bytes that the browser lets it store."""
    till = device.start()
    if room is not None:
        device.limit_storage(room)
    till.page.goto("/till/")
    ready = till.page.locator("[data-tile], [data-due], [data-done]").first
    asked = till.page.get_by_role("heading", name=till.say("signin.title"), exact=True)
    expect(ready.or_(asked).first).to_be_visible(timeout=PATIENCE)
    if asked.is_visible():
        till.type_pin(STAFF)
        expect(ready).to_be_visible(timeout=PATIENCE)
    expect(till.page.locator("[data-alone=ready]")).to_be_attached(timeout=2 * PATIENCE)
    return till
