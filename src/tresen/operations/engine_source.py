"""The sources of the engine as one file, always the same bytes for the same sources, and the id that follows from them.

The node quotes with these sources, the till carries them into the browser, and the node keeps the file of every version
that it ever handed out, so that an old sale can be computed again. Nothing but the standard library and the version is
imported here: the build of the front ends runs this module in the browser's own Python.
"""

import hashlib
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from tresen.core.engine import ENGINE

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_RINGS: Final = ("core", "fiscal")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_REGULAR: Final = 0o100644 << 16
_UNIX: Final = 3


@cache
def engine_zip() -> bytes:
    """The sources of `tresen.core` and `tresen.fiscal` as a zip file that Python can import from."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as file:
        for name, text in _sources():
            entry = ZipInfo(name, _LONG_AGO)
            entry.create_system, entry.external_attr = _UNIX, _REGULAR
            file.writestr(entry, text)
    return content.getvalue()


@cache
def engine_id() -> str:
    """Version and the beginning of the hash, for example `1-0123456789ab`. It stands on every receipt."""
    return f"{ENGINE}-{hashlib.sha256(engine_zip()).hexdigest()[:12]}"


def _sources() -> Iterator[tuple[str, bytes]]:
    paths = [_PACKAGE / "__init__.py"]
    for ring in _RINGS:
        paths.extend((_PACKAGE / ring).rglob("*.py"))
    for path in sorted(paths, key=lambda path: path.relative_to(_PACKAGE).as_posix()):
        # A checkout may end lines in its own way; the engine is the same.
        yield f"tresen/{path.relative_to(_PACKAGE).as_posix()}", path.read_bytes().replace(b"\r\n", b"\n")
