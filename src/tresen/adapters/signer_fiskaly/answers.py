"""What fiskaly answers, read into the words of the port. Anything that is not as documented is no answer."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from tresen.fiscal.certificates import BadCertificate, chain_of, raw_point
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerState, Started

MAKER = "fiskaly"
_STATES: dict[str, SignerState] = {
    "CREATED": "not_set_up",
    "UNINITIALIZED": "not_set_up",
    "INITIALIZED": "ready",
    "DISABLED": "disabled",
    "DELETED": "disabled",
    "DEFECTIVE": "locked",
}


class BadAnswer(Exception):
    """The answer lacks what it must have."""


def number(content: Mapping[str, Any], name: str) -> int:
    """A whole number; fiskaly writes counters as text."""
    value = content.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit():
        raise BadAnswer(f"{name} is missing")
    return int(value)


def text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise BadAnswer(f"{name} is missing")
    return value


def inner(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    if not isinstance(value, dict):
        raise BadAnswer(f"{name} is missing")
    return value


def decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadAnswer("base64 is damaged") from error


def _signature(content: Mapping[str, Any]) -> tuple[int, bytes]:
    signature = inner(content, "signature")
    return number(signature, "counter"), decoded(text(signature, "value"))


def started(content: Mapping[str, Any]) -> Started:
    counter, signature = _signature(content)
    return Started(number(content, "number"), number(content, "time_start") * 1000, counter, signature)


def finished(content: Mapping[str, Any]) -> Finished:
    counter, signature = _signature(content)
    kind, data = _process(content)
    log = inner(content, "log") if "log" in content else {"timestamp": content.get("time_end")}
    return Finished(
        transaction=number(content, "number"),
        started_at=number(content, "time_start") * 1000,
        at=number(log, "timestamp") * 1000,
        counter=counter,
        signature=signature,
        process_type=kind,
        process_data=data,
    )


def _process(content: Mapping[str, Any]) -> tuple[str, str]:
    """The processType and processData: as they were sent, or from the text of the QR code that fiskaly makes."""
    schema = content.get("schema")
    if isinstance(schema, dict) and isinstance(raw := schema.get("raw"), dict):
        return text(raw, "process_type"), decoded(text(raw, "process_data")).decode("utf-8", "replace")
    parts = text(content, "qr_code_data").split(";") if content.get("qr_code_data") else []
    if len(parts) >= 12:
        return parts[2], ";".join(parts[3:-8])
    return "", ""


def info(content: Mapping[str, Any]) -> SignerInfo:
    try:
        point = raw_point(decoded(text(content, "public_key")))
        certificates, ends = chain_of(text(content, "certificate").encode(), point)
    except BadCertificate as error:
        raise SignerDown(f"fiskaly: {error}") from error
    return SignerInfo(
        serial=text(content, "serial_number").lower(),
        public_key=point,
        algorithm=text(content, "signature_algorithm"),
        time_format=text(content, "signature_timestamp_format"),
        encoding=text(content, "transaction_data_encoding"),
        certificates=certificates,
        expires_at=ends,
        open_limit=number(content, "max_number_active_transactions"),
        simulated=content.get("_env") != "LIVE",
        maker=MAKER,
    )


def condition(content: Mapping[str, Any], now: int) -> SignerCondition:
    name = text(content, "state")
    state = _STATES.get(name)
    if state is None:
        raise SignerDown(f"fiskaly: the TSE is {name.lower()} at the moment")
    ends = info(content).expires_at
    if state == "ready" and now > ends:
        state = "expired"
    opened = content.get("number_active_transactions", 0)
    return SignerCondition(state, open_transactions=opened if isinstance(opened, int) else 0, expires_at=ends)
