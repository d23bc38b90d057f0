"""Article numbers of GS1: GTIN-8, 12 (UPC-A), 13 (EAN) and 14, their check digit, and the short UPC-E."""

from typing import Final

LENGTHS: Final = (8, 12, 13, 14)
ADD_ON_LENGTHS: Final = (15, 18)
"""An EAN-13 with the two or five digits that stand beside it on newspapers and books."""


def check_digit(payload: str) -> str:
    """The check digit for the digits before it: weights 3 and 1 from the right (GS1 General Specifications 7.9.1)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(payload)))
    return str(-total % 10)


def is_digits(text: str) -> bool:
    """Whether a text consists of the digits 0 to 9 only, and of at least one."""
    return text.isascii() and text.isdigit()


def is_valid(code: str) -> bool:
    """Whether a code is a GTIN of 8, 12, 13 or 14 digits with the right check digit."""
    return len(code) in LENGTHS and is_digits(code) and check_digit(code[:-1]) == code[-1]


def has_wrong_check_digit(code: str) -> bool:
    """Whether a code looks like a GTIN but for its check digit: a misread or a slip of the finger."""
    return len(code) in LENGTHS and is_digits(code) and not keys(code)


def upc_e_to_a(code: str) -> str:
    """Expand a UPC-E of eight digits (number system, six digits, check digit) to UPC-A; empty if it is none."""
    if len(code) != 8 or not is_digits(code) or code[0] not in "01":
        return ""
    body, last = code[1:7], code[6]
    if last in "012":
        middle = body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        middle = body[:3] + "00000" + body[3:5]
    elif last == "4":
        middle = body[:4] + "00000" + body[4]
    else:
        middle = body[:5] + "0000" + last
    upc_a = code[0] + middle + code[7]
    return upc_a if is_valid(upc_a) else ""


def normalise(code: str) -> str:
    """The form in which codes are compared and stored as key: GTIN-14 with leading zeros; empty if it is no GTIN.

    Where eight digits could be both, a leading 0 means UPC-E: as GTIN-8 it would be a shop's own number, which is only
    ever compared as it is.
    """
    found = keys(code)
    return found[0] if found else ""


def keys(code: str) -> tuple[str, ...]:
    """All GTIN-14 that a scanned code may stand for, the likeliest first."""
    if len(code) in ADD_ON_LENGTHS and is_digits(code):
        code = code[:13]
    found = [code.zfill(14)] if is_valid(code) else []
    upc_a = upc_e_to_a(code)
    if upc_a:
        found.insert(0 if code[0] == "0" else 1, upc_a.zfill(14))
    return tuple(found)
