"""The end of ./test: what failed, what was not run, and one closing line with the counts of all parts.

Called with: folder of reports, seconds, number of failed parts, the failed parts, the parts not run.
"""

import json
import os
import sys
from pathlib import Path


def main(folder: str, seconds: str, failed_count: str, *names: str) -> int:
    counts = {"failed": 0, "passed": 0, "skipped": 0, "error": 0}
    failed, not_run = list(names[: int(failed_count)]), list(names[int(failed_count) :])
    for report in sorted(Path(folder).glob("*.json")):
        told = json.loads(report.read_text(encoding="utf-8"))
        if report.with_name(f"{report.stem}-again.json").exists():
            told["counts"].update(failed=0, error=0)  # the second walk counts for these
        for kind, count in told["counts"].items():
            counts[kind] += count
        not_run += told["not_run"]
    strict = os.environ.get("CI", "").lower() in {"1", "true"}
    if not_run:
        print("\nNot run:")
        for name in dict.fromkeys(not_run):
            print(f"  - {name}")
    if failed:
        print("\nFailed parts: " + ", ".join(failed))
    bad = bool(failed) or counts["failed"] > 0 or counts["error"] > 0 or (strict and bool(not_run))
    if strict and not_run:
        print("\nWith CI=true everything must run.")
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count or kind in {"passed", "failed"})
    print(f"\n{'=' * 20} {said} in {int(seconds)}.00s {'=' * 20}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
