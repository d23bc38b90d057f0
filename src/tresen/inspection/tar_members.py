"""Reads a TAR archive as a stream, whoever made it: bounded memory, no path is followed, nothing is unpacked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_BLOCK: Final = 512
_LONGEST_HEADER: Final = 64 * 1024
"""Of a long name or a pax header; real ones have some hundred bytes."""
_PIECE: Final = 1 << 20
_FILES: Final = frozenset(b"0\0007")


class CutOff(ValueError):
    """The archive ends too early or is no archive from here on; the message says why."""


@dataclass(slots=True, frozen=True)
class TarMember:
    """One entry of the archive."""

    name: str
    size: int
    """As declared, which may be a lie."""
    is_file: bool
    content: bytes | None
    """None if it is no file or larger than the limit."""


def looks_like_tar(start: bytes) -> bool:
    """Whether the first block of a file is the header of a TAR entry: its checksum is right."""
    return len(start) >= _BLOCK and any(start[:_BLOCK]) and _sum_is_right(start[:_BLOCK])


def tar_members(stream: BinaryIO, limit: int) -> Iterator[TarMember]:
    """Every entry in its order. `limit`: bytes of content that are read; larger ones come without. Raises CutOff."""
    long_name = ""
    found_any = False
    while True:
        header = stream.read(_BLOCK)
        if len(header) < _BLOCK:
            if found_any and not header:
                raise CutOff("the end mark is missing")
            raise CutOff("it ends inside a header")
        if not any(header):
            return
        if not _sum_is_right(header):
            raise CutOff("the checksum of a header is wrong")
        found_any = True
        size = _number(header[124:136])
        kind = header[156]
        if kind in b"LKxg":
            if size > _LONGEST_HEADER:
                raise CutOff("a name is longer than any name")
            extra = _content(stream, size)
            if kind == ord("L"):
                long_name = extra.rstrip(b"\0").decode("utf-8", "replace")
            elif kind == ord("x"):
                long_name = _pax_path(extra) or long_name
            continue
        name = long_name or _name(header)
        long_name = ""
        is_file = kind in _FILES
        if is_file and size <= limit:
            yield TarMember(name, size, is_file, _content(stream, size))
            continue
        yield TarMember(name, size, is_file, None)
        if is_file or size:
            _pass_over(stream, size)


def _sum_is_right(header: bytes) -> bool:
    try:
        declared = _number(header[148:156])
    except CutOff:
        return False
    return declared == sum(header) - sum(header[148:156]) + 8 * 0x20


def _number(field: bytes) -> int:
    """Octal digits, or binary if the first bit is set (sizes above 8 GB)."""
    if field[0] & 0x80:
        value = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
        if value >= 1 << 62:
            raise CutOff("a size is no size")
        return value
    digits = field.strip(b"\0 ")
    if not digits:
        return 0
    try:
        value = int(digits, 8)
    except ValueError as error:
        raise CutOff("a size is no number") from error
    if value < 0:
        raise CutOff("a size is negative")
    return value


def _name(header: bytes) -> str:
    name = header[:100].partition(b"\0")[0]
    prefix = header[345:500].partition(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return ((prefix + b"/" if prefix else b"") + name).decode("utf-8", "replace")


def _pax_path(extra: bytes) -> str:
    """The `path` of a pax header: records `<length> <key>=<value>` and a line end."""
    at = 0
    path = ""
    while at < len(extra):
        digits, space, _ = extra[at : at + 20].partition(b" ")
        if not space or not digits.isdigit() or not len(digits) + 1 < int(digits) <= len(extra) - at:
            raise CutOff("a pax header is damaged")
        record = extra[at + len(digits) + 1 : at + int(digits)]
        key, _, value = record.rstrip(b"\n").partition(b"=")
        if key == b"path":
            path = value.decode("utf-8", "replace")
        at += int(digits)
    return path


def _content(stream: BinaryIO, size: int) -> bytes:
    padded = size + -size % _BLOCK
    content = stream.read(padded)
    if len(content) < size:
        raise CutOff("it ends inside an entry")
    return content[:size]


def _pass_over(stream: BinaryIO, size: int) -> None:
    left = size + -size % _BLOCK
    while left > 0:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            raise CutOff("it ends inside an entry")
        left -= len(piece)
