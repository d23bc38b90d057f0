"""The certificate that HTTPS shows: issued by the node's authority or given from outside, renewed while the node runs.

New connections get the new certificate as soon as it is loaded into the context; open ones are not disturbed.
"""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509

from tresen.web.trust.authority import Authority, Names, keep_secret

RENEW_BEFORE: Final = timedelta(days=30)


class CertificateUnusable(Exception):
    """The certificate that was given cannot be read, or the key does not belong to it."""


def now_here() -> datetime:
    """The machine's clock: certificates live in real time, also in a practice shop."""
    return datetime.now(UTC)


class IssuedCertificate:
    """Issued by the node's own authority for whatever the machine is called at the moment."""

    def __init__(
        self, folder: Path, authority: Authority, wanted: Callable[[], Names], now: Callable[[], datetime] = now_here
    ) -> None:
        self.context = new_context()
        self.authority: Authority = authority
        self._wanted = wanted
        self._now = now
        self._chain, self._key = folder / "server.pem", folder / "server.key"
        self._certificate: x509.Certificate | None = self._kept()
        if not self.renew() and self._certificate is not None:
            self.context.load_cert_chain(self._chain, self._key)

    @property
    def names(self) -> Names:
        """For whom the certificate speaks."""
        return names_of(self._certificate) if self._certificate is not None else Names()

    @property
    def expires_at(self) -> datetime:
        return self._certificate.not_valid_after_utc if self._certificate is not None else self._now()

    def renew(self) -> bool:
        """Issue a new one if it is time or the machine got another name or address; whether it did."""
        wanted = self.authority.permits(self._wanted())
        if self._certificate is not None and self._lasts(self._certificate) and wanted <= self.names:
            return False
        chain, key = self.authority.issue(wanted, self._now())
        keep_secret(self._key, key)
        keep_secret(self._chain, chain)
        self.context.load_cert_chain(self._chain, self._key)
        self._certificate = x509.load_pem_x509_certificate(chain)
        return True

    def _lasts(self, certificate: x509.Certificate) -> bool:
        ends = certificate.not_valid_after_utc
        last = ends >= self.authority.certificate.not_valid_after_utc  # a new one could not end later
        return certificate.not_valid_before_utc <= self._now() < (ends if last else ends - RENEW_BEFORE)

    def _kept(self) -> x509.Certificate | None:
        """What an earlier start left, if this authority issued it and its key is there."""
        try:
            self._key.chmod(0o600)
            found = x509.load_pem_x509_certificate(self._chain.read_bytes())
            found.verify_directly_issued_by(self.authority.certificate)
            new_context().load_cert_chain(self._chain, self._key)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, a new one is issued
            return None
        return found


class GivenCertificate:
    """A real certificate from outside. Its files are read again when they change, so renewing needs no restart."""

    authority: Authority | None = None

    def __init__(self, certificate: Path, key: Path) -> None:
        self.context = new_context()
        self._files = certificate, key
        self._seen = self._stamp()
        self._certificate = self._load()

    @property
    def names(self) -> Names:
        return names_of(self._certificate)

    @property
    def expires_at(self) -> datetime:
        return self._certificate.not_valid_after_utc

    def renew(self) -> bool:
        """Read the files again if they are others now; an unusable new one leaves the old one in place."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._certificate = self._load()
        self._seen = stamp
        return True

    def _load(self) -> x509.Certificate:
        certificate, key = self._files
        try:
            new_context().load_cert_chain(certificate, key, password=_no_password)
            self.context.load_cert_chain(certificate, key, password=_no_password)
            return x509.load_pem_x509_certificate(certificate.read_bytes())
        except (OSError, ValueError) as error:
            raise CertificateUnusable(f"{certificate}, {key}: {error}") from error

    def _stamp(self) -> tuple[tuple[int, int], ...]:
        try:
            return tuple((file.stat().st_mtime_ns, file.stat().st_size) for file in self._files)
        except OSError as error:
            raise CertificateUnusable(str(error)) from error


Shown = IssuedCertificate | GivenCertificate


def new_context() -> ssl.SSLContext:
    """TLS 1.2 or newer, HTTP/1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def names_of(certificate: x509.Certificate) -> Names:
    """The alternative names of a certificate."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names()
    return Names(
        tuple(found.get_values_for_type(x509.DNSName)),
        tuple(str(one) for one in found.get_values_for_type(x509.IPAddress)),
    )


def _no_password() -> str:
    """A key with a password would make the start wait for somebody to type it."""
    raise ValueError("the key is locked with a password; give one without")
