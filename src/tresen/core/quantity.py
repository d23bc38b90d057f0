"""A quantity is an integer number of thousandths of its unit: 1000 is one piece, 1 kg, 1 l or 1 m."""

from typing import Final

ONE: Final = 1000
"""One piece, one kilogram, one litre or one metre."""

UNITS: Final = ("piece", "weight", "volume", "length")

UNIT_SYMBOLS: Final = {
    "piece": {"de": "Stk", "en": "pcs"},
    "weight": {"de": "kg", "en": "kg"},
    "volume": {"de": "l", "en": "l"},
    "length": {"de": "m", "en": "m"},
}


def format_quantity(quantity: int, decimal_mark: str = ".") -> str:
    """Write a quantity with the fewest decimals: 1000 becomes `1`, 451 becomes `0.451`."""
    sign = "-" if quantity < 0 else ""
    whole, part = divmod(abs(quantity), ONE)
    decimals = f"{part:03d}".rstrip("0")
    return f"{sign}{whole}{decimal_mark}{decimals}" if decimals else f"{sign}{whole}"
