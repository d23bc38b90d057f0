"""A newer version of the built till: the same program under other names, as the next build would have it."""

import re
import shutil
from pathlib import Path

MARK = "newer"
_SCRIPT = re.compile(r"index-([\w-]{8})\.js")


def newer_till(static: Path, to: Path) -> Path:
    """Copy the built front ends and give the till's main script a new hash, everywhere it is named.

    A device sees what it would see after an update: another service worker, another start page, a script under a name it
    does not know; the old names are gone from the node.
    """
    shutil.copytree(static, to)
    till = to / "till"
    found = _SCRIPT.search((till / "index.html").read_text(encoding="utf-8"))
    assert found is not None, "the start page names its script"
    old, new = found[0], f"index-{MARK:_<8}.js"
    (till / "assets" / old).rename(till / "assets" / new)
    for path in [*till.glob("*.html"), *till.glob("*.js"), *till.glob("assets/*.js")]:
        text = path.read_text(encoding="utf-8")
        fresh = text.replace(old, new)
        if path.name == "index.html":
            fresh = fresh.replace("<head>", f'<head>\n    <meta name="build" content="{MARK}" />')
        if path.name == "sw.js":
            fresh = re.sub(
                r'(revision:"|"revision":")[0-9a-f]+(",url:"index\.html"|","url":"index\.html")',
                rf"\g<1>{MARK}\g<2>",
                fresh,
            )
            fresh = re.sub(r'(url:"index\.html",revision:")[0-9a-f]+', rf"\g<1>{MARK}", fresh)
            assert MARK in fresh, "the service worker lists the start page"
        if fresh != text:
            path.write_text(fresh, encoding="utf-8")
    for packed in [*till.rglob("*.br"), *till.rglob("*.gz")]:
        if not packed.with_suffix("").exists() or packed.with_suffix("").suffix in (".js", ".html"):
            packed.unlink()
    return to
