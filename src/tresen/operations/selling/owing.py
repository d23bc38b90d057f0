"""Sales on account: a named customer owes the amount up to a limit that the office sets, and pays it later, also in parts.

What a customer owes is the balance of their account; what is open of one sale is the balance of a second one, so that each
payment says which sale it is for. Both are booked with the receipt and nowhere else. VAT is due with the sale
(Soll-Versteuerung): the receivable and its payment carry none, so that no euro is taxed twice or late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tresen.core.failures import Failure
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt, Tender
from tresen.ledger import accounts
from tresen.masterdata.people import people
from tresen.operations.finding import load_receipt
from tresen.operations.node import Node

LISTED: Final = 500


@dataclass(slots=True)
class Receivable:
    """A sale on account that is not paid entirely."""

    receipt: str
    number: int
    till_name: str
    at: int
    customer: str
    customer_number: str
    name: str
    """Empty after erasure."""
    total: int
    """Put on account with the sale, cents."""
    left: int


def owed_refusal(node: Node, receipt: Receipt) -> Failure | None:
    """Why a receipt's sale on account, or payment of one, cannot be booked; asked in the writer, so none slips through."""
    added = sum(tender.amount for tender in receipt.tenders if tender.kind == "on_account")
    if added > 0:
        customer = node.masterdata.customers.get(receipt.customer)
        limit = customer.account_limit if customer is not None and customer.active else 0
        if not limit:
            return Failure("account_not_open", {})
        left = limit - node.balances.of(accounts.receivable(receipt.customer))
        if added > left:
            return Failure("account_limit", {"left": max(left, 0)})
    paid: dict[str, int] = {}
    for line in receipt.lines:
        if line.kind == "receivable":
            paid[line.article] = paid.get(line.article, 0) + line.amount
    for tender in receipt.tenders:
        if tender.kind == "on_account" and tender.amount < 0:
            paid[tender.payment] = paid.get(tender.payment, 0) - tender.amount
    for sale, amount in paid.items():
        open = node.balances.of(accounts.owed(sale))
        if amount > open:
            return Failure("receivable_too_low", {"left": max(open, 0)})
    return None


async def debtor_refusal(node: Node, customer: str, quoted: Quote, tenders: Sequence[Tender]) -> Failure | None:
    """What lessens a receivable is booked for the customer who bought; nobody else's account moves."""
    sales = [line.article for line in quoted.lines if line.kind == "receivable"]
    sales += [tender.payment for tender in tenders if tender.kind == "on_account" and tender.amount < 0]
    for id in dict.fromkeys(sales):
        sale = await load_receipt(node, id) if node.balances.knows(accounts.owed(id)) else None
        if sale is None:
            return Failure("receivable_too_low", {"left": 0})
        if sale.customer != customer:
            return Failure("customer_needed", {})
    return None


async def receivables(node: Node, customer: str = "") -> list[Receivable]:
    """What is open, oldest first; of one customer or of all."""
    prefix = accounts.owed("")
    open = {
        name: left for name, left in node.balances.starting_with(prefix).items() if left > 0 and name != accounts.OWED
    }
    found = []
    for name, left in open.items():
        sale = await load_receipt(node, name.removeprefix(prefix))
        if sale is not None and (not customer or sale.customer == customer):
            total = sum(tender.amount for tender in sale.tenders if tender.kind == "on_account")
            found.append(
                Receivable(
                    sale.id, sale.number, sale.till_name, sale.finished_at, sale.customer, sale.customer_number, "",
                    total, left,
                )
            )  # fmt: skip
    found.sort(key=lambda one: one.at)
    found = found[:LISTED]
    ids = list({one.customer for one in found})
    names = await node.database.read(lambda connection: people(connection, ids))
    for one in found:
        person = names.get(one.customer)
        one.name = person.name if person is not None else ""
    return found
