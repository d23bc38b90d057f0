"""Rows on paper: lines of at most so many characters, nothing lost. For printers and other fixed-width places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from tresen.core.receipt_rows import Align, Row, Style


@dataclass(slots=True, frozen=True)
class PaperLine:
    """One printed line. For `qr` and `barcode` the text is the content of the code."""

    kind: Literal["text", "qr", "barcode"]
    text: str = ""
    style: Style = "normal"
    align: Align = "left"
    wide: bool = False
    """Characters are twice as wide: half as many fit."""


def paper(rows: Iterable[Row], columns: int) -> tuple[PaperLine, ...]:
    """Break rows into lines of `columns` characters; small print has a third more, wide print half as many."""
    lines: list[PaperLine] = []
    for _, group in groupby(rows, lambda row: (row.part, row.kind == "cells", len(row.cells))):
        together = list(group)
        widths = column_widths(together)
        for row in together:
            lines += _row(row, columns, widths)
    return tuple(lines)


def capacity(style: Style, columns: int, *, wide: bool = False) -> int:
    """How many characters of a style fit into a line of `columns` normal ones."""
    if wide:
        return columns // 2
    return columns * 4 // 3 if style == "small" else columns


def _row(row: Row, columns: int, widths: Sequence[int]) -> list[PaperLine]:
    if row.kind == "blank":
        return [PaperLine("text")]
    if row.kind == "rule":
        return [PaperLine("text", ("═" if row.style == "bold" else "─") * columns)]
    if row.kind in ("qr", "barcode"):
        return [PaperLine("qr" if row.kind == "qr" else "barcode", row.cells[0], align="center")]
    if row.kind == "cells":
        return [PaperLine("text", text, row.style) for text in _cells(row, capacity(row.style, columns), widths)]
    text = row.cells[0] if row.kind == "text" else f"{row.cells[0]}: {row.cells[1]}"
    wide = (
        row.style in ("title", "mark")
        and len(text) <= columns
        and max(map(len, text.split()), default=0) <= columns // 2
    )
    width = capacity(row.style, columns, wide=wide)
    indent = " " * (2 * row.indent)
    found = [indent + piece for piece in wrap(text, width - len(indent))]
    if row.style == "mark":
        found = [piece.center(width) for piece in found]
    return [PaperLine("text", piece, row.style, row.align, wide) for piece in found]


def column_widths(rows: Sequence[Row]) -> tuple[int, ...]:
    """The widest cell of every column in rows that stand together."""
    cells = [row.cells for row in rows if row.kind == "cells"]
    return tuple(max(map(len, column)) for column in zip(*cells, strict=True)) if cells else ()


def _cells(row: Row, columns: int, widths: Sequence[int]) -> list[str]:
    """Name left, values right; where they do not fit beside each other the values go below."""
    indent = "  " * row.indent
    if len(row.cells) > 3:
        right = "".join(f"  {cell:>{width}}" for cell, width in zip(row.cells[1:], widths[1:], strict=True))
        if max(widths[0], len(indent) + len(row.cells[0])) + len(right) > columns:
            right = "".join(f" {cell}" for cell in row.cells[1:])
    elif len(row.cells) == 3:
        right = f" {row.cells[1]} {row.cells[2]:<{max(1, widths[2])}}"
    else:
        right = f" {row.cells[1]}"
    room = columns - len(right) - len(indent)
    if room >= max(8, columns // 4) or (room >= len(row.cells[0]) and room > 0):
        names = wrap(row.cells[0], room)
        last = indent + names[-1]
        return [indent + name for name in names[:-1]] + [last + " " * (columns - len(last) - len(right)) + right]
    below = wrap(right.strip(), columns)
    return [indent + name for name in wrap(row.cells[0], columns - len(indent))] + [
        line.rjust(columns) for line in below
    ]


def wrap(text: str, width: int) -> list[str]:
    """Break a text at spaces, long words anywhere; only the spaces at a break go. At least one line."""
    assert width > 0, "there is room for one character"
    lines: list[str] = []
    rest = text.rstrip()
    while len(rest) > width:
        cut = rest.rfind(" ", 0, width + 1)
        if cut <= 0 or not rest[:cut].strip():
            cut = width
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    lines.append(rest)
    return lines
