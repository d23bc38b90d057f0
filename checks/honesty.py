"""Tests that cannot fail are worse than none: no skipping, no expected failures, no sleeping, in Python and TypeScript.

What a machine cannot provide (a browser, PostgreSQL) is asked of the fixtures in tests/conftest.py; they alone may
leave a test out, and ./test names it as *not run*.
"""

import re
from pathlib import Path

from checks.tracked import Finding, named, sources

PYTHON = (
    (re.compile(r"pytest\.(?:mark\.)?(?:sk" r"ip|skip" r"if|xfa" r"il|import" r"orskip)\b"), "a test is never left out here"),
    (re.compile(r"\b(?:time|asyncio|anyio)\.sle" r"ep\((?!0\))"), "a test waits for what it expects, not for time"),
)  # fmt: skip
SCRIPT = ((re.compile(r"\b(?:it|test|describe)\.(?:sk" r"ip|on" r"ly|to" r"do)\b"), "a test is never left out here"),)


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, (".py", ".ts"), ("tests/", "frontends/")):
        name = named(path, root)
        if name == "tests/conftest.py" or (name.startswith("frontends/") and ".test." not in path.name):
            continue
        for pattern, said in PYTHON if path.suffix == ".py" else SCRIPT:
            for match in pattern.finditer(text):
                found.append(Finding(name, text.count("\n", 0, match.start()) + 1, f"`{match[0]}`: {said}."))
    return found
