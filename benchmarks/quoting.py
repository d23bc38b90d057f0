"""CPU time of one quote: the part of a sale that no device and no disk excuses."""

import timeit
from pathlib import Path

from benchmarks.number import Number, below
from benchmarks.quote import DAY, basket, shop
from tresen.core.basket import Discount
from tresen.core.quoting import quote


def measure(_folder: Path, quick: bool) -> list[Number]:
    rounds, excerpt = 50 if quick else 500, shop()

    def took(size: int, **more: object) -> float:
        made = basket(size, **more)
        return min(timeit.repeat(lambda: quote(made, excerpt, DAY), number=rounds, repeat=7)) / rounds * 1e6

    discount = (Discount("percent", 1000, "Treue"),)
    return [
        below("quote of 10 lines, 3 with deposit", took(10), "µs", 60),
        Number("quote of 100 lines, customer, discount", took(100, customer="c", discounts=discount), "µs"),
    ]
