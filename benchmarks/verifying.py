"""`tresen verify`: chain, series, balances, totals, list of receipts of a whole journal."""

import resource
import time
from pathlib import Path

from benchmarks.journal import fill_journal
from benchmarks.number import Number, at_least
from benchmarks.shop import close, fill
from tresen.ledger.verify import verify
from tresen.web.app import Settings, make_node


def measure(folder: Path, quick: bool) -> list[Number]:
    count = 3_000 if quick else 50_000
    node = make_node(Settings(folder, practice=False))
    fill(node, 1000)
    fill_journal(node, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rates = []
    for _ in range(1 if quick else 3):
        begun = time.perf_counter()
        verdict = node.database.read_now(verify)
        rates.append(verdict.entries / (time.perf_counter() - begun))
        assert verdict.sound, verdict.faults[:3]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    close(node)
    return [
        at_least("verify", max(rates), "entries/s", 50_000),
        Number(f"verify, memory it adds over {verdict.entries:,} entries", grown, "MB"),
    ]
