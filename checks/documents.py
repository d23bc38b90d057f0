"""Every document has one title, and every relative link leads to a file (and a heading) that is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from checks.tracked import Finding, named, sources

FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$", re.MULTILINE)


def without_code(text: str) -> str:
    """The text with fenced blocks emptied, line numbers kept."""
    return re.sub(r"`[^`\n]+`", "``", FENCE.sub(lambda match: "\n" * match[0].count("\n"), text))


def anchors(text: str) -> set[str]:
    """The anchors that headings make, as code hosts do it."""
    plain = FENCE.sub("", text)
    return {re.sub(r"[^\w\- ]", "", match[2].lower()).replace(" ", "-") for match in HEADING.finditer(plain)}


def broken_links(path: Path, name: str, text: str) -> Iterator[Finding]:
    bare = without_code(text)
    for match in LINK.finditer(bare):
        target = match[1]
        if re.match(r"[a-z][a-z+.-]*:", target):
            continue
        line = bare.count("\n", 0, match.start()) + 1
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        if not linked.exists():
            yield Finding(name, line, f"link to `{target}`: there is no such file.")
        elif anchor and linked.suffix == ".md" and anchor not in anchors(linked.read_text(encoding="utf-8")):
            yield Finding(name, line, f"link to `{target}`: there is no such heading.")


def findings(root: Path) -> list[Finding]:
    found: list[Finding] = []
    for path, text in sources(root, (".md",)):
        name = named(path, root)
        titles = [match for match in HEADING.finditer(without_code(text)) if len(match[1]) == 1]
        if len(titles) != 1:
            found.append(Finding(name, 1, f"has {len(titles)} titles (`# ...`); a document has exactly one."))
        found.extend(broken_links(path, name, text))
    return found
