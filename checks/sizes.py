"""Files up to 400 lines, Python functions up to 60: a reader holds one thing in the head at a time.

A file that is one thing and still longer says why in a comment on top (`# size: <reason>`) and may have 600 lines.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from checks.tracked import Finding, named, sources

FILE_LINES = 400
FILE_LINES_WITH_REASON = 600
FUNCTION_LINES = 60
REASON = re.compile(r"^\W*size:\s+\w.{10,}", re.MULTILINE)
KINDS = (".py", ".ts", ".svelte", ".js", ".mjs")


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, KINDS):
        name = named(path, root)
        lines = len(text.splitlines())
        reasoned = REASON.search("\n".join(text.splitlines()[:5])) is not None
        limit = FILE_LINES_WITH_REASON if reasoned else FILE_LINES
        if lines > limit:
            found.append(Finding(name, 1, f"{lines} lines; a file has at most {limit}. Split it by noun or act."))
        if path.suffix == ".py":
            found.extend(long_functions(name, text))
    return found


def long_functions(name: str, text: str) -> Iterator[Finding]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield Finding(name, node.lineno, f"{node.name} has {lines} lines; a function has at most 60.")
