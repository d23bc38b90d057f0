"""A posting batch as a file: header, names of the columns, a row for each sum. Windows-1252, CRLF, decimal comma."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tresen.fiscal.datev.columns import COLUMNS, TEXTS
from tresen.fiscal.datev.rows import BatchRow
from tresen.fiscal.datev.settings import DatevSettings

ENCODING: Final = "cp1252"
LARGEST: Final = 9_999_999_999_99
"""Cents: ten digits before the comma."""


@dataclass(slots=True, frozen=True)
class Period:
    """Of one batch: business days, inside one fiscal year."""

    first: str
    last: str
    year_start: str
    """First day of the fiscal year."""


def period_of(first: str, last: str, settings: DatevSettings) -> Period | None:
    """The period of a batch; None if it would touch two fiscal years, which DATEV refuses."""
    begin, end = _year_start(first, settings), _year_start(last, settings)
    return Period(first, last, begin) if begin == end else None


def _year_start(day: str, settings: DatevSettings) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year - (month < settings.year_start):04d}-{settings.year_start:02d}-01"


def written(rows: Sequence[BatchRow], settings: DatevSettings, period: Period, made_at: str, *, title: str) -> bytes:
    """The file. `made_at`: YYYYMMDDHHMMSSFFF in the shop's time."""
    lines = [_header(settings, period, made_at, title), ";".join(COLUMNS), *(_row(one, settings) for one in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING, "replace")


def _header(settings: DatevSettings, period: Period, made_at: str, title: str) -> str:
    chart = settings.chart
    fields = (
        _text("EXTF"), "700", "21", _text("Buchungsstapel"), "13", made_at, "", _text("RE"), _text("Tresen"), _text(""),
        str(settings.adviser), str(settings.client), _day(period.year_start), str(settings.length), _day(period.first),
        _day(period.last), _text(title[:30]), _text(""), "1", "0", "0", _text("EUR"), "", _text(""), "", "", _text(chart),
        "", "", _text(""), _text(""),
    )  # fmt: skip
    assert len(fields) == 31, "the header of version 700"
    return ";".join(fields)


def _row(row: BatchRow, settings: DatevSettings) -> str:
    assert 0 < row.amount <= LARGEST, "never zero, never negative"
    euros, cents = divmod(row.amount, 100)
    values = {
        1: f"{euros},{cents:02d}",
        2: "S" if row.debit else "H",
        3: "EUR",
        7: row.account,
        8: row.contra,
        10: row.day[8:10] + row.day[5:7],
        11: row.voucher,
        14: row.text,
        37: settings.cost_centre,
        114: "0",
        118: "1" if row.reversal else "",
    }
    return ";".join(
        _text(values.get(at, "")) if at in TEXTS else values.get(at, "") for at in range(1, len(COLUMNS) + 1)
    )


def _text(value: str) -> str:
    return '"' + " ".join(value.split()).replace('"', '""') + '"'


def _day(day: str) -> str:
    return day.replace("-", "")
