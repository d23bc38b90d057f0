"""The rows of a receipt: what stands on it and in which order, for paper, screen, screen reader and PDF alike."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "cells", "pair", "rule", "blank", "qr", "barcode"]
"""`text` one cell · `cells` name on the left, values on the right · `pair` a label and a value that may be long ·
`rule`, `blank` make room on paper and mean nothing · `qr`, `barcode` the text of a code."""

Style = Literal["normal", "bold", "small", "large", "title", "mark", "head"]
"""`large` the total · `title` the name of the business · `mark` must not be overlooked · `head` heads a table."""

Align = Literal["left", "center"]

Part = Literal[
    "mark", "business", "title", "facts", "lines", "total", "tenders", "tax", "card", "points", "tse", "foot"
]
"""Which section of the receipt a row belongs to; the sections come in a fixed order."""


@dataclass(slots=True, frozen=True)
class Row:
    """One row. The texts are complete and in the language of the receipt; only the looks are left to the renderer."""

    part: Part
    kind: Kind
    cells: tuple[str, ...] = ()
    """`lines`, `total`, `tenders`: name, amount, VAT letter. `tax`: key and rate, net, VAT, gross."""
    style: Style = "normal"
    align: Align = "left"
    indent: int = 0
    """Depth below the row before: details, deposits and adjustments of a line have 1."""
