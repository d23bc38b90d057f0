"""Sets and menus: one line, one price, and what it consists of (main line and subitems in DSFinV-K)."""

from dataclasses import replace

from tresen.core.article import Article, ReturnableLine
from tresen.core.basket import BasketLine
from tresen.core.money import divide_half_up
from tresen.core.quantity import ONE
from tresen.core.quote import Component, QuoteLine
from tresen.core.sheet import Sheet
from tresen.core.tax_parts import scaled, weights_of


def unpack_set(sheet: Sheet, line: BasketLine, article: Article, priced: QuoteLine) -> bool:
    """Write what a set consists of on its line; False after a blocking warning.

    The line's own key and rate are those of its largest part; `tresen.core.tax_parts` splits its amount.
    """
    found = []
    for part in article.components:
        content = sheet.articles.get(part.article)
        if content is None:
            sheet.block("unknown_article", line.id, part.article)
            return False
        key = sheet.key(content, priced.in_house)
        rate = sheet.rate(key, line.id)
        if rate < 0:
            return False
        price = _price(sheet, content)
        weight = part.share or divide_half_up(price * part.quantity, content.per)
        found.append(Component(
            content.id, content.number, content.name, content.group, divide_half_up(priced.quantity * part.quantity, ONE),
            content.unit, key, rate, divide_half_up(price * ONE, content.per), weight,
        ))  # fmt: skip
    priced.components = tuple(found)
    weights = weights_of(found)
    priced.tax_key, priced.tax_rate = max(weights, key=weights.__getitem__)
    return True


def _price(sheet: Sheet, content: Article) -> int:
    """What a component costs alone now."""
    listed = sheet.list_price(content, labelled=True) if content.prices else None
    return content.price if listed is None else listed.price


def oldest_in_set(sheet: Sheet, article: Article) -> int:
    """The strictest age limit of a set and its components."""
    ages = [sheet.articles[part.article].min_age for part in article.components if part.article in sheet.articles]
    return max(article.min_age, *ages)


def components_back(sheet: Sheet, sold: ReturnableLine, quantity: int) -> tuple[Component, ...]:
    """The components of a part of a sold set; the weights stay, so that its money is split as it was when sold."""
    parts = scaled(sold.components, quantity, sold.quantity)
    return tuple([replace(one, tax_key=sheet.key_of_sale(one.tax_key, one.tax_rate)) for one in parts])
