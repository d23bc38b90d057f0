"""CPU time of one quote: the part of a sale that no device and no disk excuses. Target: 10 lines under 60 µs."""

import timeit

from tresen.core.article import Article, DepositPart, Excerpt
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.quoting import quote
from tresen.core.tax import TaxRate

DAY = "2026-11-23"
ROUNDS = 5000


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


def main() -> None:
    """Print microseconds for each case, the best of seven runs."""
    excerpt = shop()
    discount = (Discount("percent", 1000, "Treue"),)
    cases = {
        "10 lines (3 with deposit)": basket(10),
        "10 lines, customer": basket(10, customer="c"),
        "10 lines, customer, discount on the basket": basket(10, customer="c", discounts=discount),
        "100 lines, customer, discount on the basket": basket(100, customer="c", discounts=discount),
    }
    for name, made in cases.items():
        best = min(timeit.repeat(lambda made=made: quote(made, excerpt, DAY), number=ROUNDS // 10, repeat=7))
        print(f"{name}: {best / (ROUNDS // 10) * 1e6:.1f} µs")


if __name__ == "__main__":
    main()
