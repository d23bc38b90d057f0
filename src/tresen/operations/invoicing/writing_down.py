"""Giving an invoice its number and writing it down: entry, row and document in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.countries import OF_THREE_LETTERS
from tresen.core.failures import Failure
from tresen.core.invoice import SERIES, Buyer, Invoice, Seller
from tresen.core.receipt import Receipt
from tresen.fiscal.invoicing.from_receipt import Terms
from tresen.fiscal.invoicing.xml import invoice_xml
from tresen.journal.entry import Draft, encode
from tresen.ledger.invoices import Document, InvoiceBody, digest_of, keep_document
from tresen.operations.house.change_shop import the_shop
from tresen.operations.node import Actor, Node
from tresen.operations.printing.papers import local_time
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

NOBODY: Final = Actor("", "", "customer")
"""Who acts where a customer asks, or where goods came back."""


@dataclass(slots=True)
class Issued:
    """An invoice with its number. `repeated`: it was there already."""

    id: str
    invoice: Invoice
    receipt: str
    repeated: bool = False


@dataclass(slots=True, frozen=True)
class About:
    """What the entry says beside the sums."""

    receipt: str
    asked_by: str
    returned_by: str = ""
    corrects: str = ""
    reason: str = ""


def terms_of(node: Node, receipt: Receipt, buyer: Buyer) -> Terms | Failure:
    """Seller as on the receipt, today's day in the shop, and whom to ask."""
    party, now = receipt.party, the_shop(node).party
    tax_number, vat_id = party.tax_number, party.vat_id
    if not tax_number and not vat_id:
        tax_number, vat_id = now.tax_number, now.vat_id
    if not tax_number and not vat_id:
        return Failure("invoice_seller_incomplete", {})
    chosen = node.masterdata.settings.invoices
    seller = Seller(
        party.name, party.street, party.postcode, party.city, OF_THREE_LETTERS.get(party.country, "DE"), tax_number,
        vat_id, chosen.contact, chosen.phone or party.phone, chosen.mail,
    )  # fmt: skip
    return Terms(seller, buyer, today(node), day_in(receipt.time_zone))


def day_in(zone: str) -> Callable[[int], str]:
    """The local day (YYYY-MM-DD) of moments."""
    local = local_time(zone)
    return lambda at: local(at)[:10]


def today(node: Node) -> str:
    """The calendar day in the shop, which an invoice is issued on."""
    return node.local(the_shop(node), node.clock.now())[:10]


async def write_down(node: Node, actor: Actor, id: str, made: Invoice, about: About) -> Issued | Failure:
    """Number and store an invoice. The caller holds `node.invoicing.lock`, so that nothing is made twice."""
    now, salt = node.clock.now(), node.ids.secret()
    day, prefix = office_day(node, now), node.masterdata.settings.invoices.prefix

    def job(tx: Tx) -> Invoice:
        counter = node.journal.last_counter("", SERIES) + 1
        invoice = replace(made, number=f"{prefix}{counter}")
        document = encode(Document(salt, invoice, invoice_xml(invoice)))
        body = InvoiceBody(
            invoice.type, invoice.number, about.receipt, invoice.issued_on, invoice.net, invoice.vat, invoice.total,
            invoice.paid, invoice.due, invoice.taxes, digest_of(document), about.returned_by, about.corrects,
            about.reason, about.asked_by,
        )  # fmt: skip
        entry = node.journal.append(
            tx,
            Draft(
                id,
                "invoice",
                now,
                day,
                encode(body),
                (),
                actor.staff,
                series=SERIES,
                subject=f"receipt:{about.receipt}",
            ),
        )
        assert entry.counter == counter, "the writer is alone"
        keep_document(tx, id, document, invoice.buyer)
        return invoice

    answer = await written(node, job)
    if isinstance(answer, Failure):
        return answer
    node.bus.tell("invoice", receipt=about.receipt, id=id)
    return Issued(id, answer, about.receipt)
