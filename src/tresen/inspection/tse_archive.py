"""A TAR archive of a TSE (TR-03153): certificates first, wherever they stand in it, then message after message."""

from pathlib import Path
from typing import Final

from tresen.fiscal.certificate_chain import CertificateChain, read_certificates
from tresen.fiscal.certificates import BadCertificate
from tresen.fiscal.objection import Objections
from tresen.fiscal.tse_log import TseLog
from tresen.inspection.tar_members import CutOff, TarMember, tar_members

_LARGEST: Final = 1 << 20
"""Bytes of an entry that is read; a log message has some hundred, a certificate some thousand."""
_MOST_CERTIFICATES: Final = 256
_CERTIFICATES: Final = (".cer", ".crt", ".der", ".pem")
_INFO: Final = "info.csv"


def check_tse_archive(file: Path, log: TseLog) -> int:
    """Check every message of an archive. `log.end` names what is missing in this and the other archives together.

    The number of messages it holds.
    """
    objections = log.objections
    before = log.messages
    log.begin(file.name)
    _read_certificates(file, objections, log.chain)
    with file.open("rb") as stream:
        try:
            for member in tar_members(stream, _LARGEST):
                if _may_be_read(member, file.name, objections) and _bare(member.name).endswith(".log"):
                    assert member.content is not None, "only what was read may be read"
                    log.take(_bare(member.name), member.content)
        except CutOff as error:
            objections.add("tse.cut_off", file.name, reason=str(error))
    if log.messages == before:
        objections.add("tse.empty", file.name)
    return log.messages - before


def _read_certificates(file: Path, objections: Objections, chain: CertificateChain) -> None:
    """The first walk: it looks at certificates only, and objects to nothing that the second will see."""
    has_info = False
    with file.open("rb") as stream:
        try:
            for member in tar_members(stream, _LARGEST):
                name = _bare(member.name)
                has_info = has_info or name == _INFO
                if member.content is not None and name.lower().endswith(_CERTIFICATES):
                    _take_certificate(name, member.content, f"{file.name}/{name}", objections, chain)
        except CutOff:
            pass  # the second walk ends at the same place and says so
    if not has_info:
        objections.add("tse.info_missing", file.name)


def _take_certificate(name: str, raw: bytes, place: str, objections: Objections, chain: CertificateChain) -> None:
    try:
        found = read_certificates(name, raw)
    except BadCertificate as error:
        objections.add("tse.certificate_bad", place, name=name, reason=str(error))
        return
    for certificate in found:
        if len(chain.by_serial) >= _MOST_CERTIFICATES:
            objections.add("tse.too_many", place, what="Zertifikate / certificates")
            return
        chain.by_serial.setdefault(certificate.serial, certificate)
    named = name.partition("_")[0].lower()
    if found[0].point and named not in {certificate.serial.hex() for certificate in found}:
        objections.add("tse.certificate_name", place, name=name, serial=found[0].serial.hex())


def _bare(name: str) -> str:
    return name.removeprefix("./")


def _may_be_read(member: TarMember, archive: str, objections: Objections) -> bool:
    """Whether the entry is a file with a bare name and a sensible size; objects if not."""
    name = _bare(member.name)
    if not member.is_file:
        if name.strip("/."):
            objections.add("tse.no_file", archive, name=name)
        return False
    if "/" in name or "\\" in name or name in {"", ".", ".."}:
        objections.add("tse.path", archive, name=name)
        return False
    if member.content is None:
        objections.add("tse.too_large", archive, name=name, size=member.size)
        return False
    if name != _INFO and not name.lower().endswith((".log", *_CERTIFICATES)):
        objections.add("tse.other_file", archive, name=name)
        return False
    return True
