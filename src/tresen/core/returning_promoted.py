"""Take goods back of a receipt that used promotions: refund = still paid - what the rest would have cost.

The customer never pays for a return, and all returns together give back exactly what was paid. Kept goods that cost
another amount now get correction lines, so that line by line and VAT key by VAT key the books say what is paid for.
"""

from collections.abc import Mapping, Sequence

from tresen.core.article import ReturnableLine
from tresen.core.basket import BasketLine, ReturnOf
from tresen.core.money import distribute, divide_half_up
from tresen.core.promotion import AppliedPromotion
from tresen.core.quantity import ONE
from tresen.core.quote import QuoteLine, RefundReason, UndonePromotion
from tresen.core.repricing import Kept, price_kept
from tresen.core.sets import components_back
from tresen.core.sheet import MAX_AMOUNT, MAX_RATE, Sheet


def is_promoted(sheet: Sheet, back: ReturnOf, sold: ReturnableLine) -> bool:
    """Whether a sold line is priced again with the others of its receipt; deposit and vouchers never are."""
    return sold.kind == "goods" and sold.priced is not None and bool(sheet.excerpt.applied.get(back.receipt))


def take_back(sheet: Sheet, line: BasketLine, back: ReturnOf, sold: ReturnableLine, quantity: int) -> QuoteLine | None:
    """Put the line of a return on the sheet, still without its amount."""
    if not 0 <= sold.tax_rate <= MAX_RATE:
        sheet.block("unknown_tax_key", line.id, str(sold.tax_key))
        return None
    if abs(sold.amount) > MAX_AMOUNT:
        sheet.block("too_large", line.id, "amount")
        return None
    made = _line(sheet, sold, back.receipt, back.line, -quantity)
    made.line, made.restock, made.barcode = line.id, back.restock, line.barcode
    sheet.promoted_returns.setdefault(back.receipt, {}).setdefault(back.line, []).append(made)
    taken_quantity, taken_amount = sheet.taken.get((back.receipt, back.line), (0, 0))
    sheet.taken[back.receipt, back.line] = (taken_quantity + quantity, taken_amount)
    return made


def _line(sheet: Sheet, sold: ReturnableLine, receipt: str, number: int, quantity: int) -> QuoteLine:
    made = QuoteLine(
        len(sheet.lines) + 1, "", sold.article, sold.number, sold.name, sold.kind, sold.group, sold.unit, quantity, ONE,
        0, 0, 0, sheet.key_of_sale(sold.tax_key, sold.tax_rate), sold.tax_rate, sold.business_case, (), 0, receipt, number,
        agency=sold.agency, case_name=sold.case_name, in_house=sold.in_house,
        components=components_back(sheet, sold, quantity) if sold.components else (),
    )  # fmt: skip
    sheet.lines.append(made)
    return made


def settle_returns(sheet: Sheet) -> None:
    """Fill in the amounts of all returns from receipts with promotions, and add the correction lines."""
    for receipt, returned in sheet.promoted_returns.items():
        _settle(sheet, receipt, returned)


def _settle(sheet: Sheet, receipt: str, returned: Mapping[int, list[QuoteLine]]) -> None:
    applied = sheet.excerpt.applied[receipt]
    sold = {
        number: line
        for (name, number), line in sheet.excerpt.returnable.items()
        if name == receipt and line.kind == "goods" and line.priced is not None and line.quantity > 0
    }
    before = {number: line.quantity - line.returned_quantity for number, line in sold.items()}
    after = {number: kept - sheet.taken.get((receipt, number), (0, 0))[0] for number, kept in before.items()}
    rest = price_kept(applied, sold, after)
    paid = {number: line.amount - line.returned_amount for number, line in sold.items()}
    targets = _targets(rest.costs, sum(paid.values()))
    points = _points_back(applied, sold, before, rest, (paid, targets))
    cause = next(iter(returned.values()))[0].line
    for number, line in sold.items():
        lines = returned.get(number, [])
        _write(sheet, lines, receipt, number, line, paid[number] - targets[number], points.get(number, 0), cause)
    still = sum(paid.values())
    left = sum(targets.values())
    was = price_kept(applied, sold, before).in_force
    gone = [each for each in applied if each.promotion.id in was and each.promotion.id not in rest.in_force]
    names = tuple([each.promotion.name for each in gone])
    sheet.refunds.append(RefundReason(receipt, still, left, still - left, names))
    for each in gone:
        sheet.undone.append(
            UndonePromotion(receipt, each.promotion.id, each.code, each.promotion.action.way == "coupon")
        )


def _targets(costs: Mapping[int, int], paid: int) -> dict[int, int]:
    """What shall be paid for each line: its cost; where all cost more than is paid, that much, spread by cost."""
    if sum(costs.values()) <= paid:
        return dict(costs)
    return dict(zip(costs, distribute(paid, list(costs.values())), strict=True))


def _write(
    sheet: Sheet, lines: Sequence[QuoteLine], receipt: str, number: int, line: ReturnableLine, refund: int, points: int,
    cause: str,
) -> None:  # fmt: skip
    """The refund of one sold line on its return lines; what they cannot carry becomes a correction line.

    `cause` is the basket's line that it follows on a screen.
    """
    if lines:
        weights = [-each.quantity for each in lines]
        for each, part, taken in zip(
            lines, distribute(max(refund, 0), weights), distribute(points, weights), strict=True
        ):
            each.amount = each.list_amount = -part
            each.price = divide_half_up(part * ONE, -each.quantity)
            each.points = -taken
        refund, points = min(refund, 0), 0
    if refund or points:
        made = _line(sheet, line, receipt, number, 0)
        made.line = cause
        made.amount = made.list_amount = -refund
        made.points = -points


def _points_back(
    applied: Sequence[AppliedPromotion], sold: Mapping[int, ReturnableLine], before: Mapping[int, int], rest: Kept,
    money: tuple[Mapping[int, int], Mapping[int, int]],
) -> dict[int, int]:  # fmt: skip
    """Points that go back of each sold line: its own with the money that goes back, the extra ones as far as the rest
    earns none. `money`: cents that are paid for the line before and after the return.
    """
    if not any(line.points for line in sold.values()):
        return {}
    full = price_kept(applied, sold, {number: line.quantity for number, line in sold.items()}).points
    was = price_kept(applied, sold, before).points
    paid, targets = money
    found: dict[int, int] = {}
    for number, line in sold.items():
        extra = min(full.get(number, 0), line.points)
        own = line.points - extra
        back = 0
        if own and line.amount > 0:
            back = divide_half_up(own * paid[number], line.amount) - divide_half_up(own * targets[number], line.amount)
        found[number] = back + min(was.get(number, 0), extra) - min(rest.points.get(number, 0), extra)
    return found
