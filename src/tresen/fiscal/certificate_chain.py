"""The certificates of a TSE: by which key each is named, and who vouches for whom up to the root."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tresen.fiscal.certificates import BadCertificate, certificates_in
from tresen.fiscal.objection import Objections

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_CERTIFICATE: Final = 64 * 1024
"""Bytes of a file of certificates; real ones have some thousand."""
_LONGEST_CHAIN: Final = 8


@dataclass(slots=True, frozen=True)
class TseCertificate:
    """One certificate of an archive."""

    name: str
    """Of its file."""
    serial: bytes
    """SHA-256 of its raw public point; the serial number of the TSE if it is the TSE's own."""
    point: bytes
    from_at: int
    """First moment it is valid, milliseconds since 1970 UTC."""
    until_at: int
    itself: x509.Certificate

    @property
    def subject(self) -> str:
        return self.itself.subject.rfc4514_string()

    @property
    def issuer(self) -> str:
        return self.itself.issuer.rfc4514_string()


def read_certificates(name: str, raw: bytes) -> list[TseCertificate]:
    """The certificates of one file: DER, base64 of it, or PEM. Raises BadCertificate."""
    if not 0 < len(raw) <= LARGEST_CERTIFICATE:
        raise BadCertificate(f"{len(raw)} bytes are no certificate")
    try:
        return [_certificate(name, x509.load_der_x509_certificate(der)) for der in certificates_in(raw)]
    except BadCertificate:
        raise
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadCertificate(str(error).partition("\n")[0] or "no certificate") from error


def _certificate(name: str, one: x509.Certificate) -> TseCertificate:
    key = one.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        point = b""
        serial = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    else:
        point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        serial = sha256(point).digest()
    return TseCertificate(name, serial, point, _moment(one.not_valid_before_utc), _moment(one.not_valid_after_utc), one)


def _moment(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


@dataclass(slots=True)
class CertificateChain:
    """All certificates of an archive and the roots that the reader trusts, if any were given."""

    by_serial: dict[bytes, TseCertificate] = field(default_factory=dict)
    roots: Mapping[bytes, TseCertificate] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    """Names of the roots that chains were found to end with."""

    def point_of(self, serial: bytes) -> bytes:
        """The key of a TSE by its serial number; empty if its certificate is not there."""
        found = self.by_serial.get(serial)
        return found.point if found else b""

    def check(self, serials: Iterable[bytes], objections: Objections, place: str) -> None:
        """Walk from each TSE to its root."""
        for serial in serials:
            if leaf := self.by_serial.get(serial):
                self._walk(leaf, objections, place)

    def _walk(self, leaf: TseCertificate, objections: Objections, place: str) -> None:
        one = leaf
        for _ in range(_LONGEST_CHAIN):
            if one.serial in self.roots:
                self.ends.add(one.subject)
                return
            issuer = self._issuer_of(one)
            if issuer is None:
                objections.add("tse.chain_open", place, name=one.name, issuer=one.issuer)
                return
            if not _vouches(issuer, one):
                objections.add("tse.chain_broken", place, name=one.name, issuer=issuer.subject)
                return
            if issuer.serial == one.serial:
                self.ends.add(one.subject)
                if self.roots:
                    objections.add("tse.root_unknown", place, issuer=one.subject)
                return
            one = issuer
        objections.add("tse.chain_open", place, name=one.name, issuer=one.issuer)

    def _issuer_of(self, one: TseCertificate) -> TseCertificate | None:
        """The certificate whose subject issued this one; of several with that name the one that really signed."""
        known = (*self.roots.values(), *self.by_serial.values())
        named = [other for other in known if other.itself.subject == one.itself.issuer]
        return next((other for other in named if _vouches(other, one)), named[0] if named else None)


def _vouches(issuer: TseCertificate, one: TseCertificate) -> bool:
    try:
        one.itself.verify_directly_issued_by(issuer.itself)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
