"""Numbers as people write them in tables, exactly: `1.234,50`, `1,234.50`, `12`."""

from decimal import Decimal, InvalidOperation


def decimal(text: str) -> Decimal:
    """A number with point or comma; where both stand, the last one is the decimal mark. Raises InvalidOperation."""
    plain = text.replace(" ", "").replace("\u00a0", "").replace("'", "")
    if "," in plain and "." in plain:
        plain = plain.replace("." if plain.rfind(",") > plain.rfind(".") else ",", "")
    found = Decimal(plain.replace(",", "."))
    if not found.is_finite() or abs(found) > 10**12:
        raise InvalidOperation
    return found


def exact(text: str, factor: int) -> int:
    """A number in parts of a unit (cents, thousandths). Raises InvalidOperation where it is no whole number of them."""
    value = decimal(text) * factor
    if value != value.to_integral_value():
        raise InvalidOperation
    return int(value)
