"""One word per thing: names use the glossary's word and none of the words it asks to avoid.

Looks at folder, file, class and function names of Python and TypeScript. A name that must be so (a foreign interface)
carries `glossary: <reason>` in a comment on its line.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from checks.tracked import Finding, named, sources, text_of, tracked_files

FOLDERS = ("src/tresen/", "frontends/", "checks/", "simulator/")
TS_NAME = re.compile(
    r"\b(?:function|class|interface|type)\s+([A-Za-z_]\w*)|\b(?:const|let)\s+([A-Za-z_]\w*)\s*=\s*(?:async\s*)?\("
)


def avoided_words(root: Path) -> dict[tuple[str, ...], str]:
    """From the table in GLOSSARY.md: each word (or phrase) to avoid, with the term to use instead."""
    avoided: dict[tuple[str, ...], str] = {}
    column = -1
    for line in (text_of(root / "GLOSSARY.md") or "").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            column = -1
        elif "avoid" in [cell.lower() for cell in cells]:
            column = [cell.lower() for cell in cells].index("avoid")
        elif 0 <= column < len(cells) and not set(line) <= set("|-: "):
            for phrase in re.findall(r"`([^`]+)`", cells[column]):
                avoided[tuple(phrase.lower().split())] = cells[0].strip("*` ")
    return avoided


def words_of(identifier: str) -> list[str]:
    """`openCashBox`, `open_cash_box` and `open-cash-box` are three words each."""
    parted = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3 \2\4", identifier)
    return [word.lower() for word in re.split(r"[\W_]+", parted) if word]


def offence(identifier: str, avoided: dict[tuple[str, ...], str]) -> str | None:
    words = words_of(identifier)
    for phrase, term in avoided.items():
        for start in range(len(words) - len(phrase) + 1):
            last = words[start + len(phrase) - 1].removesuffix("s")
            window = (*words[start : start + len(phrase) - 1], last)
            if window == (*phrase[:-1], phrase[-1].removesuffix("s")):
                return f"`{identifier}`: say `{term}`, not `{' '.join(phrase)}` (GLOSSARY.md)."
    return None


def names_in(path: Path, text: str) -> Iterator[tuple[int, str]]:
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node.lineno, node.name
    else:
        for number, line in enumerate(text.splitlines(), 1):
            for match in TS_NAME.finditer(line):
                yield number, match[1] or match[2]


def findings(root: Path) -> list[Finding]:
    avoided = avoided_words(root)
    found: list[Finding] = []
    for path in tracked_files(root):
        name = named(path, root)
        if name.startswith(FOLDERS) and path.suffix in {".py", ".ts", ".svelte"}:
            found.extend(Finding(name, 1, said) for part in name.split("/") if (said := offence(part, avoided)))
    for path, text in sources(root, (".py", ".ts", ".svelte"), FOLDERS):
        lines = text.splitlines()
        for number, identifier in names_in(path, text):
            if (said := offence(identifier, avoided)) and "glossary:" not in lines[number - 1]:
                found.append(Finding(named(path, root), number, said))
    return found
