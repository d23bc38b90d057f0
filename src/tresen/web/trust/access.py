"""How devices reach this node: only here, in plain HTTP, by the node's own authority, or by a real certificate."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal

from cryptography.hazmat.primitives import hashes

from tresen.web.trust.authority import AuthorityDamaged, Names, fingerprint, good_name, open_authority
from tresen.web.trust.machine import machine_name, machine_names
from tresen.web.trust.refused import AccessRefused
from tresen.web.trust.shown import CertificateUnusable, GivenCertificate, IssuedCertificate, Shown, now_here

HTTPS_PORT: Final = 8443
Reach = Literal["here", "plain", "trust", "https"]
_HOST: Final = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")


@dataclass(slots=True)
class Access:
    """Where the node listens and what it shows there."""

    host: str = "127.0.0.1"
    port: int = 8000
    https_port: int = 0
    """0: no HTTPS of its own."""
    shown: Shown | None = None
    given: tuple[str, ...] = ()
    """Names from the command line; the first is the one to tell others."""
    machine: Callable[[], Names] = field(default=machine_names, repr=False)
    known: Names = field(default_factory=Names)
    """By what the machine was reached at the last look."""

    def look(self) -> Names:
        """Ask the machine for its names and addresses, which may have changed."""
        self.known = self.machine()
        return self.known

    @property
    def reach(self) -> Reach:
        """`here`: this machine only; `trust`: devices trust the node's authority first; `https`: by a real certificate;
        `plain`: others come without encryption, or through a proxy that has it."""
        if self.shown is not None:
            return "https" if self.shown.authority is None else "trust"
        return "here" if is_here(self.host) else "plain"

    def called(self, asked: str = "") -> str:
        """The name or address to tell another device. `asked`: the host that the present page was opened with, which
        is known to work unless it means the machine itself."""
        bare = host_of(asked)
        if bare and not is_here(bare.strip("[]")) and self.reach != "https":
            return bare
        named = self.given or (self.shown.names.hosts if self.reach == "https" and self.shown is not None else ())
        if named:
            return named[0].replace("*.", "")
        if not is_here(self.host) and not address_is(self.host, "is_unspecified"):
            return bracketed(self.host)
        others = [one for one in self.known.addresses if not is_here(one)]
        return bracketed(others[0]) if others else "localhost"

    def plain(self, asked: str = "") -> str:
        """Origin over plain HTTP, as another device types it."""
        return f"http://{self.called(asked)}{_port(self.port, 80)}"

    def safe(self, asked: str = "") -> str:
        """Origin over HTTPS, empty if the node has none of its own."""
        return f"https://{self.called(asked)}{_port(self.https_port, 443)}" if self.shown is not None else ""

    def safe_at(self, asked: str) -> str:
        """Origin over HTTPS under exactly the host that was asked for; empty if that is no host."""
        bare = host_of(asked)
        return f"https://{bare}{_port(self.https_port, 443)}" if bare and self.shown is not None else ""

    def print_of_authority(self) -> str:
        """SHA-256 fingerprint of the node's authority; empty if there is none."""
        authority = self.shown.authority if self.shown is not None else None
        return fingerprint(authority.certificate, hashes.SHA256()) if authority is not None else ""


@dataclass(slots=True, frozen=True)
class Wanted:
    """What the command line says about being reached."""

    host: str
    port: int
    https_port: int | None = None
    plain_only: bool = False
    certificate: Path | None = None
    key: Path | None = None
    names: Sequence[str] = ()


def open_access(data: Path, wanted: Wanted, machine: Callable[[], Names] = machine_names) -> Access:
    """Prepare what the command line asks for. Raises AccessRefused with a sentence for whoever typed it."""
    names = tuple(name.strip().lower().rstrip(".") for name in wanted.names)
    for name in names:
        if not good_name(name):
            raise AccessRefused(f"--name {name}: this is not a host name.")
    access = Access(wanted.host, wanted.port, given=names, machine=machine)
    if (wanted.certificate is None) != (wanted.key is None):
        raise AccessRefused("--certificate and --key belong together.")
    if wanted.plain_only and (wanted.certificate is not None or wanted.https_port is not None):
        raise AccessRefused("--no-https contradicts --https-port, --certificate and --key.")
    access.look()
    asked = wanted.certificate is not None or wanted.https_port is not None
    if wanted.plain_only or (is_here(wanted.host) and not asked):
        return access
    access.https_port = HTTPS_PORT if wanted.https_port is None else wanted.https_port
    try:
        if wanted.certificate is not None and wanted.key is not None:
            access.shown = GivenCertificate(wanted.certificate, wanted.key)
        else:
            access.shown = _issued(data / "https", access)
    except CertificateUnusable as error:
        raise AccessRefused(f"The certificate cannot be used: {error}") from error
    except AuthorityDamaged as error:
        raise AccessRefused(
            f"The node's own certificate authority cannot be used: {error}\n"
            "Put the folder back from a back-up. Without one delete it: a new authority is made, and every device has "
            "to trust it once more."
        ) from error
    return access


def _issued(folder: Path, access: Access) -> IssuedCertificate:
    bound = Names((), () if address_is(access.host, "is_unspecified") else _address(access.host))
    own = Names(access.given) | access.known | bound
    authority = open_authority(folder, machine_name().upper(), own, now_here())
    strange = [name for name in access.given if name not in authority.permits(Names(access.given)).hosts]
    if strange:
        raise AccessRefused(
            f"--name {strange[0]}: the node's authority was made for other names and may not vouch for this one. Use a "
            f"name that ends in .local, .lan, .home.arpa or .internal, or a real certificate (--certificate, --key), or "
            f"delete {folder} so that a new authority is made, which every device has to trust once more."
        )
    return IssuedCertificate(folder, authority, lambda: Names(access.given) | access.known | bound)


def _address(host: str) -> tuple[str, ...]:
    try:
        return (str(ip_address(host)),)
    except ValueError:
        return ()


def host_of(asked: str) -> str:
    """The host of a Host header without its port; empty if it is none."""
    found = _HOST.fullmatch(asked)
    return found[1].lower() if found is not None else ""


def is_here(host: str) -> bool:
    """Whether a host or address means the machine itself."""
    return host == "localhost" or host.endswith(".localhost") or address_is(host, "is_loopback")


def address_is(host: str, what: str) -> bool:
    """Whether a text is an address of which something holds; a name is none."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    inner = getattr(address, "ipv4_mapped", None)
    return bool(getattr(inner or address, what))


def bracketed(host: str) -> str:
    """An address of IPv6 as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def _port(port: int, usual: int) -> str:
    return "" if port == usual else f":{port}"
