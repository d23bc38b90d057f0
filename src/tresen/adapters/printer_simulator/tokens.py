"""Cut a stream of ESC/POS bytes into commands and letters. Knows nothing of how the bytes were made."""

from typing import Final

FIXED: Final = {
    b"\x1b@": 2, b"\x1b2": 2, b"\x1bt": 3, b"\x1b3": 3, b"\x1ba": 3, b"\x1bM": 3, b"\x1bE": 3, b"\x1bd": 3,
    b"\x1b-": 3, b"\x1bR": 3, b"\x1bp": 5, b"\x1d!": 3, b"\x1dB": 3, b"\x1dh": 3, b"\x1dw": 3, b"\x1dH": 3,
    b"\x1dr": 3, b"\x10\x04": 3,
}  # fmt: skip
"""Commands of a fixed length in bytes."""


def next_token(data: bytes, at: int) -> bytes:
    """The command or letter that begins at a position; empty while its end has not arrived yet."""
    if data[at] not in (0x10, 0x1B, 0x1D):
        return data[at : at + 1]
    command = data[at : at + 2]
    if len(command) < 2:
        return b""
    if command in FIXED:
        length = FIXED[command]
    elif command == b"\x1dV":
        length = _cut_length(data, at)
    elif command == b"\x1d(":
        length = 5 + int.from_bytes(data[at + 3 : at + 5], "little") if len(data) >= at + 5 else 0
    elif command == b"\x1dk":
        length = _barcode_length(data, at)
    else:
        length = 2
    token = data[at : at + length]
    return token if length and len(token) == length else b""


def _cut_length(data: bytes, at: int) -> int:
    if len(data) < at + 3:
        return 0
    return 4 if data[at + 2] in (65, 66) else 3


def _barcode_length(data: bytes, at: int) -> int:
    if len(data) < at + 4:
        return 0
    if data[at + 2] >= 65:
        return 4 + data[at + 3]
    end = data.find(b"\x00", at + 3)
    return end + 1 - at if end > 0 else 0


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """All complete commands and letters, and the rest that waits for more bytes."""
    tokens = []
    at = 0
    while at < len(data):
        token = next_token(data, at)
        if not token:
            break
        tokens.append(token)
        at += len(token)
    return tokens, data[at:]
