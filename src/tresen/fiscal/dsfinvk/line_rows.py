"""The rows of a Vorgang's lines, gross method: POS_BRUTTO only.

A line's own reductions are told as price finding (`itemamounts.csv`) beside the reduced price. A discount on the whole
basket is a negative line of its own, `Rabatt`, split over the VAT keys it hit, as `tresen.fiscal.business_cases` counts it.
Lines that were taken off before payment follow with P_STORNO and without an amount.
"""

from collections.abc import Callable
from typing import Final

from tresen.core.quantity import ONE
from tresen.core.quote import Component, QuoteLine
from tresen.core.receipt import Receipt, Tender
from tresen.core.tax import tax_sum
from tresen.core.tax_parts import split, tax_parts
from tresen.fiscal.business_cases import BASKET_CASES, cases_of
from tresen.fiscal.closing_facts import ClosingFacts
from tresen.fiscal.dsfinvk.dialect import Row, amount, amounts_with, fraction, text, thousandths
from tresen.fiscal.tenders import NO_VAT_KEY, case_of

UNITS: Final = {"piece": "", "weight": "kg", "volume": "l", "length": "m"}
GTIN_LENGTHS: Final = (8, 12, 13, 14)
_TENDER_TEXT: Final = {
    "voucher": "Gutschein eingelöst",
    "store_credit": "Kundenguthaben",
    "on_account": "Auf Rechnung",
}

_Apart = dict[tuple[str, str, str, int], dict[int, int]]
"""By case, cause, text and agency: cents by VAT key."""


