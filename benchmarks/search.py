"""Search as you type on the node, barcodes, the pages of goods that tills read: with 100,000 articles."""

import random
import time
import tracemalloc
from pathlib import Path

import msgspec

from benchmarks.number import Number, below, middle, percentile
from benchmarks.shop import articles, close, fill
from tresen.masterdata.search import ArticleSearch
from tresen.operations.till_goods import goods_page
from tresen.web.app import Settings, make_node


def measure(folder: Path, quick: bool) -> list[Number]:
    count = 5_000 if quick else 100_000
    made = list(articles(count))
    tracemalloc.start()
    search = ArticleSearch()
    for record in made:
        search.put(record.article.id, record)
    search.find("milch")
    held = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    queries = _typed([record.article.name for record in made])
    times = [_timed(search, query) for query in queries]
    slowest = max(zip(times, queries, strict=True))
    thousands = f"{count:,} articles"
    found = [
        below(f"search as you type, {thousands}, p95", percentile(times, 95), "ms", 20, f"slowest: {slowest[1]!r}"),
        Number(f"search as you type, {thousands}, p50", percentile(times, 50), "ms"),
        Number(f"search as you type, {thousands}, slowest", slowest[0], "ms"),
        Number(f"memory of the search, {thousands}", held, "MB"),
    ]
    return found + _in_a_node(folder, count, thousands)


def _typed(names: list[str]) -> list[str]:
    """What stands in the field after each key, of names and of two words."""
    chance = random.Random(3)
    queries = []
    for name in chance.sample(names, 60):
        words = name.split()
        text = " ".join(words[:2]).lower()
        queries += [text[:length] for length in range(1, len(text) + 1)]
    return queries


def _timed(search: ArticleSearch, query: str) -> float:
    begun = time.perf_counter()
    search.find(query)
    return (time.perf_counter() - begun) * 1000


def _in_a_node(folder: Path, count: int, thousands: str) -> list[Number]:
    node = make_node(Settings(folder, practice=False))
    fill(node, count)
    codes = list(node.masterdata.barcodes)[:: max(1, count // 1000)]
    begun = time.perf_counter()
    for code in codes:
        assert node.masterdata.barcodes.get(code) is not None
    looked_up = (time.perf_counter() - begun) / len(codes) * 1e6
    times = []
    size, since, complete = 0, 0, False
    while not complete:
        begun = time.perf_counter()
        page = goods_page(node, since)
        size += len(msgspec.json.encode(page))
        times.append((time.perf_counter() - begun) * 1000)
        since, complete = page.next, page.complete
    close(node)
    return [
        Number("barcode look-up on the node", looked_up, "µs"),
        Number("a page of 2,000 articles for a till, p50", middle(times), "ms"),
        below("the same, longest", max(times), "ms", 20),
        Number(f"all pages, {thousands}, before compression", size / 1e6, "MB"),
    ]
