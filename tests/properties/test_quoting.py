"""What holds for every basket, also for one that nobody meant well."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.examples.counter import ARTICLES, DAY, SHOP, TAX, after, back, blocking, ring_up
from tresen.core.article import Article, Barcode, DepositPart, Excerpt, ReturnableLine, Settings
from tresen.core.basket import Basket, BasketLine, Discount, ReturnOf
from tresen.core.money import distribute
from tresen.core.quote import Quote
from tresen.core.quoting import quote

numbers = st.one_of(
    st.integers(-3000, 3000),
    st.sampled_from([0, 1, -1, 1000, 10_000_000, 10_000_001, 99_999_999, -(10**15), 10**15]),
)
texts = st.sampled_from(["", "a", "ü\x00\u202e", "<b>", "x" * 50])
ids = st.sampled_from([article.id for article in ARTICLES] + ["nothing"])
discounts = st.builds(Discount, st.sampled_from(["percent", "amount", "gift"]), numbers, texts)
returns = st.builds(ReturnOf, st.sampled_from(["", "r", "?"]), st.integers(-1, 6), texts, st.booleans())


def rarely(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.none(), st.none(), values)


hostile_lines = st.builds(
    BasketLine,
    id=texts,
    article=ids,
    quantity=st.one_of(st.integers(1, 9).map(lambda pieces: pieces * 1000), numbers),
    price=rarely(numbers),
    price_reason=texts,
    amount=rarely(numbers),
    discount=st.one_of(st.none(), discounts),
    return_of=st.one_of(st.none(), returns),
    text=texts,
    barcode=st.sampled_from(["", "", "c1", "c2"]),
    voided=st.booleans(),
    age_checked=st.booleans(),
)
hostile_baskets = st.builds(
    Basket,
    id=texts,
    lines=st.lists(hostile_lines, max_size=8).map(tuple),
    discounts=st.lists(discounts, max_size=3).map(tuple),
    customer=st.sampled_from(["", "anna"]),
)
hostile_articles = st.builds(
    Article,
    id=ids,
    number=texts,
    name=texts,
    price=numbers,
    tax_key=st.sampled_from([1, 2, 5, 99]),
    kind=st.sampled_from(["goods", "deposit", "voucher", "ghost"]),
    per=numbers,
    deposit=st.lists(st.builds(DepositPart, ids, numbers), max_size=2).map(tuple),
    min_age=st.sampled_from([0, 16, 18]),
    weighed=st.booleans(),
    open_price_min=rarely(numbers),
    open_price_max=rarely(numbers),
    discountable=st.booleans(),
)
hostile_sold = st.builds(
    ReturnableLine,
    article=ids,
    name=texts,
    kind=st.sampled_from(["goods", "deposit"]),
    unit=st.just("piece"),
    tax_key=st.sampled_from([1, 2]),
    tax_rate=st.sampled_from([1900, 1600, -5]),
    quantity=numbers,
    amount=numbers,
    returned_quantity=st.integers(-1000, 3000),
    returned_amount=numbers,
    points=st.integers(0, 50),
    deposit_of=st.integers(0, 3),
)
hostile_shops = st.builds(
    Excerpt,
    articles=st.lists(hostile_articles, max_size=4).map(
        lambda found: SHOP.articles | {article.id: article for article in found}
    ),
    tax=st.just(TAX),
    settings=st.builds(Settings, st.integers(-1, 10), st.integers(-1, 10_000)),
    returnable=st.dictionaries(st.tuples(st.just("r"), st.integers(0, 5)), hostile_sold, max_size=4),
    barcodes=st.just({"c1": Barcode("c1", "roll", 6000, 549), "c2": Barcode("c2", "soap", 0, 1)}),
)

pieces = st.integers(1, 5).map(lambda number: number * 1000)
plain_lines = st.builds(
    BasketLine,
    id=st.just("l"),
    article=st.sampled_from(["roll", "coffee", "soap", "cola", "crate", "ham", "book"]),
    quantity=st.one_of(pieces, st.integers(1, 5000)),
    discount=st.one_of(st.none(), st.builds(Discount, st.just("percent"), st.integers(0, 10_000), st.just("R"))),
)
plain_discounts = st.builds(Discount, st.just("percent"), st.integers(0, 5000), st.just("R"))


def adds_up(answer: Quote) -> bool:
    """The parts are the whole, and every adjustment is accounted for."""
    for position, line in enumerate(answer.lines, 1):
        if line.n != position or line.list_amount + sum(each.amount for each in line.adjustments) != line.amount:
            return False
        if line.amount * line.quantity < 0:
            return False
    taxes_are_right = all(tax.net + tax.vat == tax.gross for tax in answer.taxes)
    lines, taxes = sum(line.amount for line in answer.lines), sum(tax.gross for tax in answer.taxes)
    return taxes_are_right and lines == taxes == answer.total


@given(hostile_baskets, hostile_shops)
def test_no_basket_makes_the_quote_raise_and_the_parts_always_add_up(basket, shop):
    answer = quote(basket, shop, DAY)
    assert adds_up(answer)
    assert answer == quote(basket, shop, DAY)
    assert answer.savings >= 0
    assert sum(line.points for line in answer.lines) == answer.points


@given(hostile_baskets)
def test_deposits_and_vouchers_are_never_discounted(basket):
    for line in quote(basket, SHOP, DAY).lines:
        if line.kind != "goods":
            assert line.adjustments == ()
        if not SHOP.articles[line.article].discountable:
            assert {each.kind for each in line.adjustments} <= {"price_override"}


@given(st.lists(plain_lines, min_size=1, max_size=6), st.lists(plain_discounts, max_size=2))
def test_a_basket_discount_arrives_in_full_and_stays_in_proportion_per_vat_key(lines, given_discounts):
    before = ring_up(*lines)
    answer = ring_up(*lines, discounts=tuple(given_discounts[:1]))
    base = sum(line.amount for line in before.lines if line.kind == "goods" and line.article != "book")
    if given_discounts and base:
        wanted = (base * given_discounts[0].value * 2 + 10_000) // 20_000
        assert before.total - answer.total == wanted
        for tax in before.taxes:
            part = sum(
                line.amount - after_line.amount
                for line, after_line in zip(before.lines, answer.lines, strict=True)
                if line.tax_key == tax.key
            )
            own = sum(line.amount for line in before.lines if line.tax_key == tax.key and line.article != "book"
                      and line.kind == "goods")  # fmt: skip
            assert abs(part * base - wanted * own) < base


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_parts_are_the_whole_and_no_part_is_a_cent_off(total, weights):
    parts = distribute(total, weights)
    assert sum(parts) == total
    if sum(weights):
        assert all(
            abs(part * sum(weights) - total * weight) < sum(weights)
            for part, weight in zip(parts, weights, strict=True)
        )


@given(
    st.lists(plain_lines, min_size=1, max_size=4),
    st.lists(plain_discounts, max_size=2),
    st.integers(0, 3),
    st.lists(st.integers(1, 3000), max_size=6),
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
)
def test_returns_in_any_parts_are_never_above_what_was_paid_and_in_full_exactly_it(
    lines, given_discounts, ppe, parts, receipts
):
    """Parts come back over up to three receipts, several of them in one basket, and then all the rest."""
    shop = replace(SHOP, settings=Settings(ppe))
    bought = ring_up(*lines, discounts=tuple(given_discounts), customer="anna", shop=shop)
    shop = after("r", bought, shop)
    returned = 0
    points = 0
    for number in range(3):
        wanted = [part for part, receipt in zip(parts, receipts, strict=False) if receipt == number]
        answer = ring_up(*[back("r", 1, part, f"{place}") for place, part in enumerate(wanted)], shop=shop)
        shop = booked(shop, answer)
        returned -= answer.total
        points -= answer.points
        assert 0 <= returned <= bought.total
    rest = [back("r", line.n, left(shop, line.n)) for line in bought.lines if left(shop, line.n) > 0]
    final = ring_up(*rest, shop=shop)
    assert blocking(final) == []
    assert returned - final.total == bought.total
    assert points - final.points == bought.points


def left(shop: Excerpt, number: int) -> int:
    sold = shop.returnable["r", number]
    return sold.quantity - sold.returned_quantity


def booked(shop: Excerpt, answer: Quote) -> Excerpt:
    """The shop after a return: what came back is counted at its line."""
    returnable = dict(shop.returnable)
    for line in answer.lines:
        key = (line.return_receipt, line.return_line)
        sold = returnable[key]
        returnable[key] = replace(
            sold,
            returned_quantity=sold.returned_quantity - line.quantity,
            returned_amount=sold.returned_amount - line.amount,
        )
    return replace(shop, returnable=returnable)
