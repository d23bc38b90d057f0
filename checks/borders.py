"""Borders that import contracts cannot say: only `web` names adapters, whatever else there will be; of the adapters only
signer adapters may see `fiscal`; operations hold no SQL text."""

import ast
import re
from pathlib import Path

from checks.purity import imported
from checks.tracked import Finding, named, sources

SQL = re.compile(r"\s*(SELECT\s.+\sFROM\s|INSERT INTO\s|UPDATE\s+\w+\s+SET\s|DELETE FROM\s|CREATE TABLE\s)", re.DOTALL)


def findings(root: Path) -> list[Finding]:
    return [*adapters_outside_web(root), *fiscal_in_adapters(root), *sql_in_operations(root)]


def adapters_outside_web(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, (".py",), ("src/tresen/",)):
        name = named(path, root)
        if name.startswith(("src/tresen/web/", "src/tresen/adapters/")):
            continue
        for line, module in imported(ast.parse(text)):
            if module == "tresen.adapters" or module.startswith("tresen.adapters."):
                found.append(Finding(name, line, "only the composition root in web/ names adapters."))
    return found


def fiscal_in_adapters(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, (".py",), ("src/tresen/adapters/",)):
        name = named(path, root)
        if name.split("/")[3].startswith("signer_"):
            continue
        for line, module in imported(ast.parse(text)):
            if module == "tresen.fiscal" or module.startswith("tresen.fiscal."):
                found.append(Finding(name, line, "only a signer adapter may know of `fiscal`."))
    return found


def sql_in_operations(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, (".py",), ("src/tresen/operations/",)):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
                found.append(Finding(named(path, root), node.lineno, "an operation holds no SQL; ask a lower ring."))
    return found
