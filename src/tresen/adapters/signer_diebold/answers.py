"""What the web service answers, read into the words of the port."""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from tresen.fiscal.certificates import BadCertificate, chain_of, raw_point
from tresen.fiscal.log_message import LogMessage
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerState, Started

MAKER: Final = "Diebold Nixdorf"
OPEN_LIMIT: Final = 512
_TIME_FORMATS: Final = {"UnixTime": "unixTime", "UTCTime": "utcTimeWithSeconds", "GeneralizedTime": "generalizedTime"}
"""Written here as DSFinV-K wants it."""


class BadAnswer(ValueError):
    """The answer lacks what it must have."""


def number(content: Mapping[str, Any], name: str) -> int:
    value = content.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit():
        raise BadAnswer(f"{name} is missing")
    return int(value)


def signature(content: Mapping[str, Any]) -> bytes:
    value = content.get("Signature")
    if not isinstance(value, str) or not value:
        raise BadAnswer("the signature is missing")
    try:
        return bytes.fromhex(value)
    except ValueError as error:
        raise BadAnswer("the signature is not in hex") from error


def moment(content: Mapping[str, Any]) -> int:
    """Log time in milliseconds since 1970 UTC; written with the time zone of the host."""
    value = content.get("LogTime")
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadAnswer("the log time is missing") from error
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()) * 1000


def value(content: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(str(content.get("Value")), validate=True)
    except binascii.Error as error:
        raise BadAnswer("a value is not in base64") from error


def started(content: Mapping[str, Any]) -> Started:
    return Started(
        number(content, "TransactionNumber"), moment(content), number(content, "SignatureCounter"), signature(content)
    )


def told(start: LogMessage | None, finish: LogMessage | None) -> Started | Finished | None:
    """A transaction as the log of the TSE has it."""
    if start is None:
        return None
    if finish is None:
        return Started(start.transaction, start.at, start.counter, start.signature)
    return Finished(
        transaction=start.transaction,
        started_at=start.at,
        at=finish.at,
        counter=finish.counter,
        signature=finish.signature,
        process_type=finish.process_type,
        process_data=finish.process_data.decode("utf-8", "replace"),
    )


def info(
    device: Mapping[str, Any], parameters: Mapping[str, Any], key: Mapping[str, Any], certificates: Mapping[str, Any]
) -> SignerInfo:
    try:
        point = raw_point(value(key))
        chain, ends = chain_of(value(certificates), point)
        return SignerInfo(
            serial=str(device["SerialNumber"]).lower(),
            public_key=point,
            algorithm=str(parameters["SignatureAlgorithm"]),
            time_format=_TIME_FORMATS.get(str(device["TimeFormat"]), str(device["TimeFormat"])),
            encoding="UTF-8",
            certificates=chain,
            expires_at=ends,
            open_limit=OPEN_LIMIT,
            simulated=False,
            maker=MAKER,
        )
    except (BadCertificate, BadAnswer, KeyError) as error:
        raise SignerDown(f"the TSE of Diebold Nixdorf does not tell of itself as it should: {error}") from error


def condition(parameters: Mapping[str, Any], now: int, ends: int, opened: int, *, blocked: bool) -> SignerCondition:
    """What is not told counts as well: the device refuses by itself what it cannot do."""
    state: SignerState = "ready"
    if now > ends:
        state = "expired"
    elif blocked:
        state = "locked"
    elif parameters.get("Initialized") is False:
        state = "not_set_up"
    elif parameters.get("StorageFree") == 0 or parameters.get("RemainingSignatures") == 0:
        state = "full"
    elif parameters.get("SelfTestPassed") is False:
        state = "self_test_due"
    elif parameters.get("TimeSet") is False:
        state = "time_not_set"
    left, free = parameters.get("RemainingSignatures", 0), parameters.get("StorageFree", 0)
    return SignerCondition(
        state,
        open_transactions=opened,
        signatures_left=left if isinstance(left, int) else 0,
        storage_left=free if isinstance(free, int) else 0,
        expires_at=ends,
    )
