"""Measure and print: `python -m benchmarks [--quick] [--json FILE] [NAME ...]`."""

import argparse
import dataclasses
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks import (
    exporting,
    inspecting,
    memory,
    on_postgres,
    quote,
    reporting,
    sales,
    search,
    starting,
    till_engine,
    till_goods,
    verifying,
)
from benchmarks.number import Measure, Number

PARTS: Final[dict[str, Measure]] = {
    "quote": quote.measure,
    "sales": sales.measure,
    "postgres": on_postgres.measure,
    "search": search.measure,
    "reports": reporting.measure,
    "verify": verifying.measure,
    "export": exporting.measure,
    "inspection": inspecting.measure,
    "start": starting.measure,
    "memory": memory.measure,
    "engine": till_engine.measure,
    "till": till_goods.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure Tresen on this machine.")
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it works, not how fast it is")
    parser.add_argument("--json", type=Path, help="write the numbers to a file as well")
    asked = parser.parse_args()
    unknown = set(asked.parts) - PARTS.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    numbers: list[Number] = []
    for name in asked.parts or PARTS:
        begun = time.perf_counter()
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="tresen-benchmark-") as folder:
            measured = PARTS[name](Path(folder), asked.quick)
        for number in measured:
            print(number.text())
        print(f"   ({time.perf_counter() - begun:.0f} s)", flush=True)
        numbers += measured
    if asked.json:
        content = {"quick": asked.quick, "numbers": [dataclasses.asdict(number) for number in numbers]}
        asked.json.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    targets = [number for number in numbers if number.reached is not None]
    print(f"{sum(bool(number.reached) for number in targets)} of {len(targets)} targets reached")
    return 0


if __name__ == "__main__":
    sys.exit(main())
