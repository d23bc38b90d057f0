"""The notice of tills to the tax office (§146a(4) AO): the file that Mein ELSTER takes, and the term.

One complete list per business site, each time. Fields and their order follow a public generator of such files; the
official schema was not seen, so ELSTER's own check has the last word. Days are `YYYY-MM-DD`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

NAMESPACE: Final = "http://finkonsens.de/elster/elsternachricht/aufzeichnung146a/v1"
TSE_KINDS: Final = {"SD": "1", "USB": "2", "cloud": "3"}
"""ArtTSE, by form; other codes were not seen."""
BEGIN: Final = "2025-07-01"
"""What was acquired before this day had to be told by 2025-07-31."""
FIRST_TERM: Final = "2025-07-31"


@dataclass(slots=True, frozen=True)
class TillSystem:
    """A till with one of its TSEs, as the notice names it."""

    till: str
    """Name of the till, for the shop; not in the file."""
    software: str
    version: str
    serial: str
    """KASSE_SERIENNR."""
    maker: str
    model: str
    tse_serial: str
    tse_since: str
    certificate: str
    """`0490-2021` of `BSI-K-TR-0490-2021`."""
    tse_form: str
    acquired: str
    commissioned: str
    decommissioned: str = ""
    reason: str = ""


def notice_xml(systems: Iterable[TillSystem]) -> str:
    """The file to upload. Business, tax number and site are entered in the form itself."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        f'<Aufzeichnung146a xmlns="{NAMESPACE}" version="1">',
        "  <Aufzeichnung146a>",
    ]
    for one in systems:
        lines.append("    <AngabenAufzeichnungssystem>")
        lines.extend(f"      <{name}>{_escaped(value)}</{name}>" for name, value in _fields(one))
        lines.append("    </AngabenAufzeichnungssystem>")
    return "\n".join([*lines, "  </Aufzeichnung146a>", "</Aufzeichnung146a>", ""])


def _fields(one: TillSystem) -> list[tuple[str, str]]:
    fields = [
        ("Art", "1"), ("Software", one.software), ("SoftwareVersion", one.version), ("SeriennummerAS", one.serial),
        ("Hersteller", one.maker), ("Modell", one.model), ("SeriennummerTSE", one.tse_serial),
        ("InbetriebnahmeTSE", _german(one.tse_since)), ("BSIID", one.certificate),
        ("ArtTSE", TSE_KINDS.get(one.tse_form, "")), ("AnschaffungAS", _german(one.acquired)),
        ("InbetriebnahmeAS", _german(one.commissioned)),
    ]  # fmt: skip
    if one.decommissioned:
        fields += [("AusserbetriebnahmeAS", _german(one.decommissioned)), ("GrundAusserbetriebnahme", one.reason)]
    return fields


def missing_of(systems: Iterable[TillSystem]) -> list[tuple[str, str]]:
    """What must be known before the notice can be sent: till and field."""
    found: list[tuple[str, str]] = []
    for one in systems:
        known = {
            "tse_serial": len(one.tse_serial) == 64, "tse_since": bool(one.tse_since),
            "certificate": _is_certificate(one.certificate), "tse_form": one.tse_form in TSE_KINDS,
            "acquired": bool(one.acquired), "commissioned": bool(one.commissioned),
            "maker": bool(one.maker), "model": bool(one.model),
        }  # fmt: skip
        found.extend((one.till, name) for name, there in known.items() if not there)
    return found


def last_day(systems: Sequence[TillSystem], told: Sequence[TillSystem]) -> str:
    """The day by which the office must hear of what changed since it was told last; empty: it knows everything."""
    known = {(one.serial, one.tse_serial): _facts(one) for one in told}
    days = []
    for one in systems:
        before = known.pop((one.serial, one.tse_serial), None)
        if before != _facts(one):
            happened = (
                one.decommissioned if before is not None and one.decommissioned else max(one.acquired, one.tse_since)
            )
            days.append(_term(happened or one.commissioned))
    days.extend(_term(max(facts)) for facts in known.values())
    return min(days, default="")


def _facts(one: TillSystem) -> tuple[str, ...]:
    """What the law asks for; the version of the software changes without a notice."""
    return (one.acquired, one.commissioned, one.decommissioned, one.tse_since)


def _term(day: str) -> str:
    """A month later, or the last day of a shorter month."""
    if day < BEGIN:
        return FIRST_TERM
    year, month = int(day[:4]), int(day[5:7]) + 1
    if month > 12:
        year, month = year + 1, 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = 30 if month in (4, 6, 9, 11) else 31 if month != 2 else 29 if leap else 28
    return f"{year:04d}-{month:02d}-{min(int(day[8:10]), longest):02d}"


def _is_certificate(text: str) -> bool:
    number, dash, year = text.partition("-")
    return dash == "-" and len(number) == 4 and len(year) == 4 and (number + year).isdecimal()


def _german(day: str) -> str:
    return f"{day[8:10]}.{day[5:7]}.{day[:4]}" if day else ""


def _escaped(text: str) -> str:
    plain = "".join(sign for sign in text if sign.isprintable())
    for sign, said in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, said)
    return plain
