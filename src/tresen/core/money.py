"""Money is an integer number of cents. Every division in Tresen goes through one of the functions here."""

from collections.abc import Sequence


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide two integers and round half away from zero, as shops and §14 UStG practice round."""
    assert denominator > 0, "the divisor is a positive unit"
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def distribute(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights` so that the parts add up to the whole (largest remainder).

    Weights are not negative. Ties go to the earlier part. With all weights zero the first part takes everything.
    """
    assert weights, "there must be at least one part"
    assert min(weights) >= 0, "weights are not negative"
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    sign = -1 if total < 0 else 1
    magnitude = abs(total)
    parts: list[int] = []
    remainders: list[int] = []
    for weight in weights:
        part, remainder = divmod(magnitude * weight, whole)
        parts.append(part)
        remainders.append(remainder)
    rest = magnitude - sum(parts)
    if rest:
        # A reversed sort keeps the order of equals, so ties go to the earlier part.
        for place in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:rest]:
            parts[place] += 1
    if sign > 0:
        return parts
    return [sign * part for part in parts]


def format_cents(amount: int, decimal_mark: str = ".") -> str:
    """Write cents with exactly two decimals and no grouping: -1205 becomes `-12.05`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}{decimal_mark}{abs(amount) % 100:02d}"
