"""Cash: the euro's coins and notes, the sum of a count, rolls of coins, and quick amounts for a customer's note."""

from collections.abc import Mapping
from typing import Final

NOTES: Final = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)
"""Cents. The 500 euro note is no longer issued but stays legal tender."""
COINS: Final = (200, 100, 50, 20, 10, 5, 2, 1)
DENOMINATIONS: Final = NOTES + COINS
COINS_PER_ROLL: Final = {200: 25, 100: 25, 50: 40, 20: 40, 10: 40, 5: 50, 2: 50, 1: 50}
"""Coins in a standard roll of the Bundesbank."""
QUICK_STEPS: Final = (100, 500, 1_000, 2_000, 5_000, 10_000)


def count_sum(pieces: Mapping[int, int]) -> int | None:
    """Cents of a count given as pieces per denomination; None if a denomination is unknown or a number negative."""
    total = 0
    for denomination, number in pieces.items():
        if denomination not in DENOMINATIONS or number < 0:
            return None
        total += denomination * number
    return total


def roll_amount(coin: int) -> int:
    """Cents in one standard roll of a coin; 0 for what does not come in rolls."""
    return coin * COINS_PER_ROLL.get(coin, 0)


def quick_amounts(due: int) -> tuple[int, ...]:
    """What a customer probably hands over for an amount due: exactly it, then the next whole 1, 5, 10, 20, 50, 100.

    Ascending, without doubles. Empty if nothing is due.
    """
    if due <= 0:
        return ()
    rounded = {due} | {-(-due // step) * step for step in QUICK_STEPS}
    return tuple(sorted(rounded))


def smallest_change(amount: int) -> dict[int, int]:
    """An amount in the fewest notes and coins (without the 500 and 200 euro notes, which no drawer holds)."""
    pieces: dict[int, int] = {}
    for denomination in DENOMINATIONS[2:]:
        number, amount = divmod(amount, denomination)
        if number:
            pieces[denomination] = number
    return pieces
