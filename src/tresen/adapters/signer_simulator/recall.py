"""What a simulated TSE knows: counters, clients, open transactions, and where each transaction stands in the file.

Kept current while signing and rebuilt by reading the file once. It costs 16 bytes for each transaction.
"""

from array import array
from dataclasses import dataclass
from typing import Final

from tresen.adapters.signer_simulator.message_log import LogFileDamaged, MessageLog
from tresen.fiscal.log_message import parse_log_file

_KIND_AT: Final = 13
"""Offset in a signed message of the last byte of the OID: 1 transaction, 2 system, 3 audit."""


@dataclass(slots=True, frozen=True)
class OpenTransaction:
    """A transaction that was started and not finished. `at`: log time of Start in seconds since 1970."""

    client: str
    at: int


class Recall:
    """The state of the device, folded from its messages."""

    __slots__ = ("clients", "counter", "finish_offsets", "last_time", "open", "start_offsets")

    def __init__(self) -> None:
        self.counter = 0
        self.last_time = 0
        self.clients: set[str] = set()
        self.open: dict[int, OpenTransaction] = {}
        self.start_offsets = array("q")
        """Offset of the Start message of transaction 1, 2, ..."""
        self.finish_offsets = array("q")
        """Offset of the Finish message, -1 while open."""

    def started(self, transaction: int, client: str, at: int, offset: int) -> None:
        self.start_offsets.append(offset)
        self.finish_offsets.append(-1)
        self.open[transaction] = OpenTransaction(client, at)

    def finished(self, transaction: int, offset: int) -> None:
        self.finish_offsets[transaction - 1] = offset
        del self.open[transaction]

    @property
    def transactions(self) -> int:
        """How many transactions were ever started; also the number of the last one."""
        return len(self.start_offsets)


@dataclass(slots=True, frozen=True)
class _Skimmed:
    operation: int
    """First letter of the operation: S, U or F."""
    client: bytes
    transaction: int
    counter: int
    at: int


def _skim(raw: bytes, start: int) -> _Skimmed:
    """Read the few fields that matter of a transaction message as `MessageForm` writes it; 5 times a full parse."""
    at = start + 14
    operation = raw[at + 2]
    at += 2 + raw[at + 1]
    end = at + 2 + raw[at + 1]
    client = raw[at + 2 : end]
    at = end + 1
    size = raw[at]
    if size < 0x80:
        at += 1 + size
    else:
        width = size & 0x7F
        at += 1 + width + int.from_bytes(raw[at + 1 : at + 1 + width], "big")
    at += 2 + raw[at + 1]
    end = at + 2 + raw[at + 1]
    transaction = int.from_bytes(raw[at + 2 : end], "big")
    at = end + 2 + raw[end + 1]
    at += 2 + raw[at + 1]
    end = at + 2 + raw[at + 1]
    counter = int.from_bytes(raw[at + 2 : end], "big")
    at = end
    return _Skimmed(operation, client, transaction, counter, int.from_bytes(raw[at + 2 : at + 2 + raw[at + 1]], "big"))


def recall(log: MessageLog, serial: bytes) -> Recall:
    """Read the whole file, cut off a torn tail, and know again what the device knew.

    Raises LogFileDamaged when counters have a gap, when something other than messages stands in the file, or when its
    messages are from another device than that of the serial number.
    """
    known = Recall()
    whole = 0
    try:
        for offset, raw in log.messages():
            try:
                _fold(known, serial, offset, raw)
            except (IndexError, ValueError) as error:
                raise LogFileDamaged(f"the message at byte {offset} cannot be read") from error
            whole = offset + len(raw)
    except LogFileDamaged:
        if not log.tail_is_blank(whole):
            raise
    log.cut_torn_tail(whole)
    return known


def _fold(known: Recall, serial: bytes, offset: int, raw: bytes) -> None:
    start = 2 + (raw[1] & 0x7F if raw[1] >= 0x80 else 0)
    if raw[start + _KIND_AT] == 1:
        message = _skim(raw, start)
        counter, at = message.counter, message.at
        if message.operation == ord("S"):
            if message.transaction != known.transactions + 1:
                raise LogFileDamaged(f"transaction {known.transactions + 1} is missing")
            known.started(message.transaction, message.client.decode(), at, offset)
        elif message.operation == ord("F"):
            if message.transaction not in known.open:
                raise LogFileDamaged(f"transaction {message.transaction} is finished but not open")
            known.finished(message.transaction, offset)
    else:
        parsed = parse_log_file(raw)
        if parsed.serial != serial:
            raise LogFileDamaged("the messages are from another device: its key was exchanged")
        counter, at = parsed.counter, parsed.at // 1000
        if parsed.operation == "registerClient":
            known.clients.add(parsed.data[2:].decode())
    if counter != known.counter + 1:
        raise LogFileDamaged(f"signature counter {known.counter + 1} is missing")
    known.counter = counter
    known.last_time = at
