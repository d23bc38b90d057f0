"""How values and rows are written: `;`, `"` only where needed, CRLF, decimal comma without grouping, moments with their offset.

Amounts carry two decimals, also in columns declared with five (DSFinV-K 4.1); a shop whose auditor wants them filled up
sets `decimals` to 5 (see `FiscalSettings`). No value ever has more decimals than its column declares.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from io import StringIO
from typing import Any, Final

from tresen.fiscal.dsfinvk.column import Table

Row = Sequence[str | int]
"""One row as it goes to the dialect: numbers are written already, whole numbers may be integers, empty is empty."""

DELIMITER: Final = ";"
RECORD_END: Final = "\r\n"
KNOWN: Final = 16_384
"""Texts and amounts that are kept as they are written: names and prices come again and again."""


@lru_cache(KNOWN)
def amount(cents: int) -> str:
    """Cents with two decimals: `-1,05`."""
    if cents >= 0:
        return f"{cents // 100},{cents % 100:02d}"
    return f"-{-cents // 100},{-cents % 100:02d}"


def padded_amount(cents: int) -> str:
    """Cents with five decimals, for columns that declare five."""
    return amount(cents) + "000"


def amounts_with(decimals: int) -> Callable[[int], str]:
    """How amounts in columns with five declared decimals are written: with 2 or with 5."""
    assert decimals in (2, 5), "a setting with two values"
    return amount if decimals == 2 else padded_amount


def fraction(numerator: int, denominator: int) -> str:
    """Cents by a divisor, with five decimals at most and never fewer than two, rounded half away from zero."""
    sign = "-" if (numerator < 0) is not (denominator < 0) and numerator else ""
    numerator, denominator = abs(numerator), abs(denominator)
    parts = (2 * numerator * 1000 + denominator) // (2 * denominator)
    whole, rest = divmod(parts, 100_000)
    digits = f"{rest:05d}"
    return f"{sign}{whole},{digits[:2]}{digits[2:].rstrip('0')}"


def thousandths(quantity: int) -> str:
    """A quantity with three decimals: `1,500`."""
    if quantity >= 0:
        return f"{quantity // 1000},{quantity % 1000:03d}"
    return f"-{-quantity // 1000},{-quantity % 1000:03d}"


@lru_cache(KNOWN)
def text(value: str, length: int) -> str:
    """At most so many characters, on one line, without blanks at its ends."""
    if not value.isprintable():
        value = "".join(sign if sign.isprintable() else " " for sign in value)
    if len(value) > length:
        value = value[:length]
    return value.strip()


def moment(at: int, zone: tzinfo) -> str:
    """Milliseconds since 1970 as local time with its offset: `2026-06-01T17:00:01+02:00`."""
    return datetime.fromtimestamp(at // 1000, zone).isoformat()


def tse_time(at: int) -> str:
    """A log time of the TSE: UTC with milliseconds, `2026-06-01T15:00:01.000Z`."""
    seconds, rest = divmod(at, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat()[:19]}.{rest:03d}Z"


def written(rows: Iterable[Row]) -> str:
    """Rows as text, each with its end."""
    out = StringIO(newline="")
    _writer(out).writerows(rows)
    return out.getvalue()


def header(table: Table) -> str:
    """The first line of a file."""
    return written((table.header,))


def _writer(out: StringIO) -> Any:
    return csv.writer(out, delimiter=DELIMITER, quotechar='"', lineterminator=RECORD_END)
