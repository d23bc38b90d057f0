"""What of a line belongs to which VAT key: all of it, unless it is a set whose components have different keys.

A set is one line with one price (DSFinV-K: main line in lines.csv, its components in subitems.csv). Where the components
have different VAT keys the price is split by their weights: the single prices (UStAE 10.1(11)), or the shares that the
shop gave them (for example 30 % for the drinks of a buffet, UStAE 10.1(12)). The parts add up to the line's amount.
"""

from collections.abc import Sequence
from dataclasses import replace

from tresen.core.money import distribute, divide_half_up
from tresen.core.quote import Component, QuoteLine


def tax_parts(line: QuoteLine) -> list[tuple[int, int, int]]:
    """VAT key, rate and cents of each part of a line."""
    return split(line, line.amount) if line.components else [(line.tax_key, line.tax_rate, line.amount)]


def split(line: QuoteLine, amount: int) -> list[tuple[int, int, int]]:
    """An amount that belongs to the line, or to a discount on it, by VAT key and rate; largest remainders."""
    weights = weights_of(line.components)
    if len(weights) < 2:
        return [(line.tax_key, line.tax_rate, amount)]
    parts = distribute(amount, list(weights.values()))
    return [(key, rate, part) for (key, rate), part in zip(weights, parts, strict=True)]


def weights_of(components: Sequence[Component]) -> dict[tuple[int, int], int]:
    """Weight by VAT key and rate, in the order of the components."""
    weights: dict[tuple[int, int], int] = {}
    for one in components:
        place = (one.tax_key, one.tax_rate)
        weights[place] = weights.get(place, 0) + one.weight
    return weights


def scaled(components: Sequence[Component], quantity: int, whole: int) -> tuple[Component, ...]:
    """The components of a part of a line, half-up; the weights stay, so that it is split like the whole."""
    return tuple([replace(one, quantity=divide_half_up(one.quantity * quantity, whole)) for one in components])
