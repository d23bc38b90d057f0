"""Promotions as hypothesis makes them: ordinary ones that a shop would write, and ones that nobody meant well."""

from hypothesis import strategies as st

from tests.examples.offers import GOODS
from tresen.core.promotion import Action, Conditions, Limits, Part, Promotion, Selection, Step

BUYABLE = ("roll", "coffee", "soap", "cola", "ham", "cheese", "crate")

small = st.integers(0, 4)
cents = st.sampled_from([0, 1, 5, 33, 50, 99, 100, 199, 333, 500, 1000])
percents = st.sampled_from([0, 1, 500, 1000, 2500, 3333, 5000, 9999, 10_000])


@st.composite
def selections(draw) -> Selection:
    kind = draw(st.sampled_from(["articles", "groups", "tags", "all"]))
    if kind == "articles":
        return Selection(articles=tuple(draw(st.lists(st.sampled_from(BUYABLE), min_size=1, max_size=4))))
    if kind == "groups":
        return Selection(
            groups=tuple(draw(st.lists(st.sampled_from(["bakery", "hot", "care", "deli"]), min_size=1, max_size=2)))
        )
    if kind == "tags":
        return Selection(tags=(draw(st.sampled_from(["breakfast", "drink"])),))
    return Selection(without_articles=tuple(draw(st.lists(st.sampled_from(BUYABLE), max_size=1))))


@st.composite
def actions(draw) -> Action:
    way = draw(st.sampled_from(["percent", "amount", "fixed_price"]))
    value = draw(percents if way == "percent" else cents)
    shape = draw(st.sampled_from(["each", "basket", "set", "parts", "scale", "gift"]))
    if shape == "set":
        size = draw(st.integers(1, 4))
        return Action(way, value, "set", size, draw(st.integers(1, size)), draw(st.sampled_from([0, size])))
    if shape == "parts":
        parts = draw(
            st.lists(
                st.builds(Part, selections(), st.sampled_from([1000, 2000]), st.booleans()), min_size=1, max_size=3
            )
        )
        return Action(way, value, "set", parts=tuple(parts))
    if shape == "scale":
        steps = (Step(value, 1000), Step(value + 100, 3000), Step(value + 200, 0, 1500))
        return Action(way, 0, draw(st.sampled_from(["each", "basket"])), scale=steps)
    if shape == "gift":
        return Action(way, value, gifts=draw(selections()))
    return Action(way, value, shape)


conditions = st.builds(
    Conditions,
    min_quantity=st.sampled_from([0, 0, 0, 2000, 3000]),
    min_amount=st.sampled_from([0, 0, 0, 500, 1000]),
    basket_amount=st.sampled_from([0, 0, 0, 1000]),
)
limits = st.builds(Limits, per_sale=st.sampled_from([0, 0, 0, 1, 2]), max_saving=st.sampled_from([0, 0, 0, 1, 100]))


def promotions(
    stackings=("best", "best", "best", "exclusive", "stackable"), groups=("", "", "g")
) -> st.SearchStrategy[Promotion]:
    """One promotion; their ids are given by `offers`."""
    return st.builds(
        Promotion, st.just(""), st.just("Aktion"), actions(), selections(), conditions, limits,
        st.sampled_from(stackings), st.sampled_from(groups), st.integers(0, 2), st.booleans(),
    )  # fmt: skip


@st.composite
def offers(draw, most: int = 6, **more) -> tuple[Promotion, ...]:
    """Several promotions with ids of their own."""
    from dataclasses import replace

    made = draw(st.lists(promotions(**more), min_size=1, max_size=most))
    return tuple([replace(each, id=f"p{number}") for number, each in enumerate(made)])


@st.composite
def rewards(draw) -> Promotion:
    way = draw(st.sampled_from(["points", "points_per_euro", "coupon"]))
    action = Action(way, draw(st.integers(1, 50)), draw(st.sampled_from(["each", "basket"])), coupon="c")
    return Promotion("reward", "Extra", action, draw(selections()), draw(conditions), Limits())


numbers = st.one_of(st.integers(-3000, 3000), st.sampled_from([0, 1, -1, 10_000, 10**9, -(10**15), 10**15]))
texts = st.sampled_from(["", "a", "roll", "soap", "bakery", "breakfast", "25:99", "ü\x00"])
names = st.lists(texts, max_size=2).map(tuple)
hostile_selections = st.builds(Selection, names, names, names, names, names, names)
hostile_actions = st.builds(
    Action,
    way=st.sampled_from(["percent", "amount", "fixed_price", "points", "points_per_euro", "coupon", "magic"]),
    value=numbers,
    reach=st.sampled_from(["each", "set", "basket", "?"]),
    set_size=numbers,
    first=numbers,
    last=numbers,
    parts=st.lists(st.builds(Part, hostile_selections, numbers, st.booleans()), max_size=3).map(tuple),
    scale=st.lists(st.builds(Step, numbers, numbers, numbers), max_size=2).map(tuple),
    gifts=st.one_of(st.none(), hostile_selections),
    coupon=texts,
)
hostile_promotions = st.builds(
    Promotion,
    st.sampled_from(["x", "y", ""]),
    texts,
    hostile_actions,
    hostile_selections,
    st.builds(Conditions, numbers, numbers, numbers, names, names, coupon=st.booleans(), codes=names),
    st.builds(Limits, numbers, numbers, numbers, numbers, numbers, numbers),
    st.sampled_from(["best", "exclusive", "stackable", "?"]),
    texts,
    numbers,
    st.booleans(),
)

PIECES = tuple(name for name in BUYABLE if GOODS[name].unit == "piece")
