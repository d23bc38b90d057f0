"""Any text in the letters of code page 858 (Western Europe with €), the one every receipt printer has."""

import unicodedata
from typing import Final

SPELLED: Final = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "…": "...", "„": '"', "“": '"', "”": '"', "‟": '"', "‹": "<",
    "›": ">", "‚": "'", "‘": "'", "’": "'", "′": "'", "″": '"', "•": "·", "●": "·", "™": "(TM)", "℠": "(SM)",
    "→": "->", "←": "<-", "↔": "<->", "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "⁄": "/", "№": "Nr.", "℮": "e",
    "ẞ": "SS", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "ŋ": "n", "Ŋ": "N", "ĸ": "k", "ı": "i", "ə": "e", "Ə": "E", "ʻ": "'", "ʼ": "'", "₺": "TL", "₽": "RUB",
    "₴": "UAH", "₿": "BTC", "₣": "F", "₹": "INR", "✓": "x", "✔": "x", "★": "*", "☆": "*", "♥": "<3", "❤": "<3",
}  # fmt: skip
"""Letters and signs that have no decomposition, spelled with ones that the printer has."""

CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "w", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "je", "ж": "sh", "з": "s", "и": "i",
    "і": "i", "ї": "ji", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ъ": "'", "ы": "y",
    "ь": "'", "э": "e", "ю": "ju", "я": "ja",
}  # fmt: skip
GREEK: Final = {
    "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
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
