"""Manual discounts: on a line, and on the basket spread over the lines so that the parts add up to the whole."""

from tresen.core.basket import Discount
from tresen.core.money import distribute, divide_half_up
from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.sheet import Sheet

WHOLE_PERCENT = 10_000
"""100 % in hundredths of a percent."""


def line_discount(sheet: Sheet, discount: Discount, line: QuoteLine, allowed: bool) -> None:
    """Take a manual discount off a line, at most down to nothing; a return pays back less by it."""
    if not allowed:
        sheet.warn("not_discountable", line.line)
        return
    saving = _saving(sheet, discount, abs(line.amount), line.line)
    if saving:
        amount = -saving if line.amount > 0 else saving
        line.adjustments += (Adjustment("line_discount", amount, discount.reason),)
        line.amount += amount


def basket_discount(sheet: Sheet, index: int, discount: Discount) -> list[tuple[int, Adjustment]]:
    """Spread a discount on the basket by value: over the VAT keys first, then over the lines of each key.

    Returns an adjustment for each line touched, with the index of the discount as its cause. The largest remainder
    method makes the parts add up, and no part is larger than its line.
    """
    lines = sheet.lines
    groups: dict[int, list[int]] = {}
    for place in sheet.discountable:
        if lines[place].amount > 0:
            groups.setdefault(lines[place].tax_key, []).append(place)
    if not groups:
        sheet.warn("not_discountable", detail=str(index))
        return []
    weights = [[lines[place].amount for place in places] for places in groups.values()]
    sums = [sum(amounts) for amounts in weights]
    saving = _saving(sheet, discount, sum(sums), "", str(index))
    cause = str(index)
    changes: list[tuple[int, Adjustment]] = []
    for places, amounts, share in zip(groups.values(), weights, distribute(saving, sums), strict=True):
        for place, part in zip(places, distribute(share, amounts), strict=True):
            if part:
                changes.append((place, Adjustment("basket_discount", -part, discount.reason, cause)))
    return changes


def basket_surcharge(sheet: Sheet, index: int, surcharge: Discount) -> list[tuple[int, Adjustment]]:
    """Spread a surcharge over all goods by value, so that it has their VAT (it is part of their price, UStAE 3.10).

    Goods sold for an agency bear none of it, deposits and vouchers neither.
    """
    lines = sheet.lines
    places = [place for place in sheet.chargeable if lines[place].amount > 0 and not lines[place].agency]
    if not places:
        sheet.warn("surcharge_without_goods", detail=str(index))
        return []
    if surcharge.kind not in ("percent", "amount") or surcharge.value < 0:
        sheet.block("unknown_discount", detail=str(index))
        return []
    if not surcharge.reason.strip():
        sheet.block("reason_needed", detail=str(index))
    weights = [lines[place].amount for place in places]
    amount = surcharge.value
    if surcharge.kind == "percent":
        amount = divide_half_up(sum(weights) * surcharge.value, WHOLE_PERCENT)
    if amount > sum(weights):
        sheet.block("surcharge_above_amount", detail=str(index))
        return []
    parts = zip(places, distribute(amount, weights), strict=True)
    return [
        (place, Adjustment("basket_surcharge", part, surcharge.reason, str(index))) for place, part in parts if part
    ]


def _saving(sheet: Sheet, discount: Discount, amount: int, line: str, detail: str = "") -> int:
    """Cents that a discount takes off an amount (not negative), between nothing and all of it."""
    if discount.kind == "percent":
        above = discount.value > WHOLE_PERCENT
        saving = divide_half_up(amount * discount.value, WHOLE_PERCENT)
    elif discount.kind == "amount":
        above = discount.value > amount
        saving = discount.value
    else:
        sheet.block("unknown_discount", line, detail)
        return 0
    if discount.value < 0:
        sheet.block("discount_negative", line, detail)
        return 0
    if above:
        sheet.block("discount_above_amount", line, detail)
    if not discount.reason.strip():
        sheet.block("reason_needed", line, detail)
    saving = min(saving, amount)
    if saving > divide_half_up(amount * sheet.excerpt.settings.line_discount_limit, WHOLE_PERCENT):
        sheet.warn("discount_limit", line, detail)
    return saving
