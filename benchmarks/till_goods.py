"""The till with 100,000 articles and 50,000 customers: how soon it sells, scan to line, search, what it holds of the memory.

A real till page, paired and signed in, on a node of its own. Times are taken in the page: from the start of the navigation,
from the scanner's Enter or from a letter in the search field until the browser has painted the answer. Slowed in two ways:
*page* by the browser's own throttling, which leaves workers at full speed, and *all* by stopping and continuing the whole
browser, workers and storage included.
"""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from benchmarks import browser
from benchmarks.number import Number, below, middle, percentile
from benchmarks.server import ROOT, Served, serving
from benchmarks.shop import Keys, articles, make_shop

SLOW = 4.0
STATIC = ROOT / "src" / "tresen" / "web" / "static" / "till"
PATIENCE = 120_000
READY = """
new MutationObserver((_, watch) => {
  if (!document.querySelector('[data-tile]')) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => (globalThis.readyAt = performance.now())));
}).observe(document, { childList: true, subtree: true });
"""
TOOLS = """
globalThis.painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
globalThis.until = (holds) => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error('never')), 20000);
  const look = () => {
    if (!holds()) return false;
    clearTimeout(late);
    watch.disconnect();
    done();
    return true;
  };
  const watch = new MutationObserver(look);
  if (!look()) watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
});
globalThis.scan = async (code) => {
  const lines = () => document.querySelectorAll('[data-line]').length;
  const before = lines();
  for (const key of code) dispatchEvent.call(document.body, new KeyboardEvent('keydown', { key, code: 'Digit' + key, bubbles: true, cancelable: true }));
  const begun = performance.now();
  dispatchEvent.call(document.body, new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
  await until(() => lines() > before);
  await painted();
  return performance.now() - begun;
};
globalThis.search = async (text) => {
  const field = document.querySelector('[data-search]');
  const begun = performance.now();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await until(() => document.querySelector('#tiles')?.dataset.shown === (text ? 'find:' + text.trim() : 'favourites:'));
  await painted();
  return performance.now() - begun;
};
"""


def measure(folder: Path, quick: bool) -> list[Number]:
    if not browser.chromium() or not STATIC.is_dir():
        return []
    count = 2_000 if quick else 100_000
    keys = make_shop(folder / "shop", count, people=count // 2)
    profile = folder / "device"
    with serving(folder / "shop") as node:
        numbers = _first(profile, node, keys, count)
        ways = (("", ""), ("page", f", page slowed {SLOW:g} times"), ("all", f", all slowed about {SLOW:g} times"))
        for slow, how in ways:
            device = Path(shutil.copytree(profile, folder / f"device-{slow}"))  # each with an empty basket
            numbers += _warm(device, node, keys, quick, how, slow)
    return numbers


@contextmanager
def _till(profile: Path, node: Served, keys: Keys) -> Iterator[Any]:
    """A tab whose device is paired and where Anna is signed in."""
    with browser.visiting(profile, service_workers="block", viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(PATIENCE)
        cookie: Any = {"name": "tresen_device", "value": keys.device, "url": node.address, "httpOnly": True}
        context.add_cookies([cookie])
        person = {"id": "staff-1", "name": "Anna", "role": "owner"}
        kept = json.dumps(json.dumps({"session": keys.session, "staff": person, "rights": {}}))
        context.add_init_script(f"sessionStorage.setItem('tresen.staff', {kept});")
        context.add_init_script(READY)
        context.add_init_script(TOOLS)
        yield context.pages[0]


def _open(tab: Any, node: Served) -> float:
    """Milliseconds from the start of the navigation until goods are painted."""
    tab.goto(f"{node.address}/till/")
    tab.wait_for_selector("[data-tile]")
    while not (ready := float(tab.evaluate("globalThis.readyAt ?? 0"))):
        tab.wait_for_timeout(50)
    return ready


def _all_here(tab: Any) -> float:
    """Milliseconds from the start of the navigation until the stream of goods has ended."""
    kept = (
        "async () => { const db = await new Promise((done) => { const ask = indexedDB.open('tresen-till');"
        " ask.onsuccess = () => done(ask.result); });"
        " const cursor = await new Promise((done) => { const ask = db.transaction('state').objectStore('state').get('cursor:%s');"
        " ask.onsuccess = () => done(ask.result); }); db.close(); return cursor?.complete ? performance.now() : 0; }"
    )
    took = 0.0
    for name in ("goods", "customers"):
        while not (here := float(tab.evaluate(kept % name))):
            tab.wait_for_timeout(100)
        took = max(took, here)
    return took


def _first(profile: Path, node: Served, keys: Keys, count: int) -> list[Number]:
    with _till(profile, node, keys) as tab:
        ready = _open(tab, node)
        everything = _all_here(tab)
        held = browser.memory()
    thousands = f"{count:,} articles"
    return [
        Number(f"till, first start, first goods on the screen, {thousands}", ready, "ms"),
        Number(f"the same, all goods and {count // 2:,} customers on the device", everything / 1000, "s"),
        Number("memory of the browser after that", held, "MB"),
    ]


def _warm(profile: Path, node: Served, keys: Keys, quick: bool, how: str, slow: str) -> list[Number]:
    starts = 1 if quick else 3
    with _till(profile, node, keys) as tab:
        if slow == "page":
            tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
        _open(tab, node)
        usual = max(float(tab.evaluate(browser.SPIN)) for _ in range(3)) if slow == "all" else 0
        with browser.slowed(SLOW) if slow == "all" else nullcontext():
            factor = f"a loop ran {usual / float(tab.evaluate(browser.SPIN)):.1f} times slower" if usual else ""
            ready = [_open(tab, node) for _ in range(starts)]
            tab.wait_for_timeout(3000)  # what the start left to do is no part of a scan
            scans = _scans(tab, 10 if quick else 40)
            searches = _searches(tab, 3 if quick else 12)
            held = browser.memory()
    target = below if slow else None
    name = f"till, warm start to goods on the screen{how}"
    found = [
        target(name, middle(ready), "ms", 2000, factor) if target else Number(name, middle(ready), "ms"),
        Number(f"scan to painted line, p50{how}", middle(scans), "ms"),
    ]
    for label, times in (("scan to painted line", scans), ("search to painted tiles", searches)):
        value, text = percentile(times, 95), f"{label}, p95{how}"
        found.append(target(text, value, "ms", 50) if target else Number(text, value, "ms"))
    return [*found, Number(f"memory of the browser, warm{how}", held, "MB")]


def _scans(tab: Any, count: int) -> list[float]:
    """Scans of articles from all over the shop, each the first of its kind in the basket."""
    goods = list(articles(100_000 if count > 10 else 2_000))
    took = []
    for record in random.Random(5).sample(goods, count):
        took.append(float(tab.evaluate("(code) => scan(code)", record.barcodes[0].code)))
        tab.wait_for_timeout(150)
    return took


def _searches(tab: Any, count: int) -> list[float]:
    """What stands in the field after each letter."""
    took = []
    for record in random.Random(6).sample(list(articles(2_000)), count):
        text = " ".join(record.article.name.lower().split()[:2])
        for length in range(1, len(text) + 1):
            if text[length - 1] != " ":
                took.append(float(tab.evaluate("(text) => search(text)", text[:length])))
        tab.evaluate("search('')")
    return took
