"""A receipt as PDF/A: readable in decades, with the TSE's QR code, equal bytes for equal rows."""

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

import segno
import typst

from tresen.core.code128 import encodable, modules
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import Language

TEMPLATE: Final = Path(__file__).with_name("receipt.typ").read_bytes()
STANDARDS: Final = ("a-2a", "ua-1")
"""Archivable (ISO 19005-2, level A) and accessible (ISO 14289-1)."""
QR_MASK: Final = 3
"""Fixed: comparing all eight takes four times as long and gains nothing for text that is as good as random."""
LONG: Final = 250
"""From so many rows on, pages instead of one strip (a PDF page is at most about five metres long)."""


def receipt_pdf(rows: Iterable[Row], language: Language, *, title: str, at: int) -> bytes:
    """The PDF of a receipt. `at` (milliseconds since 1970 UTC) becomes its date of creation; blocks for about 30 ms.

    Letters that the built-in typeface lacks are taken from the system's; where that fails too the PDF is not PDF/A.
    """
    listed = _rows(rows)
    made = datetime.fromtimestamp(at // 1000, UTC)
    parts = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    data = {"rows": listed, "language": language, "title": title, "long": len(listed) > LONG, "at": parts}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _compile(inputs, at, archival=True, system_fonts=False)
    except typst.TypstError:
        pass
    try:
        return _compile(inputs, at, archival=True, system_fonts=True)
    except typst.TypstError:
        return _compile(inputs, at, archival=False, system_fonts=True)


def _compile(inputs: dict[str, str], at: int, *, archival: bool, system_fonts: bool) -> bytes:
    pdf = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs=inputs,
        ignore_system_fonts=not system_fonts,
        pdf_standards=list(STANDARDS) if archival else [],
        timestamp=at // 1000,
    )
    assert isinstance(pdf, bytes), "a PDF is one document"
    return pdf


def _rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as the template reads them: codes become pictures, the lines of a card slip stay together."""
    found: list[dict[str, Any]] = []
    for slip, group in groupby(rows, lambda row: row.part == "card" and row.kind != "rule"):
        if slip:
            text = "\n".join("".join(row.cells) for row in group)
            found.append({"kind": "slip", "cells": [text], "style": "normal", "align": "left", "indent": 0})
            continue
        found += [_row(row) for row in group]
    return found


def _row(row: Row) -> dict[str, Any]:
    kind: str = row.kind
    cells: tuple[str, ...] = row.cells
    style: str = row.style
    if row.kind in ("qr", "barcode"):
        picture = _picture(row.kind, row.cells[0])
        if picture:
            kind, cells, style = "picture", (picture, row.cells[1], row.cells[0]), row.kind
        else:
            kind, cells = "text", (row.cells[0],)
    return {"kind": kind, "cells": list(cells), "style": style, "align": row.align, "indent": row.indent}


def _picture(kind: Literal["qr", "barcode"], text: str) -> str:
    """The code as SVG, empty if the text cannot be one."""
    if kind == "qr":
        stream = io.BytesIO()
        segno.make(text, error="m", micro=False, boost_error=False, mask=QR_MASK).save(
            stream, kind="svg", border=4, xmldecl=False
        )
        return stream.getvalue().decode()
    if not encodable(text):
        return ""
    bars = modules(text)
    black = "".join(f"M{place + 10} 0h1v40h-1z" for place, bar in enumerate(bars) if bar == "1")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(bars) + 20} 40" preserveAspectRatio="none"><path d="{black}"/></svg>'
