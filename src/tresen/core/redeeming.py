"""Single-purpose vouchers (Einzweckgutscheine) pay for goods of their own VAT key, without any VAT of their own.

Their VAT was due when they were sold (§3(14) UStG), so redeeming one is a negative line with the key of the goods
(DSFinV-K annex D, example 3.2): the sum of the key, and with it the VAT on the receipt, becomes what was not paid for
before. A voucher never pays for more than the goods of its key come to; the rest stays on it.
"""

from typing import Final

from tresen.core.basket import BasketLine
from tresen.core.quantity import ONE
from tresen.core.quote import QuoteLine
from tresen.core.sheet import MAX_PRICE, Sheet
from tresen.core.tax_parts import tax_parts

SOLD: Final = "EinzweckgutscheinKauf"
REDEEMED: Final = "EinzweckgutscheinEinloesung"
VOUCHER_KINDS: Final = ("voucher", "single_voucher")
"""Kinds of articles that are sold with a code of their own."""
_PAYABLE: Final = ("Umsatz", "Rabatt", "Aufschlag", REDEEMED)


def redeem(sheet: Sheet) -> None:
    """The last step of a quote: a line for each voucher, or a warning instead."""
    seen: set[str] = set()
    for line in sheet.redemptions:
        article = sheet.articles.get(line.article)
        if article is None or article.kind != "single_voucher":
            sheet.block("voucher_unknown", line.id)
            continue
        if line.voucher in seen:
            sheet.block("voucher_twice", line.id)
            continue
        seen.add(line.voucher)
        key = sheet.key(article, "")
        rate = sheet.rate(key, line.id)
        if rate < 0:
            continue
        amount = min(_left_on(line), _open(sheet, key))
        if amount <= 0:
            sheet.block("voucher_nothing_to_pay", line.id, article.name)
            continue
        lines = sheet.lines
        lines.append(QuoteLine(
            len(lines) + 1, line.id, article.id, article.number, f"{article.name} {spaced(line.voucher)}", article.kind,
            article.group, "piece", -ONE, ONE, amount, -amount, -amount, key, rate, REDEEMED,
            voucher=line.voucher,
        ))  # fmt: skip


def _left_on(line: BasketLine) -> int:
    return min(max(line.amount or 0, 0), MAX_PRICE)


def _open(sheet: Sheet, key: int) -> int:
    """What the shop's own goods of a VAT key still come to. Deposits, agencies' goods and other vouchers do not count."""
    rate = sheet.tax[key].rate
    return sum(
        amount
        for line in sheet.lines
        if line.business_case in _PAYABLE and not line.agency
        for part_key, part_rate, amount in tax_parts(line)
        if (part_key, part_rate) == (key, rate)
    )


def spaced(code: str) -> str:
    """A voucher's code as people read it: `ABCD-EFGH-IJKL-MNOP`."""
    return "-".join([code[place : place + 4] for place in range(0, len(code), 4)])
