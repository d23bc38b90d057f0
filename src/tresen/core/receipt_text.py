"""A receipt as plain text: one statement per line, in reading order, for screen readers and `.txt` files."""

from collections.abc import Iterable

from tresen.core.receipt_rows import Row


def plain_text(rows: Iterable[Row]) -> str:
    """Rows as lines that make sense when read aloud. Ends with a line break."""
    lines: list[str] = []
    part = ""
    heads: tuple[str, ...] = ()
    for row in rows:
        if row.part != part and lines:
            lines.append("")
        part = row.part
        if row.style == "head" and row.kind == "cells":
            heads = row.cells
        text = _sentence(row, heads)
        if text:
            lines.append("  " * row.indent + text)
    return "\n".join(lines) + "\n"


def _sentence(row: Row, heads: tuple[str, ...]) -> str:
    if row.kind in ("rule", "blank"):
        return ""
    if row.kind in ("qr", "barcode"):
        return f"{row.cells[1]}: {row.cells[0]}"
    if row.kind == "pair":
        return f"{row.cells[0]}: {row.cells[1]}"
    if row.kind == "text":
        return " ".join(row.cells[0].split())
    if len(row.cells) > 3:
        if row.style == "head":
            return ""
        values = ", ".join(f"{head} {cell}" for head, cell in zip(heads[1:], row.cells[1:], strict=True) if cell)
        return f"{heads[0]} {row.cells[0]}: {values}"
    if row.style == "head":
        return f"{row.cells[0]} ({row.cells[1]})"
    if row.part in ("facts", "tse"):
        return ", ".join(cell for cell in row.cells if cell)
    return f"{row.cells[0]}: {' '.join(cell for cell in row.cells[1:] if cell)}"
