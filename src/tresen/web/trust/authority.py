"""The node's own certificate authority: it vouches for this node alone, for devices that were told to trust it.

It may only ever vouch for private names and addresses (name constraints): even with its key nobody can pose as a bank.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIFE: Final = timedelta(days=3650)
CERTIFICATE_LIFE: Final = timedelta(days=397)
"""The longest that every browser accepts."""
SLOW_CLOCKS: Final = timedelta(days=1)
"""A device whose clock is behind must not find a certificate of tomorrow."""

PRIVATE_NAMES: Final = ("local", "localhost", "lan", "home.arpa", "internal", "fritz.box")
"""Names below these mean something in one network only."""
PRIVATE_NETWORKS: Final = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128",
    "fc00::/7", "fe80::/10",
)  # fmt: skip
"""Addresses that lead nowhere on the internet; 100.64.0.0/10 is what private overlay networks use."""
_NAME: Final = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class AuthorityDamaged(Exception):
    """The folder does not hold an authority that can be used. A new one would have to be trusted by every device."""


@dataclass(slots=True, frozen=True)
class Names:
    """By what a node is addressed: host names, and addresses as text."""

    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def __or__(self, more: "Names") -> "Names":
        return Names(
            tuple(dict.fromkeys((*self.hosts, *more.hosts))), tuple(dict.fromkeys((*self.addresses, *more.addresses)))
        )

    def __le__(self, more: "Names") -> bool:
        return set(self.hosts) <= set(more.hosts) and set(self.addresses) <= set(more.addresses)


@dataclass(slots=True, frozen=True)
class Authority:
    """Its certificate is given to devices; its key never leaves the folder."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def called(self) -> str:
        """What devices show as its name."""
        return str(self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)

    def permits(self, names: Names) -> Names:
        """The part of some names that it may vouch for."""
        found = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        permitted = list(found.permitted_subtrees or ())
        hosts = [one.value for one in permitted if isinstance(one, x509.DNSName)]
        networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
        return Names(
            tuple(name for name in names.hosts if any(below(name, host) for host in hosts)),
            tuple(one for one in names.addresses if any(inside(one, str(network)) for network in networks)),
        )

    def issue(self, names: Names, now: datetime) -> tuple[bytes, bytes]:
        """A certificate for these names with a fresh key: chain and key as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = self.permits(names)
        alternative = [
            *(x509.DNSName(name) for name in names.hosts),
            *(x509.IPAddress(ip_address(one)) for one in names.addresses),
        ]
        first = (*names.hosts, *names.addresses)[0]
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, first[:64])]))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - SLOW_CLOCKS)
            .not_valid_after(min(now - SLOW_CLOCKS + CERTIFICATE_LIFE, self.certificate.not_valid_after_utc))
            .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM) + self.pem, _written(key)


def open_authority(folder: Path, host: str, own: Names, now: datetime) -> Authority:
    """The authority of a folder, made at the first start and when the old one has ended.

    `host`: the machine's name, by which people know the authority again. `own`: what it may vouch for beside private
    names and addresses.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shown, secret = folder / "authority.pem", folder / "authority.key"
    if shown.exists() or secret.exists():
        found = _read(shown, secret)
        if now < found.certificate.not_valid_after_utc:
            return found
    made = _make(host, own, now)
    keep_secret(secret, _written(made.key))
    shown.write_bytes(made.pem)
    return made


def keep_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def good_name(name: str) -> bool:
    """Whether a text can be a host name."""
    return _NAME.fullmatch(name) is not None


def _make(host: str, own: Names, now: datetime) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tresen"),
        x509.NameAttribute(NameOID.COMMON_NAME, f"Tresen {host} {now:%Y-%m-%d}"[:64]),
    ])  # fmt: skip
    permitted = x509.NameConstraints(
        [
            *(x509.DNSName(name) for name in _beside(own.hosts, PRIVATE_NAMES, below)),
            *(x509.IPAddress(ip_network(one)) for one in _beside(own.addresses, PRIVATE_NETWORKS, inside)),
        ],
        None,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLOW_CLOCKS)
        .not_valid_after(now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(permitted, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(made, key)


def below(name: str, host: str) -> bool:
    """Whether a name is a host or belongs to it."""
    return name == host or name.endswith(f".{host}")


def inside(address: str, network: str) -> bool:
    """Whether an address lies in a network."""
    return ip_address(address) in ip_network(network)


def _beside(own: Sequence[str], private: Sequence[str], covers: Callable[[str, str], bool]) -> list[str]:
    """The private ones, and one's own that are not among them."""
    return [*private, *(one for one in dict.fromkeys(own) if not any(covers(one, other) for other in private))]


def _read(shown: Path, secret: Path) -> Authority:
    try:
        secret.chmod(0o600)
        certificate = x509.load_pem_x509_certificate(shown.read_bytes())
        key = serialization.load_pem_private_key(secret.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise AuthorityDamaged(f"{shown.parent}: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise AuthorityDamaged(f"{shown.parent}: authority.key does not belong to authority.pem")
    return Authority(certificate, key)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _written(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def fingerprint(certificate: x509.Certificate, way: hashes.HashAlgorithm) -> str:
    """As devices show it: pairs of hex digits."""
    return certificate.fingerprint(way).hex(" ").upper()
