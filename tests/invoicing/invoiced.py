"""Receipts to write invoices for, and the words to do it with."""

from dataclasses import replace

from tests.examples.counter import SHOP, ring_up
from tresen.core.basket import BasketLine, Discount
from tresen.core.invoice import Buyer, Invoice, Seller
from tresen.core.quote import Quote, QuoteLine
from tresen.core.receipt import Party, Receipt, Tender
from tresen.core.tax import tax_sum
from tresen.core.tax_parts import tax_parts
from tresen.fiscal.invoicing.from_receipt import Terms, invoice_of

PARTY = Party("Testladen", "Hauptstraße 1", "99999", "Musterstadt", tax_number="99/999/99999", vat_id="DE136695976")
SELLER = Seller(
    "Testladen", "Hauptstraße 1", "99999", "Musterstadt", "DE", "99/999/99999", "DE136695976", "Olga Owner",
    "+49 30 901820", "rechnung@testladen.example",
)  # fmt: skip
BUYER = Buyer("Käufer & Söhne GmbH", "Weg 2", "10115", "Berlin")
OFFICE = Buyer("Stadt Musterstadt", "Rathausplatz 1", "99999", "Musterstadt", reference="04011000-1234512345-06")
DAY = "2026-06-01"
TERMS = Terms(SELLER, BUYER, "2026-06-03", lambda _: DAY)


def receipt_over(lines: tuple[QuoteLine, ...], *tenders: Tender, kind: str = "sale", party: Party = PARTY) -> Receipt:
    """A receipt with these lines, paid in cash unless tenders say otherwise."""
    sums: dict[tuple[int, int], int] = {}
    for line in lines:
        for key, rate, part in tax_parts(line):
            sums[key, rate] = sums.get((key, rate), 0) + part
    total = sum(line.amount for line in lines)
    taxes = tuple(tax_sum(key, rate, gross) for (key, rate), gross in sorted(sums.items()))
    return Receipt(
        "1" * 32, kind, "Beleg", "shop-1", "till-1", "Kasse 1", "TRESEN-1", DAY, 0, 1_780_300_800_000, "s", "Olga",
        party, lines, taxes, tenders or (Tender("cash", total),), total, number=17,
    )  # fmt: skip


def bought(*lines: BasketLine, discounts: tuple[Discount, ...] = ()) -> Quote:
    return ring_up(*lines, discounts=discounts, shop=SHOP)


def numbered(invoice: Invoice, number: str = "R-1") -> Invoice:
    return replace(invoice, number=number)


def invoiced(quoted: Quote, *tenders: Tender, terms: Terms = TERMS, party: Party = PARTY) -> Invoice:
    return numbered(invoice_of(receipt_over(quoted.lines, *tenders, party=party), terms))
