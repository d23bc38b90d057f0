"""The business cases (GV_TYP) of a receipt with gross, net and VAT, as the closing and the export add them up.

A receipt prints net and VAT once per VAT key, while a key can hold several business cases (goods and their deposit).
Rounding each case by itself would let the closing drift away from what was printed, cent by cent. So: a case that
has a key for itself takes the printed sums as they are; where several share a key, each takes its own half-up share
and the largest takes the rest. The cases of a key then add up to what was printed on every receipt, hence over the
day, and a single case is off by at most half a cent for each case beside it on a receipt.

A discount on the whole basket is a case of its own, `Rabatt` (DSFinV-K 4.2.4), and so is a surcharge, `Aufschlag`; a
line's own discount is not. What is sold for an agency is kept apart by the agency's number. A set counts under the VAT
keys of its components.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tresen.core.money import divide_half_up
from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt
from tresen.core.tax import TaxSum
from tresen.core.tax_parts import split, tax_parts
from tresen.fiscal.tenders import NO_VAT_KEY, case_of

CASE_TYPES: Final = (
    "Umsatz",
    "Pfand",
    "PfandRueckzahlung",
    "Rabatt",
    "Aufschlag",
    "ZuschussEcht",
    "ZuschussUnecht",
    "TrinkgeldAG",
    "TrinkgeldAN",
    "EinzweckgutscheinKauf",
    "EinzweckgutscheinEinloesung",
    "MehrzweckgutscheinKauf",
    "MehrzweckgutscheinEinloesung",
    "Forderungsentstehung",
    "Forderungsaufloesung",
    "Anzahlungseinstellung",
    "Anzahlungsaufloesung",
    "Anfangsbestand",
    "Privatentnahme",
    "Privateinlage",
    "Geldtransit",
    "Lohnzahlung",
    "Einzahlung",
    "Auszahlung",
    "DifferenzSollIst",
)
"""The 25 GV_TYP of DSFinV-K, in its order."""

BASKET_CASES: Final = {"basket_discount": "Rabatt", "basket_surcharge": "Aufschlag"}
"""Kinds of adjustments that are a business case of their own."""
_CASE_OF_KIND: Final = {
    "float": "Anfangsbestand",
    "difference": "DifferenzSollIst",
    "cash_in": "Einzahlung",
    "cash_out": "Auszahlung",
}
"""For a cash movement that was recorded without a line saying more exactly what it is."""


@dataclass(slots=True)
class CaseSum:
    """A row of businesscases.csv. Cents."""

    type: str
    """GV_TYP."""
    name: str
    """GV_NAME, free sub-classification."""
    agency: int
    """AGENTUR_ID; 0 is the shop's own business."""
    tax_key: int
    gross: int
    net: int
    vat: int


def cases_of(receipt: Receipt) -> list[CaseSum]:
    """The business cases of one receipt, one for each type, VAT key and rate, whatever the BON_TYP."""
    grosses = _gross_by_case(receipt.lines)
    cases = _cases_with_tax(receipt.taxes, grosses)
    for tender in receipt.tenders:
        case = case_of(tender)
        if case:
            cases.append(_untaxed(case, -tender.amount))
    if not receipt.lines and receipt.kind in _CASE_OF_KIND:
        cases = [_untaxed(_CASE_OF_KIND[receipt.kind], receipt.total)]
    return cases


def _untaxed(case: str, amount: int) -> CaseSum:
    return CaseSum(case, "", 0, NO_VAT_KEY, amount, amount, 0)


_Case = tuple[str, str, int]
"""Type, name and agency."""


def _gross_by_case(lines: Iterable[QuoteLine]) -> dict[tuple[int, int], dict[_Case, int]]:
    """Gross cents by (VAT key, rate), then by type, name and agency."""
    grosses: dict[tuple[int, int], dict[_Case, int]] = {}
    for line in lines:
        if line.components:
            _add_set(grosses, line)
            continue
        place = (line.tax_key, line.tax_rate)
        by_case = grosses.get(place)
        if by_case is None:
            by_case = grosses[place] = {}
        amount = line.amount
        for adjustment in line.adjustments:
            if adjustment.kind in BASKET_CASES:
                apart = (BASKET_CASES[adjustment.kind], "", line.agency)
                by_case[apart] = by_case.get(apart, 0) + adjustment.amount
                amount -= adjustment.amount
        case = (line.business_case, line.case_name, line.agency)
        by_case[case] = by_case.get(case, 0) + amount
    return grosses


def _add_set(grosses: dict[tuple[int, int], dict[_Case, int]], line: QuoteLine) -> None:
    """A set: its amount, and what belongs to each case of it, by the keys of its components."""
    own = {(key, rate): amount for key, rate, amount in tax_parts(line)}
    for adjustment in line.adjustments:
        if adjustment.kind in BASKET_CASES:
            apart = (BASKET_CASES[adjustment.kind], "", line.agency)
            for key, rate, part in split(line, adjustment.amount):
                by_case = grosses.setdefault((key, rate), {})
                by_case[apart] = by_case.get(apart, 0) + part
                own[key, rate] -= part
    case = (line.business_case, line.case_name, line.agency)
    for place, amount in own.items():
        by_case = grosses.setdefault(place, {})
        by_case[case] = by_case.get(case, 0) + amount


def _cases_with_tax(taxes: Iterable[TaxSum], grosses: dict[tuple[int, int], dict[_Case, int]]) -> list[CaseSum]:
    cases = []
    for tax in taxes:
        by_case = grosses.get((tax.key, tax.rate))
        if not by_case:
            by_case = {("Umsatz", "", 0): tax.gross}
        if len(by_case) == 1:
            (case,) = by_case
            cases.append(CaseSum(*case, tax.key, tax.gross, tax.net, tax.vat))
            continue
        largest = max(by_case, key=lambda case: (abs(by_case[case]), case))
        gross, net = tax.gross, tax.net
        for case, amount in by_case.items():
            if case == largest:
                continue
            own = divide_half_up(amount * 10_000, 10_000 + tax.rate)
            cases.append(CaseSum(*case, tax.key, amount, own, amount - own))
            gross -= amount
            net -= own
        cases.append(CaseSum(*largest, tax.key, gross, net, gross - net))
    return cases
