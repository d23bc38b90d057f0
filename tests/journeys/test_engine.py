"""The engine in a real browser: it starts in a worker under the node's own rules, and answers as the node does."""

import json
import re
from typing import Any

from playwright.sync_api import Request, Route, expect

from tests.journeys.conftest import OpenCounter
from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money
from vectors import make

ASK = """
async ({ worker, library, code, questions }) => {
  const thread = new Worker(worker, { type: 'module' });
  const answer = (id, act, text) => new Promise((done) => {
    const heard = ({ data }) => {
      if (data.id !== id) return;
      thread.removeEventListener('message', heard);
      done(data.text ?? data.fault);
    };
    thread.addEventListener('message', heard);
    thread.postMessage({ id, act, text });
  });
  const base = location.origin + '/till/';
  await answer(0, 'start', JSON.stringify({ id: 'test', library: base + library, code: base + code }));
  const answers = [];
  for (const [at, [act, text]] of questions.entries()) answers.push(await answer(at + 1, act, text));
  thread.terminate();
  return answers;
}
"""


def ready(till: Counter) -> None:
    expect(till.page.locator("[data-engine=ready]")).to_be_attached(timeout=PATIENCE)


def settled(till: Counter) -> None:
    """The sum on the screen is no estimate any more."""
    pane = till.page.get_by_role("region", name=till.say("basket.title"), exact=True)
    expect(pane.locator(".text-4xl")).not_to_have_class(re.compile("opacity-70"), timeout=PATIENCE)


def test_a_worker_of_the_till_quotes_every_vector_byte_for_byte(counters: OpenCounter) -> None:
    till: Counter = counters("tablet")
    fetched: dict[str, str] = {}

    def seen(request: Request) -> None:
        for part in ("engine.worker", "pyodide.mjs", ".zip"):
            if part in request.url:
                fetched.setdefault(part if "stdlib" not in request.url else "library", request.url)

    till.page.context.on("request", seen)
    till.page.reload()
    ready(till)
    written = make.FILE.read_text(encoding="utf-8")
    document = json.loads(written)
    excerpt: dict[str, Any] = dict(document["excerpt"])
    rules = {name: excerpt.pop(name) for name in ("tax", "settings", "promotions", "price_lists") if name in excerpt}
    questions = [["rules", json.dumps({"version": 1, **rules, "shop": {"id": excerpt.pop("shop", "")}})]]
    for case in document["cases"]:
        questions.append(["quote", json.dumps({"basket": case["basket"], "at": case["day"], **excerpt})])
    base = f"{till.shop.base}/till/"
    answers = till.page.evaluate(
        ASK,
        {
            "worker": fetched["engine.worker"],
            "library": fetched["pyodide.mjs"].removeprefix(base).removesuffix("pyodide.mjs"),
            "code": fetched[".zip"].removeprefix(base),
            "questions": questions,
        },
    )
    wanted = [line.split(', "quote": ', 1)[1].rstrip(",")[:-1] for line in written.splitlines() if '", "day"' in line]
    assert answers[1:] == wanted


def test_the_price_is_agreed_while_the_node_is_silent(counters: OpenCounter) -> None:
    till: Counter = counters("tablet", service_workers="block")
    ready(till)
    asked: list[str] = []

    def silent(route: Route) -> None:
        asked.append(route.request.method)
        route.abort("connectionreset")

    till.page.route("**/api/v1/till/baskets/**", silent)
    till.sell("Croissant", "Gurke", "Gurke")
    till.total(139 + 2 * 89)
    settled(till)
    till.pay()
    expect(till.page.locator("[data-due]")).to_have_text(money(317), timeout=PATIENCE)
    assert asked, "the basket is still brought to the node, which does not answer"
    till.tap("pay.cash.exact", amount="")
    till.is_done()
    # What was handed out while the node was silent arrives by itself.
    expect(till.page.locator("[data-unsent='0']")).to_be_attached(timeout=2 * PATIENCE)
    assert till.receipts()[0]["total"] == 317


def test_without_the_engine_the_node_quotes_and_nothing_looks_different(counters: OpenCounter) -> None:
    till: Counter = counters("tablet", service_workers="block")
    till.page.route("**/till/engine/**", lambda route: route.abort("connectionreset"))
    till.page.reload()
    expect(till.page.locator("[data-engine=failed]")).to_be_attached(timeout=PATIENCE)
    till.sell("Croissant")
    till.total(139)
    settled(till)
    till.visitor.troubles.clear()  # the console tells of the files that did not come
    till.pay()
    till.tap("pay.cash.exact", amount="")
    till.is_done()
