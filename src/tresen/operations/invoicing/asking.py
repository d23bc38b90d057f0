"""Customers ask for their invoice behind the QR code of the receipt, for as long as the office lets them."""

from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.fiscal.invoicing.from_receipt import invoiced_lines
from tresen.operations.finding import load_receipt
from tresen.operations.invoicing.buyer_form import BuyerForm
from tresen.operations.invoicing.issue import issue_for
from tresen.operations.invoicing.writing_down import NOBODY, Issued, day_in, today
from tresen.operations.node import Node


def last_month(day: str, months: int) -> str:
    """The month (YYYY-MM) at the end of which a term ends that began on a day."""
    years, month = divmod(int(day[5:7]) - 1 + months, 12)
    return f"{int(day[:4]) + years:04d}-{month + 1:02d}"


def may_ask(node: Node, receipt: Receipt) -> Failure | None:
    """Whether a customer may ask for an invoice of this receipt now."""
    chosen = node.masterdata.settings.invoices
    if not chosen.self_service:
        return Failure("invoice_self_service_off", {})
    if not invoiced_lines(receipt):
        return Failure("invoice_nothing_sold", {})
    sold_on = day_in(receipt.time_zone)(receipt.finished_at)
    if today(node)[:7] > last_month(sold_on, chosen.months):
        return Failure("invoice_term_over", {})
    return None


async def ask_for_invoice(node: Node, id: str, form: BuyerForm) -> Issued | Failure:
    """The customer's own request."""
    receipt = await load_receipt(node, id)
    if receipt is None:
        return Failure("receipt_not_found", {})
    refused = may_ask(node, receipt)
    if refused is not None:
        return refused
    return await issue_for(node, NOBODY, id, form, "customer")
