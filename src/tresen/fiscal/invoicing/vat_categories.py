"""VAT categories of EN 16931 for the VAT keys of a receipt, and why there is no VAT where there is none.

Whatever has a rate is `S`, also the average rates of §24 UStG; the zero rate of §12(3) UStG is `Z`. Everything else is
`E` with a reason: a document must
not hold `O` (not taxable) beside anything else (BR-O-11), and a receipt may hold deposits of vouchers beside goods.
"""

from collections.abc import Sequence
from typing import Final

from tresen.core.tax import MARGIN_SCHEME as MARGIN_KEY

TAXED: Final = "S"
ZERO: Final = "Z"
EXEMPT: Final = "E"

SMALL_BUSINESS: Final = "Kein Ausweis von Umsatzsteuer: Kleinunternehmer, § 19 UStG"
MARGIN_SCHEME: Final = "Gebrauchtgegenstände/Sonderregelung (§ 25a UStG)"
MARGIN_CODE: Final = "VATEX-EU-F"
AVERAGE_RATE: Final = "Umsatzsteuer nach Durchschnittssätzen (§ 24 UStG)"
AVERAGE_KEYS: Final = frozenset({3, 4, 13, 23, 33, 43})
_ZERO_KEY: Final = 8
_REASONS: Final = {
    5: "Nicht steuerbar",
    6: "Umsatzsteuerfrei (§ 4 UStG)",
    7: "Umsatzsteuer nicht ermittelbar",
    MARGIN_KEY: MARGIN_SCHEME,
}


def vat_code(key: int, rate: int, *, small_business: bool) -> str:
    """The VAT category of what was sold under a VAT key."""
    if rate:
        return TAXED
    return ZERO if key == _ZERO_KEY and not small_business else EXEMPT


def reason_of(key: int) -> str:
    """Why nothing is owed under a VAT key without a rate."""
    return _REASONS.get(key, "Ohne Umsatzsteuer")


def code_of(reasons: Sequence[str]) -> str:
    """The VATEX code where it is the only reason."""
    return MARGIN_CODE if list(reasons) == [MARGIN_SCHEME] else ""
