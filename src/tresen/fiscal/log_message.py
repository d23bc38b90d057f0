"""The bytes a TSE signs and the `.log` file it keeps (BSI TR-03151 / TR-03153), written and read.

The signed message is a row of DER elements *without* an outer SEQUENCE; the `.log` file is one SEQUENCE of the same
elements and the signature at its end. Reading never re-encodes: a signature covers the bytes as they are, and one
maker writes processData with an indefinite length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

_VERSION: Final = b"\x02\x01\x02"
_OID_PREFIX: Final = bytes.fromhex("060904007f0007030701")
_TRANSACTION: Final = _VERSION + _OID_PREFIX + b"\x01"
_SYSTEM: Final = _VERSION + _OID_PREFIX + b"\x02"
_AUDIT: Final = _VERSION + _OID_PREFIX + b"\x03"
_KIND_OF_OID: Final = {1: "transaction", 2: "system", 3: "audit"}

_HASHES: Final = ("SHA224", "SHA256", "SHA384", "SHA512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512")


def _algorithm_oids() -> dict[str, bytes]:
    """OID content of every TSE_SIG_ALGO (BSI TR-03111 arcs, as TR-03116-5 lists them)."""
    root = bytes.fromhex("04007f00070101")
    arcs = (2, 3, 4, 5, 8, 9, 10, 11)
    oids = {f"ecdsa-plain-{name}": root + bytes([4, 1, arc]) for name, arc in zip(_HASHES, arcs, strict=True)}
    oids.update({f"ecsdsa-plain-{name}": root + bytes([4, 4, arc]) for arc, name in enumerate(_HASHES, 1)})
    return oids


ALGORITHMS: Final = _algorithm_oids()
"""OID content by the name that DSFinV-K uses (TSE_SIG_ALGO)."""
_ALGORITHM_OF_OID: Final = {oid: name for name, oid in ALGORITHMS.items()}

TIME_FORMATS: Final = (
    "unixTime",
    "utcTime",
    "utcTimeWithSeconds",
    "generalizedTime",
    "generalizedTimeWithMilliseconds",
)
"""TSE_ZEITFORMAT."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_NUMBER: Final = 9
"""Bytes of 64 bits with a sign."""


class BadLogMessage(ValueError):
    """The bytes are no log message of a TSE; the message says where."""


