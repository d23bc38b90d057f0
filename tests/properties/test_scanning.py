"""What holds for every code that comes from a scanner or a keyboard."""

from hypothesis import given
from hypothesis import strategies as st

from tresen.core import gtin, instore
from tresen.core.failures import Failure
from tresen.core.instore import InstoreMatch, InstoreRule
from tresen.core.scan import Lookups, Scan, resolve
from tresen.masterdata import gs1

digits = st.text("0123456789", min_size=1, max_size=14)
codes = st.text("0123456789xX*,. ()]dC1\x1d/:htps٣", max_size=60)
rules = st.builds(
    InstoreRule,
    st.text("0123456789", max_size=4),
    st.integers(-1, 12),
    st.sampled_from([*instore.VALUE_KINDS, "money"]),
    st.integers(-1, 6),
    st.integers(0, 4),
    st.booleans(),
)
NOTHING = Lookups(lambda _: None, lambda _: None, lambda _: None)


@given(st.text("0123456789", min_size=7, max_size=13).filter(lambda text: len(text) in {7, 11, 12, 13}))
def test_one_wrong_digit_is_always_noticed(payload):
    code = payload + gtin.check_digit(payload)
    assert gtin.is_valid(code)
    for place, digit in enumerate(code):
        assert not gtin.is_valid(code[:place] + str((int(digit) + 1) % 10) + code[place + 1 :])


@given(digits)
def test_comparing_ignores_leading_zeros(code):
    key = gtin.normalise(code)
    if key and gtin.is_valid(code) and len(code) != 8:
        assert gtin.normalise(code.zfill(14)) == key == code.zfill(14)


@given(rules, st.integers(0, 999_999), st.integers(0, 999_999))
def test_what_a_rule_builds_it_reads(rule, article, value):
    code = instore.build(rule, str(article), value)
    if isinstance(code, Failure):
        return
    match = instore.parse(code, [rule])
    assert isinstance(match, InstoreMatch)
    assert int(match.article) == article
    if rule.value_kind == "none":
        assert (match.quantity, match.amount) == (None, None)
    elif rule.value_kind == "price" and rule.decimals == 2:
        assert match.amount == value
    elif rule.value_kind != "price" and rule.decimals == 3:
        assert match.quantity == value


@given(codes, st.lists(rules.filter(lambda rule: instore.check_rule(rule) is None), max_size=3))
def test_no_text_makes_the_till_stumble(text, own):
    answer = resolve(text, Lookups(lambda _: None, lambda _: None, lambda _: None, own))
    assert isinstance(answer, Scan | Failure)
    assert isinstance(gs1.read(text), gs1.Elements | Failure)
    assert isinstance(gs1.scan("(01)04001234567891" + text, NOTHING), Failure)
