"""Verify an archive by nothing but its files: whatever was changed, is missing or was added is named."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from tresen.journal.read import by_id, closings_behind
from tresen.journal.verify import ChainCheck
from tresen.operations.archiving.step_folder import (
    GUIDES,
    JOURNAL,
    MANIFEST,
    NOTHING,
    PART,
    SUMS,
    FileMark,
    Manifest,
    decode_entry,
    decode_manifest,
    digest_of,
    last_step,
    mark_of,
    step_name,
    steps_in,
    sums_of,
)
from tresen.store.database import Database

MOST_FAULTS: Final = 1000
_LONGEST_LINE: Final = 64 * 1024 * 1024


@dataclass(slots=True)
class ArchiveVerdict:
    steps: int = 0
    files: int = 0
    entries: int = 0
    last: str = ""
    """Day of the last closing that is archived."""
    head: str = ""
    """Hash of the newest manifest: whoever notes it elsewhere sees later whether the end was cut off."""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def fault(self, text: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)


def verify_archive(folder: Path) -> ArchiveVerdict:
    """Read everything once. Memory does not grow with the archive."""
    verdict = ArchiveVerdict()
    if not folder.is_dir():
        verdict.fault(f"{folder.name}: there is no such folder")
        return verdict
    steps = steps_in(folder)
    known = {path.name for path in steps.values()} | set(GUIDES)
    for path in sorted(folder.iterdir()):
        if path.name.endswith(PART):
            verdict.notes.append(f"{path.name}: was being written; it is made anew by the next writing")
        elif path.name not in known:
            verdict.fault(f"{path.name}: does not belong here")
    chain, previous = ChainCheck(), NOTHING
    for step in range(1, max(steps, default=0) + 1):
        if step not in steps:
            verdict.fault(f"step {step}: its folder is missing")
            previous = ""
            continue
        previous = _verify_step(folder, steps[step], step, previous, chain, verdict)
    verdict.steps, verdict.entries, verdict.head = len(steps), chain.entries, previous
    if steps and 1 not in steps:
        verdict.notes.append("the first step is missing, so the guides cannot be checked")
    for text in chain.faults:
        verdict.fault(f"journal: {text}")
    return verdict


def _verify_step(folder: Path, path: Path, step: int, previous: str, chain: ChainCheck, verdict: ArchiveVerdict) -> str:
    """One folder; the hash of its manifest, empty if there is none that can be read."""
    try:
        content = (path / MANIFEST).read_bytes()
        manifest = decode_manifest(content)
    except (OSError, msgspec.DecodeError) as error:
        verdict.fault(f"{path.name}/{MANIFEST}: cannot be read ({type(error).__name__})")
        return ""
    head = digest_of(content)
    if manifest.step != step or path.name != step_name(step, manifest.closing.serial, manifest.closing.number):
        verdict.fault(f"{path.name}/{MANIFEST}: belongs to another folder")
    if previous and manifest.previous != previous:
        verdict.fault(f"{path.name}/{MANIFEST}: does not follow the manifest of the step before")
    expected = {*manifest.files, MANIFEST, SUMS}
    there = {one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_file() or one.is_symlink()}
    for name in sorted(there - expected):
        verdict.fault(f"{path.name}/{name}: was added")
    for name, mark in sorted(manifest.files.items()):
        _verify_file(path, name, mark, verdict)
    if not (path / SUMS).is_file() or (path / SUMS).read_bytes() != sums_of(manifest, content):
        verdict.fault(f"{path.name}/{SUMS}: does not say what the manifest says")
    for name, mark in manifest.guides.items() if step == 1 else ():
        _verify_file(folder, name, mark, verdict)
    _verify_journal(path, manifest, chain, verdict)
    verdict.last = manifest.closing.business_day
    return head


def _verify_file(folder: Path, name: str, mark: FileMark, verdict: ArchiveVerdict) -> None:
    path = folder / name
    if ".." in Path(name).parts or Path(name).is_absolute():
        verdict.fault(f"{folder.name}/{name}: a manifest names no file elsewhere")
        return
    if not path.is_file() or path.is_symlink():
        verdict.fault(f"{folder.name}/{name}: is missing")
        return
    verdict.files += 1
    if mark_of(path) != mark:
        verdict.fault(f"{folder.name}/{name}: was changed")


def _verify_journal(path: Path, manifest: Manifest, chain: ChainCheck, verdict: ArchiveVerdict) -> None:
    """The entries of a step follow those of the step before and hash to what they say."""
    if chain.seq != manifest.first - 1 or chain.hash.hex() != manifest.hash_before:
        verdict.fault(f"{path.name}/{JOURNAL}: does not continue the journal where the step before ended")
    chain.seq, chain.hash = manifest.first - 1, _bytes(manifest.hash_before)
    try:
        with (path / JOURNAL).open("rb") as file:
            while line := file.readline(_LONGEST_LINE):
                one = decode_entry(line)
                chain.add_link((
                    one.seq, one.id, one.kind, one.version, one.at, one.business_day, one.actor, one.node, one.till,
                    one.series, one.counter, one.subject, bytes(one.body), _bytes(one.hash),
                ))  # fmt: skip
    except (OSError, ValueError) as error:
        verdict.fault(f"{path.name}/{JOURNAL}: cannot be read ({type(error).__name__})")
    if chain.hash.hex() != manifest.hash_after or chain.seq != manifest.last:
        verdict.fault(f"{path.name}/{JOURNAL}: does not end where the manifest says")
    chain.seq, chain.hash = manifest.last, _bytes(manifest.hash_after)


def _bytes(hash: str) -> bytes:
    """The bytes of a hash; of none that was damaged."""
    try:
        return bytes.fromhex(hash)
    except ValueError:
        return b""


def compare_with_journal(database: Database, folder: Path, verdict: ArchiveVerdict) -> None:
    """What only the node's own journal can tell: whether the end was cut off, and whether it is the same journal."""
    last = 0
    try:
        known = last_step(folder)
    except (OSError, ValueError):
        return  # the verdict says so already
    if known is not None:
        last = known[0].last
        entry = database.read_now(lambda connection: by_id(connection, known[0].closing.id))
        if entry is None or entry.seq != last or entry.hash.hex() != known[0].hash_after:
            verdict.fault("the archive is of another journal than the node's")
    behind = database.read_now(lambda connection: closings_behind(connection, last, MOST_FAULTS))
    if behind:
        verdict.notes.append(f"{len(behind)} closings of the journal are not in the archive yet")
