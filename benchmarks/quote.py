"""CPU time of one quote: the part of a sale that no device and no disk excuses."""

import timeit
from dataclasses import replace
from pathlib import Path

from benchmarks.number import Number, below
from benchmarks.offers import promotions
from tresen.core.article import Article, DepositPart, Excerpt
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.quoting import quote
from tresen.core.tax import TaxRate

DAY = "2026-11-23"


def shop() -> Excerpt:
    articles = {"can": Article("can", "can", "Einwegpfand", 25, 1, kind="deposit", points=False)}
    for number in range(100):
        deposit = (DepositPart("can"),) if number % 10 < 3 else ()
        name = f"a{number}"
        articles[name] = Article(name, name, f"Artikel {number}", 99 + 37 * number, 1 + number % 2, deposit=deposit)
    tax = {1: TaxRate(1, 1900, "2021-01-01", ""), 2: TaxRate(2, 700, "2021-01-01", "")}
    return Excerpt(articles, tax)


def basket(size: int, **more: object) -> Basket:
    made = Basket("b", tuple([BasketLine(f"l{n}", f"a{n}", 1000 * (1 + n % 3)) for n in range(size)]))
    for name, value in more.items():
        setattr(made, name, value)
    return made


def measure(_folder: Path, quick: bool) -> list[Number]:
    """Microseconds, the best of seven runs."""
    rounds, plain = 10 if quick else 200, shop()
    busy = replace(plain, promotions=promotions())

    def took(size: int, *, offers: bool = False, **more: object) -> float:
        made, excerpt = basket(size, **more), busy if offers else plain
        return min(timeit.repeat(lambda: quote(made, excerpt, DAY), number=rounds, repeat=7)) / rounds * 1e6

    discount = (Discount("percent", 1000, "Treue"),)
    return [
        below("quote of 10 lines, 3 with deposit", took(10), "µs", 60),
        Number("quote of 100 lines, customer, discount", took(100, customer="c", discounts=discount), "µs"),
        below("quote of 10 lines, 200 promotions", took(10, offers=True), "µs", 1_000),
        below("quote of 100 lines, 200 promotions", took(100, offers=True), "µs", 8_000),
    ]
