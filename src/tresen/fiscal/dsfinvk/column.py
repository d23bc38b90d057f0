"""How DSFinV-K declares a table: its file, its German name, its columns in their order."""

from dataclasses import dataclass
from typing import Final, Literal

VERSION: Final = "2.4"
"""TAXONOMIE_VERSION."""

Need = Literal["key", "always", "if_any", "one_of", "article", "if_known", "method", "transaction"]
"""When a field is filled.

`key`: part of every row's key. `always`: never empty. `if_any`: where there is something to say. `one_of`: at least one
of the table's fields with this need. `article`: always on lines of articles. `if_known`: where the till knows it.
`method`: the gross method fills POS_BRUTTO only, the net method the other two. `transaction`: filled exactly where
REF_TYP is `Transaktion`."""


@dataclass(slots=True, frozen=True)
class Column:
    """One column: alphanumeric with a greatest length, or a number with so many decimals."""

    name: str
    need: Need
    text: str
    """What it means, in German: stands in index.xml."""
    length: int = 0
    """Greatest number of characters; 0 for numbers."""
    decimals: int = -1
    """Declared decimals of a number; -1 for texts."""

    @property
    def numeric(self) -> bool:
        return self.decimals >= 0


@dataclass(slots=True, frozen=True)
class Table:
    """One file of the export."""

    file: str
    name: str
    """As the specification calls it, in German."""
    text: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def texts(name: str, length: int, need: Need, text: str) -> Column:
    """An alphanumeric column."""
    return Column(name, need, text, length=length)


def digits(name: str, decimals: int, need: Need, text: str) -> Column:
    """A numeric column."""
    return Column(name, need, text, decimals=decimals)


CLOSING_KEY: Final = (
    texts("Z_KASSE_ID", 50, "key", "Kennung der Kasse, deren Abschluss es ist"),
    texts("Z_ERSTELLUNG", 30, "key", "Zeitpunkt des Kassenabschlusses"),
    digits("Z_NR", 0, "key", "Laufende Nummer des Kassenabschlusses, lückenlos"),
)
"""Begins every row of every table."""

RECEIPT_KEY: Final = (
    *CLOSING_KEY,
    texts("BON_ID", 40, "key", "Eindeutige, unveränderliche Kennung des Vorgangs"),
)
"""Begins every row about one Vorgang."""

LINE_KEY: Final = (*RECEIPT_KEY, texts("POS_ZEILE", 50, "key", "Nummer der Position im Vorgang, fortlaufend"))
"""Begins every row about one line of a Vorgang."""
