"""A till's browser with a disk of its own: killed at any moment, started again over whatever it had written.

What is covered: the page, its workers, the service worker, IndexedDB, CacheStorage and cookies are Chromium's own and live in
the profile folder. `kill` is SIGKILL for the browser and all its processes: nothing is flushed or said goodbye to. (A power cut
of the machine is not this: what `durability: strict` hands to the disk is shown elsewhere.) `set_clock` moves `Date` of the
pages; workers and the service worker keep the machine's clock, but no moment that is written down comes from them.
"""

import os
import re
import shutil
import signal
import threading
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

from tests.journeys.counter import Counter
from tests.journeys.lab.link import Link
from tests.journeys.pages import PATIENCE, Size, Visitor, habits
from tests.live import LiveShop

OUTBOX: Final = "tresen-outbox"
"""The device's database of what must never be lost."""

_MOVED: Final = """(() => {
    if (globalThis.moveDeviceClock) return moveDeviceClock(MOVED);
    const Real = Date;
    let moved = MOVED;
    const now = () => Real.now() + moved;
    globalThis.Date = new Proxy(Real, {
        construct: (real, given, target) => Reflect.construct(real, given.length ? given : [now()], target),
        apply: () => new Real(now()).toString(),
        get: (real, name) => (name === 'now' ? now : Reflect.get(real, name)),
    });
    globalThis.moveDeviceClock = (by) => { moved = by; };
})()"""

_STORED: Final = """async (wanted) => {
    const known = (await indexedDB.databases()).find((one) => one.name === wanted.name);
    if (!known) return [];
    const db = await new Promise((done, fail) => {
        const request = indexedDB.open(wanted.name);
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
    });
    try {
        if (!db.objectStoreNames.contains(wanted.store)) return [];
        return await new Promise((done, fail) => {
            const request = db.transaction(wanted.store).objectStore(wanted.store).getAll();
            request.onsuccess = () => done(request.result);
            request.onerror = () => fail(request.error);
        });
    } finally {
        db.close();
    }
}"""


class Owner(Visitor):
    """A person at a device that keeps what it knows between two starts."""

    def __init__(self, context: BrowserContext, shop: LiveShop, size: Size, language: str) -> None:
        self._enter(context, shop, size, language)


