"""The text of the QR code on a receipt (DSFinV-K annex I): it lets an auditor check the signature without the till."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tresen.core.receipt import Signed

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIXED_BEHIND: Final = 8
"""Fields behind processData; that one may hold semicolons itself."""
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}")


class BadQrCode(ValueError):
    """The text is no QR code of a receipt; the message says which field is wrong."""


@dataclass(slots=True, frozen=True)
class QrCode:
    """What the QR code of a receipt says. Times are milliseconds since 1970 UTC."""

    client: str
    """Serial number of the till."""
    process_type: str
    process_data: str
    transaction: int
    counter: int
    started_at: int
    finished_at: int
    algorithm: str
    time_format: str
    signature: bytes
    public_key: bytes
    """As it stands there; by the law's text the raw uncompressed point."""


def log_time(at: int) -> str:
    """A log time as DSFinV-K writes it: `2019-07-10T18:41:04.000Z`. `at`: milliseconds since 1970 UTC."""
    moment = _EPOCH + timedelta(milliseconds=at)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def read_log_time(text: str) -> int:
    """Milliseconds since 1970 UTC of a log time. Raises BadQrCode."""
    if not _TIME.fullmatch(text):
        raise BadQrCode(f"{text!r} is no log time like 2019-07-10T18:41:04.000Z")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadQrCode(f"{text!r} is no moment") from error
    if moment < _EPOCH:
        raise BadQrCode(f"{text!r} is older than any TSE")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def qr_text(signed: Signed) -> str:
    """The QR text of a signed receipt. A receipt without signature has none: empty."""
    if signed.failure or not signed.signature:
        return ""
    return ";".join(
        (
            "V0",
            signed.client,
            signed.process_type,
            signed.process_data,
            str(signed.transaction),
            str(signed.counter),
            log_time(signed.started_at),
            log_time(signed.finished_at),
            signed.algorithm,
            signed.time_format,
            signed.signature,
            signed.public_key,
        )
    )


def _number(field: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadQrCode(f"{field} {text!r} is no number")
    return int(text)


def _binary(field: str, text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadQrCode(f"the {field} is not base64") from error
    if not content:
        raise BadQrCode(f"the {field} is missing")
    return content


def parse_qr(text: str) -> QrCode:
    """Read the QR text of a receipt, from both ends: processData may hold semicolons. Raises BadQrCode."""
    front = text.split(";", 3)
    if len(front) != 4:
        raise BadQrCode("fields are missing")
    version, client, process_type, rest = front
    if version != "V0":
        raise BadQrCode(f"version {version!r} is unknown")
    back = rest.rsplit(";", _FIXED_BEHIND)
    if len(back) != _FIXED_BEHIND + 1:
        raise BadQrCode("fields are missing")
    process_data, transaction, counter, started, finished, algorithm, time_format, signature, public_key = back
    return QrCode(
        client=client,
        process_type=process_type,
        process_data=process_data,
        transaction=_number("transaction number", transaction),
        counter=_number("signature counter", counter),
        started_at=read_log_time(started),
        finished_at=read_log_time(finished),
        algorithm=algorithm,
        time_format=time_format,
        signature=_binary("signature", signature),
        public_key=_binary("public key", public_key),
    )
