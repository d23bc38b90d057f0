"""Durable sales through HTTP: 10 lines, quote, simulated TSE, journal and ledger; 1, 8 and 64 clients."""

from pathlib import Path

from benchmarks.baskets import sale_bodies
from benchmarks.load import Load, post
from benchmarks.machine import RawSales, syncs
from benchmarks.number import Number, at_least, below, middle
from benchmarks.server import serving
from benchmarks.shop import make_shop

PATH = "/api/v1/till/sales"
GOODS = 1000
CLIENTS = (1, 8, 64)


def measure(folder: Path, quick: bool) -> list[Number]:
    """Rounds in turn with SQLite alone, so that both meet the same machine; medians."""
    rounds, seconds = (1, 1.0) if quick else (5, 3.0)
    shop = folder / "node"
    keys, bodies = make_shop(shop, GOODS), sale_bodies(100, GOODS)
    raw = RawSales(folder)
    loads: dict[int, list[Load]] = {clients: [] for clients in CLIENTS}
    alone, synced = [], []
    with serving(shop) as node:
        post(node.address, PATH, keys.headers, bodies, 8, 1)  # the first second belongs to nobody
        for _ in range(rounds):
            alone.append(raw.rate(seconds / 2))
            synced.append(syncs(folder, seconds / 4))
            for clients in CLIENTS:
                loads[clients].append(post(node.address, PATH, keys.headers, bodies, clients, seconds))
    raw.close()
    bad = sum(load.bad for of_clients in loads.values() for load in of_clients)
    return _numbers(loads, middle(alone), middle(synced), bad)


def _numbers(loads: dict[int, list[Load]], alone: float, synced: float, bad: int) -> list[Number]:
    rate = {clients: middle([load.rate for load in of]) for clients, of in loads.items()}
    p50 = {clients: middle([load.p50 for load in of]) for clients, of in loads.items()}
    p99 = {clients: middle([load.p99 for load in of]) for clients, of in loads.items()}
    note = f"{bad} sales were refused" if bad else ""
    return [
        Number("machine: 64 KiB written and synced", synced, "/s"),
        Number("machine: SQLite alone, one commit a sale", alone, "/s"),
        at_least("sales, 64 clients", rate[64], "/s", 2000, note),
        at_least("sales, 64 clients, of SQLite alone", rate[64] / alone, "times", 0.6),
        Number("sales, 64 clients, of the syncs", rate[64] / synced, "times"),
        Number("sales, 64 clients, p50", p50[64], "ms"),
        Number("sales, 64 clients, p99", p99[64], "ms"),
        Number("sales, 8 clients", rate[8], "/s"),
        Number("sales, 8 clients, p50", p50[8], "ms"),
        below("sales, 8 clients, p99", p99[8], "ms", 15),
        Number("sales, 1 client", rate[1], "/s"),
        below("sales, 1 client, p50", p50[1], "ms", 2),
        Number("sales, 1 client, p99", p99[1], "ms"),
    ]
