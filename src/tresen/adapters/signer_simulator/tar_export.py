"""The log of a simulated TSE as a TAR file, named as TR-03153 asks, made piece by piece."""

import tarfile
from collections.abc import Iterator
from typing import Final

from tresen.adapters.signer_simulator.identity import Identity
from tresen.adapters.signer_simulator.message_log import MessageLog
from tresen.fiscal.log_message import LogMessage, parse_log_file

_LONGEST_NAME: Final = 100
_RIGHTS: Final = b"0000644\x00" + b"0000000\x00" * 2
"""Readable, of nobody."""
_BEHIND: Final = (b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\x00" * 2).ljust(356, b"\x00")
"""The part of a header behind its checksum: a regular file."""
_SUM_BEHIND: Final = sum(_BEHIND)


def file_name(message: LogMessage) -> str:
    """Name of a `.log` file: time, signature counter, kind, and what belongs to the kind."""
    begin = f"Unixt_{message.at // 1000}_Sig-{message.counter}_Log-"
    if message.kind == "transaction":
        operation = message.operation.removesuffix("Transaction")
        return f"{begin}Tra_No-{message.transaction}_{operation}_Client-{message.client}.log"
    if message.kind == "system":
        return f"{begin}Sys_{message.operation}.log"
    return f"{begin}Aud.log"


def _header(name: str, size: int, at: int) -> bytes:
    """TAR header of a file (POSIX ustar); what `tarfile` makes, at a tenth of the time for the names that fit."""
    encoded = name.encode()
    if len(encoded) > _LONGEST_NAME:
        info = tarfile.TarInfo(name)
        info.size, info.mtime = size, at
        return info.tobuf(tarfile.GNU_FORMAT)
    front = encoded.ljust(100, b"\x00") + _RIGHTS + b"%011o\x00%011o\x00" % (size, at)
    checksum = sum(front) + _SUM_BEHIND + 8 * 0x20
    return front + b"%06o\x00 " % checksum + _BEHIND


def _member(name: str, content: bytes, at: int) -> bytes:
    """One file of the TAR. `at`: seconds since 1970."""
    return _header(name, len(content), at) + content + bytes(-len(content) % 512)


def tar_pieces(identity: Identity, log: MessageLog, maker: str, version: str, from_counter: int = 0) -> Iterator[bytes]:
    """The TAR from a signature counter on, one piece a message. What is signed after the first message was read is not
    in it. The n-th message of the log has the counter n (`recall` sees to that), so the earlier ones are not parsed."""
    info = f'"description:","Simulierte TSE, keine echte","manufacturer:","{maker}","version:","{version}"\n'
    yield _member("info.csv", info.encode(), 0)
    for name, der in identity.certificate_files():
        yield _member(name, der, 0)
    for counter, (_, raw) in enumerate(log.messages(), 1):
        if counter < from_counter:
            continue
        message = parse_log_file(raw)
        yield _member(file_name(message), raw, message.at // 1000)
    yield bytes(1024)
