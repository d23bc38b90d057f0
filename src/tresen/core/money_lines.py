"""Lines for money instead of goods: what pays a receivable, a down payment, a tip. Pure and the same on node and till."""

from collections.abc import Mapping
from typing import Final

from tresen.core.basket import BasketLine, MoneyLine
from tresen.core.money import distribute
from tresen.core.quantity import ONE
from tresen.core.quote import QuoteLine
from tresen.core.sheet import MAX_PRICE, Sheet
from tresen.core.tax_parts import tax_parts

NOT_TAXABLE: Final = 5
CASES: Final = {
    "receivable": "Forderungsaufloesung",
    "down_payment": "Anzahlungseinstellung",
    "tip_staff": "TrinkgeldAN",
    "tip_owner": "TrinkgeldAG",
}
"""DSFinV-K business case by kind."""
NAMES: Final = {
    "receivable": "Zahlung einer Rechnung",
    "down_payment": "Anzahlung",
    "tip_staff": "Trinkgeld",
    "tip_owner": "Trinkgeld",
}
"""As the records name it; the receipt translates."""
ALONE: Final = ("receivable", "down_payment")
"""Kinds that share their receipt with nothing else."""
TIPS: Final = ("tip_staff", "tip_owner")
USED: Final = "Anzahlungsaufloesung"
"""The business case of a down payment that is used up or paid back."""
NO_TURNOVER: Final = frozenset({"Forderungsaufloesung", "Anzahlungseinstellung", USED, "TrinkgeldAN"})
"""Business cases that move money and sell nothing."""


def money_line(sheet: Sheet, line: BasketLine, money: MoneyLine) -> None:
    """Put one line of money on the sheet; tips wait until the goods are priced."""
    if money.kind not in CASES or not 0 < money.amount <= MAX_PRICE:
        sheet.block("too_large", line.id, "amount")
    elif money.kind not in ALONE:
        sheet.tips.append(line)
    elif money.kind == "receivable":
        _put(sheet, line, money, money.amount, NOT_TAXABLE, 0)
    else:
        rate = sheet.rate(money.tax_key, line.id)
        if rate >= 0:
            _put(sheet, line, money, money.amount, money.tax_key, rate)


def tip_lines(sheet: Sheet) -> None:
    """Tips behind the goods: for staff without VAT, for the owner at the goods' rates in proportion to their amounts."""
    sums: dict[tuple[int, int], int] = {}
    for sold in sheet.lines:
        if sold.amount > 0 and sold.business_case == "Umsatz":
            for key, rate, amount in tax_parts(sold):
                sums[key, rate] = sums.get((key, rate), 0) + amount
    for line in sheet.tips:
        assert line.money is not None, "only lines of money are kept as tips"
        if not sums:
            sheet.block("tip_without_goods", line.id)
        elif line.money.kind == "tip_staff":
            _put(sheet, line, line.money, line.money.amount, NOT_TAXABLE, 0)
        else:
            places = sorted(sums)
            parts = distribute(line.money.amount, [sums[place] for place in places])
            for (key, rate), part in zip(places, parts, strict=True):
                if part:
                    _put(sheet, line, line.money, part, key, rate)


def down_payment_lines(order: str, unpaid: Mapping[int, int], amount: int) -> tuple[MoneyLine, ...]:
    """A down payment at the VAT of the later supply. `unpaid`: by VAT key, cents of the order that are not prepaid yet."""
    keys = sorted(key for key, cents in unpaid.items() if cents > 0)
    if not keys:
        return ()
    parts = distribute(amount, [unpaid[key] for key in keys])
    return tuple([MoneyLine("down_payment", part, order, key) for key, part in zip(keys, parts, strict=True) if part])


def check_alone(sheet: Sheet) -> None:
    """What settles a receivable or prepays an order stands on a receipt of its own: it sells nothing."""
    kinds = {line.kind if line.quantity > 0 and line.kind in ALONE else "" for line in sheet.lines}
    if len(kinds) > 1:
        first = next(line for line in sheet.lines if line.kind in ALONE)
        sheet.block("money_line_alone", first.line)


def _put(sheet: Sheet, line: BasketLine, money: MoneyLine, amount: int, key: int, rate: int) -> None:
    sheet.lines.append(QuoteLine(
        len(sheet.lines) + 1, line.id, money.of, "", line.text or NAMES[money.kind], money.kind, "", "piece", ONE, ONE,
        amount, amount, amount, key, rate, CASES[money.kind],
    ))  # fmt: skip
