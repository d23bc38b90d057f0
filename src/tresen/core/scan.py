"""What a scanned or typed code means: a barcode, a label from the scale, an article number, or nothing known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tresen.core import gtin, instore
from tresen.core.article import Barcode
from tresen.core.failures import Failure
from tresen.core.money import divide_half_up
from tresen.core.quantity import ONE

MAX_FACTOR: Final = 10_000_000
MAX_LENGTH: Final = 200
GROUP_SEPARATOR: Final = "\x1d"
SYMBOLOGIES_OF_GS1: Final = ("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1")


@dataclass(slots=True, frozen=True)
class Lookups:
    """How to find things by a code: on the node in its tables, on the till in its own store."""

    barcode: Callable[[str], Barcode | None]
    """By the code exactly as stored."""
    gtin: Callable[[str], Barcode | None]
    """By the GTIN-14 of the stored code (`tresen.core.gtin.normalise`)."""
    number: Callable[[str], str | None]
    """Id of an article by its number."""
    rules: Sequence[instore.InstoreRule] = ()


@dataclass(slots=True, frozen=True)
class Scan:
    """What to put on the basket. Quantity in thousandths, amount in cents from a price label (None: list price)."""

    kind: str
    """`barcode`, `label`, `number`, or `gs1` for an element string that `tresen.masterdata.gs1` must take apart."""
    article: str
    quantity: int = ONE
    amount: int | None = None
    code: str = ""
    """The stored barcode, or the label's code."""


def resolve(text: str, lookups: Lookups) -> Scan | Failure:
    """Decide what a code means, in this order: exact barcode, same GTIN in another form, label, article number.

    A factor may stand before it: `5 x 4001234567890`, `0,5*123`; a code that contains an x is known as it is. Fails with `code_unknown`, `gtin_check_digit` (looks
    like a GTIN, but misread), `label_check_digit`, `label_article_unknown` or `bad_input`.
    """
    text = text[:MAX_LENGTH].strip(" \t\r\n")
    factor, code = split_factor(text)
    if code != text:
        whole = _as_stored(text, lookups)
        if whole is not None:
            return whole
    if not code or not 0 < factor <= MAX_FACTOR:
        return Failure("bad_input", {"field": "code"})
    code, is_gs1 = strip_symbology(code)
    found = _one(code, lookups)
    if isinstance(found, Failure):
        if is_gs1 or GROUP_SEPARATOR in code or code.startswith(("(01)", "http://", "https://")):
            return Scan("gs1", "", factor, None, code)
        return found
    return times(found, factor)


def times(scan: Scan, factor: int) -> Scan:
    """The same thing several times; `factor` in thousandths."""
    if factor == ONE:
        return scan
    amount = None if scan.amount is None else divide_half_up(scan.amount * factor, ONE)
    return replace(scan, quantity=divide_half_up(scan.quantity * factor, ONE), amount=amount)


def split_factor(text: str) -> tuple[int, str]:
    """Split `5 x code` into the factor in thousandths and the code; without a factor it is one.

    The factor may be written 5, 2.5 or 2,5 and be followed by x, X, * or ×. A factor that makes no sense gives 0.
    """
    text = text.strip(" \t\r\n")
    before = text.lstrip("0123456789., ")
    if before == text or not before.startswith(("x", "X", "*", "×")):
        return ONE, text
    whole, _, decimals = text[: len(text) - len(before)].strip().replace(",", ".").partition(".")
    code = before[1:].strip()
    if not code:
        return ONE, text
    if not gtin.is_digits(whole) or len(whole) > 5 or len(decimals) > 3 or (decimals and not gtin.is_digits(decimals)):
        return 0, code
    return int(whole) * ONE + int(decimals.ljust(3, "0") or "0"), code


def strip_symbology(code: str) -> tuple[str, bool]:
    """Take off the mark `]xn` that a scanner may put before a code; says whether it promises GS1 element strings."""
    if len(code) > 3 and code[0] == "]":
        return code[3:], code[:3] in SYMBOLOGIES_OF_GS1
    return code, False


def _as_stored(code: str, lookups: Lookups) -> Scan | None:
    """A barcode or article number exactly as it is stored."""
    barcode = lookups.barcode(code)
    if barcode is not None:
        return Scan("barcode", barcode.article, barcode.quantity, None, barcode.code)
    article = lookups.number(code)
    return None if article is None else Scan("number", article)


def _one(code: str, lookups: Lookups) -> Scan | Failure:
    exact = lookups.barcode(code)
    if exact is not None:
        return Scan("barcode", exact.article, exact.quantity, None, exact.code)
    for key in gtin.keys(code):
        same = lookups.gtin(key)
        if same is not None:
            return Scan("barcode", same.article, same.quantity, None, same.code)
    label = instore.parse(code[:13] if len(code) in gtin.ADD_ON_LENGTHS else code, lookups.rules)
    if isinstance(label, Failure):
        return label
    if label is not None:
        article = lookups.number(label.article) or lookups.number(label.article.lstrip("0"))
        if article is None:
            return Failure("label_article_unknown", {"number": label.article})
        return Scan("label", article, ONE if label.quantity is None else label.quantity, label.amount, code)
    number = _as_stored(code, lookups)
    if number is not None:
        return number
    return Failure("gtin_check_digit" if gtin.has_wrong_check_digit(code) else "code_unknown", {"code": code})
