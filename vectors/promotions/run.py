"""Vectors of promotions as text in, text out: what the engine is asked, so that any machine can be asked the same.

`python -m vectors.promotions.run` writes the files anew after a wanted change of the engine; git shows what changed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tresen.core.article import Excerpt
from tresen.core.quote import Quote
from tresen.core.wire import read
from tresen.fiscal.engine import Engine
from vectors.make import slim
from vectors.promotions.actions import actions
from vectors.promotions.conditions import conditions
from vectors.promotions.family import SHOP, Family, PromotedCase
from vectors.promotions.made_up import SHOPS, made_up
from vectors.promotions.price_lists import price_lists
from vectors.promotions.returns import returns
from vectors.promotions.together import together

FOLDER = Path(__file__).parent
MADE_UP = FOLDER / "made_up.json"
FAMILIES = (conditions, actions, together, price_lists, returns)

Questions = list[tuple[str, str]]
"""Act and text, as `tresen.fiscal.engine.Engine` takes them: `rules`, then `quote`, in turn."""


def asked(case: PromotedCase) -> Questions:
    """The two questions of a case: the rules it goes by, then the basket."""
    excerpt = case.excerpt
    rules = {
        "tax": slim(list(excerpt.tax.values())), "promotions": slim(excerpt.promotions),
        "price_lists": slim(excerpt.price_lists), "shop": {"id": excerpt.shop, "day_start": 0},
        "settings": slim(excerpt.settings),
    }  # fmt: skip
    question = {
        "basket": slim(case.basket), "at": case.at, "articles": slim(list(excerpt.articles.values())),
        "barcodes": slim(list(excerpt.barcodes.values())),
        "customer": slim(excerpt.customer) if excerpt.customer else None,
        "usage": slim(excerpt.usage), "coupons": dict(excerpt.coupons),
        "returnable": [
            {"receipt": receipt, "line": number, "sold": slim(sold)}
            for (receipt, number), sold in excerpt.returnable.items()
        ],
        "applied": {receipt: slim(applied) for receipt, applied in excerpt.applied.items()},
    }  # fmt: skip
    return [("rules", _text(rules)), ("quote", _text(question))]


def answers(questions: Sequence[tuple[str, str]]) -> list[str]:
    """What this Python answers."""
    engine = Engine()
    return [getattr(engine, act)(text) for act, text in questions]


def stored(family: Family) -> str:
    """A family as its file: one line for each case with what it must give, defaults left out."""
    given = answers([question for case in family.cases for question in asked(case)])[1::2]
    lines = [
        _text({"name": case.name, "quote": slim(read(Quote, json.loads(answer)))})
        for case, answer in zip(family.cases, given, strict=True)
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def file_of(family: Family) -> Path:
    return FOLDER / f"{family.name}.json"


def made_up_questions() -> Iterator[Questions]:
    """The made-up questions of one shop after another; each begins with the shop's rules."""
    for number in range(SHOPS):
        questions: Questions = []
        for case in made_up(number):
            rules, question = asked(case)
            questions += [question] if questions else [rules, question]
        yield questions


def digest(given: Sequence[str]) -> str:
    """Stands for the answers of one shop: any changed byte changes it."""
    return hashlib.sha256("\n".join(given).encode()).hexdigest()[:16]


def made_up_text() -> str:
    """The file of the made-up vectors: a digest for each shop."""
    return json.dumps([digest(answers(questions)) for questions in made_up_questions()], indent=0) + "\n"


def _text(parts: Any) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


__all__ = ["FAMILIES", "SHOP", "Excerpt", "answers", "asked", "digest", "file_of", "made_up_questions", "stored"]


if __name__ == "__main__":
    for make_family in FAMILIES:
        made = make_family()
        file_of(made).write_text(stored(made), encoding="utf-8")
    MADE_UP.write_text(made_up_text(), encoding="utf-8")
