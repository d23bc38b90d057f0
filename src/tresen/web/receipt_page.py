"""The digital receipt as a page: semantic, readable by screen readers, printable, without script or inline style."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

import segno

from tresen.core.code128 import encodable, modules
from tresen.core.receipt_rows import Part, Row
from tresen.core.receipt_words import WORDS, Language

STYLESHEET: Final = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
"""Served on its own address, so that the content security policy can forbid inline styles."""

QR_MASK: Final = 3
"""Fixed: comparing all eight takes four times as long and gains nothing for text that is as good as random."""

HEADED: Final[dict[Part, str]] = {
    "facts": "spoken_facts", "tenders": "spoken_tenders", "card": "spoken_card", "points": "spoken_points",
    "tse": "spoken_tse",
}  # fmt: skip
"""Sections that get a name of their own for screen readers."""


def receipt_page(
    rows: Iterable[Row],
    language: Language,
    *,
    title: str,
    stylesheet: str,
    pdf: str = "",
    text: str = "",
    invoice: str = "",
) -> str:
    """A complete page. `stylesheet`, `pdf`, `text` and `invoice` are addresses; without one there is no link to it."""
    words = WORDS[language]
    links = "".join(
        f'<a href="{escape(address)}"{attributes}>{escape(words[word])}</a>'
        for address, word, attributes in (
            (pdf, "save_pdf", ' download type="application/pdf"'),
            (text, "save_text", ""),
            (invoice, "ask_invoice", ""),
        )
        if address
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex, nofollow">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)}</title>\n'
        f'<link rel="stylesheet" href="{escape(stylesheet)}">\n</head>\n<body>\n<main>\n'
        f"{receipt_fragment(rows, language)}\n</main>\n"
        f"{f'<nav>{links}</nav>' if links else ''}\n</body>\n</html>\n"
    )


def receipt_fragment(rows: Iterable[Row], language: Language) -> str:
    """The receipt alone, to be put into another page that uses the same stylesheet."""
    words = WORDS[language]
    sections = [_section(part, list(group), language) for part, group in groupby(rows, lambda row: row.part)]
    label = escape(words["spoken_receipt"])
    return f'<article class="receipt" lang="{language}" aria-label="{label}">\n{"".join(sections)}</article>'


def _section(part: Part, rows: Sequence[Row], language: Language) -> str:
    words = WORDS[language]
    rows = [row for row in rows if row.kind not in ("rule", "blank")] if part != "card" else rows
    if part == "business":
        name, *rest = rows
        lines = "<br>".join(escape(row.cells[0]) for row in rest)
        return f"<header><h1>{escape(name.cells[0])}</h1><address>{lines}</address></header>\n"
    if part == "title":
        heading = "".join(f"<h2>{escape(row.cells[0])}</h2>" for row in rows if row.style == "large")
        return heading + "".join(_paragraph(row) for row in rows if row.style != "large") + "\n"
    if part in ("lines", "tax"):
        return _table(part, rows, words["lines" if part == "lines" else "spoken_tax"])
    if part == "card":
        slips = "\n".join("".join(row.cells) for row in rows if row.kind != "rule")
        return (
            f'<section class="card" aria-label="{escape(words["spoken_card"])}"><pre>{escape(slips)}</pre></section>\n'
        )
    label = f' aria-label="{escape(words[HEADED[part]])}"' if part in HEADED else ""
    return f'<section class="{part}"{label}>{_mixed(rows)}</section>\n'


def _table(part: Part, rows: Sequence[Row], caption: str) -> str:
    """Goods or VAT: a heading row, then one row each; what belongs to a line is indented below it."""
    columns = max((len(row.cells) for row in rows if row.kind == "cells"), default=1)
    lines, after = [], []
    for row in rows:
        if row.style == "head":
            cells = "".join(f'<th scope="col">{escape(cell)}</th>' if cell else "<td></td>" for cell in row.cells)
            lines.append(f"<thead><tr>{cells}</tr></thead><tbody>")
        elif row.kind == "cells":
            values = "".join(f"<td>{escape(cell)}</td>" for cell in row.cells[1:])
            lines.append(f'<tr><th scope="row" class="in{row.indent}">{escape(row.cells[0])}</th>{values}</tr>')
        elif row.style == "small":
            after.append(_paragraph(row))
        else:
            lines.append(f'<tr><td colspan="{columns}" class="in{row.indent} detail">{escape(row.cells[0])}</td></tr>')
    table = (
        f'<table class="{part}"><caption>{escape(caption)}</caption>{"".join(lines)}</tbody></table>' if lines else ""
    )
    if lines and not lines[0].startswith("<thead>"):
        table = "".join(f"<p>{escape(row.cells[0])}</p>" for row in rows)
        after = []
    return table + "".join(after) + "\n"


def _mixed(rows: Sequence[Row]) -> str:
    """Paragraphs, name-value lists and codes, in their order."""
    found = []
    for listed, group in groupby(rows, lambda row: row.kind in ("cells", "pair")):
        if listed:
            found.append(f"<dl>{''.join(_entry(row) for row in group)}</dl>")
        else:
            found += [_code(row) if row.kind in ("qr", "barcode") else _paragraph(row) for row in group]
    return "".join(found)


def _entry(row: Row) -> str:
    name, *values = row.cells
    long = " long" if row.kind == "pair" and len("".join(row.cells)) > 44 else ""
    value = " ".join(filter(None, values))
    return (
        f'<div class="{row.style} in{row.indent}{long}"><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>'
        if name
        else f'<div class="{row.style}"><dt>{escape(value)}</dt><dd></dd></div>'
    )


def _paragraph(row: Row) -> str:
    return f'<p class="{row.style}">{escape(row.cells[0])}</p>'


def _code(row: Row) -> str:
    content, label = row.cells
    if row.kind == "qr":
        drawn = segno.make(content, error="m", micro=False, boost_error=False, mask=QR_MASK)
        picture = drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)
    elif encodable(content):
        picture = _bars(modules(content))
    else:
        return f"<p>{escape(label)}: {escape(content)}</p>"
    caption = f"<figcaption>{escape(content)}</figcaption>" if row.kind == "barcode" else ""
    return f'<figure class="{row.kind}"><div role="img" aria-label="{escape(label)}">{picture}</div>{caption}</figure>'


def _bars(bars: str) -> str:
    black = "".join(f"M{place + 10} 0h1v40h-1z" for place, bar in enumerate(bars) if bar == "1")
    width = len(bars) + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 40" preserveAspectRatio="none">'
        f'<path fill="#fff" d="M0 0h{width}v40H0z"/><path fill="#000" d="{black}"/></svg>'
    )
