"""Returns of any part of any receipt with promotions: paid, minus what the rest would have cost, and never more."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.counter import back, blocking, percent
from tests.examples.offers import ANNA, promoted
from tests.examples.test_promoted_returns import Counter
from tests.properties.any_offers import PIECES, offers, rewards
from tests.properties.test_promotions import baskets, goods
from tests.properties.test_quoting import adds_up
from tresen.core.basket import BasketLine
from tresen.core.quote import Quote

PARTS = st.lists(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 3)), min_size=1, max_size=3), max_size=4)
DISCOUNTS = st.sampled_from([(), (), (percent(10),), (percent(33),)])


def asked(counter: Counter, wanted: list[tuple[int, int]]) -> list:
    """Return lines for some of what is left: (which line, how many pieces or thirds)."""
    lines = []
    taken: dict[int, int] = {}
    sold = [line for line in counter.receipt.lines if line.kind == "goods"]
    for place, (which, share) in enumerate(wanted):
        line = sold[which % len(sold)]
        left = line.quantity - counter.back.get(line.n, (0, 0))[0] - taken.get(line.n, 0)
        step = 1000 if line.quantity % 1000 == 0 and line.unit == "piece" else max(line.quantity // 3, 1)
        quantity = min(share * step, left)
        if quantity > 0:
            taken[line.n] = taken.get(line.n, 0) + quantity
            lines.append(back("r", line.n, quantity, f"b{place}"))
    return lines


def everything_left(counter: Counter) -> list:
    return [
        back("r", line.n, left, f"e{line.n}")
        for line in counter.receipt.lines
        if (left := line.quantity - counter.back.get(line.n, (0, 0))[0]) > 0
    ]


def by_key(answers: list[Quote]) -> dict[tuple[int, int], int]:
    sums: dict[tuple[int, int], int] = {}
    for answer in answers:
        for tax in answer.taxes:
            sums[tax.key, tax.rate] = sums.get((tax.key, tax.rate), 0) + tax.gross
    return {key: gross for key, gross in sums.items() if gross}


@given(baskets(), offers(most=4), rewards(), DISCOUNTS, PARTS)
@settings(max_examples=120)
def test_any_parts_in_any_order_and_then_the_rest_are_exactly_what_was_paid(
    lines, promotions, reward, discounts, parts
):
    bought = promoted((*promotions, reward), *lines, discounts=discounts, customer=ANNA)
    counter = Counter(bought, "anna")
    answers = []
    for wanted in [*parts, None]:
        returning = everything_left(counter) if wanted is None else asked(counter, wanted)
        if not returning:
            continue
        answer = counter.take(*returning)
        answers.append(answer)
        assert blocking(answer) == []
        assert adds_up(answer)
        assert answer.total <= 0, "a return never costs the customer anything"
        assert -sum(each.total for each in answers) <= bought.total
        for line in counter.receipt.lines:
            quantity, amount = counter.back.get(line.n, (0, 0))
            assert amount <= line.amount
            if quantity == line.quantity:
                assert amount == line.amount
    assert -sum(each.total for each in answers) == bought.total
    assert -sum(each.points for each in answers) == bought.points
    assert by_key([bought, *answers]) == {}
    if bought.promotions:
        used = {each.promotion.id for each in bought.promotions}
        assert {each.promotion for answer in answers for each in answer.undone} <= used


@given(baskets(articles=PIECES), offers(most=1), PARTS)
@settings(max_examples=120)
def test_the_refund_is_what_was_paid_less_what_the_rest_would_have_cost(lines, promotions, parts):
    """Checked against buying only the rest, at the time and under the promotion of the receipt."""
    bought = promoted(promotions, *lines)
    if not bought.promotions or promotions[0].action.gifts is not None:
        return
    counter = Counter(bought)
    paid = goods(bought)
    for wanted in parts:
        returning = asked(counter, wanted)
        if not returning:
            continue
        counter.take(*returning)
        rest = []
        for line in lines:
            sold = next(each for each in bought.lines if each.line == line.id and not each.deposit_of)
            left = sold.quantity - counter.back.get(sold.n, (0, 0))[0]
            if left:
                rest.append(BasketLine(line.id, line.article, left))
        paid = min(paid, goods(promoted(promotions, *rest)))
        still = sum(line.amount - counter.back.get(line.n, (0, 0))[1] for line in bought.lines if line.kind == "goods")
        assert still == paid


@given(baskets(), offers(most=4), PARTS)
def test_asking_does_not_change_anything_and_two_ways_of_asking_are_the_same(lines, promotions, parts):
    counter = Counter(promoted(promotions, *lines))
    for wanted in parts:
        returning = asked(counter, wanted)
        if returning:
            assert counter.ask(*returning) == counter.ask(*returning)
            assert counter.ask(*returning).total == counter.ask(*reversed(returning)).total
