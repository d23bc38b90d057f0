"""Leitweg-ID: how a public buyer in Germany is addressed (KoSIT, format specification 2.0.2)."""

import re
from typing import Final

_HYPHENS: Final = 2
"""Of the usual form; a reference of the buyer's own such as `4711-12` has one."""
_FORM: Final = re.compile(r"(?P<coarse>[0-9]{2,12})(?:-(?P<fine>[A-Z0-9]{1,30}))?-(?P<check>[0-9]{2})")


def looks_like_leitweg_id(text: str) -> bool:
    """Whether somebody meant one: its form is right, whatever the check digits say."""
    return _FORM.fullmatch(text) is not None and text.count("-") == _HYPHENS


def is_leitweg_id(text: str) -> bool:
    """Whether its form and its two check digits (ISO 7064, mod 97-10) are right."""
    found = _FORM.fullmatch(text)
    if found is None:
        return False
    whole = f"{found['coarse']}{found['fine'] or ''}{found['check']}"
    digits = "".join(str(int(letter, 36)) for letter in whole)
    return int(digits) % 97 == 1
