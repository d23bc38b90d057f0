"""The examples of `docs/reference/prices-and-promotions.md`: fences that are vectors, computed and compared like all others.

A fence ```` ```json vector ```` has `promotions`, `basket` (article and pieces, or grams of goods by weight) and what must
come out: `total`, `amounts` of the lines, `saved` by promotion, `taxes` by VAT key. `then` takes goods back, one return
after the other: `back` has numbers of lines with pieces, and what must come out of it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.promotion import Promotion
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.wire import read
from vectors import cases
from vectors.promotions.family import ANNA, NOON, SHOP, PromotedCase
from vectors.promotions.returns import returnable

FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "prices-and-promotions.md"
FENCE = re.compile(r"^```json vector\s*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def examples() -> list[dict[str, Any]]:
    """The fences of the document."""
    return [json.loads(text) for text in FENCE.findall(FILE.read_text(encoding="utf-8"))]


def steps(example: dict[str, Any]) -> Iterator[tuple[PromotedCase, dict[str, Any]]]:
    """The sale of an example and its returns, each with what must come out."""
    promotions = tuple([read(Promotion, each) for each in example["promotions"]])
    lines = tuple([_line(name, amount) for name, amount in example["basket"].items()])
    discounts = tuple([read(Discount, each) for each in example.get("discounts", ())])
    customer = ANNA if example.get("customer") else None
    basket = Basket("b", lines, discounts, "anna" if customer else "", codes=tuple(example.get("codes", ())))
    excerpt = replace(SHOP, promotions=promotions, customer=customer)
    case = PromotedCase("sale", basket, excerpt, example.get("at", NOON))
    yield case, example
    bought = quote(basket, excerpt, case.at)
    back: dict[int, tuple[int, int]] = {}
    for step in example.get("then", ()):
        shop = _after(bought, back)
        returned = tuple(
            [
                cases.back("r", int(number), _quantity(bought, int(number), amount))
                for number, amount in step["back"].items()
            ]
        )
        made = PromotedCase("return", Basket("c", returned), shop, NOON)
        yield made, step
        for line in quote(made.basket, shop, NOON).lines:
            quantity, amount = back.get(line.return_line, (0, 0))
            back[line.return_line] = (quantity - line.quantity, amount - line.amount)


def _after(bought: Quote, back: dict[int, tuple[int, int]]) -> Excerpt:
    return replace(SHOP, returnable=returnable(bought, back), applied={"r": bought.promotions})


def _line(name: str, amount: int) -> BasketLine:
    piece = SHOP.articles[name].unit == "piece"
    return BasketLine(name, name, amount * 1000 if piece else amount)


def _quantity(bought: Quote, number: int, amount: int) -> int:
    line = next(each for each in bought.lines if each.n == number)
    return amount * 1000 if line.unit == "piece" else amount


def outcome(answer: Quote, wanted: dict[str, Any]) -> dict[str, Any]:
    """Of an answer what the example says something about."""
    given: dict[str, Any] = {
        "total": answer.total,
        "amounts": [line.amount for line in answer.lines],
        "saved": {each.promotion.id: each.saving for each in answer.promotions},
        "taxes": {str(tax.key): tax.gross for tax in answer.taxes},
        "points": answer.points,
        "hint": [{"promotion": each.promotion, "saving": each.saving} for each in answer.hints],
        "offered": [each.promotion for each in answer.offers],
    }
    return {name: value for name, value in given.items() if name in wanted}
