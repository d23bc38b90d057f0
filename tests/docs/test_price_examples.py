"""The examples in the document on prices are vectors: what stands there is what comes out."""

import json

import pytest

from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.wire import read
from vectors.promotions import run
from vectors.promotions.document import examples, outcome, steps

SAID = {"total", "amounts", "saved", "taxes", "points", "hint", "offered"}


@pytest.mark.parametrize("number", range(len(examples())))
def test_an_example_comes_out_as_it_stands_there(number):
    for case, wanted in steps(examples()[number]):
        answer = quote(case.basket, case.excerpt, case.at)
        assert outcome(answer, wanted) == {name: value for name, value in wanted.items() if name in SAID}
        assert read(Quote, json.loads(run.answers(run.asked(case))[1])) == answer


def test_there_are_examples_and_each_says_something():
    assert len(examples()) >= 12
    assert all("total" in wanted for example in examples() for _, wanted in steps(example))
