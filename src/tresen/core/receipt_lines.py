"""The goods on a receipt: each line with quantity, price per unit, amount, VAT letter, its deposits and adjustments."""

from tresen.core.money import format_cents
from tresen.core.money_lines import NAMES, USED
from tresen.core.quantity import ONE, UNIT_SYMBOLS, format_quantity
from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.receipt import Receipt
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import DECIMAL_MARK, WORDS, Language
from tresen.core.redeeming import REDEEMED
from tresen.core.tax import MARGIN_SCHEME

SMALL_UNITS = {"weight": "g", "volume": "ml", "length": "mm"}
"""What one thousandth of a unit is called."""


def tax_letter(key: int) -> str:
    """The letter of a VAT key: 1 is A, 2 is B, ...; the margin scheme is *; other keys beyond the alphabet keep their number."""
    if key == MARGIN_SCHEME:
        return "*"
    return chr(ord("A") + key - 1) if 1 <= key <= 26 else str(key)


def percent(rate: int, language: Language) -> str:
    """A VAT rate in hundredths of a percent as people read it: 1900 is `19 %`, 780 is `7,8 %`."""
    whole, part = divmod(rate, 100)
    decimals = f"{part:02d}".rstrip("0")
    return f"{whole}{DECIMAL_MARK[language]}{decimals} %" if decimals else f"{whole} %"


def currency_sign(currency: str) -> str:
    """`€` for EUR, every other currency by its code."""
    return "€" if currency == "EUR" else currency


def line_rows(receipt: Receipt, language: Language) -> list[Row]:
    """All lines of a receipt, below a head that says what stands for one piece."""
    if not receipt.lines:
        return []
    words = WORDS[language]
    head = Row("lines", "cells", (words["lines"], receipt.currency, ""), "head")
    rows = [Row("lines", "rule"), head]
    for line in receipt.lines:
        rows += _line(line, language, currency_sign(receipt.currency), taxed=not receipt.party.small_business)
    if any(line.unit == "piece" and line.quantity == line.per == ONE for line in receipt.lines):
        rows.append(Row("lines", "text", (words["one_piece"],), "small"))
    return rows


def _line(line: QuoteLine, language: Language, currency: str, *, taxed: bool) -> list[Row]:
    mark = DECIMAL_MARK[language]
    depth = 1 if line.deposit_of else 0
    letter = _letters(line) if taxed else ""
    name = line.name
    if line.kind in NAMES:
        words = WORDS[language]
        used = line.business_case == USED and "money_down_payment_used"
        own = "" if line.name == NAMES[line.kind] else f" {line.name}"
        name = f"{words[used or f'money_{line.kind}']}{own}"
    elif line.business_case == REDEEMED:
        name = f"{WORDS[language]['redeemed']}: {name}"
    elif line.return_receipt and not line.deposit_of:
        name = f"{WORDS[language]['return_of' if line.quantity else 'correction']}: {name}"
    rows = [Row("lines", "cells", (name, format_cents(line.list_amount, mark), letter), indent=depth)]
    detail = quantity_times_price(line, language, currency)
    if detail:
        rows.append(Row("lines", "text", (detail,), indent=depth + 1))
    for one in line.components:
        rows.append(
            Row(
                "lines",
                "text",
                (f"{format_quantity(one.quantity, mark)} {_unit(one.unit, language)} {one.name}",),
                indent=depth + 1,
            )
        )
    aside = _aside(line, language)
    if aside:
        rows.append(Row("lines", "text", (aside,), "small", indent=depth + 1))
    for adjustment in line.adjustments:
        cells = (_cause(adjustment, language), format_cents(adjustment.amount, mark), letter)
        rows.append(Row("lines", "cells", cells, indent=depth + 1))
    return rows


def _letters(line: QuoteLine) -> str:
    """The letter of the line's VAT key, or those of a set's components: `B+A`."""
    if not line.components:
        return tax_letter(line.tax_key)
    return "+".join([tax_letter(key) for key in dict.fromkeys([one.tax_key for one in line.components])])


def _unit(unit: str, language: Language) -> str:
    return "×" if unit == "piece" else UNIT_SYMBOLS[unit][language]


def _aside(line: QuoteLine, language: Language) -> str:
    """Whether it is eaten here, and that it is not the shop's own business."""
    words = WORDS[language]
    said = [words[f"in_house_{line.in_house}"]] if line.in_house else []
    said += [words["agency_line"]] if line.agency else []
    return ", ".join(said)


def _cause(adjustment: Adjustment, language: Language) -> str:
    word = WORDS[language].get(adjustment.kind, "")
    return f"{word} ({adjustment.label})" if word and adjustment.label else word or adjustment.label


def quantity_times_price(line: QuoteLine, language: Language, currency: str) -> str:
    """`2 × 0,69` or `0,451 kg × 2,50 €/kg`; empty for exactly one piece, whose amount is its price, and for corrections."""
    mark = DECIMAL_MARK[language]
    price = format_cents(line.price, mark)
    if line.quantity == 0 or line.business_case == REDEEMED:
        return ""
    if line.unit == "piece":
        if line.quantity == ONE and line.per == ONE:
            return ""
        symbol = UNIT_SYMBOLS["piece"][language]
        per = "" if line.per == ONE else f" je {format_quantity(line.per, mark)} {symbol}"
        if language == "en":
            per = per.replace(" je ", " per ")
        return f"{format_quantity(line.quantity, mark)} × {price}{per}"
    symbol = UNIT_SYMBOLS[line.unit][language]
    sign = "-" if line.quantity < 0 else ""
    whole, part = divmod(abs(line.quantity), ONE)
    per = symbol if line.per == ONE else f"{line.per} {SMALL_UNITS[line.unit]}"
    if line.per % ONE == 0 and line.per != ONE:
        per = f"{line.per // ONE} {symbol}"
    return f"{sign}{whole}{mark}{part:03d} {symbol} × {price} {currency}/{per}"
