"""Price the lines of a basket one by one: list price, label, open price, override, manual discount, deposit."""

from typing import Final

from tresen.core.article import Article
from tresen.core.basket import BasketLine
from tresen.core.discounting import line_discount
from tresen.core.list_prices import BASE
from tresen.core.money import divide_half_up
from tresen.core.quantity import ONE
from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.sets import oldest_in_set, unpack_set
from tresen.core.sheet import BUSINESS_CASES, EATEN_HERE, MAX_AMOUNT, MAX_PRICE, MAX_QUANTITY, Sheet

PRICED_AS_IS: Final = ("deposit", "voucher", "single_voucher", "surcharge")
"""Kinds without discounts, changed prices and points."""


def price_line(sheet: Sheet, line: BasketLine) -> None:
    """Put one line at today's price on the sheet, with the deposits that follow it, or a warning instead.

    For goods sold, empties taken back and returns without a receipt; a return with receipt is priced by
    `tresen.core.returning`.
    """
    article = sheet.articles.get(line.article)
    if article is None:
        sheet.block("unknown_article", line.id, line.article)
        return
    if (line.quantity <= 0 or line.return_of is not None) and not _direction_is_right(sheet, line, article):
        return
    if line.return_of is not None and not line.return_of.reason.strip():
        sheet.block("return_needs_reason", line.id)
    in_house = ""
    if sheet.excerpt.settings.eat_in and article.kind == "goods":
        in_house = line.in_house or sheet.basket.in_house or EATEN_HERE
    key = sheet.key(article, in_house)
    rate = sheet.rate(key, line.id)
    if rate < 0:
        return
    found = sheet.list_price(article, labelled=line.amount is not None) if article.prices else None
    listed = _listed(sheet, line, article, article.price if found is None else found.price)
    if listed is None:
        return
    price, per, quantity, list_amount = listed
    if not (-MAX_QUANTITY <= quantity <= MAX_QUANTITY and -MAX_AMOUNT <= list_amount <= MAX_AMOUNT):
        sheet.block("too_large", line.id, "quantity")
        return
    kind = article.kind
    business_case = BUSINESS_CASES.get(kind, "Umsatz")
    if quantity < 0 and kind == "deposit":
        business_case = "PfandRueckzahlung"
    lines = sheet.lines
    priced = QuoteLine(
        len(lines) + 1, line.id, article.id, article.number, line.text or article.name, kind, article.group,
        article.unit, quantity, per, price, list_amount, list_amount, key, rate, business_case,
        (), 0, "", 0, line.return_of is None or line.return_of.restock, line.barcode,
        agency=article.agency, in_house=in_house,
    )  # fmt: skip
    if article.components and not unpack_set(sheet, line, article, priced):
        return
    place = len(lines)
    lines.append(priced)
    if found is not None and (price, per) == (found.price, article.per):
        priced.price_list, priced.usual_price = found.list or BASE, article.price
    if line.price is not None and article.open_price_max is None:
        _override(sheet, line, article, priced)
    if line.discount is not None:
        allowed = kind not in PRICED_AS_IS and article.discountable
        if allowed and quantity > 0 and sheet.excerpt.promotions:
            sheet.line_discounts.append((line.discount, place))  # taken off what the promotions leave
        else:
            line_discount(sheet, line.discount, priced, allowed)
    if quantity > 0:
        _note_sold(sheet, line, article, place)
    if article.deposit:
        _follow_with_deposits(sheet, article, priced)


def _direction_is_right(sheet: Sheet, line: BasketLine, article: Article) -> bool:
    """Goods go out with a positive and come back with a negative quantity; only empties come back without more."""
    if line.quantity == 0:
        sheet.block("weight_needed" if article.weighed else "quantity_zero", line.id)
    elif line.quantity > 0:
        sheet.block("return_quantity_positive", line.id)
    elif line.return_of is None and article.kind != "deposit":
        sheet.block("quantity_negative", line.id)
    else:
        return True
    return False


def _listed(sheet: Sheet, line: BasketLine, article: Article, price: int) -> tuple[int, int, int, int] | None:
    """List price, the quantity it is for, quantity and list amount of a line; None after a blocking warning."""
    per, quantity = article.per, line.quantity
    if line.barcode and sheet.barcodes:
        barcode = sheet.barcodes.get(line.barcode)
        if barcode is not None and barcode.price is not None and barcode.article == article.id:
            price, per = barcode.price, barcode.quantity
    if article.open_price_max is not None and line.amount is None:
        if line.price is None:
            sheet.block("price_needed", line.id)
            return None
        if not (article.open_price_min or 0) <= line.price <= article.open_price_max:
            sheet.block("price_outside_limits", line.id)
        price = line.price
    if not (0 <= price <= MAX_PRICE and 0 < per <= MAX_QUANTITY):
        sheet.block("too_large", line.id, "price")
        return None
    if line.amount is None:
        return price, per, quantity, divide_half_up(price * quantity, per)
    return _read_from_label(sheet, line, article, price, per)


