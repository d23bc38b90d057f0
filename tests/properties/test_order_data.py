"""The text that is signed for an order: the grammar of DSFinV-K annex I, written and read back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import receipt_over
from tresen.fiscal.order_data import OrderedLine, order_process_data, parse_order_data
from tresen.fiscal.process_data import BadProcessData

LINE = receipt_over("0" * 32, 100).lines[0]
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=30)
QUANTITIES = st.integers(-99_999, 99_999).filter(bool)
PRICES = st.integers(0, 999_999)


def test_the_example_of_the_specification_is_written_to_the_letter() -> None:
    lines = (
        replace(LINE, quantity=2000, name='Eisbecher "Himbeere"', price=399),
        replace(LINE, quantity=1000, name="Eiskaffee", price=299),
    )
    assert order_process_data(lines) == '2;"Eisbecher ""Himbeere""";3.99\r1;"Eiskaffee";2.99'


@pytest.mark.parametrize(
    ("quantity", "per", "price", "said"),
    [(500, 1000, 99, '0.5;"x";0.99'), (451, 100, 199, '0.451;"x";19.90'), (-2000, 1000, 25, '-2;"x";0.25')],
)
def test_quantities_have_no_superfluous_digit_and_prices_are_those_of_one_unit(
    quantity: int, per: int, price: int, said: str
) -> None:
    assert order_process_data((replace(LINE, quantity=quantity, per=per, price=price, name="x"),)) == said


def test_a_line_break_in_a_name_does_not_end_the_line() -> None:
    text = order_process_data((replace(LINE, name="Torte\r\nmit Kerzen"),))
    assert parse_order_data(text)[0].name == "Torte mit Kerzen"


@given(st.lists(st.tuples(QUANTITIES, NAMES, PRICES), min_size=1, max_size=8))
def test_what_is_written_is_read_back(lines: list[tuple[int, str, int]]) -> None:
    made = [replace(LINE, quantity=quantity, name=name, price=price) for quantity, name, price in lines]
    text = order_process_data(made)
    assert "\n" not in text
    assert parse_order_data(text) == tuple(OrderedLine(*line) for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "", "1;Eis;1.00", '1;"Eis";1,00', '1;"Eis";1.0', '01;"Eis";1.00', '1.50;"Eis";1.00', '0;"Eis";1.00',
        '1;"Eis";1.00\r', '1;"Eis";1.00\r\n1;"Eis";1.00', '1;"Eis";1.00\n1;"Eis";1.00', '1;"Ei"s";1.00', '1;"Eis";01.00',
    ],
)  # fmt: skip
def test_what_is_not_of_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(BadProcessData):
        parse_order_data(text)
