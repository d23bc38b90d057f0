"""What a TAR of a TSE holds of one transaction: devices in the shop tell of a finished transaction in no other way."""

from collections.abc import Iterator
from typing import Final

from tresen.fiscal.log_message import BadLogMessage, LogMessage, parse_log_file

_BLOCK: Final = 512
_FILES: Final = (0x30, 0x00)


def files_in(tar: bytes) -> Iterator[bytes]:
    """The contents of the plain files of a TAR, in order. A TAR that is cut off ends early."""
    at = 0
    while at + _BLOCK <= len(tar):
        header = tar[at : at + _BLOCK]
        digits = header[124:136].strip(b"\x00 ")
        if not any(header) or not digits or digits.strip(b"01234567"):
            return
        size = int(digits, 8)
        begin = at + _BLOCK
        if begin + size > len(tar):
            return
        if header[156] in _FILES:
            yield tar[begin : begin + size]
        at = begin + -(-size // _BLOCK) * _BLOCK


def messages_of(tar: bytes, transaction: int) -> tuple[LogMessage | None, LogMessage | None]:
    """Start and Finish of a transaction, None where the TAR does not hold them."""
    start = finish = None
    for content in files_in(tar):
        if content[:1] != b"\x30":
            continue
        try:
            message = parse_log_file(content)
        except BadLogMessage:
            continue  # a certificate begins in the same way
        if message.kind != "transaction" or message.transaction != transaction:
            continue
        if message.operation == "StartTransaction":
            start = message
        elif message.operation == "FinishTransaction":
            finish = message
    return start, finish
