"""VAT categories of EN 16931 for the VAT keys of a receipt, and why there is no VAT where there is none.

Whatever has a rate is `S`, also the average rates of §24 UStG. Everything else is `E` with a reason: a document must
not hold `O` (not taxable) beside anything else (BR-O-11), and a receipt may hold deposits of vouchers beside goods.
"""

from collections.abc import Sequence
from typing import Final

TAXED: Final = "S"
EXEMPT: Final = "E"

SMALL_BUSINESS: Final = "Kein Ausweis von Umsatzsteuer: Kleinunternehmer, § 19 UStG"
MARGIN_SCHEME: Final = "Gebrauchtgegenstände/Sonderregelung (§ 25a UStG)"
MARGIN_CODE: Final = "VATEX-EU-F"
AVERAGE_RATE: Final = "Umsatzsteuer nach Durchschnittssätzen (§ 24 UStG)"
AVERAGE_KEYS: Final = frozenset({3, 4, 13, 23, 33, 43})
_REASONS: Final = {
    5: "Nicht steuerbar",
    6: "Umsatzsteuerfrei (§ 4 UStG)",
    7: "Umsatzsteuer nicht ermittelbar",
    8: "Nullsteuersatz (§ 12 Abs. 3 UStG)",
}
_FIRST_FREE_KEY: Final = 1000


def reason_of(key: int) -> str:
    """Why nothing is owed under a VAT key without a rate. Free keys stand for the margin scheme."""
    return MARGIN_SCHEME if key >= _FIRST_FREE_KEY else _REASONS.get(key, "Ohne Umsatzsteuer")


def code_of(reasons: Sequence[str]) -> str:
    """The VATEX code where it is the only reason."""
    return MARGIN_CODE if list(reasons) == [MARGIN_SCHEME] else ""
