"""What holds for every basket under every set of promotions."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.counter import DAY
from tests.examples.offers import ANNA, GOODS, promoted
from tests.properties.any_offers import BUYABLE, PIECES, hostile_promotions, offers, rewards
from tests.properties.test_quoting import adds_up, hostile_baskets, hostile_shops
from tresen.core.basket import BasketLine
from tresen.core.promotion import Promotion
from tresen.core.quote import Quote
from tresen.core.quoting import quote


@st.composite
def baskets(draw, articles=BUYABLE, most: int = 6) -> list[BasketLine]:
    """Ordinary lines, each with an id of its own."""
    lines = []
    for number in range(draw(st.integers(1, most))):
        article = draw(st.sampled_from(articles))
        pieces = GOODS[article].unit == "piece"
        quantity = draw(st.integers(1, 5)) * 1000 if pieces else draw(st.integers(50, 2500))
        lines.append(BasketLine(f"l{number}", article, quantity))
    return lines


def goods(answer: Quote) -> int:
    """What the goods cost, without their deposit."""
    return sum(line.amount for line in answer.lines if line.kind == "goods")


@given(
    hostile_baskets,
    hostile_shops,
    st.lists(hostile_promotions, max_size=5).map(tuple),
    st.lists(st.sampled_from(["A", "a ", "roll"])),
)
@settings(max_examples=150)
def test_no_promotion_makes_the_quote_raise_and_the_parts_always_add_up(basket, shop, promotions, codes):
    shop = replace(shop, promotions=promotions, customer=ANNA)
    answer = quote(replace(basket, codes=tuple(codes)), shop, DAY)
    assert adds_up(answer)
    assert answer == quote(replace(basket, codes=tuple(codes)), shop, DAY)
    assert sum(line.points for line in answer.lines) == answer.points
    for line in answer.lines:
        causes = {each.kind for each in line.adjustments}
        if line.kind != "goods" or not shop.articles[line.article].discountable:
            assert "promotion" not in causes


@given(baskets(), offers())
@settings(max_examples=120)
def test_no_unit_is_hit_twice_and_no_line_is_below_nothing(lines, promotions):
    answer = promoted(promotions, *lines)
    assert adds_up(answer)
    stackings = {each.id: each.stacking for each in promotions}
    for line in answer.lines:
        hit = [
            each.units for each in line.adjustments if each.kind == "promotion" and stackings[each.cause] != "stackable"
        ]
        assert sum(hit) <= line.quantity
        assert line.amount >= 0
    assert answer.savings == sum(each.saving for each in answer.promotions)


@given(baskets(), offers())
@settings(max_examples=120)
def test_all_promotions_together_are_never_worse_than_the_best_alone(lines, promotions):
    together = promoted(promotions, *lines)
    for each in promotions:
        assert together.total <= promoted(each, *lines).total


@given(baskets(), offers(), st.integers(0, 6))
def test_goods_that_no_promotion_knows_change_nothing_for_the_others(lines, promotions, place):
    before = promoted(promotions, *lines)
    book = BasketLine("other", "book", 2000)
    after = promoted(promotions, *lines[:place], book, *lines[place:])
    assert [(line.line, line.amount) for line in after.lines if line.article != "book"] == [
        (line.line, line.amount) for line in before.lines
    ]


@given(baskets(), offers(most=1), st.randoms())
def test_the_order_of_the_lines_does_not_change_what_one_promotion_saves(lines, promotions, chance):
    mixed = list(lines)
    chance.shuffle(mixed)
    assert promoted(promotions, *mixed).total == promoted(promotions, *lines).total


@given(baskets(), offers(), st.randoms())
def test_the_order_of_the_promotions_changes_nothing(lines, promotions, chance):
    mixed = list(promotions)
    chance.shuffle(mixed)
    assert promoted(mixed, *lines) == promoted(promotions, *lines)


@given(baskets(), offers())
def test_limits_and_caps_hold(lines, promotions):
    for each in promoted(promotions, *lines).promotions:
        limits = each.promotion.limits
        assert not limits.max_saving or each.saving <= limits.max_saving
        gift = each.promotion.action.gifts is not None
        assert not limits.per_sale or each.uses <= limits.per_sale
        assert not gift or limits.per_sale or each.uses <= 1


@given(baskets(), offers())
def test_of_a_group_and_beside_an_exclusive_one_nothing_else_applies(lines, promotions):
    used = [each.promotion for each in promoted(promotions, *lines).promotions]
    groups = [each.group for each in used if each.group]
    assert len(groups) == len(set(groups))
    if any(each.stacking == "exclusive" for each in used):
        assert len(used) == 1


@given(baskets(), offers(stackings=("best",), groups=("",)))
def test_a_hint_promises_at_most_what_one_more_piece_brings(lines, promotions):
    """Checked where the missing piece lies in the basket already, so that it is known what to add."""
    answer = promoted(promotions, *lines)
    for hint in answer.hints:
        if not hint.missing_quantity or hint.goods.groups or hint.goods.tags or len(set(hint.goods.articles)) != 1:
            continue
        article = hint.goods.articles[0]
        if article not in PIECES or not any(line.article == article for line in lines):
            continue
        more = promoted(promotions, *lines, BasketLine("more", article, hint.missing_quantity))
        assert abs(more.savings - answer.savings - hint.saving) <= len(promotions) * len(lines)


@given(baskets(), rewards(), offers(most=2))
def test_extra_points_are_on_the_lines_and_never_change_a_price(lines, reward, promotions):
    plain = promoted(promotions, *lines, customer=ANNA)
    answer = promoted((*promotions, reward), *lines, customer=ANNA)
    assert answer.total == plain.total
    assert sum(line.points for line in answer.lines) == answer.points >= plain.points
    assert answer.points - plain.points == sum(each.points for each in answer.promotions)


@given(baskets(articles=("soap",)), st.sampled_from([2, 3, 4]))
def test_pieces_entered_one_by_one_or_at_once_make_the_same_sets(lines, size):
    from tests.examples.offers import n_for_m, of, offer

    deal: Promotion = offer("deal", n_for_m(size, size - 1), of("soap"))
    half = replace(deal, action=replace(deal.action, value=5000))
    pieces = sum(line.quantity for line in lines) // 1000
    single = [BasketLine(f"s{number}", "soap") for number in range(pieces)]
    assert promoted(half, *lines).total == promoted(half, *single).total
