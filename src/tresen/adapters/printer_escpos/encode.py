"""Rows in, ESC/POS bytes out. Understood by Epson, Star (in ESC/POS mode), Bixolon, Citizen and most others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from tresen.adapters.printer_escpos.letters import CODE_PAGE, spell
from tresen.adapters.printer_escpos.qr_size import modules_across
from tresen.core.code128 import QUIET_ZONE, encodable, modules
from tresen.core.receipt_paper import PaperLine, paper
from tresen.core.receipt_rows import Row

ESC: Final = b"\x1b"
GS: Final = b"\x1d"


@dataclass(slots=True, frozen=True)
class Paper:
    """The paper a printer holds, at 203 dots per inch with a character of 12 dots."""

    columns: int
    dots: int
    """Printable width."""

    @classmethod
    def of(cls, columns: int) -> "Paper":
        """80 mm paper has 48 columns, 58 mm has 32."""
        return cls(columns, columns * 12)


SETUP: Final = b"".join((
    ESC + b"@",  # forget what the job before left behind
    ESC + b"t\x13",  # code page 19: CP858
))  # fmt: skip
CUT: Final = GS + b"V\x42\x00"
"""Feed to the knife, leave a little bridge."""


def drawer_kick(pin: int = 2) -> bytes:
    """The pulse that opens the cash drawer; `pin` 2 or 5 of its plug. Sent on its own, without paper."""
    assert pin in (2, 5), "drawers are wired to pin 2 or 5"
    return ESC + b"p" + (b"\x00" if pin == 2 else b"\x01") + b"\x32\xfa"


DRAWER: Final = drawer_kick()


def encode(rows: Iterable[Row], columns: int = 48, *, cut: bool = True) -> bytes:
    """The complete job for one receipt on paper of 48 (80 mm) or 32 (58 mm) columns."""
    sheet = Paper.of(columns)
    parts = [SETUP]
    setting = b""
    for line in paper((_spelled(row) for row in rows), columns):
        if line.kind == "qr":
            wanted, content = _look(PaperLine("text", align="center")), qr(line.text, sheet)
        elif line.kind == "barcode":
            wanted, content = _look(PaperLine("text", align="center")), barcode(line.text, sheet)
        else:
            wanted, content = _look(line), line.text.rstrip().encode(CODE_PAGE) + b"\n"
            if line.style == "mark":
                content = line.text.encode(CODE_PAGE) + b"\n"
        if wanted != setting:
            parts.append(wanted)
            setting = wanted
        parts.append(content)
    parts.append(_look(PaperLine("text")))
    if cut:
        parts.append(CUT)
    return b"".join(parts)


def _spelled(row: Row) -> Row:
    """Codes keep their text, everything else gets letters the printer has."""
    if row.kind in ("qr", "barcode"):
        return row
    return replace(row, cells=tuple(spell(cell) for cell in row.cells))


def _look(line: PaperLine) -> bytes:
    """Alignment, font, weight, size and inversion of a line, always all of them."""
    bold = line.style in ("bold", "large", "title", "mark", "head")
    size = {"large": 0x01, "mark": 0x01, "title": 0x01}.get(line.style, 0x00) + 0x10 * line.wide
    return b"".join((
        ESC + b"a" + bytes([1 if line.align == "center" else 0]),
        ESC + b"M" + bytes([1 if line.style == "small" else 0]),
        ESC + b"E" + bytes([bold]),
        GS + b"!" + bytes([size]),
        GS + b"B" + bytes([line.style == "mark"]),
        ESC + b"3" + bytes([22 if line.style == "small" else 30]),  # dots from line to line
    ))  # fmt: skip


def qr(text: str, sheet: Paper) -> bytes:
    """A QR code drawn by the printer, model 2, error correction M, as large as fits up to 5 dots a module.

    A text that is too long for a readable code is printed in letters instead.
    """
    data = text.encode()
    across = modules_across(len(data))
    size = min(5, sheet.dots // (across + 8)) if across else 0
    if size < 3:
        return _in_letters(text, sheet)
    store = b"1P0" + data
    return b"".join((
        b"\n",
        GS + b"(k\x04\x001A2\x00",
        GS + b"(k\x03\x001C" + bytes([size]),
        GS + b"(k\x03\x001E1",
        GS + b"(k" + len(store).to_bytes(2, "little") + store,
        GS + b"(k\x03\x001Q0",
        b"\n",
    ))  # fmt: skip


def barcode(text: str, sheet: Paper) -> bytes:
    """A Code 128 with its text below, or only the text where it does not fit on the paper."""
    if not encodable(text):
        return _in_letters(text, sheet)
    width = min(3, sheet.dots // (len(modules(text)) + 2 * QUIET_ZONE))
    if width < 2:
        return _in_letters(text, sheet)
    data = b"{B" + text.replace("{", "{{").encode()
    return b"".join((
        GS + b"h\x50",
        GS + b"w" + bytes([width]),
        GS + b"H\x02",
        GS + b"k\x49" + bytes([len(data)]) + data,
        b"\n",
    ))  # fmt: skip


def _in_letters(text: str, sheet: Paper) -> bytes:
    """The content of a code that cannot be drawn, in lines as wide as the paper."""
    spelled = spell(text)
    lines = [spelled[at : at + sheet.columns] for at in range(0, max(len(spelled), 1), sheet.columns)]
    return b"".join(line.encode(CODE_PAGE) + b"\n" for line in lines)