def _read_from_label(
    sheet: Sheet, line: BasketLine, article: Article, price: int, per: int
) -> tuple[int, int, int, int] | None:
    """A price label says the amount; what was weighed follows from it.

    Pieces stay as many as they are: for them, and without a list price, the label is the price.
    """
    amount, quantity = line.amount or 0, line.quantity
    if not 0 <= amount <= MAX_PRICE:
        sheet.block("too_large", line.id, "amount")
        return None
    if article.open_price_max is not None and not (article.open_price_min or 0) <= amount <= article.open_price_max:
        sheet.block("price_outside_limits", line.id)
    sign = -1 if quantity < 0 else 1
    if price > 0 and (article.weighed or article.unit != "piece"):
        quantity = sign * divide_half_up(amount * per, price)
    else:
        price, per = amount, abs(quantity)
        sheet.by_hand.add(len(sheet.lines))
    if quantity == 0:
        sheet.block("quantity_zero", line.id)
        return None
    return price, per, quantity, sign * amount


def _override(sheet: Sheet, line: BasketLine, article: Article, priced: QuoteLine) -> None:
    """Another price than the list's: the list amount stays, an adjustment with the reason leads to the new one."""
    price = line.price or 0
    if article.kind in PRICED_AS_IS:
        sheet.warn("not_discountable", line.id)
        return
    amount = divide_half_up(price * priced.quantity, article.per) if article.per > 0 else 0
    if not (0 <= price <= MAX_PRICE and -MAX_AMOUNT <= amount <= MAX_AMOUNT):
        sheet.block("price_outside_limits", line.id)
        return
    if not line.price_reason.strip():
        sheet.block("reason_needed", line.id)
    if amount != priced.amount:
        priced.adjustments = (Adjustment("price_override", amount - priced.amount, line.price_reason),)
        priced.amount = amount


def _note_sold(sheet: Sheet, line: BasketLine, article: Article, place: int) -> None:
    """What the later steps must know of a line that is sold: discounts, points, pieces, age."""
    kind = article.kind
    if kind in ("deposit", "surcharge"):
        return
    if kind not in PRICED_AS_IS:
        if article.discountable:
            sheet.discountable.append(place)
        if article.points:
            sheet.earning.append(place)
        sheet.chargeable.append(place)
    if article.unit == "piece" and not article.weighed:
        sheet.pieces += sheet.lines[place].quantity // ONE or 1
    else:
        sheet.pieces += 1
    age = article.min_age if not article.components else oldest_in_set(sheet, article)
    if age > 0:
        if line.age_checked:
            sheet.age_checked = max(sheet.age_checked, age)
        elif age > sheet.age_needed:
            sheet.age_needed, sheet.age_line = age, line.id


def _follow_with_deposits(sheet: Sheet, article: Article, goods: QuoteLine) -> None:
    """Deposit lines follow their goods, out and back (PAngV §7: a price of its own, never part of the goods')."""
    lines = sheet.lines
    for part in article.deposit:
        quantity = divide_half_up(goods.quantity * part.quantity, ONE)
        if quantity == 0:
            continue
        deposit = sheet.articles.get(part.article)
        if deposit is None:
            sheet.block("unknown_article", goods.line, part.article)
            continue
        key = sheet.key(deposit, "")
        rate = sheet.rate(key, goods.line)
        if rate < 0:
            continue
        found = sheet.list_price(deposit, labelled=True) if deposit.prices else None
        price = deposit.price if found is None else found.price
        amount = divide_half_up(price * quantity, deposit.per) if deposit.per > 0 else -1
        if not (0 <= price <= MAX_PRICE and deposit.per > 0 and -MAX_AMOUNT <= amount <= MAX_AMOUNT):
            sheet.block("too_large", goods.line, "deposit")
            continue
        lines.append(QuoteLine(
            len(lines) + 1, goods.line, deposit.id, deposit.number, deposit.name, "deposit", deposit.group,
            deposit.unit, quantity, deposit.per, price, amount, amount, key, rate,
            "Pfand" if quantity > 0 else "PfandRueckzahlung", (), goods.n, "", 0, goods.restock, agency=goods.agency,
        ))  # fmt: skip
