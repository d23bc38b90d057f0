"""Any text in the letters of code page 858 (Western Europe with €), the one every receipt printer has."""

import unicodedata
from typing import Final

SPELLED: Final = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "…": "...", "„": '"', "“": '"', "”": '"', "‟": '"', "‹": "<",
    "›": ">", "‚": "'", "‘": "'", "’": "'", "′": "'", "″": '"', "•": "·", "●": "·", "™": "(TM)", "℠": "(SM)",
    "→": "->", "←": "<-", "↔": "<->", "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "⁄": "/", "№": "Nr.", "℮": "e",
    "ẞ": "SS", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "ŋ": "n", "Ŋ": "N", "ĸ": "k", "ə": "e", "Ə": "E", "ʻ": "'", "ʼ": "'", "₺": "TL", "₽": "RUB", "₴": "UAH", "₿": "BTC",
    "₣": "F", "₹": "INR", "✓": "x", "✔": "x", "★": "*", "☆": "*", "♥": "<3", "❤": "<3",
}  # fmt: skip
"""Letters and signs that have no decomposition, spelled with ones that the printer has."""

CYRILLIC: Final = dict(zip(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя",
    "a b w h g d e je sh s i i ji j k l m n o p r s t u f ch z tsch sch schtsch ' y ' e ju ja".split(),
    strict=True,
))  # fmt: skip
GREEK: Final = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a b g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
                        strict=True))  # fmt: skip
ALPHABETS: Final = CYRILLIC | GREEK

CODE_PAGE: Final = "cp858"


def _printable(character: str) -> bool:
    try:
        return len(character.encode(CODE_PAGE)) == 1
    except UnicodeEncodeError:
        return False


def spell(text: str) -> str:
    """The text with every character printable: kept, spelled out, without its accent, or marked by `*` or `?`.

    Control characters, among them those that would command the printer, become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spell(character) for character in unicodedata.normalize("NFC", text))


def _spell(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category in ("Cf", "Mn", "Me") or "\U0001f3fb" <= character <= "\U0001f3ff":
        return ""
    if character in SPELLED:
        return SPELLED[character]
    if _printable(character):
        return character
    lower = character.lower()
    if lower in ALPHABETS:
        return ALPHABETS[lower] if lower == character else ALPHABETS[lower].capitalize()
    plain = "".join(piece for piece in unicodedata.normalize("NFKD", character) if unicodedata.category(piece) != "Mn")
    if plain != character:
        return "".join(_spell(piece) for piece in plain)
    return "*" if category in ("So", "Sk") else "?"
