"""A document of chapters and tables as PDF/A: readable in decades, equal bytes for equal content."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

from tresen.adapters.document_typst.receipt import STANDARDS

TEMPLATE: Final = Path(__file__).with_name("document.typ").read_bytes()


def document_pdf(
    title: str, business: str, sections: Iterable[Mapping[str, Any]], *, at: int, lines: Iterable[str] = (),
    footer: str = "", language: str = "de",
) -> bytes:  # fmt: skip
    """Set a document. A section: `title`, `level`, `paragraphs`, `tables` (`title`, `head`, `rows`); `at`: milliseconds
    since 1970 UTC, its date of creation. Blocks for some 100 ms."""
    made = datetime.fromtimestamp(at // 1000, UTC)
    data = {
        "title": title, "business": business, "sections": list(sections), "lines": list(lines), "footer": footer,
        "language": language, "contents": "Inhalt" if language == "de" else "Contents",
        "at": (made.year, made.month, made.day, made.hour, made.minute, made.second),
    }  # fmt: skip
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
        TEMPLATE, format="pdf", sys_inputs=inputs, ignore_system_fonts=not system_fonts,
        pdf_standards=list(STANDARDS) if archival else [], timestamp=at // 1000,
    )  # fmt: skip
    assert isinstance(pdf, bytes), "a PDF is one document"
    return pdf
