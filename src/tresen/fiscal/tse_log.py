"""What the messages of a TSE prove together: each signature true, no number missing, every transaction finished.

Messages may come in any order and number: only ranges of numbers are kept, never the messages.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tresen.fiscal.certificate_chain import CertificateChain
from tresen.fiscal.log_message import BadLogMessage, LogMessage, parse_log_file
from tresen.fiscal.number_ranges import NumberRanges, Range, written
from tresen.fiscal.objection import Objections
from tresen.fiscal.process_data import BadProcessData
from tresen.fiscal.process_grammar import GroupedNumber, check_process_data
from tresen.fiscal.qr_code import log_time
from tresen.fiscal.verification import verify_signature

_MOST_DEVICES: Final = 64
"""An archive is of one TSE; this many are still followed."""
_GAPS_NAMED: Final = 20
_NAME: Final = re.compile(
    r"(?:Unixt_(?P<unix>[0-9]{1,15})|Utc_(?P<utc>[0-9]{10,12}Z)|Gent_(?P<general>[0-9]{14}(?:\.[0-9]{1,3})?Z))"
    r"_Sig-(?P<counter>[0-9]{1,19})_Log-"
    r"(?:Tra_No-(?P<transaction>[0-9]{1,19})_(?P<operation>Start|Update|Finish)_Client-(?P<client>.+?)"
    r"|Sys_(?P<system>.+?)|(?P<audit>Aud))(?:_Fc-[0-9]{1,19})?\.log"
)


@dataclass(slots=True)
class _Numbers:
    """The numbers that one TSE gave."""

    counters: NumberRanges = field(default_factory=NumberRanges)
    started: NumberRanges = field(default_factory=NumberRanges)
    finished: NumberRanges = field(default_factory=NumberRanges)


@dataclass(slots=True)
class _Device:
    """One TSE: its numbers in all archives, and those of the present one. Archives may overlap, messages may not."""

    all: _Numbers = field(default_factory=_Numbers)
    here: _Numbers = field(default_factory=_Numbers)
    last_counter: int = 0
    last_at: int = 0


@dataclass(slots=True)
class TseLog:
    """Takes message after message of one archive or of several that belong together; `end` says what only the whole
    shows."""

    chain: CertificateChain
    objections: Objections
    archive: str = ""
    devices: dict[bytes, _Device] = field(default_factory=dict)
    messages: int = 0
    true: int = 0
    """Messages whose signature is true."""

    def begin(self, archive: str) -> None:
        """The next archive: what it holds that another held as well is no double."""
        self.archive = archive
        for device in self.devices.values():
            device.here = _Numbers()
            device.last_counter = device.last_at = 0

    def take(self, name: str, raw: bytes) -> None:
        """Check one `.log` file by itself. `name`: its file name in the archive."""
        place = f"{self.archive}/{name}"
        self.messages += 1
        try:
            message = parse_log_file(raw)
        except BadLogMessage as error:
            self.objections.add("tse.message_bad", place, reason=str(error))
            return
        self._check_name(place, name, message)
        self._check_signature(place, message)
        if message.kind == "transaction":
            self._check_data(place, message)
        self._count(place, message)

    def _check_name(self, place: str, name: str, message: LogMessage) -> None:
        found = _NAME.fullmatch(name)
        if found is None:
            self.objections.add("tse.name_bad", place)
            return
        for named, itself in _said_by_name(found, message):
            if named != itself:
                self.objections.add("tse.name_differs", place, named=named, written=itself)
                return

    def _check_signature(self, place: str, message: LogMessage) -> None:
        certificate = self.chain.by_serial.get(message.serial)
        if certificate is None or not certificate.point:
            return  # `end` says it once for each TSE
        if not message.algorithm:
            self.objections.add("tse.algorithm", place)
            return
        verdict = verify_signature(certificate.point, message.algorithm, message.signed, message.signature)
        if not verdict.valid:
            self.objections.add("tse.signature", place, reason=verdict.reason)
            return
        self.true += 1
        if verdict.form == "der":
            self.objections.add("tse.der_signature", place)
        if not certificate.from_at <= message.at <= certificate.until_at:
            self.objections.add(
                "tse.certificate_over",
                place,
                at=_moment(message.at),
                start=_moment(certificate.from_at),
                end=_moment(certificate.until_at),
            )

    def _check_data(self, place: str, message: LogMessage) -> None:
        if message.operation == "StartTransaction" and (message.process_data or message.process_type.strip()):
            self.objections.add("tse.data_at_start", place, number=message.transaction)
        if message.operation == "FinishTransaction":
            text = message.process_data.decode("utf-8", "replace")
            object_to_text(self.objections, place, 0, message.process_type, text)

    def _count(self, place: str, message: LogMessage) -> None:
        device = self.devices.get(message.serial)
        if device is None:
            if len(self.devices) >= _MOST_DEVICES:
                self.objections.add("tse.too_many", place, what="TSE")
                return
            device = self.devices[message.serial] = _Device()
        serial = message.serial.hex()
        device.all.counters.add(message.counter)
        if not device.here.counters.add(message.counter):
            self.objections.add("tse.counter_double", place, serial=serial, number=message.counter)
        if message.operation == "StartTransaction":
            device.all.started.add(message.transaction)
            if not device.here.started.add(message.transaction):
                self.objections.add("tse.started_twice", place, serial=serial, number=message.transaction)
        elif message.operation == "FinishTransaction":
            device.all.finished.add(message.transaction)
            if not device.here.finished.add(message.transaction):
                self.objections.add("tse.finished_twice", place, serial=serial, number=message.transaction)
        if message.counter > device.last_counter:
            if message.at < device.last_at:
                self.objections.add(
                    "tse.time_back",
                    place,
                    serial=serial,
                    number=message.counter,
                    at=_moment(message.at),
                    before=_moment(device.last_at),
                )
            device.last_counter, device.last_at = message.counter, message.at

    def end(self, place: str) -> None:
        """What only the whole shows: missing numbers, transactions left open, certificates. `place` names the whole."""
        self.archive = place
        for serial, device in self.devices.items():
            if not self.chain.point_of(serial):
                self.objections.add("tse.certificate_missing", place, serial=serial.hex())
            self._end_of(serial.hex(), device.all)
        self.chain.check(self.devices, self.objections, place)

    def _end_of(self, serial: str, device: _Numbers) -> None:
        for ranges, what in (
            (device.counters, "Signaturzähler / signature counters"),
            (device.started, "Transaktionen / transactions"),
            (device.finished, "Transaktionen / transactions"),
        ):
            if ranges.full:
                self.objections.add("tse.too_many", self.archive, what=what)
                return
        first = device.counters.ranges()[0][0]
        if first > 1:
            self.objections.add("tse.counter_later", self.archive, serial=serial, number=first)
        self._name("tse.counter_gap", serial, list(device.counters.gaps()))
        self._name("tse.transaction_open", serial, list(device.started.without(device.finished)))
        headless = list(device.finished.without(device.started))
        if first > 1:  # what was open when the export begins was started before
            begun = device.started.ranges()
            headless = [one for one in headless if begun and one[1] >= begun[0][0]]
        self._name("tse.transaction_no_start", serial, headless)
        known = NumberRanges()
        for start, end in (*device.started.ranges(), *device.finished.ranges()):
            known.add_range(start, end)
        self._name("tse.transaction_gap", serial, list(known.gaps()))

    def _name(self, rule: str, serial: str, found: list[Range]) -> None:
        """One objection that names the numbers, the first ones of many."""
        if found:
            self.objections.add(rule, self.archive, serial=serial, numbers=named(found))


def named(found: list[Range]) -> str:
    """`7, 9-12` of ranges; of many only the first."""
    shown = ", ".join(written(one) for one in found[:_GAPS_NAMED])
    return shown + (f", … (+{len(found) - _GAPS_NAMED})" if len(found) > _GAPS_NAMED else "")


def object_to_text(objections: Objections, place: str, line: int, process_type: str, text: str) -> None:
    """Object to a signed text that does not follow the grammar of its type."""
    try:
        check_process_data(process_type, text)
    except GroupedNumber as error:
        objections.add("tse.grouped_number", place, line, reason=str(error))
    except BadProcessData as error:
        objections.add("tse.grammar", place, line, reason=str(error))


_TAG_OF_TIME: Final[Mapping[str, str]] = {
    "unixTime": "unix",
    "utcTime": "utc",
    "utcTimeWithSeconds": "utc",
    "generalizedTime": "general",
    "generalizedTimeWithMilliseconds": "general",
}


def _said_by_name(found: re.Match[str], message: LogMessage) -> list[tuple[str, str]]:
    """(what the name says, what the message says) of all that both say."""
    pairs = [(found["counter"].lstrip("0") or "0", str(message.counter))]
    wanted = _TAG_OF_TIME[message.time_format]
    if found[wanted] is None:
        pairs.append(("another time format", message.time_format))
    elif wanted == "unix":
        pairs.append((found["unix"].lstrip("0") or "0", str(message.at // 1000)))
    else:
        digits = re.sub(r"\D", "", log_time(message.at))
        mine = found[wanted].replace(".", "")[:-1]
        pairs.append((mine, digits[2 if wanted == "utc" else 0 :][: len(mine)]))
    if found["transaction"] is not None:
        pairs += [
            (found["transaction"].lstrip("0") or "0", str(message.transaction)),
            (f"{found['operation']}Transaction", message.operation),
            (found["client"], message.client),
        ]
    elif found["audit"] is not None:
        pairs.append(("audit", message.kind))
    else:
        pairs.append((found["system"], message.operation if message.kind == "system" else message.kind))
    return pairs


def _moment(at: int) -> str:
    """A log time to read; what no calendar knows stays a number."""
    try:
        return log_time(at)
    except (OverflowError, ValueError):
        return f"{at} ms"
