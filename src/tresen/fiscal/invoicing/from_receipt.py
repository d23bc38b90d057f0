"""An invoice from a receipt, and a credit note from what a later receipt took back of it.

What came back never stands on an invoice: it has a credit note of its own, so that nothing is counted twice whichever
was made first. What is no supply (money of an earlier sale, money in the drawer) stands on no invoice at all.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.invoice import Buyer, Invoice, InvoiceLine, InvoiceTax, Reduction, Seller
from tresen.core.quantity import ONE
from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.receipt import Receipt
from tresen.core.tax import MARGIN_SCHEME as MARGIN_KEY
from tresen.core.tax_parts import split, tax_parts
from tresen.fiscal.invoicing.net_amounts import net_of, net_parts, unit_price
from tresen.fiscal.invoicing.vat_categories import (
    AVERAGE_KEYS,
    AVERAGE_RATE,
    EXEMPT,
    SMALL_BUSINESS,
    TAXED,
    code_of,
    reason_of,
    vat_code,
)
from tresen.fiscal.invoicing.wording import ON_ACCOUNT, means_of, receipt_name, receipt_note

NO_SUPPLY: Final = frozenset(
    {
        "Forderungsentstehung", "Forderungsaufloesung", "Anfangsbestand", "Privatentnahme", "Privateinlage",
        "Geldtransit", "Lohnzahlung", "Einzahlung", "Auszahlung", "DifferenzSollIst",
    }
)  # fmt: skip
"""GV_TYP of lines that move money and supply nothing."""
SALES: Final = ("sale", "exchange", "down_payment")
USED: Final = "Anzahlungsaufloesung"
"""A down payment that is used up by the sale it was for: the sale's invoice takes it off with its VAT (§14(5) UStG)."""
_DUE: Final = {
    1: "Zahlbar wie beim Kauf vereinbart, ohne Abzug.",
    -1: "Wird mit der offenen Forderung aus dem Kauf verrechnet.",
}
_NO_NAME: Final = "Artikel"
_NO_REASON: Final = "Nachlass"


@dataclass(slots=True, frozen=True)
class Terms:
    """What an invoice says beside the amounts."""

    seller: Seller
    buyer: Buyer
    issued_on: str
    day_of: Callable[[int], str]
    """The local day (YYYY-MM-DD) of a moment."""


def invoiced_lines(receipt: Receipt) -> tuple[QuoteLine, ...]:
    """The lines of a receipt that its invoice holds; empty if there is nothing to invoice. An agency invoices its own."""
    if receipt.type != "Beleg" or receipt.kind not in SALES:
        return ()
    lines = tuple(
        one
        for one in receipt.lines
        if not one.agency
        and one.business_case not in NO_SUPPLY
        and (not one.return_receipt or one.business_case == USED)
    )
    sold = any(line.quantity > 0 and line.amount >= 0 for line in lines)
    return lines if sold and sum(line.amount for line in lines) >= 0 else ()


def returned_lines(receipt: Receipt, original: str) -> tuple[QuoteLine, ...]:
    """The lines of a refund or exchange that take something of another receipt back.

    A down payment that a sale uses up does not come back: the invoice of that sale takes it off.
    """
    sells = receipt.kind in SALES
    return tuple(
        line
        for line in receipt.lines
        if line.return_receipt == original and not line.agency and not (sells and line.business_case == USED)
    )


def invoice_of(receipt: Receipt, terms: Terms) -> Invoice:
    """The invoice of a receipt, without its number."""
    lines = invoiced_lines(receipt)
    assert lines, "the caller asked what there is to invoice"
    return _put_together(receipt, lines, terms, 1, "invoice")


def credit_note_of(refund: Receipt, original: Receipt, invoice: Invoice, terms: Terms) -> Invoice:
    """The credit note for what a receipt took back of an invoiced one; amounts are positive."""
    lines = returned_lines(refund, original.id)
    assert lines, "the caller asked what came back"
    made = _put_together(refund, lines, terms, -1, "credit_note")
    return replace(made, corrects=invoice.number, corrects_on=invoice.issued_on)


def cancellation_of(invoice: Invoice, issued_on: str, reason: str) -> Invoice:
    """What takes a whole invoice back: the same lines and amounts, as a credit note without a number."""
    said = f"Storniert wird Rechnung {invoice.number} vom {_day(invoice.issued_on)}. Grund: {reason}"
    return replace(
        invoice, number="", type="cancellation", issued_on=issued_on, notes=(said, *invoice.notes),
        corrects=invoice.number, corrects_on=invoice.issued_on,
    )  # fmt: skip


