"""The engine in the browser: how soon it gives its first price, how long a quote takes, what it holds of the memory.

A page of the till on a node of its own, whose device nobody paired, so that nothing else runs on it. Times are taken in
the page: from making the worker, or from sending the question as text to having the answer parsed.
"""

import json
from pathlib import Path
from typing import Any

from benchmarks import browser
from benchmarks.number import Number, below, middle, percentile
from benchmarks.offers import promotions
from benchmarks.quote import DAY, basket, shop
from benchmarks.server import ROOT, serving
from benchmarks.shop import make_shop
from tresen.core.wire import written

SLOW = 4.0
STATIC = ROOT / "src" / "tresen" / "web" / "static" / "till"
START = """
async ({ worker, library, code, rules, first }) => {
  const begun = performance.now();
  const thread = new Worker(worker, { type: 'module' });
  let next = 0;
  const waiting = new Map();
  thread.onmessage = ({ data }) => { waiting.get(data.id)(data); waiting.delete(data.id); };
  globalThis.ask = (act, text) => new Promise((done, fail) => {
    const id = ++next;
    waiting.set(id, (said) => (said.fault === undefined ? done(said.text) : fail(new Error(said.fault))));
    thread.postMessage({ id, act, text });
  });
  const base = location.origin + '/till/';
  await ask('start', JSON.stringify({ id: 'benchmark', library: base + library, code: base + code }));
  await ask('rules', rules);
  const quote = JSON.parse(await ask('quote', first));
  return [performance.now() - begun, quote.total];
}
"""
ROUNDS = """
async ({ question, rounds }) => {
  const asked = JSON.parse(question), took = [];
  for (let n = 0; n < rounds; n++) {
    const begun = performance.now();
    JSON.parse(await ask('quote', JSON.stringify(asked)));
    took.push(performance.now() - begun);
  }
  return took;
}
"""


def measure(folder: Path, quick: bool) -> list[Number]:
    if not browser.chromium() or not STATIC.is_dir():
        return []
    make_shop(folder / "shop", 10)
    given = _given()
    starts = 1 if quick else 5
    with serving(folder / "shop") as node:
        page = f"{node.address}/till/"
        cold = [_start(folder / f"cold{n}", page, given)[0] for n in range(starts)]
        kept = folder / "warm"
        _start(kept, page, given)
        warm = [_start(kept, page, given)[0] for _ in range(starts)]
        numbers = [
            Number("engine, first start to first price, median", middle(cold), "ms"),
            Number("engine, start after a restart of the browser, median", middle(warm), "ms"),
        ]
        return numbers + _quotes(kept, page, given, quick) + _slowly(kept, page, given, quick)


def _given() -> dict[str, Any]:
    """What the page must know: where the built files are, the rules, and questions of 10 and 100 lines."""
    excerpt = shop()
    tax = [written(rate) for rate in excerpt.tax.values()]
    rules = {"version": 1, "tax": tax, "promotions": [written(one) for one in promotions()]}
    articles = [written(article) for article in excerpt.articles.values()]

    def question(size: int) -> str:
        used = [one for one in articles if one["id"] == "can" or int(one["id"][1:]) < size]
        return json.dumps({"basket": written(basket(size)), "at": f"{DAY}T12:00:00", "articles": used})

    library = next(one for one in (STATIC / "engine").iterdir() if one.is_dir())
    code = next((STATIC / "engine").glob("*.zip"))
    worker = next((STATIC / "assets").glob("engine.worker*.js"))
    return {
        "worker": f"/till/assets/{worker.name}", "library": f"engine/{library.name}/", "code": f"engine/{code.name}",
        "rules": json.dumps(rules), "first": question(10), "ten": question(10), "hundred": question(100),
    }  # fmt: skip


def _begin(context: Any, page: str, given: dict[str, Any]) -> tuple[Any, float]:
    tab = context.pages[0]
    tab.goto(page)
    wanted = {name: given[name] for name in ("worker", "library", "code", "rules", "first")}
    took, total = tab.evaluate(START, wanted)
    assert total > 0, "the first price is one"
    return tab, float(took)


def _start(profile: Path, page: str, given: dict[str, Any]) -> tuple[float, float]:
    with browser.visiting(profile, service_workers="block") as context:
        tab = context.pages[0]
        tab.goto(page)
        tab.wait_for_timeout(500)
        before = browser.memory()
        _, took = _begin(context, page, given)
        return took, browser.memory() - before


def _quotes(profile: Path, page: str, given: dict[str, Any], quick: bool) -> list[Number]:
    rounds = 20 if quick else 300
    with browser.visiting(profile, service_workers="block") as context:
        tab = context.pages[0]
        tab.goto(page)
        tab.wait_for_timeout(500)
        before = browser.memory()
        tab, _ = _begin(context, page, given)
        ten = tab.evaluate(ROUNDS, {"question": given["ten"], "rounds": rounds})
        hundred = tab.evaluate(ROUNDS, {"question": given["hundred"], "rounds": rounds // 3})
        held = browser.memory() - before
    return [
        Number("engine, 10 lines, 200 promotions, round trip p50", middle(ten), "ms"),
        Number("engine, 10 lines, 200 promotions, round trip p95", percentile(ten, 95), "ms"),
        Number("engine, 100 lines, 200 promotions, round trip p50", middle(hundred), "ms"),
        Number("engine, 100 lines, 200 promotions, round trip p95", percentile(hundred, 95), "ms"),
        Number("memory of the browser with the engine, above the page", held, "MB"),
    ]


def _slowly(profile: Path, page: str, given: dict[str, Any], quick: bool) -> list[Number]:
    with browser.visiting(profile, service_workers="block") as context:
        tab = context.pages[0]
        tab.goto(page)
        fast = tab.evaluate(browser.SPIN)
        with browser.slowed(SLOW):
            slow = tab.evaluate(browser.SPIN)
            tab, start = _begin(context, page, given)
            ten = tab.evaluate(ROUNDS, {"question": given["ten"], "rounds": 10 if quick else 60})
            hundred = tab.evaluate(ROUNDS, {"question": given["hundred"], "rounds": 5 if quick else 30})
    note = f"the browser stopped and continued; a loop in the page ran {fast / slow:.1f} times slower"
    return [
        Number("engine, start after a restart, slowed", start, "ms", note=note),
        below("engine, 10 lines, 200 promotions, slowed, p95", percentile(ten, 95), "ms", 50),
        Number("engine, 100 lines, 200 promotions, slowed, p50", middle(hundred), "ms"),
        Number("engine, 100 lines, 200 promotions, slowed, p95", percentile(hundred, 95), "ms"),
    ]
