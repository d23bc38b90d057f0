"""The catalogue of expected failures is complete: every code that is used is explained in both languages, and back.

The catalogue is `tresen.core.failures.CATALOGUE`: each code has `de` and `en`, each three sentences. Warnings of the quote
are in it too, because a cashier reads them. `docs/errors/README.md` is generated from it (`python -m checks failures --write`).
"""

import ast
import importlib
from collections.abc import Mapping
from pathlib import Path

from checks.tracked import Finding, named, sources

LANGUAGES = ("de", "en")
PARTS = ("happened", "safe", "do")
PAGE = Path("docs") / "errors" / "README.md"
CATALOGUE = "src/tresen/core/failure_catalogue/__init__.py"
OWN = ("src/tresen/core/failures.py", "src/tresen/core/failure_catalogue/")
UNEXPECTED = "unexpected"
"""What a bug is called on the screen; it is used by being absent from everything else."""
MAKERS = {"Failure": "code", "Warning": "code", "Refused": "code"}

Catalogue = Mapping[str, Mapping[str, Mapping[str, str]]]


def used_codes(root: Path) -> dict[str, tuple[str, int]]:
    """Every code that the source names in `Failure("...")` or `Warning("...")`, with the first place."""
    used: dict[str, tuple[str, int]] = {}
    for path, text in sources(root, (".py",), ("src/tresen/",)):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and called(node.func) in MAKERS:
                for code in codes_of(node):
                    used.setdefault(code, (named(path, root), node.lineno))
    return used


def called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def codes_of(node: ast.Call) -> list[str]:
    """The code given as first argument or as `code=`; both branches of a conditional."""
    given = [keyword.value for keyword in node.keywords if keyword.arg == "code"] or node.args[:1]
    texts: list[str] = []
    for value in given:
        options = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        texts += [
            option.value for option in options if isinstance(option, ast.Constant) and isinstance(option.value, str)
        ]
    return texts


def mentioned(root: Path, code: str) -> bool:
    """Whether any source beside the catalogue names the code in quotes (tables of codes, literals of a type)."""
    return any(
        f'"{code}"' in text or f"'{code}'" in text
        for path, text in sources(root, (".py", ".ts", ".svelte"), ("src/", "frontends/"))
        if not named(path, root).startswith(OWN)
    )


def catalogue_of(root: Path) -> Catalogue | None:
    if not (root / OWN[0]).is_file():
        return None
    module = importlib.import_module("tresen.core.failures")
    return {
        code: {language: dict(zip(PARTS, getattr(entry, language), strict=True)) for language in LANGUAGES}
        for code, entry in module.CATALOGUE.items()
    }


def gaps(catalogue: Catalogue) -> list[Finding]:
    """Codes whose explanation is not complete."""
    found: list[Finding] = []
    for code, texts in catalogue.items():
        for language in LANGUAGES:
            missing = [part for part in PARTS if not texts.get(language, {}).get(part, "").strip()]
            found += [Finding(CATALOGUE, 1, f"{code}: `{part}` is missing in {language}.") for part in missing]
    return found


def page(catalogue: Catalogue) -> str:
    """The reference page: every failure with what happened, whether the data are safe and what to do."""
    lines = [
        "# Failures",
        "",
        "Every failure that a person can meet, as screens show it. Generated: `python -m checks failures --write`.",
    ]
    for code in sorted(catalogue):
        lines += ["", f"## {code}", ""]
        for language, heads in (("de", "Was ist passiert|Sind meine Daten sicher|Was tun"), ("en", "What|Data|Do")):
            texts = catalogue[code][language]
            lines += [f"- {head}: {texts[part]}" for head, part in zip(heads.split("|"), PARTS, strict=True)]
    return "\n".join(lines) + "\n"


def write(root: Path) -> None:
    catalogue = catalogue_of(root)
    if catalogue is not None and not gaps(catalogue):
        (root / PAGE).parent.mkdir(parents=True, exist_ok=True)
        (root / PAGE).write_text(page(catalogue), encoding="utf-8")


def findings(root: Path) -> list[Finding]:
    catalogue = catalogue_of(root)
    if catalogue is None:
        return []
    found = gaps(catalogue)
    for code, (name, line) in used_codes(root).items():
        if code not in catalogue:
            found.append(Finding(name, line, f"failure `{code}` is not in the catalogue."))
    unused = [code for code in catalogue if code != UNEXPECTED and not mentioned(root, code)]
    if not found:
        written = (root / PAGE).read_text(encoding="utf-8") if (root / PAGE).is_file() else ""
        if written != page(catalogue):
            found.append(Finding(PAGE.as_posix(), 1, "is not up to date: python -m checks failures --write"))
    if unused:
        found.append(Finding(CATALOGUE, 1, f"{len(unused)} codes that nothing uses: {', '.join(unused)}."))
    return found
