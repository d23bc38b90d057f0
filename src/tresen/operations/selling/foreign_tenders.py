"""Cash in another currency as a tender: only currencies that the office set, at exactly its rate; change is in euro."""

from collections.abc import Iterable

from tresen.core.failures import Failure
from tresen.core.foreign_cash import EURO, Currency, in_euro
from tresen.core.receipt import Tender
from tresen.operations.node import Node


def currency_of(node: Node, code: str) -> Currency | None:
    """The currency with today's rate; None if tills do not take it."""
    return next((one for one in node.masterdata.settings.currencies if one.code == code), None)


def foreign_refusal(node: Node, tenders: Iterable[Tender]) -> Failure | None:
    """Why foreign cash cannot be taken: an unknown currency, or another rate than the office's now."""
    for tender in tenders:
        if tender.currency == EURO:
            continue
        currency = currency_of(node, tender.currency)
        if currency is None:
            return Failure("currency_unknown", {"currency": tender.currency[:3]})
        if tender.amount != in_euro(tender.foreign_amount, currency.rate):
            return Failure("currency_rate_changed", {"currency": currency.code, "rate": currency.rate})
    return None
