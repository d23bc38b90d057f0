"""The sale that is measured: 10 lines of different articles, paid in cash."""

import json
import random

from benchmarks.shop import articles

LINES = 10


def sale_bodies(count: int, goods: int) -> list[str]:
    """Bodies for `POST /api/v1/till/sales`; `@@` stands for the id. `goods`: how many articles the shop has."""
    chance = random.Random(11)
    prices = [record.article.price for record in articles(min(goods, 5000))]
    bodies = []
    for _ in range(count):
        chosen = chance.sample(range(len(prices)), LINES)
        lines = [{"id": f"l{n}", "article": f"a{number}"} for n, number in enumerate(chosen)]
        total = sum(prices[number] for number in chosen)
        body = {
            "basket": {"id": "@@", "lines": lines}, "total": total, "tenders": [{"kind": "cash", "amount": total}],
            "print": False,
        }  # fmt: skip
        bodies.append(json.dumps(body, separators=(",", ":")))
    return bodies
