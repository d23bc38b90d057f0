"""In-store codes: labels of scales and newspapers that carry an article number and a weight, price or quantity.

The layout is prefix, article number, check digit of the value (where the rule has one), value, check digit of the
whole. Prefixes 2 and 02 are each shop's own (GS1 General Specifications 2.1.12); German newspapers (414, 419, 434,
439 with a five-digit title and a four-digit price) follow the same pattern.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tresen.core import gtin
from tresen.core.failures import Failure
from tresen.core.money import divide_half_up

VALUE_KINDS: Final = ("weight", "price", "quantity", "none")
CODE_LENGTHS: Final = (8, 12, 13)


@dataclass(slots=True, frozen=True)
class InstoreRule:
    """How the labels with one prefix are to be read."""

    prefix: str
    article_digits: int
    value_kind: str = "none"
    """`weight` (or volume or length, in the article's unit), `price`, `quantity` (pieces) or `none`."""
    value_digits: int = 0
    decimals: int = 0
    """Digits of the value behind the decimal point: 3 for a weight in grams, 2 for a price in cents."""
    value_check_digit: bool = False
    """A check digit of the value's own stands before it; for values of four or five digits."""


@dataclass(slots=True, frozen=True)
class InstoreMatch:
    """What a label says. `quantity` in thousandths, `amount` in cents; None: the label does not say."""

    article: str
    """The digits of the article number, with leading zeros."""
    quantity: int | None
    amount: int | None


def code_length(rule: InstoreRule) -> int:
    """Digits of a whole code, its check digit included."""
    return len(rule.prefix) + rule.article_digits + rule.value_digits + rule.value_check_digit + 1


def check_rule(rule: InstoreRule) -> Failure | None:
    """What is wrong with a rule before it is saved, None if it can be used."""
    if not gtin.is_digits(rule.prefix) or rule.article_digits < 1 or rule.value_digits < 0:
        return Failure("label_rule_faulty", {"field": "prefix"})
    if rule.value_kind not in VALUE_KINDS or (rule.value_kind == "none") != (rule.value_digits == 0):
        return Failure("label_rule_faulty", {"field": "value_kind"})
    if rule.value_check_digit and rule.value_digits not in (4, 5):
        return Failure("label_rule_faulty", {"field": "value_check_digit"})
    if not 0 <= rule.decimals <= 3:
        return Failure("label_rule_faulty", {"field": "decimals"})
    if code_length(rule) not in CODE_LENGTHS:
        return Failure("label_rule_faulty", {"field": "length", "digits": code_length(rule)})
    return None


def parse(code: str, rules: Sequence[InstoreRule]) -> InstoreMatch | Failure | None:
    """Read a label by the rule with the longest fitting prefix.

    None if no rule fits or the code's own check digit is wrong; `label_check_digit` if the value's is: then a person
    must look at the label, since the price cannot be trusted.
    """
    if not gtin.is_valid(code):
        return None
    fitting = [rule for rule in rules if code.startswith(rule.prefix) and code_length(rule) == len(code)]
    if not fitting:
        return None
    rule = max(fitting, key=lambda candidate: len(candidate.prefix))
    start = len(rule.prefix) + rule.article_digits
    article = code[len(rule.prefix) : start]
    if rule.value_kind == "none" or rule.value_digits == 0:
        return InstoreMatch(article, None, None)
    value = code[start + rule.value_check_digit : -1]
    if rule.value_check_digit and value_check_digit(value) != code[start]:
        return Failure("label_check_digit", {"code": code})
    number = int(value)
    if rule.value_kind == "price":
        return InstoreMatch(article, None, divide_half_up(number * 100, 10**rule.decimals))
    return InstoreMatch(article, divide_half_up(number * 1000, 10**rule.decimals), None)


def build(rule: InstoreRule, article: str, value: int = 0) -> str | Failure:
    """Make the code that a scale would print, for previews and tests.

    `value` in the label's own smallest step (grams for a weight with three decimals, cents for a price with two).
    """
    fault = check_rule(rule)
    if fault is not None:
        return fault
    number = article.zfill(rule.article_digits)
    digits = str(value).zfill(rule.value_digits) if rule.value_digits else ""
    if not gtin.is_digits(article) or len(number) > rule.article_digits:
        return Failure("label_number_too_long", {"digits": rule.article_digits})
    if value < 0 or len(digits) > rule.value_digits:
        return Failure("label_value_too_large", {"digits": rule.value_digits})
    own = value_check_digit(digits) if rule.value_check_digit else ""
    payload = rule.prefix + number + own + digits
    return payload + gtin.check_digit(payload)


def value_check_digit(value: str) -> str:
    """The check digit of a price or weight of four or five digits (GS1 General Specifications 7.9.2 to 7.9.4).

    Each digit is weighted 2-, 3, 5+ or 5-: multiplied, then the tens of the product are added to or taken from its
    units. Four digits: the sum times three. Five digits: the digit whose 5- product fills the sum up to a whole ten.
    """
    assert len(value) in (4, 5), "only fields of four and five digits have a check digit"
    digits = [int(digit) for digit in value]
    if len(digits) == 4:
        a, b, c, d = digits
        return str((_weighted(a, 2, -1) + _weighted(b, 2, -1) + 3 * c + _weighted(d, 5, -1)) * 3 % 10)
    a, b, c, d, e = digits
    total = _weighted(a, 5, 1) + _weighted(b, 2, -1) + _weighted(c, 5, -1) + _weighted(d, 5, 1) + _weighted(e, 2, -1)
    return str(_FIVE_MINUS.index(-total % 10))


def _weighted(digit: int, weight: int, sign: int) -> int:
    product = digit * weight
    return (product + sign * (product // 10)) % 10


_FIVE_MINUS: Final = tuple([_weighted(digit, 5, -1) for digit in range(10)])
