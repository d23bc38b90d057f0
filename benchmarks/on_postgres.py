"""The same sales with PostgreSQL behind the node: a server of our own, with its ordinary durable settings."""

from pathlib import Path

from benchmarks.baskets import sale_bodies
from benchmarks.load import post
from benchmarks.number import Number, middle
from benchmarks.sales import GOODS, PATH
from benchmarks.server import serving
from benchmarks.shop import make_shop
from tests.postgres import PostgresMissing, running_postgres


def measure(folder: Path, quick: bool) -> list[Number]:
    rounds, seconds = (1, 1.0) if quick else (3, 3.0)
    numbers = []
    try:
        with running_postgres(durable=True) as url:
            keys, bodies = make_shop(folder, GOODS, url), sale_bodies(100, GOODS)
            with serving(folder, url) as node:
                for clients in (1, 8, 64):
                    loads = [post(node.address, PATH, keys.headers, bodies, clients, seconds) for _ in range(rounds)]
                    note = f"{bad} sales were refused" if (bad := sum(load.bad for load in loads)) else ""
                    of = f"{clients} client{'s' if clients > 1 else ''} on PostgreSQL"
                    numbers.append(Number(f"sales, {of}", middle([load.rate for load in loads]), "/s", note=note))
                    numbers.append(Number(f"sales, {of}, p50", middle([load.p50 for load in loads]), "ms"))
    except PostgresMissing as missing:
        return [Number("sales on PostgreSQL", 0, "/s", note=f"not measured: {missing}")]
    return numbers
