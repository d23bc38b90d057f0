"""What never belongs into the repository: paths of somebody's machine, addresses of package registries, promises.

The words are put together here so that this file does not find itself.
"""

import re
from pathlib import Path

from checks.tracked import Finding, named, text_of, tracked_files

RULES = (
    (re.compile(r"(?<![\w.])/(?:ro" r"ot|wo" r"rk)/\w|(?<![\w.])/(?:ho" r"me|Use" r"rs)/[a-z]\w+/|[A-Z]:\\Us" r"ers\\"), "a path of one machine"),
    (re.compile(r"registry\.(?:npm" r"js|yarn" r"pkg)\.|files\.python" r"hosted\.|pypi\." r"org/simple|\"resolved\"\s*:\s*\"http"),
     "an address of a package registry"),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b"), "a promise; do it now, or write an issue"),
    (re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE), "a merge conflict"),
)  # fmt: skip
BINARY = {".png", ".ico", ".woff2", ".xlsx", ".pdf", ".tar", ".gz", ".zip", ".whl", ".parquet"}


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path in tracked_files(root):
        text = None if path.suffix in BINARY else text_of(path)
        for pattern, said in RULES if text else ():
            for match in pattern.finditer(text or ""):
                line = (text or "").count("\n", 0, match.start()) + 1
                found.append(Finding(named(path, root), line, f"`{match[0]}` is {said}."))
    return found
