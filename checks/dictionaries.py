"""Both languages of the front ends say everything: each `de.ts` has an `en.ts` beside it with the same keys, none empty."""

import re
from pathlib import Path

from checks.tracked import Finding, named, sources

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)"""
    r"""|(?P<word>[A-Za-z_$][\w$]*)|(?P<mark>[{}()\[\]:,])""",
    re.DOTALL,
)


def keys_of(text: str) -> dict[str, str]:
    """Every key of the object literals with its dotted path; the value is the text it holds, `?` for anything else."""
    keys: dict[str, str] = {}
    path: list[str] = []
    inside: list[str] = []
    previous, candidate = "", ""
    for match in TOKEN.finditer(text):
        kind, said = match.lastgroup, match[0]
        if kind == "comment":
            continue
        if kind in {"word", "text"}:
            if previous in {"{", ","} and inside[-1:] == ["{"]:
                candidate = said.strip("'\"`")
            elif previous == ":" and kind == "text" and path:
                keys[".".join(path)] = said[1:-1]
            else:
                candidate = ""
        elif said == ":" and candidate:
            path[len(inside) - 1 :] = [candidate]
            keys[".".join(path)] = "?"
            candidate = ""
        elif said in "{([":
            inside.append(said)
            candidate = ""
        elif said in "})]":
            candidate = ""
            inside = inside[:-1]
            del path[max(len(inside), 0) :]
        previous = said if kind == "mark" else "word"
    return {key: value for key, value in keys.items() if value != "?" or not inner(key, keys)}


def inner(key: str, keys: dict[str, str]) -> bool:
    """Whether the key only holds other keys."""
    return any(other.startswith(key + ".") for other in keys)


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, (".ts",), ("frontends/",)):
        if path.name != "de.ts":
            continue
        other = path.with_name("en.ts")
        if not other.is_file():
            found.append(Finding(named(path, root), 1, "there is no en.ts beside it."))
            continue
        german, english = keys_of(text), keys_of(other.read_text(encoding="utf-8"))
        for here, there, where in ((german, english, other), (english, german, path)):
            found += [Finding(named(where, root), 1, f"`{key}` is missing.") for key in here if key not in there]
            found += [Finding(named(where, root), 1, f"`{key}` is empty.") for key, value in there.items() if not value]
    return found