class LineRows:
    """Turns the lines of receipts of one closing into rows."""

    def __init__(self, facts: ClosingFacts, key: tuple[str, ...], decimals: int) -> None:
        self._key = key
        self._groups = facts.groups
        self._voided = facts.voided
        self._sum: Callable[[int], str] = amounts_with(decimals)

    def add(
        self, receipt: Receipt, lines: list[Row], vats: list[Row], amounts: list[Row], parts: list[Row]
    ) -> None:  # fmt: skip
        """Append the rows of one receipt to the four tables."""
        key = (*self._key, receipt.id)
        written = self._sum
        apart: _Apart = {}
        for line in receipt.lines:
            place = str(line.n)
            if line.components:
                own = self._set(line, key, apart, amounts, vats)
                parts += [self._part(one, key, place) for one in line.components]
            else:
                own = line.amount
                if line.adjustments:
                    own = self._adjusted(line, key, apart, amounts)
                vats.append((*key, place, line.tax_key, written(own), "", ""))
            lines.append(self._line(line, own, key, place))
        number = len(receipt.lines)
        for (case, _, label, agency), by_key in apart.items():
            number += 1
            lines.append(_simple(key, str(number), label or case, case, sum(by_key.values()), agency=agency))
            vats += [(*key, str(number), tax, written(cents), "", "") for tax, cents in sorted(by_key.items())]
        for case, label, voucher, cents in _further(receipt):
            number += 1
            lines.append(_simple(key, str(number), label, case, cents, voucher))
            vats.append((*key, str(number), NO_VAT_KEY, written(cents), "", ""))
        for taken_off in receipt.voided:
            number += 1
            lines.append(self._taken_off(key, str(number), taken_off, named=receipt.kind == "abort"))

    def _adjusted(self, line: QuoteLine, key: tuple[str, ...], apart: _Apart, amounts: list[Row]) -> int:
        """What the line counts without discounts and surcharges on the whole basket; tells its own price changes."""
        own, told = line.amount, []
        for adjustment in line.adjustments:
            case = BASKET_CASES.get(adjustment.kind)
            if case is not None:
                own -= adjustment.amount
                by_key = apart.setdefault((case, adjustment.cause, adjustment.label, line.agency), {})
                for tax, _, cents in split(line, adjustment.amount):
                    by_key[tax] = by_key.get(tax, 0) + cents
            elif adjustment.amount:
                told.append(adjustment.amount)
        if told:
            amounts += self._found(line, key, "base_amount", line.list_amount)
            for cents in told:
                amounts += self._found(line, key, "discount" if cents < 0 else "extra_amount", cents)
        return own

    def _set(
        self, line: QuoteLine, key: tuple[str, ...], apart: _Apart, amounts: list[Row], vats: list[Row]
    ) -> int:  # fmt: skip
        """A set under the VAT keys of its components; what it counts without discounts on the whole basket."""
        own: dict[int, int] = {}
        for tax, _, cents in tax_parts(line):
            own[tax] = own.get(tax, 0) + cents
        for adjustment in line.adjustments:
            if adjustment.kind in BASKET_CASES:
                for tax, _, cents in split(line, adjustment.amount):
                    own[tax] -= cents
        vats += [(*key, str(line.n), tax, self._sum(cents), "", "") for tax, cents in own.items()]
        return self._adjusted(line, key, apart, amounts)

    def _found(self, line: QuoteLine, key: tuple[str, ...], kind: str, whole: int) -> list[Row]:
        written = self._sum
        rows: list[Row] = []
        for tax_key, rate, cents in split(line, whole):
            tax = tax_sum(tax_key, rate, cents)
            rows.append((*key, str(line.n), kind, tax_key, written(cents), written(tax.net), written(tax.vat)))
        return rows

    def _part(self, one: Component, key: tuple[str, ...], place: str) -> Row:
        tax = tax_sum(one.tax_key, one.tax_rate, one.price)
        return (
            *key, place, text(one.number, 50), "", text(one.name, 60), text(one.group, 40),
            text(self._groups.get(one.group, ""), 50), thousandths(one.quantity), "", UNITS.get(one.unit, ""), one.tax_key,
            self._sum(one.price), self._sum(tax.net), self._sum(tax.vat),
        )  # fmt: skip

    def _line(self, line: QuoteLine, own: int, key: tuple[str, ...], place: str) -> Row:
        quantity, per, price = line.quantity, line.per, amount(line.price)
        if not quantity:  # a correction without goods
            quantity = per = ONE
            price = amount(own)
        elif own != line.list_amount:
            price = fraction(own * per, quantity)
        barcode = line.barcode
        gtin = barcode if line.kind == "goods" and len(barcode) in GTIN_LENGTHS and barcode.isdecimal() else ""
        return (
            *key, place, text(line.voucher, 50), text(line.name, 255), "", line.business_case, text(line.case_name, 40),
            line.in_house, "0", line.agency, text(line.number, 50), gtin, text(line.group, 40),
            text(self._groups.get(line.group, ""), 50), thousandths(quantity), thousandths(per) if per != ONE else "",
            UNITS.get(line.unit, ""), price,
        )  # fmt: skip

    def _taken_off(self, key: tuple[str, ...], place: str, said: str, *, named: bool) -> Row:
        """`said`: article, quantity in thousandths and reason; of an abort number, name and quantity."""
        if named:
            shown, _, count = said.rpartition(" ")
            reason = ""
        else:
            article, _, rest = said.partition(" ")
            count, _, reason = rest.partition(" ")
            shown = self._voided.get(article, article)
        number, _, name = shown.partition(" ")
        name = f"{name or number} ({reason})" if reason else name or number
        quantity = thousandths(int(count)) if count.lstrip("-").isdecimal() else "0,000"
        return (
            *key, place, "", text(name, 255), "", "Umsatz", "", "", "1", 0, text(number, 50), "", "", "", quantity, "", "",
            "0,00",
        )  # fmt: skip


def _simple(
    key: tuple[str, ...], place: str, label: str, case: str, cents: int, voucher: str = "", agency: int = 0
) -> Row:
    """A line that is no article."""
    return (
        *key, place, text(voucher, 50), text(label, 255), "", case, "", "", "0", agency, "", "", "", "", "1,000", "", "",
        amount(cents),
    )  # fmt: skip


def _further(receipt: Receipt) -> list[tuple[str, str, str, int]]:
    """Lines that the receipt has no line for: tenders that are business cases, and old cash movements."""
    if not receipt.lines:
        return [(one.type, receipt.reason or receipt.kind, "", one.gross) for one in cases_of(receipt)]
    found = []
    for tender in receipt.tenders:
        case = case_of(tender)
        if case:
            voucher = tender.payment if tender.kind == "voucher" else ""
            found.append((case, _text_of(tender), voucher, -tender.amount))
    return found


def _text_of(tender: Tender) -> str:
    return _TENDER_TEXT.get(tender.kind, tender.kind)
