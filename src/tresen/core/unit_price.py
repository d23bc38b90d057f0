"""The unit price (Grundpreis) per kilogram, litre or metre that shelf, shop and advertisement must show (PAngV §4)."""

from tresen.core.article import Article
from tresen.core.money import divide_half_up
from tresen.core.quantity import ONE, UNIT_SYMBOLS

SMALLEST_CONTENT = 10
"""Grams or millilitres below which no unit price is due (PAngV §4(3) no. 1)."""
MEASURES = ("weight", "volume", "length")


def unit_price(price: int, content: int) -> int:
    """Cents for 1 kg, 1 l or 1 m of something that costs `price` cents for `content` thousandths of it."""
    return divide_half_up(price * ONE, content)


def unit_price_of(article: Article) -> tuple[int, str] | None:
    """Cents and unit (`weight`, `volume`, `length`) of an article's unit price; None where none is due.

    Goods sold by measure have it as their price; pieces need their net content. None also where it would repeat the
    price of exactly one kilogram, litre or metre (PAngV §4(1), last sentence).
    """
    if article.kind != "goods" or article.per <= 0:
        return None
    if article.unit in MEASURES:
        return None if article.per == ONE else (unit_price(article.price, article.per), article.unit)
    content = article.content * article.per // ONE
    if article.content_unit not in MEASURES or content == ONE or content <= 0:
        return None
    if content < SMALLEST_CONTENT and article.content_unit != "length":
        return None
    return unit_price(article.price, content), article.content_unit


def symbol(unit: str, language: str) -> str:
    """How a unit is written: kg, l, m, Stk or pcs."""
    return UNIT_SYMBOLS[unit]["en" if language.startswith("en") else "de"]
