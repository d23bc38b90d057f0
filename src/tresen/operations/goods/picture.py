"""Pictures of articles: which files may be one."""

from typing import Final

MOST_BYTES: Final = 5 * 1024 * 1024


def kind_of(content: bytes) -> str | None:
    """`png`, `jpg` or `webp` by the first bytes; None for everything else (an SVG could carry a script)."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
