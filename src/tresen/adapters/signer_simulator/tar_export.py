"""The log of a simulated TSE as a TAR file, named as TR-03153 asks, made piece by piece."""

import tarfile
from collections.abc import Iterator

from tresen.adapters.signer_simulator.identity import Identity
from tresen.adapters.signer_simulator.message_log import MessageLog
from tresen.fiscal.log_message import LogMessage, parse_log_file


def file_name(message: LogMessage) -> str:
    """Name of a `.log` file: time, signature counter, kind, and what belongs to the kind."""
    begin = f"Unixt_{message.at // 1000}_Sig-{message.counter}_Log-"
    if message.kind == "transaction":
        operation = message.operation.removesuffix("Transaction")
        return f"{begin}Tra_No-{message.transaction}_{operation}_Client-{message.client}.log"
    if message.kind == "system":
        return f"{begin}Sys_{message.operation}.log"
    return f"{begin}Aud.log"


def _member(name: str, content: bytes, at: int) -> bytes:
    """One file of the TAR. `at`: seconds since 1970."""
    header = tarfile.TarInfo(name)
    header.size = len(content)
    header.mtime = at
    return header.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % 512)


def tar_pieces(identity: Identity, log: MessageLog, maker: str, version: str) -> Iterator[bytes]:
    """The whole TAR, one piece a message. What is signed after the call of the first piece is not in it."""
    until = log.end
    info = f'"description:","Simulierte TSE, keine echte","manufacturer:","{maker}","version:","{version}"\n'
    yield _member("info.csv", info.encode(), 0)
    for name, der in identity.certificate_files():
        yield _member(name, der, 0)
    for _, raw in log.messages(until):
        message = parse_log_file(raw)
        yield _member(file_name(message), raw, message.at // 1000)
    yield bytes(1024)
