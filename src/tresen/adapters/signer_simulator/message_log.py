"""The memory of a simulated TSE: one append-only file, the `.log` messages one after the other.

Each message is one DER SEQUENCE, so the file needs no frame of its own. A message is written with one `os.write`: a
process that is killed leaves whole messages. A torn tail (power cut) is cut off when the file is opened again.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

IN_USE: Final = "another process uses this simulated TSE"
_BLOCK: Final = 1 << 20
_MOST_MESSAGES: Final = 2048
"""Bytes that hold nearly every message, read at once."""
_LOCKED_BYTE: Final = 1 << 40
"""Far behind every message, where a lock is in nobody's way."""


class LogFileDamaged(Exception):
    """The file holds something that is no message, before its end: it must not be written on."""


class LogFileFull(Exception):
    """The message could not be written completely; nothing of it is kept."""


def _header(raw: bytes | bytearray, at: int) -> tuple[int, int] | None:
    """(begin of content, end) of the SEQUENCE at an offset; None when even its length is cut off."""
    if at + 2 > len(raw):
        return None
    if raw[at] != 0x30:
        raise LogFileDamaged("no message where one should begin")
    first = raw[at + 1]
    if first < 0x80:
        return at + 2, at + 2 + first
    width = first & 0x7F
    if not 1 <= width <= 4:
        raise LogFileDamaged("no sensible length of a message")
    start = at + 2 + width
    if start > len(raw):
        return None
    return start, start + int.from_bytes(raw[at + 2 : start], "big")


class MessageLog:
    """The file. `durable`: wait for the disk after each message (slow; needed only to survive a power cut)."""

    def __init__(self, file: Path, durable: bool = False) -> None:
        self._durable = durable
        binary = getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | binary, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise LogFileDamaged(IN_USE) from error
        self.end = os.fstat(self._descriptor).st_size
        """Size in bytes: where the next message begins."""

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def append(self, message: bytes) -> int:
        """Write one message; its offset. Raises LogFileFull, and then nothing is left of it."""
        offset = self.end
        try:
            written = os.write(self._descriptor, message)
            if written == len(message) and self._durable:
                os.fsync(self._descriptor)
        except OSError as error:
            os.ftruncate(self._descriptor, offset)
            raise LogFileFull(str(error)) from error
        if written != len(message):
            os.ftruncate(self._descriptor, offset)
            raise LogFileFull("no room for a message")
        self.end = offset + written
        return offset

    def read(self, offset: int) -> bytes:
        """The message at an offset that `append` or `messages` gave."""
        raw = self._read_at(offset, _MOST_MESSAGES)
        header = _header(raw, 0)
        if header is None:
            raise LogFileDamaged("a message is cut off")
        end = header[1]
        if end > len(raw):
            raw += self._read_at(offset + len(raw), end - len(raw))
        return raw[:end]

    def messages(self) -> Iterator[tuple[int, bytes]]:
        """(offset, message) of all that stand there now, in constant memory. An incomplete one at the end is left out."""
        last = self.end
        raw = b""
        base = 0
        while base + len(raw) < last:
            block = self._read_at(base + len(raw), min(_BLOCK, last - base - len(raw)))
            if not block:
                return
            raw += block
            at = 0
            while (header := _header(raw, at)) is not None and header[1] <= len(raw):
                yield base + at, raw[at : header[1]]
                at = header[1]
            raw = raw[at:]
            base += at

    def cut_torn_tail(self, whole: int) -> None:
        """Forget what stands behind the last whole message."""
        if whole < self.end:
            os.ftruncate(self._descriptor, whole)
            self.end = whole

    def tail_is_blank(self, offset: int) -> bool:
        """Whether only zeros stand from an offset on: some file systems leave these after a power cut."""
        while offset < self.end:
            block = self._read_at(offset, _BLOCK)
            if not block or block.count(0) != len(block):
                return False
            offset += len(block)
        return True

    def _read_at(self, offset: int, size: int) -> bytes:
        if sys.platform == "win32":
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            return os.read(self._descriptor, size)
        return os.pread(self._descriptor, size, offset)


def _lock(descriptor: int) -> None:
    """One process at a time: two writers would give out the same numbers. Raises OSError."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
