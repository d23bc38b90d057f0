"""GS1 element strings: what a DataMatrix, GS1-128, DataBar or Digital Link QR code says beside the article number."""

from dataclasses import dataclass

from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementStrings
from biip.gs1_messages import GS1Message

from tresen.core import gtin
from tresen.core.failures import Failure
from tresen.core.money import divide_half_up
from tresen.core.quantity import ONE
from tresen.core.scan import MAX_LENGTH, Lookups, Scan, strip_symbology, times

MEASURES = {"310": "weight", "311": "length", "315": "volume"}
"""Application identifiers of net content, with the unit of `tresen.core.quantity` they are in (kg, m, l)."""
EURO = "978"


@dataclass(slots=True, frozen=True)
class Elements:
    """What a code says. Empty or None: it does not say."""

    gtin: str
    """GTIN-14."""
    quantity: int | None = None
    """Thousandths of `unit`."""
    unit: str = "piece"
    amount: int | None = None
    """Cents for what is in the pack."""
    lot: str = ""
    best_before: str = ""
    """YYYY-MM-DD."""
    use_by: str = ""
    """YYYY-MM-DD; after this day the goods must not be sold."""
    serial: str = ""


def read(text: str) -> Elements | Failure:
    """Take a GS1 element string, its readable form with brackets, or a Digital Link address apart.

    Fails with `code_unknown` if it is none of these or names no article, `gtin_check_digit` if the number is misread.
    """
    code, _ = strip_symbology(text[:MAX_LENGTH].strip())
    try:
        strings = _element_strings(code)
    except (ParseError, ValueError, IndexError):
        return Failure("code_unknown", {"code": code})
    found = {string.ai.ai: string for string in strings}
    number = found.get("01")
    if number is None:
        return Failure("code_unknown", {"code": code})
    if not gtin.is_valid(number.value):
        return Failure("gtin_check_digit", {"code": number.value})
    quantity, unit, amount = None, "piece", None
    for ai, string in found.items():
        value = string.pattern_groups[-1] if string.pattern_groups else ""
        if not gtin.is_digits(value):
            continue
        if ai[:3] in MEASURES:
            quantity, unit = divide_half_up(int(value) * ONE, 10 ** int(ai[3])), MEASURES[ai[:3]]
        elif ai == "30":
            quantity = int(value) * ONE
        elif ai[:3] == "392" or (ai[:3] == "393" and string.pattern_groups[0] == EURO):
            amount = divide_half_up(int(value) * 100, 10 ** int(ai[3]))
    texts = {ai: found[ai].value if ai in found else "" for ai in ("10", "21")}
    days = {ai: _day(strings, ai) for ai in ("15", "17")}
    key = number.value.zfill(14)
    return Elements(key, quantity, unit, amount, texts["10"], days["15"], days["17"], texts["21"])


def scan(text: str, lookups: Lookups, factor: int = ONE) -> Scan | Failure:
    """Finish what `tresen.core.scan.resolve` answered with kind `gs1`: find the article and put its measure to it."""
    elements = read(text)
    if isinstance(elements, Failure):
        return elements
    barcode = lookups.gtin(elements.gtin)
    if barcode is None:
        return Failure("code_unknown", {"code": elements.gtin})
    quantity = barcode.quantity
    if elements.quantity is not None:
        whole = elements.unit == "piece"
        quantity = divide_half_up(barcode.quantity * elements.quantity, ONE) if whole else elements.quantity
    return times(Scan("barcode", barcode.article, quantity, elements.amount, barcode.code), factor)


def _element_strings(code: str) -> GS1ElementStrings:
    if code.startswith(("http://", "https://")):
        return GS1DigitalLinkURI.parse(code).element_strings
    if code.startswith("("):
        return GS1Message.parse_hri(code).element_strings
    return GS1Message.parse(code).element_strings


def _day(strings: GS1ElementStrings, ai: str) -> str:
    found = strings.get(ai=ai)
    return found.date.isoformat() if found is not None and found.date is not None else ""
