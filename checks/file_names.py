"""No file or folder is named after a role: such a name has no border, so everything ends up in it."""

import re
from pathlib import Path

from checks.tracked import Finding, named, tracked_files

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "base", "service", "services", "manager", "misc"}
FOLDERS = ("src/", "frontends/", "tests/", "checks/", "simulator/", "benchmarks/")


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path in tracked_files(root):
        name = named(path, root)
        if not name.startswith(FOLDERS):
            continue
        for part in name.split("/"):
            words = set(re.split(r"[._-]+", part.lower()))
            if bad := FORBIDDEN & words:
                word = min(bad)
                found.append(Finding(name, 1, f"`{word}` is a role, not a thing. Name the file by its noun or act."))
                break
    return found
