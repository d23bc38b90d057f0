"""The quote: a pure function of basket, excerpt of the masterdata and moment. Server and browser run this same code."""

from collections.abc import Mapping

from tresen.core.age import latest_birth_date
from tresen.core.article import Excerpt
from tresen.core.basket import Basket, BasketLine
from tresen.core.discounting import basket_discount, basket_surcharge, line_discount
from tresen.core.money_lines import check_alone, money_line, tip_lines
from tresen.core.points import earned
from tresen.core.pricing import price_line
from tresen.core.promoting import complete, promote
from tresen.core.promotion_hints import hints_of
from tresen.core.quote import Quote, QuoteLine
from tresen.core.redeeming import redeem
from tresen.core.returning import return_line
from tresen.core.returning_promoted import settle_returns
from tresen.core.sheet import MAX_DISCOUNTS, MAX_LINES, Sheet, sheet_for
from tresen.core.tax import TaxRate, TaxSum, tax_sum
from tresen.core.tax_parts import split


def quote(basket: Basket, excerpt: Excerpt, at: str) -> Quote:
    """What the basket costs at a moment, with the cause of every change and all warnings.

    `at` is the wall time in the shop, `YYYY-MM-DDTHH:MM:SS`; a date alone is its midnight.

    Never raises for whatever stands in the basket: what cannot be priced is left out and a blocking warning says why.
    Sum of the lines = sum of the gross taxes = total, always.
    """
    sheet = sheet_for(excerpt, basket, at)
    _price_lines(sheet, basket)
    if sheet.promoted_returns:
        settle_returns(sheet)
    promoted = promote(sheet, basket, at) if excerpt.promotions or basket.codes else None
    for discount, place in sheet.line_discounts:
        line_discount(sheet, discount, sheet.lines[place], allowed=True)
    if basket.discounts:
        _discount_basket(sheet, basket)
    if basket.surcharges:
        _surcharge_basket(sheet, basket)
    if sheet.redemptions:
        redeem(sheet)
    if sheet.age_needed > sheet.age_checked:
        sheet.block("age_check", sheet.age_line, latest_birth_date(at[:10], sheet.age_needed))
    if basket.customer and sheet.earning:
        _earn_points(sheet)
    if sheet.has_money:
        tip_lines(sheet)
        check_alone(sheet)
    made = _made(sheet)
    if promoted is not None:
        complete(made, sheet, promoted, known_customer=bool(basket.customer))
        if promoted.found.short:
            made.hints = hints_of(promoted, excerpt.articles)
    return made


def _made(sheet: Sheet) -> Quote:
    """The sums over the lines."""
    lines = sheet.lines
    taxes = _taxes(lines, sheet.tax)
    total = savings = points = 0
    for tax in taxes:
        total += tax.gross
    for line in lines:
        points += line.points
        if line.adjustments and line.quantity > 0:
            savings += line.list_amount - line.amount
            if sheet.basket.surcharges:
                savings += sum([one.amount for one in line.adjustments if one.kind == "basket_surcharge"])
    made = Quote(tuple(lines), taxes, total, max(savings, 0), points, sheet.pieces, tuple(sheet.warnings))
    if sheet.refunds:
        made.refunds, made.undone = tuple(sheet.refunds), tuple(sheet.undone)
    return made


def _price_lines(sheet: Sheet, basket: Basket) -> None:
    """Step 1: every line that is not voided, on its own."""
    lines: tuple[BasketLine, ...] = basket.lines
    if len(lines) > MAX_LINES:
        sheet.block("too_large", detail="lines")
        lines = lines[:MAX_LINES]
    for line in lines:
        if line.voided:
            continue
        if line.voucher:
            sheet.redemptions.append(line)
            continue
        back = line.return_of
        if line.money is not None:
            sheet.has_money = True
            money_line(sheet, line, line.money)
        elif back is not None and back.receipt:
            return_line(sheet, basket, line, back)
        else:
            price_line(sheet, line)


def _discount_basket(sheet: Sheet, basket: Basket) -> None:
    """Step 2: the discounts on the whole basket, each on what the ones before it left."""
    if len(basket.discounts) > MAX_DISCOUNTS:
        sheet.block("too_large", detail="discounts")
    for index, discount in enumerate(basket.discounts[:MAX_DISCOUNTS]):
        sheet.adjust(basket_discount(sheet, index, discount))


def _surcharge_basket(sheet: Sheet, basket: Basket) -> None:
    """Surcharges come last, on what the goods cost after all discounts."""
    if len(basket.surcharges) > MAX_DISCOUNTS:
        sheet.block("too_large", detail="surcharges")
    for index, surcharge in enumerate(basket.surcharges[:MAX_DISCOUNTS]):
        sheet.adjust(basket_surcharge(sheet, index, surcharge))


def _earn_points(sheet: Sheet) -> None:
    """Step 3: points for the whole euros of all earning lines, kept on the lines so that a return takes them back."""
    lines = sheet.lines
    amounts = [lines[place].amount for place in sheet.earning]
    for place, points in zip(sheet.earning, earned(amounts, sheet.excerpt.settings.points_per_euro), strict=True):
        lines[place].points = points


def _taxes(lines: list[QuoteLine], rates: Mapping[int, TaxRate]) -> tuple[TaxSum, ...]:
    """VAT on the sum of each key and rate, ascending; a return at an old rate makes a sum of its own."""
    sums: dict[tuple[int, int], int] = {}
    for line in lines:
        if line.components:
            for tax_key, rate, amount in split(line, line.amount):
                sums[tax_key, rate] = sums.get((tax_key, rate), 0) + amount
            continue
        key = (line.tax_key, line.tax_rate)
        sums[key] = sums.get(key, 0) + line.amount
    return tuple([tax_sum(key, rate, sums[key, rate], _note(rates, key)) for key, rate in sorted(sums)])


def _note(rates: Mapping[int, TaxRate], key: int) -> str:
    found = rates.get(key)
    return found.note if found is not None else ""
