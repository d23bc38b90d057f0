"""Key and certificates of a simulated TSE: made on first use, kept in one file, marked as simulated."""

import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

Curve = Literal["P-256", "P-384"]

_CURVES: Final[dict[str, ec.EllipticCurve]] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_ALGORITHMS: Final = {256: "ecdsa-plain-SHA256", 384: "ecdsa-plain-SHA384"}
_LIFETIME: Final = timedelta(days=8 * 365)
_HISTORY: Final = timedelta(days=3 * 365)
"""A practice shop comes with past sales, so its certificate begins in the past."""


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The raw uncompressed point, 0x04 || X || Y."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass(slots=True, frozen=True)
class Identity:
    """What makes one simulated TSE that very TSE."""

    key: ec.EllipticCurvePrivateKey
    certificates: tuple[x509.Certificate, ...]
    """Leaf first, then the authority of its own that signed it."""

    @property
    def public_key(self) -> bytes:
        return point_of(self.key.public_key())

    @property
    def serial(self) -> bytes:
        """SHA-256 of the public key: the serial number of the TSE."""
        return sha256(self.public_key).digest()

    @property
    def algorithm(self) -> str:
        return _ALGORITHMS[self.key.curve.key_size]

    @property
    def expires_at(self) -> int:
        """Milliseconds since 1970 UTC."""
        return (self.certificates[0].not_valid_after_utc - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
            milliseconds=1
        )

    def certificate_files(self) -> tuple[tuple[str, bytes], ...]:
        """(name, DER) of each certificate, as the TAR export names them: by the SHA-256 of its public point."""
        files = []
        for certificate in self.certificates:
            key = certificate.public_key()
            assert isinstance(key, ec.EllipticCurvePublicKey), "this file makes EC keys only"
            der = certificate.public_bytes(serialization.Encoding.DER)
            files.append((f"{sha256(point_of(key)).hexdigest()}_X509.cer", der))
        return tuple(files)


class Seal:
    """Signs messages: ECDSA in plain form, r and s in fixed length one after the other."""

    __slots__ = ("_key", "_scheme", "_size")

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        self._size = key.curve.key_size // 8
        self._scheme = ec.ECDSA(hashes.SHA256() if self._size == 32 else hashes.SHA384())

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self._key.sign(message, self._scheme))
        return r.to_bytes(self._size, "big") + s.to_bytes(self._size, "big")


def open_identity(file: Path, curve: Curve, at: int) -> Identity:
    """Read the identity, or make it. An identity that exists keeps its curve. `at`: ms since 1970 UTC."""
    if not file.exists():
        _write(file, _new_identity(curve, at))
    pem = file.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file.name} holds no EC key")
    return Identity(key, tuple(x509.load_pem_x509_certificates(pem)))


def _new_identity(curve: Curve, at: int) -> Identity:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)
    authority_key = ec.generate_private_key(_CURVES[curve])
    key = ec.generate_private_key(_CURVES[curve])
    serial = sha256(point_of(key.public_key())).hexdigest()
    authority = _certificate("Tresen Simulator CA - keine echte TSE", authority_key, None, authority_key, moment)
    leaf = _certificate(serial, key, authority, authority_key, moment)
    return Identity(key, (leaf, authority))


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    moment: datetime,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tresen Simulator"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - _HISTORY)
        .not_valid_after(moment + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    return builder.sign(issuer_key, hashes.SHA256() if issuer_key.curve.key_size == 256 else hashes.SHA384())


def _write(file: Path, identity: Identity) -> None:
    """All or nothing: a crash never leaves a key without its certificates."""
    pem = identity.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem += b"".join(one.public_bytes(serialization.Encoding.PEM) for one in identity.certificates)
    half = file.with_suffix(".new")
    with contextlib.suppress(FileNotFoundError):
        half.unlink()
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(file)
