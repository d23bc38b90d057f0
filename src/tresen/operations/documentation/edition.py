"""One edition of the process documentation: a document of plain parts, its hash, and what differs between two."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import msgspec

MOST_SHOWN: Final = 200


@dataclass(slots=True)
class DocumentTable:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(slots=True)
class Section:
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[DocumentTable, ...] = ()
    level: int = 2


@dataclass(slots=True)
class ProcessDocument:
    """Everything that stands in an edition. The same configuration gives the same document."""

    business: str
    sections: tuple[Section, ...]
    missing: tuple[str, ...] = ()
    """Keys of what the owner still has to write."""


@dataclass(slots=True)
class Edition:
    """An entry of the kind `process_documentation`. `changed`: what is new, gone or different, as sentences."""

    number: int
    hash: str
    document: ProcessDocument
    changed: tuple[str, ...] = field(default_factory=tuple)


decode_edition = msgspec.json.Decoder(Edition).decode


def hash_of(document: ProcessDocument) -> str:
    return sha256(msgspec.json.encode(document)).hexdigest()


def differences(old: ProcessDocument, new: ProcessDocument) -> tuple[str, ...]:
    """What changed, by chapter: `Kassen: neu „Kasse 3 · KASSE-3“`."""
    before, after = _lines(old), _lines(new)
    found = []
    for title in dict.fromkeys([*before, *after]):
        was, now = before.get(title, {}), after.get(title, {})
        found += [f"{title}: entfallen „{line}“" for line in was if line not in now]
        found += [f"{title}: neu „{line}“" for line in now if line not in was]
    return tuple(found[:MOST_SHOWN])


def _lines(document: ProcessDocument) -> dict[str, dict[str, None]]:
    """Every row and paragraph of a chapter as one line."""
    found: dict[str, dict[str, None]] = {}
    for section in document.sections:
        lines = found.setdefault(section.title, {})
        for text in section.paragraphs:
            lines[text if len(text) <= 160 else f"{text[:157]} …"] = None
        for table in section.tables:
            for row in table.rows:
                lines[" · ".join(cell for cell in row if cell)] = None
    return found
