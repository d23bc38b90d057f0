"""`tresen tse verify`: finds out what each file is and checks it; archives given together are one log."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from tresen.fiscal.certificate_chain import CertificateChain, TseCertificate, read_certificates
from tresen.fiscal.certificates import BadCertificate
from tresen.fiscal.objection import Objections
from tresen.fiscal.tse_log import TseLog
from tresen.fiscal.tse_rows import EVENTS
from tresen.fiscal.tse_rules import TSE_RULES
from tresen.inspection.export_files import ExportFiles, Unreadable
from tresen.inspection.receipt_codes import check_code_file, check_code_picture
from tresen.inspection.tar_members import looks_like_tar
from tresen.inspection.tse_archive import check_tse_archive
from tresen.inspection.tse_export import check_export_signatures

Kind = Literal["archive", "export", "codes", "picture", "unknown"]
_CODE: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?V[0-9]+;")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")


@dataclass(slots=True, frozen=True)
class Checked:
    """What one file held."""

    name: str
    kind: Kind
    signatures: int
    true: int
    outages: int = 0
    """Events that say that the TSE was out."""


@dataclass(slots=True)
class TseReport:
    """All that was found."""

    objections: Objections = field(default_factory=lambda: Objections(TSE_RULES))
    files: list[Checked] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    """With whom the chains of certificates end."""


def verify_tse(paths: Iterable[Path], trusted: Mapping[bytes, TseCertificate] | None = None) -> TseReport:
    """Check files and folders. A folder is an export, or it holds archives."""
    report = TseReport()
    chain = CertificateChain(roots=trusted or {})
    log = TseLog(chain, report.objections)
    archives: list[str] = []
    for path in _files(paths):
        try:
            checked = _check(path, log, report.objections)
        except (OSError, Unreadable) as error:
            report.objections.add("tse.not_readable", path.name, reason=str(error))
            checked = Checked(path.name, "unknown", 0, 0)
        report.files.append(checked)
        if checked.kind == "archive":
            archives.append(path.name)
    if archives:
        log.end(archives[0] if len(archives) == 1 else f"{archives[0]} … {archives[-1]}")
    report.roots = sorted(chain.ends)
    return report


def read_roots(files: Iterable[Path]) -> dict[bytes, TseCertificate]:
    """The certificates that the reader trusts. Raises BadCertificate or OSError."""
    found: dict[bytes, TseCertificate] = {}
    for file in files:
        with file.open("rb") as stream:
            raw = stream.read(1 << 20)
        for certificate in read_certificates(file.name, raw):
            if not certificate.point:
                raise BadCertificate(f"{file.name} holds no key of an elliptic curve")
            found[certificate.serial] = certificate
    return found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths, and for a folder of archives the archives in it, oldest name first."""
    for path in paths:
        if path.is_dir() and not (path / EVENTS).is_file():
            archives = sorted(found for found in path.rglob("*.tar") if found.is_file())
            yield from archives or [path]
        else:
            yield path


def _check(path: Path, log: TseLog, objections: Objections) -> Checked:
    kind = _kind(path)
    if kind == "archive":
        true = log.true
        messages = check_tse_archive(path, log)
        return Checked(path.name, kind, messages, log.true - true)
    if kind == "export":
        with ExportFiles(path, EVENTS) as files:
            rows = check_export_signatures(files, objections)
        return Checked(path.name, kind, rows.events - rows.outages, rows.true, rows.outages)
    if kind == "unknown":
        objections.add("tse.unknown_kind", path.name)
        return Checked(path.name, kind, 0, 0)
    codes = check_code_file(path, objections) if kind == "codes" else check_code_picture(path, objections)
    return Checked(path.name, kind, codes.seen, codes.true)


def _kind(path: Path) -> Kind:
    if path.is_dir():
        return "export" if (path / EVENTS).is_file() else "unknown"
    if not path.is_file():
        return "unknown"  # a device or a pipe: reading might never end
    with path.open("rb") as stream:
        start = stream.read(1024)
    if start.startswith(b"PK\x03\x04"):
        return "export"
    if looks_like_tar(start):
        return "archive"
    if start.startswith(_PICTURES):
        return "picture"
    return "codes" if _CODE.match(start) else "unknown"
