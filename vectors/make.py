"""Write `vectors/quotes.json`: baskets and the quotes they must get, byte for byte, on the node and in the browser.

`python -m vectors.make` writes the file anew after a wanted change of the engine; the difference in git shows what
changed. The made-up cases come from a fixed seed, and the same seed gives the same cases on every machine.
"""

import json
import random
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec

from tresen.core.article import Article, Barcode, Excerpt, ReturnableLine, Settings
from tresen.core.basket import Basket, BasketLine, Discount, ReturnOf
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.tax import TaxRate
from vectors.cases import HAND_MADE, SHOP, Case

FILE = Path(__file__).parent / "quotes.json"
SEED = 20_261_123
MADE_UP = 200


def slim(value: Any) -> Any:
    """A record as JSON has it, without the fields that have their default value."""
    if is_dataclass(value) and not isinstance(value, type):
        kept: dict[str, Any] = {}
        for field in fields(value):
            given = getattr(value, field.name)
            default = field.default_factory() if field.default_factory is not MISSING else field.default
            if given != default:
                kept[field.name] = slim(given)
        return kept
    if isinstance(value, list | tuple):
        return [slim(item) for item in value]
    return value


def excerpt_to_json(excerpt: Excerpt) -> dict[str, Any]:
    """Mappings become lists; a returnable line carries its receipt and its line number."""
    return {
        "articles": [slim(article) for article in excerpt.articles.values()],
        "tax": [slim(rate) for rate in excerpt.tax.values()],
        "settings": slim(excerpt.settings),
        "returnable": [
            {"receipt": receipt, "line": line, "sold": slim(sold)}
            for (receipt, line), sold in excerpt.returnable.items()
        ],
        "barcodes": [slim(barcode) for barcode in excerpt.barcodes.values()],
    }


def excerpt_from_json(written: Mapping[str, Any]) -> Excerpt:
    """The way back."""
    articles = msgspec.convert(written["articles"], list[Article])
    tax = msgspec.convert(written["tax"], list[TaxRate])
    barcodes = msgspec.convert(written["barcodes"], list[Barcode])
    returnable = {
        (each["receipt"], each["line"]): msgspec.convert(each["sold"], ReturnableLine) for each in written["returnable"]
    }
    return Excerpt(
        {article.id: article for article in articles},
        {rate.key: rate for rate in tax},
        msgspec.convert(written["settings"], Settings),
        returnable,
        {barcode.code: barcode for barcode in barcodes},
    )


def quote_to_json(answer: Quote) -> str:
    """A quote with all its fields, in their order, without spaces: what must be equal byte for byte."""
    return msgspec.json.encode(answer).decode()


def basket_from_json(written: Mapping[str, Any]) -> Basket:
    return msgspec.convert(written, Basket)


def made_up() -> list[Case]:
    """Baskets as they come, most of them ordinary, some odd."""
    chance = random.Random(SEED)  # noqa: S311 - the same cases on every machine
    return [Case(f"made up {number}", make_basket(chance, number), "2026-11-23") for number in range(1, MADE_UP + 1)]


def make_basket(chance: random.Random, number: int) -> Basket:
    lines = tuple([make_line(chance, f"l{place}") for place in range(1, chance.choice((1, 2, 3, 3, 4, 6, 10)) + 1)])
    discounts = tuple([make_discount(chance) for _ in range(chance.choice((0, 0, 0, 1, 1, 2)))])
    return Basket(f"b{number}", lines, discounts, chance.choice(("", "", "anna")))


def make_line(chance: random.Random, name: str) -> BasketLine:
    if chance.random() < 0.12:
        key = chance.choice(list(SHOP.returnable))
        back = ReturnOf(key[0], key[1], "Gefällt nicht", restock=chance.random() < 0.8)
        return BasketLine(name, "", -chance.choice((1000, 1000, 2000, 333, 5000)), return_of=back)
    article = chance.choice(list(SHOP.articles.values()))
    line = BasketLine(name, article.id, chance.choice((1, 1, 1, 2, 3, 12)) * 1000)
    if article.weighed:
        line.quantity = chance.randint(1, 4000)
        if chance.random() < 0.3:
            line.quantity, line.amount = 1000, chance.randint(1, 3000)
    if article.open_price_max is not None and chance.random() < 0.9:
        line.price = chance.randint(50, 12_000)
    elif chance.random() < 0.08:
        line.price, line.price_reason = chance.randint(1, 2000), "Etikett falsch"
    if article.kind == "deposit" and chance.random() < 0.5:
        line.quantity = -line.quantity
    if chance.random() < 0.15:
        line.discount = make_discount(chance)
    if chance.random() < 0.04:
        line.quantity, line.return_of = -line.quantity, ReturnOf("", 0, "Kein Bon")
    line.voided = chance.random() < 0.05
    line.age_checked = chance.random() < 0.6
    return line


def make_discount(chance: random.Random) -> Discount:
    if chance.random() < 0.6:
        return Discount("percent", chance.choice((300, 1000, 1500, 3333, 5000, 10_000)), "Treue")
    return Discount("amount", chance.choice((1, 50, 100, 199, 1000)), "Kulanz")


def text() -> str:
    """The whole file, one line for each case."""
    lines = [
        json.dumps({"name": case.name, "day": case.day, "basket": slim(case.basket)}, ensure_ascii=False)[:-1]
        + ', "quote": '
        + quote_to_json(quote(case.basket, SHOP, case.day))
        + "}"
        for case in [*HAND_MADE, *made_up()]
    ]
    excerpt = json.dumps(excerpt_to_json(SHOP), ensure_ascii=False)
    return '{"excerpt": ' + excerpt + ',\n"cases": [\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