def _element(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    if size < 0x100:
        return bytes((tag, 0x81, size)) + content
    width = (size.bit_length() + 7) // 8
    return bytes((tag, 0x80 | width)) + size.to_bytes(width, "big") + content


def _number(tag: int, value: int) -> bytes:
    assert value >= 0, "counters and times are not negative"
    size = value.bit_length() // 8 + 1
    return bytes((tag, size)) + value.to_bytes(size, "big")


def time_element(at: int, time_format: str) -> bytes:
    """The log time as DER. `at`: milliseconds since 1970 UTC; what the format cannot hold is cut off."""
    if time_format == "unixTime":
        return _number(0x02, at // 1000)
    moment = _EPOCH + timedelta(milliseconds=at)
    if time_format == "utcTime":
        return _element(0x17, f"{moment:%y%m%d%H%M}Z".encode())
    if time_format == "utcTimeWithSeconds":
        return _element(0x17, f"{moment:%y%m%d%H%M%S}Z".encode())
    if time_format == "generalizedTime":
        return _element(0x18, f"{moment:%Y%m%d%H%M%S}Z".encode())
    if time_format == "generalizedTimeWithMilliseconds":
        return _element(0x18, f"{moment:%Y%m%d%H%M%S}.{at % 1000:03d}Z".encode())
    raise ValueError(f"{time_format!r} is no TSE_ZEITFORMAT")


class MessageForm:
    """Writes the messages that one TSE signs. What does not change is encoded once: a Finish costs a few µs.

    `serial`: the 32 bytes of the TSE's serial number. Times are milliseconds since 1970 UTC.
    """

    __slots__ = ("_known", "_operations", "_serial_and_algorithm", "_time_format")

    def __init__(self, serial: bytes, algorithm: str, time_format: str = "unixTime") -> None:
        oid = _element(0x06, ALGORITHMS[algorithm])
        self._serial_and_algorithm = _element(0x04, serial) + _element(0x30, oid)
        self._time_format = time_format
        self._operations = {
            operation: _TRANSACTION + _element(0x80, operation.encode())
            for operation in ("StartTransaction", "UpdateTransaction", "FinishTransaction")
        }
        self._known: dict[str, tuple[bytes, bytes]] = {}

    def transaction(
        self,
        operation: str,
        client: str,
        process_type: str,
        process_data: bytes,
        *,
        transaction: int,
        counter: int,
        at: int,
    ) -> bytes:
        """The signed bytes of `StartTransaction`, `UpdateTransaction` or `FinishTransaction`."""
        return b"".join(
            (
                self._operations[operation],
                self._text(client)[0],
                _element(0x82, process_data),
                self._text(process_type)[1],
                _number(0x85, transaction),
                self._serial_and_algorithm,
                _number(0x02, counter),
                time_element(at, self._time_format),
            )
        )

    def system(self, operation: str, data: bytes, counter: int, at: int) -> bytes:
        """The signed bytes of a system operation such as `initialize` or `registerClient`."""
        return b"".join(
            (
                _SYSTEM,
                _element(0x80, operation.encode()),
                _element(0x81, data),
                self._serial_and_algorithm,
                _number(0x02, counter),
                time_element(at, self._time_format),
            )
        )

    def audit(self, data: bytes, counter: int, at: int) -> bytes:
        """The signed bytes of an audit entry of the secure element; its data stand behind the algorithm."""
        return b"".join(
            (
                _AUDIT,
                self._serial_and_algorithm,
                _element(0x04, data),
                _number(0x02, counter),
                time_element(at, self._time_format),
            )
        )

    def _text(self, text: str) -> tuple[bytes, bytes]:
        """The text as clientId and as processType; few are used, so they are kept."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= 4096:
                self._known.clear()
            content = text.encode()
            known = self._known[text] = (_element(0x81, content), _element(0x83, content))
        return known


def log_file(message: bytes, signature: bytes) -> bytes:
    """The content of the `.log` file: message and signature in one SEQUENCE."""
    return _element(0x30, message + _element(0x04, signature))


@dataclass(slots=True, frozen=True)
class LogMessage:
    """A `.log` file as read. Texts are empty and numbers 0 where the kind of message has none."""

    kind: str
    """`transaction`, `system` or `audit`."""
    operation: str
    client: str
    process_type: str
    process_data: bytes
    transaction: int
    data: bytes
    """systemOperationData or seAuditData."""
    serial: bytes
    algorithm: str
    counter: int
    at: int
    """Log time, milliseconds since 1970 UTC."""
    time_format: str
    signature: bytes
    signed: bytes
    """The bytes the signature covers, untouched."""


@dataclass(slots=True, frozen=True)
class _Element:
    tag: int
    start: int
    content: bytes
    end: int


def _read_length(raw: bytes, at: int) -> tuple[int, int]:
    """(length, offset behind it); length -1 stands for indefinite."""
    if at >= len(raw):
        raise BadLogMessage("cut off in a length")
    first = raw[at]
    if first < 0x80:
        return first, at + 1
    if first == 0x80:
        return -1, at + 1
    width = first & 0x7F
    if width > 4 or at + 1 + width > len(raw):
        raise BadLogMessage("cut off in a length, or no sensible one")
    return int.from_bytes(raw[at + 1 : at + 1 + width], "big"), at + 1 + width


def _read_element(raw: bytes, at: int, depth: int = 0) -> _Element:
    if at >= len(raw):
        raise BadLogMessage("cut off where an element should begin")
    if depth > 4:
        raise BadLogMessage("nested too deeply")
    tag = raw[at]
    length, start = _read_length(raw, at + 1)
    if length >= 0:
        end = start + length
        if end > len(raw):
            raise BadLogMessage("an element is longer than the message")
        return _Element(tag, at, raw[start:end], end)
    if not tag & 0x20:
        raise BadLogMessage("an indefinite length needs a constructed element")
    end = start
    while raw[end : end + 2] != b"\x00\x00":
        end = _read_element(raw, end, depth + 1).end
    return _Element(tag, at, raw[start:end], end + 2)


def _elements(raw: bytes) -> Iterator[_Element]:
    at = 0
    while at < len(raw):
        element = _read_element(raw, at)
        yield element
        at = element.end


def _octets(element: _Element) -> bytes:
    """Content of a string; a constructed one (BER) is the sum of its parts."""
    if not element.tag & 0x20:
        return element.content
    return b"".join(_octets(part) for part in _elements(element.content))


class _Reader:
    """Takes the elements of a message one by one in their fixed order."""

    def __init__(self, raw: bytes) -> None:
        outer = _read_element(raw, 0)
        if outer.tag != 0x30 or outer.end != len(raw):
            raise BadLogMessage("a log file is exactly one SEQUENCE")
        self.content = outer.content
        self._at = 0

    def take(self, *tags: int) -> _Element:
        found = self.take_if(*tags)
        if found is None:
            wanted = "/".join(f"{tag:02x}" for tag in tags)
            raise BadLogMessage(f"expected element {wanted} at byte {self._at}")
        return found

    def take_if(self, *tags: int) -> _Element | None:
        if self._at >= len(self.content) or self.content[self._at] not in tags:
            return None
        element = _read_element(self.content, self._at)
        self._at = element.end
        return element

    @property
    def done(self) -> bool:
        return self._at == len(self.content)


def _text_of(element: _Element) -> str:
    try:
        return _octets(element).decode()
    except UnicodeDecodeError as error:
        raise BadLogMessage("a text is not UTF-8") from error


def _read_number(element: _Element) -> int:
    if not element.content:
        raise BadLogMessage("a number without digits")
    if len(element.content) > _LONGEST_NUMBER:
        raise BadLogMessage("a number larger than any counter or time")
    return int.from_bytes(element.content, "big", signed=True)


def _read_time(element: _Element) -> tuple[int, str]:
    if element.tag == 0x02:
        return _read_number(element) * 1000, "unixTime"
    text = element.content.decode("ascii", "replace")
    forms = {
        (0x17, 11): ("utcTime", "%y%m%d%H%MZ"),
        (0x17, 13): ("utcTimeWithSeconds", "%y%m%d%H%M%SZ"),
        (0x18, 15): ("generalizedTime", "%Y%m%d%H%M%SZ"),
        (0x18, 19): ("generalizedTimeWithMilliseconds", "%Y%m%d%H%M%S.%fZ"),
    }
    name, form = forms.get((element.tag, len(text)), ("", ""))
    try:
        moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadLogMessage(f"{text!r} is no log time") from error
    return (moment - _EPOCH) // timedelta(milliseconds=1), name


def parse_log_file(raw: bytes) -> LogMessage:
    """Read a `.log` file of any maker. Raises BadLogMessage; the signature is not checked here."""
    reader = _Reader(raw)
    if reader.take(0x02).content != b"\x02":
        raise BadLogMessage("only version 2 is known")
    oid = reader.take(0x06).content
    kind = _KIND_OF_OID.get(oid[-1] if oid[:-1] == _OID_PREFIX[2:] else 0)
    if kind is None:
        raise BadLogMessage("an unknown kind of message")
    operation = client = process_type = ""
    process_data = data = b""
    transaction = 0
    if kind == "transaction":
        operation = _text_of(reader.take(0x80))
        client = _text_of(reader.take(0x81))
        process_data = _octets(reader.take(0x82, 0xA2))
        if type_element := reader.take_if(0x83, 0xA3):
            process_type = _text_of(type_element)
        reader.take_if(0x84, 0xA4)
        transaction = _read_number(reader.take(0x85))
        reader.take_if(0x86, 0xA6)
    elif kind == "system":
        operation = _text_of(reader.take(0x80))
        if data_element := reader.take_if(0x81, 0xA1):
            data = data_element.content
    serial = reader.take(0x04).content
    algorithm_element = _read_element(reader.take(0x30).content, 0)
    if kind == "audit":
        data = reader.take(0x04).content
    counter = _read_number(reader.take(0x02))
    at, time_format = _read_time(reader.take(0x02, 0x17, 0x18))
    signature_element = reader.take(0x04)
    if not reader.done:
        raise BadLogMessage("something stands behind the signature")
    return LogMessage(
        kind=kind,
        operation=operation,
        client=client,
        process_type=process_type,
        process_data=process_data,
        transaction=transaction,
        data=data,
        serial=serial,
        algorithm=_ALGORITHM_OF_OID.get(algorithm_element.content, ""),
        counter=counter,
        at=at,
        time_format=time_format,
        signature=signature_element.content,
        signed=reader.content[: signature_element.start],
    )
