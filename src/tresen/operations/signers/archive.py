"""The archive of what the TSEs signed: plain TAR files on the node's disk, each going on where the last one ended.

`<folder>/<serial>/000001_1-4711.tar` with a line in `manifest.csv` (and one in `SHA256SUMS`, for anybody's `sha256sum -c`).
Providers of cloud TSEs delete their logs; whoever archives here can hand everything out for ten years (AEAO to §146a, 8.2).
"""

import csv
import os
import re
import tarfile
from array import array
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

_COUNTER: Final = re.compile(r"[A-Za-z]+_[0-9Z]+_Sig-([0-9]{1,18})_")
_SERIAL: Final = re.compile(r"[0-9a-f]{64}")
_BLOCK: Final = 1 << 20
_SHOWN: Final = 20


@dataclass(slots=True, frozen=True)
class Piece:
    """One file of the archive: all messages of these signature counters."""

    file: str
    first: int
    last: int
    size: int
    sha256: str
    archived_at: int
    missing: str = ""
    """Counters that the device left out, such as `17-18`; empty if none."""


class ArchiveDamaged(Exception):
    """A file of the archive is not what the manifest says, or what the device gave is no TAR."""


class SignerArchive:
    """All TSEs' pieces. Its calls block: outside of start-up and the command line they run in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def serials(self) -> list[str]:
        """Of which TSEs there is something."""
        if not self.folder.is_dir():
            return []
        return sorted(
            one.name for one in self.folder.iterdir() if _SERIAL.fullmatch(one.name) and self.pieces(one.name)
        )

    def pieces(self, serial: str) -> list[Piece]:
        """In order. A last line that a power cut tore is left out: its file is taken again."""
        try:
            text = (self._of(serial) / "manifest.csv").read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        whole = text[: text.rfind("\n") + 1]
        rows = csv.reader(whole.splitlines()[1:])
        return [Piece(row[0], int(row[1]), int(row[2]), int(row[3]), row[4], int(row[5]), row[6]) for row in rows]

    def next_counter(self, serial: str) -> int:
        """The signature counter from which on nothing is archived yet."""
        return max((piece.last for piece in self.pieces(serial)), default=0) + 1

    def begin(self, serial: str) -> Path:
        """A file to write the device's export into, before `take`."""
        folder = self._of(serial)
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "taking.part"
        part.unlink(missing_ok=True)
        return part

    def take(self, serial: str, part: Path, at: int) -> Piece | None:
        """Make the export a piece of the archive; None if it holds nothing new. Raises ArchiveDamaged."""
        begin = self.next_counter(serial)
        try:
            counters = _counters(part, begin)
        except (tarfile.TarError, OSError, ValueError) as error:
            part.unlink(missing_ok=True)
            raise ArchiveDamaged(f"what the TSE gave is no TAR file: {error}") from error
        if not counters:
            part.unlink(missing_ok=True)
            return None
        _only_from(part, begin)
        name = f"{len(self.pieces(serial)) + 1:06d}_{counters[0]}-{counters[-1]}.tar"
        _synced(part)
        size, digest = part.stat().st_size, _digest(part)
        part.replace(part.with_name(name))
        piece = Piece(name, counters[0], counters[-1], size, digest, at, _missing(counters, begin))
        self._note(serial, piece)
        return piece

    def whole(self, serial: str) -> Iterator[bytes]:
        """All pieces as one TAR, each message once. Raises ArchiveDamaged if a piece was changed."""
        known: set[str] = set()
        reached = 0
        for piece in self.pieces(serial):
            self._must_be_true(serial, piece)
            with tarfile.open(self._of(serial) / piece.file, "r:") as tar:
                for member in tar:
                    counter = _counter(member.name)
                    if counter is None and member.name in known:
                        continue
                    if counter is not None and counter <= reached:
                        continue
                    if counter is None:
                        known.add(member.name)
                    yield from _member(tar, member)
            reached = max(reached, piece.last)
        yield bytes(2 * tarfile.BLOCKSIZE)

    def faults(self, serial: str) -> list[str]:
        """What is wrong with the archive of a TSE; empty if every file is as it was written and no counter is missing."""
        found, reached = [], 0
        for piece in self.pieces(serial):
            try:
                self._must_be_true(serial, piece)
            except ArchiveDamaged as error:
                found.append(str(error))
            if piece.first != reached + 1:
                found.append(f"{piece.file}: signature counters {reached + 1} to {piece.first - 1} are missing")
            if piece.missing:
                found.append(f"{piece.file}: signature counters {piece.missing} are missing")
            reached = piece.last
        return found

    def _must_be_true(self, serial: str, piece: Piece) -> None:
        path = self._of(serial) / piece.file
        if not path.is_file():
            raise ArchiveDamaged(f"{piece.file} is gone")
        if path.stat().st_size != piece.size or _digest(path) != piece.sha256:
            raise ArchiveDamaged(f"{piece.file} was changed")

    def _note(self, serial: str, piece: Piece) -> None:
        """The manifest's line is the commit: a file without one is taken again."""
        folder = self._of(serial)
        manifest = folder / "manifest.csv"
        kept = manifest.read_bytes() if manifest.exists() else b""
        whole = kept.rfind(b"\n") + 1
        if whole < len(kept):
            os.truncate(manifest, whole)  # a line that a power cut tore
        fresh = whole == 0
        with manifest.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            if fresh:
                writer.writerow(field.name for field in fields(Piece))
            writer.writerow(astuple(piece))
        _synced(manifest)
        with (folder / "SHA256SUMS").open("a", encoding="utf-8", newline="") as stream:
            stream.write(f"{piece.sha256}  {piece.file}\n")

    def _of(self, serial: str) -> Path:
        if not _SERIAL.fullmatch(serial):
            raise ArchiveDamaged("the serial number of a TSE has 64 hex digits")
        return self.folder / serial