def _put_together(receipt: Receipt, lines: Sequence[QuoteLine], terms: Terms, sign: int, type: str) -> Invoice:
    made, taxes = _priced(receipt, [part for line in lines for part in _by_rate(line)], sign)
    net, vat = sum(tax.net for tax in taxes), sum(tax.vat for tax in taxes)
    total = net + vat
    owed = sum(tender.amount for tender in receipt.tenders if tender.kind == ON_ACCOUNT)
    due = max(0, min(total, sign * owed))
    means, code = means_of(receipt.tenders, total)
    return Invoice(
        "", type, terms.issued_on, terms.day_of(receipt.finished_at), terms.seller, terms.buyer, made, taxes,
        net, vat, total, total - due, due, means, code, receipt_name(receipt), _notes(receipt, lines, terms),
        _DUE[sign] if due else "", simulated=receipt.signed.simulated,
    )  # fmt: skip


def _by_rate(line: QuoteLine) -> list[QuoteLine]:
    """A line of an invoice has one rate: a set becomes a line for each of its rates, named by what is in it."""
    parts = tax_parts(line)
    if len(parts) == 1:
        return [line]
    made = []
    for key, rate, amount in parts:
        inside = ", ".join([one.name for one in line.components if (one.tax_key, one.tax_rate) == (key, rate)])
        made.append(replace(
            line, name=f"{line.name}: {inside}", tax_key=key, tax_rate=rate, list_amount=amount, amount=amount,
            adjustments=_share(line, (key, rate)), components=(),
        ))  # fmt: skip
    return made


def _share(line: QuoteLine, place: tuple[int, int]) -> tuple[Adjustment, ...]:
    """What of the discounts on a set belongs to one of its rates."""
    return tuple(
        replace(one, amount=part)
        for one in line.adjustments
        for key, rate, part in split(line, one.amount)
        if (key, rate) == place
    )


def _notes(receipt: Receipt, lines: Iterable[QuoteLine], terms: Terms) -> tuple[str, ...]:
    notes = [receipt_note(receipt, _day(terms.day_of(receipt.finished_at)))]
    if receipt.party.small_business:
        notes.append(SMALL_BUSINESS)
    elif any(line.tax_key in AVERAGE_KEYS for line in lines):
        notes.append(AVERAGE_RATE)
    if any(line.agency for line in receipt.lines):
        notes.append("Nicht enthalten ist, was im Namen und für Rechnung anderer verkauft wurde; siehe Kassenbeleg.")
    if receipt.signed.simulated:
        notes.append("ÜBUNG: keine gültige Rechnung")
    return tuple(notes)


def _day(iso: str) -> str:
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}"


def _priced(
    receipt: Receipt, lines: Sequence[QuoteLine], sign: int
) -> tuple[tuple[InvoiceLine, ...], tuple[InvoiceTax, ...]]:
    """Lines in the order of the receipt, and one tax for each category and rate."""
    small = receipt.party.small_business
    said = {tax.key: tax.note for tax in receipt.taxes if tax.key != MARGIN_KEY}
    nets: dict[int, int] = {}
    sums: dict[tuple[str, int], list[int]] = {}
    reasons: list[str] = []
    places: dict[tuple[int, int], list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault((line.tax_key, 0 if small else line.tax_rate), []).append(place)
    for (key, rate), group in sorted(places.items()):
        grosses = [sign * lines[place].amount for place in group]
        gross = sum(grosses)
        net = net_of(gross, rate)
        nets.update(zip(group, net_parts(grosses, rate, net), strict=True))
        category = vat_code(key, rate, small_business=small)
        found = sums.setdefault((category, rate), [0, 0])
        found[0] += net
        found[1] += gross - net
        reason = SMALL_BUSINESS if small else said.get(key) or reason_of(key)
        if category == EXEMPT and reason not in reasons:
            reasons.append(reason)
    made = tuple(_line(n, line, sign, nets[n - 1], small_business=small) for n, line in enumerate(lines, start=1))
    taxes = tuple(
        InvoiceTax(category, rate, net, vat, "; ".join(reasons), code_of(reasons))
        if category == EXEMPT
        else InvoiceTax(category, rate, net, vat)
        for (category, rate), (net, vat) in sorted(sums.items(), key=lambda one: (one[0][0] != TAXED, -one[0][1]))
    )
    return made, taxes


def _line(n: int, line: QuoteLine, sign: int, net: int, *, small_business: bool) -> InvoiceLine:
    rate = 0 if small_business else line.tax_rate
    quantity = sign * line.quantity or (-ONE if net < 0 else ONE)
    reductions = tuple(
        Reduction(sign * net_of(one.amount, rate), one.label.strip() or _NO_REASON)
        for one in line.adjustments
        if net_of(one.amount, rate)
    )
    before = net - sum(one.amount for one in reductions)
    if before and (before < 0) != (quantity < 0):
        # What is left of the list price has the other sign: the line says its amount alone.
        reductions, before = (), net
        quantity = -quantity if net and (net < 0) != (quantity < 0) else quantity
    price, decimals = unit_price(abs(before), abs(quantity))
    name = " ".join(line.name.split()) or _NO_NAME
    category = vat_code(line.tax_key, rate, small_business=small_business)
    return InvoiceLine(
        n, name, line.number, quantity, line.unit, price, decimals, net, sign * line.amount, category, rate, reductions
    )  # fmt: skip
