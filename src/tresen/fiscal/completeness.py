"""What a closing says of its receipts: printed, confirmed, signed or marked, and which have not arrived."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import Language

SHOWN: Final = 40
"""Missing numbers that are printed by name."""


@dataclass(slots=True)
class Completeness:
    """Of a till since its last closing. `printed` = `confirmed` + the missing; `confirmed` = `signed` + `marked`."""

    printed: int = 0
    """Receipts that were handed out."""
    confirmed: int = 0
    """Those that are in the journal."""
    signed: int = 0
    """By the TSE."""
    marked: int = 0
    """As TSE outage."""
    missing: tuple[int, ...] = ()
    """Printed numbers that were handed out and have not arrived, the first ones."""
    missing_count: int = 0
    deviations: int = 0
    """Of the till that nobody has settled."""
    chain: str = "unbroken"
    """`unbroken`, or from which entry on it is `broken at <entry>`."""


_GERMAN: Final[Mapping[str, str]] = {
    "completeness": "Vollständigkeit", "printed": "Ausgehändigt", "confirmed": "Im Journal",
    "signed": "Von der TSE signiert", "marked": "Als TSE-Ausfall markiert", "missing": "Noch nicht übernommen",
    "deviations": "Offene Abweichungen", "chain": "Kette", "unbroken": "ununterbrochen", "broken": "unterbrochen bei",
    "more": "und {count} weitere",
}  # fmt: skip
_ENGLISH: Final[Mapping[str, str]] = {
    "completeness": "Completeness", "printed": "Handed out", "confirmed": "In the journal",
    "signed": "Signed by the TSE", "marked": "Marked as TSE outage", "missing": "Not taken in yet",
    "deviations": "Open deviations", "chain": "Chain", "unbroken": "unbroken", "broken": "broken at",
    "more": "and {count} more",
}  # fmt: skip
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {"de": _GERMAN, "en": _ENGLISH}


def completeness_rows(said: Completeness, language: Language) -> list[Row]:
    """As the Z and X report print it."""
    words = _WORDS[language]
    rows = [Row("foot", "rule"), Row("foot", "text", (words["completeness"],), "bold")]
    for name, count in (
        ("printed", said.printed), ("confirmed", said.confirmed), ("signed", said.signed), ("marked", said.marked),
        ("missing", said.missing_count), ("deviations", said.deviations),
    ):  # fmt: skip
        rows.append(Row("foot", "cells", (words[name], str(count))))
    state, _, entry = said.chain.partition(" at ")
    rows.append(Row("foot", "cells", (words["chain"], f"{words.get(state, state)} {entry}".strip())))
    if said.missing:
        shown = ", ".join(str(number) for number in said.missing[:SHOWN])
        left = said.missing_count - len(said.missing[:SHOWN])
        more = f" {words['more'].format(count=left)}" if left > 0 else ""
        rows.append(Row("foot", "text", (f"{words['missing']}: {shown}{more}",)))
    return rows