def _counter(name: str) -> int | None:
    found = _COUNTER.match(name)
    return int(found[1]) if found else None


def _counters(file: Path, begin: int) -> list[int]:
    """The signature counters in a TAR from one on, in order."""
    found = array("q")
    with tarfile.open(file, "r:") as tar:
        for member in tar:
            counter = _counter(member.name)
            if counter is not None and counter >= begin:
                found.append(counter)
            tar.members = []  # type: ignore[attr-defined]  # else it keeps every header
    return sorted(set(found))


def _missing(counters: list[int], begin: int) -> str:
    """Runs of counters that should be there: `17-18 21`."""
    gaps, reached = [], begin - 1
    for counter in counters:
        if counter > reached + 1:
            gaps.append(f"{reached + 1}-{counter - 1}" if counter > reached + 2 else str(reached + 1))
        reached = counter
    return " ".join(gaps[:_SHOWN]) + (" ..." if len(gaps) > _SHOWN else "")


def _only_from(file: Path, begin: int) -> None:
    """Leave out messages that are archived already, where the device could give no smaller export."""
    with tarfile.open(file, "r:") as tar:
        if all((_counter(member.name) or begin) >= begin for member in tar):
            return
    half = file.with_suffix(".new")
    with tarfile.open(file, "r:") as tar, half.open("wb") as out:
        for member in tar:
            if (_counter(member.name) or begin) >= begin:
                out.writelines(_member(tar, member))
        out.write(bytes(2 * tarfile.BLOCKSIZE))
    half.replace(file)


def _member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    """One file of a TAR as it stands in another one. Anything but a file has no business in the log of a TSE."""
    content: IO[bytes] | None = tar.extractfile(member) if member.isfile() else None
    if content is None:
        raise ArchiveDamaged(f"{member.name} is no file")
    yield member.tobuf(tarfile.GNU_FORMAT)
    left = member.size
    while left:
        block = content.read(min(left, _BLOCK))
        if not block:
            raise ArchiveDamaged(f"{member.name} is cut off")
        left -= len(block)
        yield block
    yield bytes(-member.size % tarfile.BLOCKSIZE)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        digest = sha256()
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _synced(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
