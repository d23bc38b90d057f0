"""Memory of a node after many sales in one go."""

import time
from pathlib import Path

from benchmarks.baskets import sale_bodies
from benchmarks.load import post
from benchmarks.number import Number, below
from benchmarks.sales import GOODS, PATH
from benchmarks.server import serving
from benchmarks.shop import make_shop


def measure(folder: Path, quick: bool) -> list[Number]:
    wanted = 2_000 if quick else 100_000
    keys, bodies = make_shop(folder, GOODS), sale_bodies(100, GOODS)
    sold = 0.0
    with serving(folder) as node:
        before = node.memory()
        while sold < wanted:
            seconds = 1 if quick else 10
            sold += post(node.address, PATH, keys.headers, bodies, 64, seconds).rate * seconds
        time.sleep(2)  # what waits to be folded
        after = node.memory()
    return [
        Number("memory of a node at its start", before, "MB"),
        below(f"memory of a node after {sold:,.0f} sales", after, "MB", 250),
    ]
