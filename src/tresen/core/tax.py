"""VAT by key (Umsatzsteuerschlüssel, DSFinV-K annex 2) with validity dates. Prices are gross."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tresen.core.money import divide_half_up

NOT_TAXABLE: Final = 5
EXEMPT: Final = 6
"""Key of everything a small business sells (§19 UStG)."""
OWN_KEYS: Final = 1000
"""From here on keys are the shop's own; DSFinV-K reserves the lower ones."""
MARGIN_SCHEME: Final = 1000
"""Key of second-hand goods taxed on the margin (§25a UStG): the receipt shows no VAT."""


@dataclass(slots=True, frozen=True)
class TaxRate:
    """The rate that a VAT key has from a day on."""

    key: int
    """VAT key as in DSFinV-K: 1 general, 2 reduced, 5 not taxable, 6 exempt, ..."""
    rate: int
    """Hundredths of a percent: 1900 is 19 %."""
    valid_from: str
    """First day, YYYY-MM-DD, in the shop's time zone."""
    label: str
    """German text for receipt and export, for example `Allgemeiner Steuersatz`."""
    note: str = ""
    """What a receipt must say about it, for example why it is exempt."""


@dataclass(slots=True, frozen=True)
class TaxSum:
    """The sum of one VAT key on a receipt, exactly as printed."""

    key: int
    rate: int
    gross: int
    net: int
    vat: int
    note: str = ""
    """What the receipt says about the key beside its sums."""


def rates_on(rates: Iterable[TaxRate], day: str) -> dict[int, TaxRate]:
    """The rate of every VAT key on a day (YYYY-MM-DD): for each key the latest that is already valid."""
    found: dict[int, TaxRate] = {}
    for rate in rates:
        known = found.get(rate.key)
        if rate.valid_from <= day and (known is None or rate.valid_from >= known.valid_from):
            found[rate.key] = rate
    return found


def tax_sum(key: int, rate: int, gross: int, note: str = "") -> TaxSum:
    """Split the gross sum of a VAT key; net is rounded half-up, VAT is the difference (UStAE 14.5, gross prices)."""
    net = divide_half_up(gross * 10_000, 10_000 + rate)
    return TaxSum(key, rate, gross, net, gross - net, note)
