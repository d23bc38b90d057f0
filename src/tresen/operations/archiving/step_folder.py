"""What the archive's folder looks like: one folder for each closing, a manifest in each, chained from one to the next.

LIESMICH.txt README.txt
000001_KASSE-1_Z1/  closing.txt receipts.txt journal.jsonl manifest.json SHA256SUMS …
000002_KASSE-2_Z1/  …
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

FORMAT: Final = 1
NOTHING: Final = "0" * 64
"""Hash before the first entry and before the first manifest."""
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
GUIDES: Final = ("LIESMICH.txt", "README.txt")
JOURNAL: Final = "journal.jsonl"
PART: Final = ".part"
STEP_NAME: Final = re.compile(r"([0-9]{6,})_[A-Za-z0-9-]{1,60}_Z[0-9]+")
_BLOCK: Final = 1024 * 1024


@dataclass(slots=True)
class FileMark:
    size: int
    sha256: str


@dataclass(slots=True)
class ClosingMark:
    """Which closing a step is about."""

    id: str
    till: str
    serial: str
    number: int
    business_day: str
    at: int


@dataclass(slots=True)
class Manifest:
    """Vouches for the files of a step and for the manifest before it."""

    step: int
    previous: str
    """SHA-256 of the manifest of the step before."""
    closing: ClosingMark
    first: int
    """The step holds the journal's entries from here ..."""
    last: int
    """... to here, all of them."""
    hash_before: str
    hash_after: str
    """The journal's chain at both ends."""
    files: dict[str, FileMark]
    guides: dict[str, FileMark] = field(default_factory=dict)
    """The guides beside the folders; only the first step names them."""
    format: int = FORMAT


decode_manifest = msgspec.json.Decoder(Manifest).decode


class ArchivedEntry(msgspec.Struct):
    """One line of `journal.jsonl`. The body is kept byte for byte, so that its hash can be computed again."""

    seq: int
    id: str
    kind: str
    version: int
    at: int
    business_day: str
    actor: str
    node: str
    till: str
    series: str
    counter: int
    subject: str
    hash: str
    body: msgspec.Raw


decode_entry = msgspec.json.Decoder(ArchivedEntry).decode


def encode_manifest(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def step_name(step: int, serial: str, number: int) -> str:
    """The name of a step's folder."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", serial)[:60].strip("-") or "till"
    return f"{step:06d}_{plain}_Z{number}"


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def mark_of(path: Path) -> FileMark:
    """Size and hash of a file, read piece by piece."""
    whole, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
            size += len(block)
    return FileMark(size, whole.hexdigest())


def sums_of(manifest: Manifest, content: bytes) -> bytes:
    """The same hashes as `sha256sum -c` reads them; `content`: the manifest as it is stored."""
    lines = [f"{mark.sha256}  {name}" for name, mark in sorted(manifest.files.items())]
    return ("\n".join([*lines, f"{digest_of(content)}  {MANIFEST}"]) + "\n").encode()


def steps_in(folder: Path) -> dict[int, Path]:
    """The finished steps by their number."""
    found: dict[int, Path] = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        named = STEP_NAME.fullmatch(path.name)
        if named is not None and path.is_dir():
            found[int(named[1])] = path
    return found


def last_step(folder: Path) -> tuple[Manifest, str] | None:
    """The newest manifest with its hash; None in an empty archive. Raises ValueError if it cannot be read."""
    steps = steps_in(folder)
    if not steps:
        return None
    content = (steps[max(steps)] / MANIFEST).read_bytes()
    try:
        return decode_manifest(content), digest_of(content)
    except msgspec.DecodeError as error:
        raise ValueError(f"{steps[max(steps)].name}/{MANIFEST}: {error}") from error
