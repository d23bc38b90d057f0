"""Cash in another currency: what it counts for in euro at the rate that the shop set. Integers only."""

from dataclasses import dataclass
from typing import Final

from tresen.core.money import divide_half_up

MILLION: Final = 1_000_000
EURO: Final = "EUR"


@dataclass(slots=True, frozen=True)
class Currency:
    """A currency that tills take in cash."""

    code: str
    """ISO 4217."""
    name: str
    rate: int
    """Millionths of a euro for one unit: 1_050_000 takes one franc for 1.05 euro."""


def in_euro(amount: int, rate: int) -> int:
    """Cents for hundredths of a currency, half-up (away from zero)."""
    return divide_half_up(amount * rate, MILLION)


def rate_text(currency: Currency) -> str:
    """`1 CHF = 1,05 EUR`, as the receipt prints it."""
    whole, part = divmod(currency.rate, MILLION)
    decimals = f"{part:06d}".rstrip("0").ljust(2, "0")
    return f"1 {currency.code} = {whole},{decimals} {EURO}"