class Device:
    """A browser installed beside a till. Its address stays the same, so it finds its storage again."""

    def __init__(
        self, playwright: Playwright, chromium: str, profile: Path, link: Link, shop: LiveShop, till: str,
        size: Size = "tablet", language: str = "de",
    ) -> None:  # fmt: skip
        self.playwright = playwright
        self.chromium = chromium
        self.profile = profile
        self.link = link
        self.shop = shop
        self.till = till
        self.size: Size = size
        self.language = language
        self.moved = 0
        self.troubles: list[str] = []
        self.counter: Counter | None = None
        self.debugging: CDPSession | None = None

    def start(self) -> Counter:
        """Open the browser over its profile. The till is not visited yet."""
        assert self.counter is None, "it runs already"
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=self.chromium, base_url=self.link.base,
            args=["--no-sandbox", "--hide-crash-restore-bubble"], **habits(self.size, self.language),
        )  # fmt: skip
        if self.moved:
            context.add_init_script(_MOVED.replace("MOVED", str(self.moved)))
        self.counter = Counter(Owner(context, self.shop, self.size, self.language), self.till)
        return self.counter

    @property
    def page(self) -> Page:
        assert self.counter is not None, "it does not run"
        return self.counter.page

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        main = _browser_of(self.profile)
        for process in [main, *_below(main)]:
            _end(process)
        self._ended()

    def close(self) -> None:
        """As a person closes it."""
        if self.counter is not None:
            self.counter.visitor.context.close()
            self._ended()

    def _ended(self) -> None:
        assert self.counter is not None
        self.troubles += self.counter.visitor.troubles
        self.counter = self.debugging = None

    def set_clock(self, moved: int) -> None:
        """From now on the device's clock is off by so many milliseconds; a page that is open goes on with it."""
        self.moved = moved
        if self.counter is not None:
            self.counter.visitor.context.add_init_script(_MOVED.replace("MOVED", str(moved)))
            for page in self.counter.visitor.context.pages:
                page.evaluate(_MOVED.replace("MOVED", str(moved)))

    def limit_storage(self, octets: int | None) -> None:
        """The browser gives this site so many bytes until the browser ends; None: as much as the disk has.

        To be called before the browser visits the till: Chromium remembers for half a minute how much room there was.
        Writes fail then as on a full disk; `navigator.storage.estimate()` of newer Chromium says ten gigabytes whatever is so.
        """
        self.page.goto("/till/manifest.webmanifest")  # an address of this site that stores nothing
        if self.debugging is None:
            self.debugging = self.page.context.new_cdp_session(self.page)
        limit = {} if octets is None else {"quotaSize": octets}
        self.debugging.send("Storage.overrideQuotaForOrigin", {"origin": self.link.base, **limit})

    def used(self) -> int:
        """How many bytes this site has stored, as the browser says."""
        said: int = self.page.evaluate("async () => (await navigator.storage.estimate()).usage")
        return said

    def stored(self, database: str, store: str) -> list[dict[str, Any]]:
        """Everything in one store of the device's databases."""
        found: list[dict[str, Any]] = self.page.evaluate(_STORED, {"name": database, "store": store})
        return found

    def until_stored(self, database: str, store: str, what: str) -> None:
        """Wait until what is stored is as the JavaScript expression over `all` says."""
        script = f"""async (wanted) => {{
            const read = {_STORED};
            for (let left = wanted.tries; left > 0; left--) {{
                const all = await read(wanted);
                if ({what}) return true;
                await new Promise((done) => setTimeout(done, 100));
            }}
            return false;
        }}"""
        wanted = {"name": database, "store": store, "tries": 2 * PATIENCE // 100}
        assert self.page.evaluate(script, wanted), f"{database}/{store}: {what}"

    # ---- what is handed out without the node

    def handed_out(self) -> list[dict[str, Any]]:
        """The receipts that this device handed out by itself, in the order of their numbers, with how far each is."""
        return sorted(self.stored(OUTBOX, "items"), key=lambda item: item["receipt"]["number"])

    def states(self) -> list[str]:
        return [item["state"] for item in self.handed_out()]

    def numbers(self) -> list[int]:
        return [item["receipt"]["number"] for item in self.handed_out()]

    def all_confirmed(self, count: int) -> None:
        """Wait until the node has so many receipts and nothing waits."""
        self.until_stored(OUTBOX, "items", f"all.length >= {count} && all.every((item) => item.state === 'confirmed')")

    def knows_its_series(self) -> None:
        """Wait until the device could give numbers by itself."""
        self.until_stored(OUTBOX, "state", "all.some((one) => one && one.slot > 0)")


def copied(profile: Path, to: Path) -> Path:
    """A profile that nobody uses, for another browser."""
    shutil.copytree(profile, to, symlinks=True, ignore=shutil.ignore_patterns("Singleton*"))
    return to


def _browser_of(profile: Path) -> int:
    """Its main process; the ones below it carry `--type=`."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in words and not any(word.startswith(b"--type=") for word in words):
            return int(entry.name)
    raise AssertionError(f"no browser runs over {profile}")


def _below(process: int) -> list[int]:
    """All processes that it started, and those that they started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            found = re.match(r"\d+ \(.*\) \S (\d+)", stat, re.DOTALL)
            if found:
                children.setdefault(int(found[1]), []).append(int(entry.name))
    below, ahead = [], [process]
    while ahead:
        next_ones = children.get(ahead.pop(), [])
        below += next_ones
        ahead += next_ones
    return below


def _end(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return
    pause = threading.Event()
    while (Path("/proc") / str(process)).exists() and not _is_gone(process):
        pause.wait(0.01)


def _is_gone(process: int) -> bool:
    """Ended, even if its parent has not asked about it yet."""
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
