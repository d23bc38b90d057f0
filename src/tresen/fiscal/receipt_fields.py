"""What a receipt must say (§6 KassenSichV, §14 UStG for small amounts, AEAO to §146a): the list and its checker."""

from collections.abc import Callable
from typing import Final

from tresen.core.receipt import Receipt

_TRADES: Final = frozenset({"sale", "refund", "exchange", "settlement", "down_payment", "training"})
"""Kinds that list goods; a cash movement or an abort has none."""


def _has_party(receipt: Receipt) -> bool:
    party = receipt.party
    return bool(party.name and party.street and party.postcode and party.city)


def _has_goods(receipt: Receipt) -> bool:
    if receipt.kind not in _TRADES:
        return True
    return bool(receipt.lines) and all(
        line.name.strip() and (line.quantity or line.return_receipt) for line in receipt.lines
    )


def _has_taxes(receipt: Receipt) -> bool:
    """Gross, net and VAT by rate, and they add up to the total."""
    if receipt.kind not in _TRADES:
        return True
    adds_up = sum(tax.gross for tax in receipt.taxes) == receipt.total
    return bool(receipt.taxes) and adds_up and all(tax.gross == tax.net + tax.vat for tax in receipt.taxes)


def _has_tenders(receipt: Receipt) -> bool:
    if receipt.type != "Beleg" or receipt.total == 0:
        return True
    return sum(tender.amount for tender in receipt.tenders) == receipt.total


FIELDS: Final[dict[str, Callable[[Receipt], bool]]] = {
    "name_and_address": _has_party,
    "date_of_issue": lambda receipt: receipt.finished_at > 0,
    "start_time": lambda receipt: (receipt.signed.started_at or receipt.started_at) > 0,
    "end_time": lambda receipt: (receipt.signed.finished_at or receipt.finished_at) > 0,
    "goods": _has_goods,
    "taxes": _has_taxes,
    "tenders": _has_tenders,
    "receipt_number": lambda receipt: receipt.number > 0,
    "till_serial": lambda receipt: bool(receipt.till_serial),
}
"""Always due, with or without a working TSE: name and whether a receipt has it."""

SIGNED_FIELDS: Final[dict[str, Callable[[Receipt], bool]]] = {
    "transaction_number": lambda receipt: receipt.signed.transaction > 0,
    "tse_serial": lambda receipt: len(receipt.signed.serial) == 64,
    "signature_counter": lambda receipt: receipt.signed.counter > 0,
    "signature": lambda receipt: bool(receipt.signed.signature),
    "signed_for_this_till": lambda receipt: receipt.signed.client == receipt.till_serial,
}
"""Due when the TSE signed; when it did not, the receipt says so instead (AEAO to §146a, outage)."""


def missing_fields(receipt: Receipt) -> tuple[str, ...]:
    """Names of the fields that the law asks for and the receipt does not have; empty when it is complete.

    With a TSE outage the signature's fields are not due, but then none may be given either: `outage_mark` is named
    when a receipt has neither a complete signature nor a plain outage.
    """
    missing = [name for name, has in FIELDS.items() if not has(receipt)]
    if receipt.signed.failure:
        if receipt.signed.signature:
            missing.append("outage_mark")
    else:
        missing += [name for name, has in SIGNED_FIELDS.items() if not has(receipt)]
    return tuple(missing)
