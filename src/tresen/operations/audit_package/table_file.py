"""Tables for people: CSV with semicolons that every spreadsheet opens, and nothing in it that a spreadsheet would run."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tresen.core.money import format_cents

RUNS: Final = ("=", "+", "@", "\t", "\r")
ZONE: Final = ZoneInfo("Europe/Berlin")


def write_table(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> int:
    """Write a table; how many rows it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(head)
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            count += 1
    return count


def _cell(value: object) -> str:
    text = str(value)
    harmless = not text.startswith(RUNS) and not (text.startswith("-") and not text[1:2].isdigit())
    return text if harmless or len(text) < 2 else f"'{text}"


def moment(at: int) -> str:
    """A moment in the shop's time."""
    return datetime.fromtimestamp(at // 1000, ZONE).strftime("%Y-%m-%d %H:%M:%S")


def euro(cents: int) -> str:
    return format_cents(cents, ",")
