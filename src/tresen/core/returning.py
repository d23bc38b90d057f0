"""Take sold lines back at what was paid for them: never above it, and all parts together exactly it."""

from typing import Final

from tresen.core.article import ReturnableLine
from tresen.core.basket import Basket, BasketLine, ReturnOf
from tresen.core.money import divide_half_up
from tresen.core.money_lines import USED
from tresen.core.points import taken_back
from tresen.core.quantity import ONE
from tresen.core.quote import QuoteLine
from tresen.core.returning_promoted import is_promoted, take_back
from tresen.core.sets import components_back
from tresen.core.sheet import MAX_AMOUNT, MAX_RATE, Sheet, remaining

_BACK: Final = {"Pfand": "PfandRueckzahlung", "Anzahlungseinstellung": USED}
"""Business cases that are called otherwise when they are taken back."""


def return_line(sheet: Sheet, basket: Basket, line: BasketLine, back: ReturnOf) -> None:
    """Put a return with receipt on the sheet, with the deposits that were sold with it, or a warning instead."""
    key = (back.receipt, back.line)
    sold = sheet.excerpt.returnable.get(key)
    if sold is None:
        sheet.block("return_not_found", line.id)
        return
    if line.quantity >= 0:
        sheet.block("return_quantity_positive", line.id)
        return
    quantity = -line.quantity
    rest, _ = remaining(sheet, key, sold)
    if sold.quantity <= 0 or quantity > rest:
        sheet.block("return_above_sold", line.id)
        return
    if not back.reason.strip():
        sheet.block("return_needs_reason", line.id)
    if line.price is not None or line.amount is not None:
        sheet.warn("return_price_fixed", line.id)
    if line.discount is not None:
        sheet.warn("not_discountable", line.id)
    if is_promoted(sheet, back, sold):
        goods = take_back(sheet, line, back, sold, quantity)
    else:
        goods = _take_back(sheet, line, back, key, sold, quantity, 0)
    if goods is not None:
        _take_back_deposits(sheet, basket, line, back, sold, goods)


def _take_back(
    sheet: Sheet, line: BasketLine, back: ReturnOf, key: tuple[str, int], sold: ReturnableLine,
    quantity: int, deposit_of: int,
) -> QuoteLine | None:  # fmt: skip
    """Write the line of a return. `quantity` is positive and not above what remains; rate and key are the sale's."""
    if not 0 <= sold.tax_rate <= MAX_RATE:
        sheet.block("unknown_tax_key", line.id, str(sold.tax_key))
        return None
    rest, rest_amount = remaining(sheet, key, sold)
    part = rest_amount if quantity == rest else min(divide_half_up(sold.amount * quantity, sold.quantity), rest_amount)
    amount = max(part, 0)
    if amount > MAX_AMOUNT:
        sheet.block("too_large", line.id, "amount")
        return None
    before = sold.quantity - rest
    points = taken_back(sold.points, sold.quantity, before, quantity)
    business_case = _BACK.get(sold.business_case, sold.business_case)
    lines = sheet.lines
    priced = QuoteLine(
        len(lines) + 1, line.id, sold.article, sold.number, sold.name, sold.kind, sold.group, sold.unit,
        -quantity, ONE, divide_half_up(sold.amount * ONE, sold.quantity), -amount, -amount,
        sheet.key_of_sale(sold.tax_key, sold.tax_rate), sold.tax_rate, business_case, (), deposit_of, key[0], key[1], back.restock,
        line.barcode if deposit_of == 0 else "", -points,
        agency=sold.agency, case_name=sold.case_name, in_house=sold.in_house,
        components=components_back(sheet, sold, -quantity) if sold.components else (),
    )  # fmt: skip
    lines.append(priced)
    taken_quantity, taken_amount = sheet.taken.get(key, (0, 0))
    sheet.taken[key] = (taken_quantity + quantity, taken_amount + amount)
    return priced


def _take_back_deposits(
    sheet: Sheet, basket: Basket, line: BasketLine, back: ReturnOf, sold: ReturnableLine, goods: QuoteLine
) -> None:
    """Deposits that the sale charged with the goods come back with them, as far as they have not come back already.

    A deposit line that the basket takes back by name is left to that line.
    """
    returnable = sheet.excerpt.returnable
    number = back.line + 1
    while (deposit := returnable.get((back.receipt, number))) is not None and deposit.deposit_of == back.line:
        key = (back.receipt, number)
        number += 1
        if deposit.quantity <= 0 or key in _named_returns(sheet, basket):
            continue
        rest, _ = remaining(sheet, key, deposit)
        goods_rest, _ = remaining(sheet, (back.receipt, back.line), sold)
        wanted = rest if goods_rest == 0 else divide_half_up(deposit.quantity * -goods.quantity, sold.quantity)
        quantity = min(wanted, rest)
        if quantity > 0:
            _take_back(sheet, line, back, key, deposit, quantity, goods.n)


def _named_returns(sheet: Sheet, basket: Basket) -> frozenset[tuple[str, int]]:
    """The sold lines that the basket takes back by name."""
    if sheet.named_returns is None:
        sheet.named_returns = frozenset(
            (line.return_of.receipt, line.return_of.line)
            for line in basket.lines
            if line.return_of is not None and not line.voided
        )
    return sheet.named_returns
