"""What the TSE of Epson answers, read into the words of the port."""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from tresen.fiscal.certificates import BadCertificate, chain_of, raw_point
from tresen.fiscal.log_message import LogMessage
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerState, Started

MAKER: Final = "Epson"
_SECTOR: Final = 512


class BadAnswer(ValueError):
    """The answer lacks what it must have."""


def number(content: Mapping[str, Any], name: str) -> int:
    value = content.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit():
        raise BadAnswer(f"{name} is missing")
    return int(value)


def decoded(content: Mapping[str, Any], name: str) -> bytes:
    value = content.get(name)
    if not isinstance(value, str):
        raise BadAnswer(f"{name} is missing")
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise BadAnswer(f"{name} is damaged") from error


def moment(content: Mapping[str, Any], name: str) -> int:
    """Milliseconds since 1970 UTC; written as `2026-11-28T21:17:05Z`."""
    value = content.get(name)
    if not isinstance(value, str):
        raise BadAnswer(f"{name} is missing")
    found = datetime.fromisoformat(value)
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()) * 1000


def started(output: Mapping[str, Any]) -> Started:
    return Started(
        number(output, "transactionNumber"), moment(output, "logTime"), number(output, "signatureCounter"),
        decoded(output, "signature"),
    )  # fmt: skip


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


def information(output: Mapping[str, Any]) -> Mapping[str, Any]:
    found = output.get("tseInformation")
    if not isinstance(found, dict):
        raise SignerDown("the TSE of Epson does not tell of itself")
    return found


def info(content: Mapping[str, Any], certificate: Mapping[str, Any]) -> SignerInfo:
    pem = certificate.get("logMessageCertificate") or certificate.get("logMessageCertificateBase64") or ""
    try:
        point = raw_point(decoded(content, "tsePublicKey"))
        certificates, ends = chain_of(str(pem).encode(), point)
        return SignerInfo(
            serial=decoded(content, "serialNumber").hex(),
            public_key=point,
            algorithm=str(content["signatureAlgorithm"]),
            time_format="unixTime",
            encoding="UTF-8",
            certificates=certificates,
            expires_at=ends,
            open_limit=number(content, "maxStartedTransactions"),
            simulated=False,
            maker=MAKER,
        )
    except (BadCertificate, KeyError, ValueError) as error:
        raise SignerDown(f"the TSE of Epson does not tell of itself as it should: {error}") from error


def _state(content: Mapping[str, Any], now: int, ends: int, *, blocked: bool) -> SignerState:
    if content.get("tseInitializationState") == "DECOMMISSIONED":
        return "disabled"
    if content.get("tseInitializationState") != "INITIALIZED":
        return "not_set_up"
    if ends and now > ends:
        return "expired"
    if content.get("remainingSignatures") == 0 or 0 < content.get("tseCapacity", 0) <= content.get("tseCurrentSize", 0):
        return "full"
    if blocked:
        return "locked"
    if content.get("hasPassedSelfTest") is False:
        return "self_test_due"
    return "time_not_set" if content.get("hasValidTime") is False else "ready"


def condition(content: Mapping[str, Any], now: int, *, blocked: bool) -> SignerCondition:
    try:
        ends = moment(content, "certificateExpirationDate")
        due = number(content, "timeUntilNextSelfTest") if "timeUntilNextSelfTest" in content else 0
        free = number(content, "tseCapacity") - number(content, "tseCurrentSize") if "tseCapacity" in content else 0
        return SignerCondition(
            state=_state(content, now, ends, blocked=blocked),
            open_transactions=number(content, "startedTransactions") if "startedTransactions" in content else 0,
            signatures_left=number(content, "remainingSignatures") if "remainingSignatures" in content else 0,
            storage_left=max(free, 0) * _SECTOR,
            expires_at=ends,
            self_test_due_at=now + due * 1000 if due else 0,
        )
    except (TypeError, ValueError) as error:
        raise SignerDown(f"the TSE of Epson does not tell of itself as it should: {error}") from error
