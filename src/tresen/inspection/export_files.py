"""The files of an export, in a folder or in a ZIP: opened one at a time as streams, never unpacked."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, Self, cast

_LARGEST_DIRECTORY: Final = 16 << 20
"""Bytes of the list of files in a ZIP; an export has some thousand."""
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_UNPACKED: Final = 64 << 20
_RATIO: Final = 200
"""A file that unpacks to more than both is no export but a trap."""


class Unreadable(ValueError):
    """The folder or ZIP, or a file of it, cannot be opened; the message says why."""


class ExportFiles:
    """A folder or a ZIP with the files of an export, found by the place of `mark` in it."""

    def __init__(self, path: Path, mark: str) -> None:
        """`mark`: the file by which the folder of the export is known. Raises Unreadable."""
        self.name = path.name
        self._folder: Path | None = None
        self._zip: zipfile.ZipFile | None = None
        self.entries: list[str] = []
        """Every file that is there, with its path."""
        self.sizes: dict[str, int] = {}
        try:
            if path.is_dir():
                self._folder = path
                self._list_folder(path)
            else:
                self._open_zip(path)
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise Unreadable(str(error)) from error
        marked = sorted((entry for entry in self.entries if PurePosixPath(entry).name == mark), key=len)
        self.inside = str(PurePosixPath(marked[0]).parent) if marked else "."
        """Folder of the export within the folder or ZIP; `.` if it is not nested."""

    def _list_folder(self, path: Path) -> None:
        for found in sorted(path.iterdir()):
            if found.is_file():
                self.entries.append(found.name)
                self.sizes[found.name] = found.stat().st_size

    def _open_zip(self, path: Path) -> None:
        _refuse_long_directory(path)
        self._zip = zipfile.ZipFile(path)
        for info in self._zip.infolist():
            if not info.is_dir():
                self.entries.append(info.filename)
                self.sizes[info.filename] = info.file_size

    def names(self) -> list[str]:
        """Bare names of the files that lie where the export lies."""
        return [PurePosixPath(entry).name for entry in self.entries if str(PurePosixPath(entry).parent) == self.inside]

    def open(self, name: str) -> BinaryIO:
        """A stream of one file of the export. Raises Unreadable."""
        entry = name if self.inside == "." else f"{self.inside}/{name}"
        try:
            if self._folder is not None:
                return (self._folder / entry).open("rb")
            assert self._zip is not None, "it is a folder or a ZIP"
            info = self._zip.getinfo(entry)
            if info.file_size > _UNPACKED and info.file_size > _RATIO * max(1, info.compress_size):
                raise Unreadable(f"{info.compress_size} bytes that unpack to {info.file_size} are no export")
            if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Unreadable("it is packed in a way that exports are not")
            return io.BufferedReader(cast("io.RawIOBase", self._zip.open(info)), 1 << 16)
        except (OSError, KeyError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
            raise Unreadable(str(error)) from error

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def row_of(header: list[str], cells: list[str]) -> Mapping[str, str]:
    """The cells by their column; columns that a short row has not are empty."""
    row = dict.fromkeys(header, "")
    row.update(zip(header, cells, strict=False))
    return row


def _refuse_long_directory(path: Path) -> None:
    """The list of files stands at the end of a ZIP and is read at once: refuse one that is no honest list."""
    with path.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or at + 20 > len(tail):
        raise Unreadable("it is no ZIP, or its end is missing")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    at_64 = tail.rfind(_END_64)
    if directory == 0xFFFFFFFF and at_64 >= 0:
        directory = int.from_bytes(tail[at_64 + 40 : at_64 + 48], "little")
    if directory > _LARGEST_DIRECTORY:
        raise Unreadable(f"its list of files claims {directory} bytes")
