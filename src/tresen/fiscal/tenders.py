"""How a tender counts for the tax office: as a payment of a type (ZAHLART_TYP), or as a business case of its own.

A voucher, store credit or a sale on account is no payment in DSFinV-K: it is a negative line without VAT beside the
goods (annex D, examples 1 and 2.2), so the payments always add up to the sum of all lines.
"""

from collections.abc import Iterable
from typing import Final

from tresen.core.receipt import Tender
from tresen.core.tax import TaxSum
from tresen.fiscal.process_data import receipt_process_data

NO_VAT_KEY: Final = 5
"""VAT key of what is not taxable: cash movements, multi-purpose vouchers, receivables."""

_CARD_TYPES: Final = {"debit": "ECKarte", "credit": "Kreditkarte", "stored": "Guthabenkarte"}
_CASES: Final = {
    "voucher": "MehrzweckgutscheinEinloesung",
    "store_credit": "MehrzweckgutscheinEinloesung",
    "on_account": "Forderungsentstehung",
}


def payment_type(tender: Tender) -> str:
    """ZAHLART_TYP of a tender; empty when it is no payment but a business case."""
    if tender.kind == "cash":
        return "Bar"
    if tender.kind == "card":
        return _CARD_TYPES.get(tender.card_kind, "Unbar")
    if tender.kind == "online":
        return "ElZahlungsdienstleister"
    return "" if tender.kind in _CASES else "Unbar"


def case_of(tender: Tender) -> str:
    """GV_TYP of a tender that is no payment; empty for a payment.

    Its amount is the tender's with the other sign. Store credit that is given out (negative) is a voucher sold.
    """
    if tender.kind == "store_credit" and tender.amount < 0:
        return "MehrzweckgutscheinKauf"
    return _CASES.get(tender.kind, "")


def process_data_of(receipt_type: str, taxes: Iterable[TaxSum], tenders: Iterable[Tender]) -> str:
    """The text to sign for the sums and tenders of a receipt; for a `Beleg` in euro, slots and payments add up to the same.

    Only a `Beleg` has payments: nothing is paid in training, and the other types change no assets.
    """
    amounts: dict[int, int] = {}
    for tax in taxes:
        amounts[tax.key] = amounts.get(tax.key, 0) + tax.gross
    payments = []
    if receipt_type == "Beleg":
        for tender in tenders:
            kind = payment_type(tender)
            if not kind:
                amounts[NO_VAT_KEY] = amounts.get(NO_VAT_KEY, 0) - tender.amount
            elif tender.currency == "EUR":
                payments.append((kind == "Bar", tender.amount, "EUR"))
            else:
                payments.append((kind == "Bar", tender.foreign_amount, tender.currency))
    return receipt_process_data(receipt_type, amounts, payments)
