"""The signatures in a DSFinV-K export: rows of `transactions_tse.csv` with the TSE and the till that belong to them."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tresen.fiscal.certificate_chain import read_certificates
from tresen.fiscal.certificates import BadCertificate
from tresen.fiscal.log_message import ALGORITHMS, TIME_FORMATS, MessageForm
from tresen.fiscal.number_ranges import NumberRanges
from tresen.fiscal.objection import Objections
from tresen.fiscal.qr_code import BadQrCode, read_log_time
from tresen.fiscal.tse_log import named, object_to_text
from tresen.fiscal.verification import point_in, verify_signature

DEVICES: Final = "tse.csv"
TILLS: Final = "cashregister.csv"
EVENTS: Final = "transactions_tse.csv"

CLOSING: Final = ("Z_KASSE_ID", "Z_ERSTELLUNG", "Z_NR")
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    DEVICES: (
        *CLOSING, "TSE_ID", "TSE_SERIAL", "TSE_SIG_ALGO", "TSE_ZEITFORMAT", "TSE_PD_ENCODING", "TSE_PUBLIC_KEY",
    ),
    TILLS: (*CLOSING, "KASSE_SERIENNR"),
    EVENTS: (
        *CLOSING, "BON_ID", "TSE_ID", "TSE_TANR", "TSE_TA_START", "TSE_TA_ENDE", "TSE_TA_VORGANGSART", "TSE_TA_SIGZ",
        "TSE_TA_SIG", "TSE_TA_FEHLER", "TSE_VORGANGSDATEN",
    ),
}  # fmt: skip
"""The columns this check needs of each file."""

_MOST_CLOSINGS: Final = 1_000_000
_LONGEST_DATA: Final = 1000
_NUMBER_DIGITS: Final = 19

Row = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class _Device:
    """A TSE as tse.csv describes it."""

    serial: str
    algorithm: str
    time_format: str
    encoding: str
    point: bytes
    form: MessageForm


@dataclass(slots=True)
class TseRows:
    """Takes the rows of the three files: devices and tills first, then the events; `end` names the gaps."""

    objections: Objections
    events: int = 0
    true: int = 0
    outages: int = 0
    """Events without a signature, with the reason why."""
    _known: dict[tuple[str, ...], _Device | None] = field(default_factory=dict)
    _device_of: dict[tuple[str, ...], _Device | None] = field(default_factory=dict)
    _till_of: dict[tuple[str, ...], str] = field(default_factory=dict)
    _numbers: dict[str, NumberRanges] = field(default_factory=dict)

    def device(self, row: Row, place: str, line: int) -> None:
        """A row of tse.csv."""
        if len(self._device_of) >= _MOST_CLOSINGS:
            self.objections.add("tse.too_many", place, line, what="TSE")
            return
        itself = tuple(row[name] for name in COLUMNS[DEVICES][4:]) + tuple(_certificate_parts(row))
        if itself not in self._known:
            self._known[itself] = self._read_device(row, place, line)
        self._device_of[(*_closing(row), row["TSE_ID"])] = self._known[itself]

    def _read_device(self, row: Row, place: str, line: int) -> _Device | None:
        algorithm, time_format = row["TSE_SIG_ALGO"], row["TSE_ZEITFORMAT"]
        if algorithm not in ALGORITHMS or time_format not in TIME_FORMATS:
            self.objections.add("tse.row_bad", place, line, reason=f"{algorithm!r}, {time_format!r}")
            return None
        try:
            key = base64.b64decode(row["TSE_PUBLIC_KEY"], validate=True)
        except (binascii.Error, ValueError) as error:
            self.objections.add("tse.row_key", place, line, reason=str(error))
            return None
        point = point_in(key)
        if not point:
            self.objections.add("tse.row_key", place, line, reason="no point of a curve")
            return None
        if point != key:
            self.objections.add("tse.key_wrapped", place, line)
        serial = sha256(point).hexdigest()
        if row["TSE_SERIAL"].lower() != serial:
            self.objections.add("tse.row_serial", place, line, serial=row["TSE_SERIAL"], computed=serial)
        self._check_certificate(row, point, place, line)
        form = MessageForm(bytes.fromhex(serial), algorithm, time_format)
        return _Device(serial, algorithm, time_format, row["TSE_PD_ENCODING"], point, form)

    def _check_certificate(self, row: Row, point: bytes, place: str, line: int) -> None:
        text = "".join(_certificate_parts(row))
        if not text:
            return
        try:
            certificates = read_certificates("TSE_ZERTIFIKAT", text.encode())
        except BadCertificate as error:
            self.objections.add("tse.row_certificate", place, line, reason=str(error))
            return
        if all(certificate.point != point for certificate in certificates):
            self.objections.add("tse.row_certificate", place, line, reason=certificates[0].subject)

    def till(self, row: Row, place: str, line: int) -> None:
        """A row of cashregister.csv."""
        if len(self._till_of) >= _MOST_CLOSINGS:
            self.objections.add("tse.too_many", place, line, what="cashregister.csv")
            return
        self._till_of[_closing(row)] = row["KASSE_SERIENNR"]

    def event(self, row: Row, place: str, line: int) -> None:
        """A row of transactions_tse.csv."""
        self.events += 1
        if not row["TSE_TA_SIG"]:
            if row["TSE_TA_FEHLER"].strip():
                self.outages += 1
            else:
                self.objections.add("tse.row_incomplete", place, line)
            return
        closing = _closing(row)
        client = self._till_of.get(closing)
        if client is None:
            self.objections.add("tse.row_till", place, line)
            return
        key = (*closing, row["TSE_ID"])
        if key not in self._device_of:
            self.objections.add("tse.row_device", place, line, device=row["TSE_ID"])
            return
        device = self._device_of[key]
        if device is not None:
            self._check(row, client, device, place, line)

    def counter_of(self, row: Row) -> str:
        """Serial number of the TSE and signature counter of an event; empty if it has none."""
        device = self._device_of.get((*_closing(row), row["TSE_ID"]))
        return f"{device.serial} {row['TSE_TA_SIGZ']}" if device and row["TSE_TA_SIGZ"] else ""

    def _check(self, row: Row, client: str, device: _Device, place: str, line: int) -> None:
        try:
            transaction = _number("TSE_TANR", row["TSE_TANR"])
            counter = _number("TSE_TA_SIGZ", row["TSE_TA_SIGZ"])
            read_log_time(row["TSE_TA_START"])
            at = read_log_time(row["TSE_TA_ENDE"])
            signature = base64.b64decode(row["TSE_TA_SIG"], validate=True)
        except (BadQrCode, binascii.Error, ValueError) as error:
            self.objections.add("tse.row_bad", place, line, reason=str(error))
            return
        if not self._numbers.setdefault(device.serial, NumberRanges()).add(transaction):
            self.objections.add("tse.row_double", place, line, serial=device.serial, number=transaction)
        process_type, text = row["TSE_TA_VORGANGSART"], row["TSE_VORGANGSDATEN"]
        object_to_text(self.objections, place, line, process_type, text)
        data = text.encode("ascii", "replace") if device.encoding == "ASCII" else text.encode("utf-8", "replace")
        message = device.form.transaction(
            "FinishTransaction", client, process_type, data, transaction=transaction, counter=counter, at=at
        )
        verdict = verify_signature(device.point, device.algorithm, message, signature)
        if verdict.valid:
            self.true += 1
            if verdict.form == "der":
                self.objections.add("tse.der_signature", place, line)
        elif len(text) >= _LONGEST_DATA:
            self.objections.add("tse.row_cut", place, line)
        else:
            self.objections.add("tse.signature", place, line, reason=verdict.reason)

    def end(self, place: str) -> None:
        """Name the transactions that are missing in between."""
        for serial, numbers in self._numbers.items():
            if numbers.full:
                self.objections.add("tse.too_many", place, what="TSE_TANR")
            elif gaps := list(numbers.gaps()):
                self.objections.add("tse.row_gap", place, serial=serial, numbers=named(gaps))


def _closing(row: Row) -> tuple[str, ...]:
    return row["Z_KASSE_ID"], row["Z_ERSTELLUNG"], row["Z_NR"]


def _certificate_parts(row: Row) -> list[str]:
    """The base64 text of the certificate in its pieces: TSE_ZERTIFIKAT_I, _II and so on, in the order of the columns."""
    return [value for name, value in row.items() if name.startswith("TSE_ZERTIFIKAT_")]


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS):
        raise ValueError(f"{name} {text[:30]!r} is no number")
    return int(text)
