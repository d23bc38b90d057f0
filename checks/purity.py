"""`core` and `fiscal` are pure: a short list of standard modules, no clock, no files, no float, no `/`.

The same files run in the browser; and an amount that was a float for one moment is a cent that somebody will look for.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from checks.tracked import Finding, named, sources

CORE_MODULES = {
    "__future__", "abc", "bisect", "collections", "dataclasses", "datetime", "enum", "functools", "itertools",
    "operator", "re", "string", "types", "typing", "unicodedata",
}  # fmt: skip
# `cryptography` only computes; `fiscal` needs it to verify signatures. It does not run in the browser, `core` does.
FISCAL_MODULES = CORE_MODULES | {
    "base64", "binascii", "cryptography", "csv", "hashlib", "html", "io", "json", "struct", "zlib", "zoneinfo",
}  # fmt: skip
RINGS = {
    "src/tresen/core/": (CORE_MODULES, ("tresen.core",)),
    "src/tresen/fiscal/": (FISCAL_MODULES, ("tresen.core", "tresen.fiscal")),
}
CLOCKS = {"now", "today", "utcnow"}
EFFECTS = {"open", "print", "input", "eval", "exec", "hash", "id", "float", "round", "complex"}


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for ring, (modules, packages) in RINGS.items():
        for path, text in sources(root, (".py",), (ring,)):
            tree = ast.parse(text)
            name = named(path, root)
            found.extend(foreign_imports(name, tree, modules, packages))
            found.extend(impure_expressions(name, tree))
    return found


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module that is imported, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            if node.module == "tresen":
                for alias in node.names:
                    yield node.lineno, f"tresen.{alias.name}"
            else:
                yield node.lineno, node.module or "."


def foreign_imports(name: str, tree: ast.AST, modules: set[str], packages: tuple[str, ...]) -> Iterator[Finding]:
    for line, module in imported(tree):
        own = any(module == package or module.startswith(package + ".") for package in packages)
        if not own and module.split(".")[0] not in modules:
            yield Finding(name, line, f"imports {module}; a pure ring imports only the list in checks/purity.py.")


def impure_expressions(name: str, tree: ast.AST) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield Finding(name, node.lineno, f"{node.value} is a float; money and quantities are integers.")
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield Finding(name, node.lineno, "`/` makes a float; use core.money.divide_half_up or `//`.")
        elif isinstance(node, ast.Name) and node.id in EFFECTS and isinstance(node.ctx, ast.Load):
            yield Finding(name, node.lineno, f"`{node.id}` has no place in a pure ring.")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield Finding(name, node.lineno, f"`{node.func.attr}()` reads a clock; the moment is an argument.")
