"""Certificates and public keys as makers of TSEs hand them out, in the one form that receipts and exports want.

One gives PEM, one base64 of DER, one several DER certificates in a row; one gives the raw point, one the
SubjectPublicKeyInfo around it, which a QR code must not carry.
"""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

_POINT_BYTES: Final = (65, 97, 129)
"""0x04 || X || Y of the curves with 256, 384 and 512 bits."""
_PEM: Final = re.compile(rb"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class BadCertificate(ValueError):
    """The bytes are no certificate or no key of a TSE; the message says what is wrong."""


def raw_point(key: bytes) -> bytes:
    """The raw uncompressed point of a public key: given as such, without its 0x04, or as SubjectPublicKeyInfo."""
    if len(key) in _POINT_BYTES and key[0] == 0x04:
        return key
    if len(key) + 1 in _POINT_BYTES:
        return b"\x04" + key
    try:
        loaded = serialization.load_der_public_key(key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadCertificate("the public key of the TSE is in a form that is not known") from error
    if not isinstance(loaded, ec.EllipticCurvePublicKey):
        raise BadCertificate("the public key of the TSE is no key of an elliptic curve")
    return _point(loaded)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _ders(raw: bytes) -> list[bytes]:
    """DER certificates in a row, cut at their lengths."""
    found = []
    at = 0
    while at < len(raw):
        if raw[at] != 0x30 or at + 4 > len(raw):
            raise BadCertificate("the certificate of the TSE is in a form that is not known")
        width = raw[at + 1] & 0x7F if raw[at + 1] & 0x80 else 0
        head = at + 2 + width
        size = int.from_bytes(raw[at + 2 : head], "big") if width else raw[at + 1]
        if head + size > len(raw):
            raise BadCertificate("the certificate of the TSE is cut off")
        found.append(raw[at : head + size])
        at = head + size
    return found


def certificates_in(raw: bytes) -> tuple[bytes, ...]:
    """All certificates as DER, in the order given: from PEM, base64 of DER, or DER."""
    text = raw.strip(b" \r\n\t\x00")
    blocks: list[bytes] = _PEM.findall(text)
    try:
        if blocks:
            return tuple(base64.b64decode(b"".join(block.split()), validate=True) for block in blocks)
        if text[:1] != b"\x30":
            text = base64.b64decode(b"".join(text.split()), validate=True)
            return certificates_in(text) if _PEM.search(text) else tuple(_ders(text))
    except binascii.Error as error:
        raise BadCertificate("the certificate of the TSE is in a form that is not known") from error
    return tuple(_ders(raw if raw[:1] == b"\x30" else text))


def chain_of(raw: bytes, point: bytes) -> tuple[tuple[bytes, ...], int]:
    """The certificates with that of the TSE's own key first, and when that one ends (milliseconds since 1970 UTC)."""
    leaf: bytes | None = None
    others = []
    ends = 0
    for der in certificates_in(raw):
        try:
            certificate = x509.load_der_x509_certificate(der)
            key = certificate.public_key()
        except (ValueError, UnsupportedAlgorithm) as error:
            raise BadCertificate("the certificate of the TSE cannot be read") from error
        if leaf is None and isinstance(key, ec.EllipticCurvePublicKey) and _point(key) == point:
            leaf = der
            ends = (certificate.not_valid_after_utc - _EPOCH) // timedelta(milliseconds=1)
        else:
            others.append(der)
    if leaf is None:
        raise BadCertificate("no certificate belongs to the public key of the TSE")
    return (leaf, *others), ends
