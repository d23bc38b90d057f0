"""Draw what was printed: black dots on paper, 203 to the inch, codes so sharp that a scanner reads them."""

import io
from collections.abc import Iterable
from functools import cache

import segno
from PIL import Image, ImageDraw, ImageOps

from tresen.adapters.printer_simulator.read import Cut, DrawnCode, Letters, Printed, TextLine
from tresen.core.code128 import encodable, modules

EDGE = 28
"""Dots of paper left and right of what can be printed."""
PAPER = 253
INK = 24


def draw(printed: Iterable[Printed], dots: int) -> Image.Image:
    """One long strip of paper, in shades of grey."""
    pieces = [piece for piece in (_piece(item, dots) for item in printed) if piece is not None]
    height = sum(piece.height for piece in pieces) + 2 * EDGE
    strip = Image.new("L", (dots + 2 * EDGE, height), PAPER)
    y = EDGE
    for piece in pieces:
        strip.paste(piece, (EDGE, y))
        y += piece.height
    return strip


def _piece(item: Printed, dots: int) -> Image.Image | None:
    if isinstance(item, TextLine):
        return _line(item, dots)
    if isinstance(item, DrawnCode):
        return _on_paper(_qr(item) if item.kind == "qr" else _bars(item), item.align, dots)
    if isinstance(item, Cut):
        piece = Image.new("L", (dots, 40), PAPER)
        pen = ImageDraw.Draw(piece)
        for x in range(0, dots, 12):
            pen.line((x, 32, x + 5, 32), fill=190)
        return piece
    return None


def _on_paper(drawn: Image.Image, align: int, dots: int) -> Image.Image:
    piece = Image.new("L", (dots, drawn.height), PAPER)
    piece.paste(drawn, ((dots - drawn.width) * align // 2, 0))
    return piece


def _line(line: TextLine, dots: int) -> Image.Image:
    height = max([line.spacing, *(letters.height for _, letters in line.runs)])
    tallest = max([letters.height for _, letters in line.runs], default=0)
    drawn = Image.new("L", (max(line.width, 1), height), PAPER)
    x = 0
    for text, letters in line.runs:
        glyphs = alphabet(letters)
        run = Image.new("L", (len(text) * letters.width, letters.height), PAPER)
        for place, letter in enumerate(text):
            run.paste(glyphs.get(letter, glyphs["?"]), (place * letters.width, 0))
        drawn.paste(ImageOps.invert(run) if letters.inverse else run, (x, tallest - letters.height))
        x += letters.width * len(text)
    return _on_paper(drawn, line.align, dots)


def _qr(code: DrawnCode) -> Image.Image:
    drawn = segno.make(code.text, error=code.level, micro=False, boost_error=False)
    stream = io.BytesIO()
    drawn.save(stream, kind="png", scale=code.module, border=4)
    return Image.open(stream).convert("L").point(lambda shade: PAPER if shade else 0)


def _bars(code: DrawnCode) -> Image.Image:
    bars = modules(code.text) if encodable(code.text) else ""
    quiet = 10 * code.module
    letters = Letters()
    width = max(len(bars) * code.module + 2 * quiet, len(code.text) * letters.width)
    drawn = Image.new("L", (width, code.height + letters.height + 4), PAPER)
    pen = ImageDraw.Draw(drawn)
    for place, bar in enumerate(bars):
        if bar == "1":
            x = quiet + place * code.module
            pen.rectangle((x, 0, x + code.module - 1, code.height - 1), fill=INK)
    text = _line(TextLine(((code.text, letters),), 0, letters.height), len(code.text) * letters.width)
    drawn.paste(text, ((width - text.width) // 2, code.height + 4))
    return drawn


@cache
def alphabet(letters: Letters) -> dict[str, Image.Image]:
    """Every letter of code page 858 in one look, drawn once from the typeface that typst brings along."""
    import typst

    characters = [bytes([code]).decode("cp858") for code in range(0x20, 0x100) if code != 0x7F]
    width, height = letters.width, letters.height
    size = (9 if letters.small else 12) / 0.602
    weight = "bold" if letters.bold else "regular"
    cells = ",".join(f"[#{_quoted(character)}]" for character in characters)
    source = f"""
#set page(width: {16 * width}pt, height: {-(-len(characters) // 16) * height}pt, margin: 0pt, fill: luma({PAPER}))
#set text(font: "DejaVu Sans Mono", size: {size}pt, weight: "{weight}", fill: luma({INK}), top-edge: 0.93em,
  bottom-edge: -0.24em, ligatures: false)
#grid(columns: ({width}pt,) * 16, rows: {height}pt, ..({cells},).map(letter =>
  box(width: {width}pt, height: {height}pt, clip: true, align(left + top, scale(x: {letters.wide * 100}%,
  y: {letters.tall * 100}%, origin: left + top, letter)))))
"""
    png = typst.compile(source.encode(), format="png", ppi=72, ignore_system_fonts=True)
    sheet = Image.open(io.BytesIO(png)).convert("L")
    found = {}
    for place, character in enumerate(characters):
        x, y = place % 16 * width, place // 16 * height
        found[character] = sheet.crop((x, y, x + width, y + height))
    return found


def _quoted(character: str) -> str:
    return '"' + character.replace("\\", "\\\\").replace('"', '\\"') + '"'
