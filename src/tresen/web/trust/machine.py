"""By which names and addresses other devices reach this machine. Nothing is sent to find out."""

import socket
import struct
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from tresen.web.trust.authority import Names, good_name

_FAR: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation: the way to them is the way to everybody else."""
_ASK_ADDRESS: Final = 0x8915
"""Linux: SIOCGIFADDR."""


def machine_name() -> str:
    """The machine's own name, without its domain."""
    name = socket.gethostname().partition(".")[0].lower()
    return name if good_name(name) else "tresen"


def machine_names() -> Names:
    """All names and addresses of this machine, those of the machine itself included; the most used address first."""
    name = machine_name()
    full = socket.gethostname().lower()
    hosts = ("localhost", name, f"{name}.local", *((full,) if "." in full and good_name(full) else ()))
    found = dict.fromkeys(_useful([*_outward(), *_by_name(), *_by_interface()]))
    return Names(tuple(dict.fromkeys(hosts)), (*found, "127.0.0.1", "::1"))


def _useful(found: list[str]) -> Iterator[str]:
    for text in found:
        address = ip_address(text.partition("%")[0])
        if not (address.is_loopback or address.is_unspecified or address.is_multicast or address.is_link_local):
            yield str(address)


def _outward() -> Iterator[str]:
    """From where this machine would speak to others. Connecting a datagram socket sends nothing."""
    for family, far in _FAR:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asking:
                asking.connect((far, 9))
                yield str(asking.getsockname()[0])
        except OSError:
            continue  # no way out of this kind


def _by_name() -> Iterator[str]:
    try:
        for found in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_DGRAM):
            yield str(found[4][0])
    except OSError:
        return  # the name is known to nobody


def _by_interface() -> Iterator[str]:
    """Each network card on its own, where the system tells without further packages."""
    if sys.platform != "linux":
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking, _ASK_ADDRESS, struct.pack("256s", name.encode()[:15]))
                yield socket.inet_ntoa(answer[20:24])
            except OSError:
                continue  # a card without an address
    listed = Path("/proc/net/if_inet6")
    for line in listed.read_text(encoding="ascii").splitlines() if listed.exists() else ():
        yield socket.inet_ntop(socket.AF_INET6, bytes.fromhex(line.split()[0]))
