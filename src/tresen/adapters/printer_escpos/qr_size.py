"""How large a QR code becomes, so that it can be drawn as large as the paper allows."""

from bisect import bisect_left
from typing import Final

BYTES_AT_M: Final = (
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
    997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
)  # fmt: skip
"""Bytes that versions 1 to 40 hold at error correction M (ISO/IEC 18004, byte mode)."""


def modules_across(size: int) -> int:
    """Modules from edge to edge, without the quiet zone, for so many bytes; 0 if no version holds them."""
    version = bisect_left(BYTES_AT_M, size) + 1
    return 17 + 4 * version if version <= len(BYTES_AT_M) else 0
