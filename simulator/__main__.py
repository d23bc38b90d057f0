"""Run schedules: `python -m simulator --seed 7` shows one, `--count 5000` runs many and names the seeds that broke a law."""

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from simulator.schedule import Outcome, run


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="seed of the (first) run")
    parser.add_argument("--count", type=int, default=1, help="how many seeds, one after the other")
    parser.add_argument("--steps", type=int, default=60, help="acts of a run")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--trace", action="store_true", help="print what happened")
    asked = parser.parse_args(arguments)
    begun, broken, papers = time.monotonic(), [], 0
    seeds = range(asked.seed, asked.seed + asked.count)
    with ProcessPoolExecutor(asked.jobs) as pool:
        outcomes = map(run, seeds, [asked.steps] * len(seeds))
        if asked.jobs > 1:
            outcomes = pool.map(run, seeds, [asked.steps] * len(seeds), chunksize=10)
        for outcome in outcomes:
            papers += outcome.papers
            if outcome.fault:
                broken.append(outcome.seed)
                sys.stdout.write(f"seed {outcome.seed}: {outcome.fault}\n")
            if asked.trace or (outcome.fault and asked.count == 1):
                _show(outcome)
    took = time.monotonic() - begun
    sys.stdout.write(f"{asked.count} runs, {papers} receipts, {len(broken)} broken, {took:.1f} s\n")
    return 1 if broken else 0


def _show(outcome: Outcome) -> None:
    sys.stdout.write("\n".join(outcome.lines) + f"\nseed {outcome.seed}, hash {outcome.hash}\n")


if __name__ == "__main__":
    sys.exit(main())
