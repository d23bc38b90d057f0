"""The till's Python in the browser gives, for every vector, the very bytes that the node's Python gives."""

import json

import pytest

from tests.engine.browser_engine import ask, built
from tresen.fiscal.engine import Engine
from vectors import make
from vectors.promotions import run
from vectors.promotions.document import examples, steps


@pytest.fixture(scope="module")
def questions():
    """Every vector as the till would ask it: the rules first, then one question for each basket."""
    document = json.loads(make.FILE.read_text(encoding="utf-8"))
    excerpt = dict(document["excerpt"])
    rules = {name: excerpt.pop(name) for name in ("tax", "settings", "promotions", "price_lists") if name in excerpt}
    shop = {"shop": {"id": excerpt.pop("shop", ""), "day_start": 0}}
    asked = [("rules", json.dumps({"version": 7, **rules, **shop}))]
    for case in document["cases"]:
        asked.append(("quote", json.dumps({"basket": case["basket"], "at": case["day"], **excerpt})))
    return asked


@pytest.fixture(scope="module")
def wanted():
    written = make.FILE.read_text(encoding="utf-8").splitlines()
    return [line.split(', "quote": ', 1)[1].rstrip(",")[:-1] for line in written if line.startswith('{"name"')]


def test_the_browser_quotes_every_vector_byte_for_byte(questions, wanted, tmp_path_factory):
    answers = ask(built(tmp_path_factory.mktemp("engine")), questions)
    assert answers[0] == {"text": '{"version":7}'}
    assert len(answers) == len(wanted) + 1 > 200
    for answer, quote in zip(answers[1:], wanted, strict=True):
        assert answer == {"text": quote}


def test_the_nodes_python_gives_the_same_by_the_same_way(questions, wanted):
    engine = Engine()
    answers = [getattr(engine, act)(text) for act, text in questions]
    assert answers[1:] == wanted


def test_the_browser_computes_promotions_byte_for_byte(tmp_path_factory):
    """Every vector made by hand, the examples of the document and all made-up ones, returns among them."""
    asked = [question for family in run.FAMILIES for case in family().cases for question in run.asked(case)]
    asked += [question for each in examples() for case, _ in steps(each) for question in run.asked(case)]
    asked += [question for shop in run.made_up_questions() for question in shop]
    given = ask(built(tmp_path_factory.mktemp("engine")), asked)
    assert len(given) == len(asked) > 3000
    for answer, wanted in zip(given, run.answers(asked), strict=True):
        assert answer == {"text": wanted}
