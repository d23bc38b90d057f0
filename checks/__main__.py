"""`python -m checks [--write] [NAME ...]`: run the house rules, all or the named ones.

With `--write` the generated texts (failure pages, schema snapshot) are brought up to date first.
"""

import importlib
import sys
from pathlib import Path

ALL = (
    "sizes",
    "file_names",
    "purity",
    "borders",
    "glossary",
    "words",
    "failures",
    "dictionaries",
    "schema",
    "documents",
    "honesty",
)


def main(arguments: list[str]) -> int:
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root / "src"))
    write = "--write" in arguments
    names = [argument for argument in arguments if not argument.startswith("-")] or list(ALL)
    found = 0
    for name in names:
        check = importlib.import_module(f"checks.{name}")
        if write and hasattr(check, "write"):
            check.write(root)
        findings = check.findings(root)
        for finding in findings:
            print(finding)
        found += len(findings)
    print(f"{len(names)} checks, {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
