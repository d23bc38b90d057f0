"""An invoice as PDF/A-3 with the electronic invoice inside (ZUGFeRD): one file for people and for programs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

from tresen.adapters.document_typst.hybrid import with_invoice_metadata
from tresen.core.invoice import Invoice, InvoiceLine, InvoiceTax
from tresen.core.invoice_words import INVOICE_WORDS
from tresen.core.money import format_cents
from tresen.core.quantity import UNIT_SYMBOLS, format_quantity
from tresen.core.receipt_lines import percent
from tresen.core.receipt_words import DECIMAL_MARK, Language

TEMPLATE: Final = Path(__file__).with_name("invoice.typ").read_bytes()
STANDARDS: Final = ("a-3a", "ua-1")
"""Archivable with attachments (ISO 19005-3, level A) and accessible (ISO 14289-1)."""


def invoice_pdf(invoice: Invoice, xml: str, language: Language = "de") -> bytes:
    """The PDF of an invoice. The same invoice gives the same bytes; blocks for some 50 ms."""
    inputs = {"data": json.dumps(_data(invoice, language), ensure_ascii=False), "xml": xml}
    at = _noon(invoice.issued_on)
    try:
        return with_invoice_metadata(_compile(inputs, at, archival=True, system_fonts=False))
    except typst.TypstError:
        pass
    try:
        return with_invoice_metadata(_compile(inputs, at, archival=True, system_fonts=True))
    except typst.TypstError:
        return _compile(inputs, at, archival=False, system_fonts=True)


def _compile(inputs: dict[str, str], at: int, *, archival: bool, system_fonts: bool) -> bytes:
    pdf = typst.compile(
        TEMPLATE, format="pdf", sys_inputs=inputs, ignore_system_fonts=not system_fonts,
        pdf_standards=list(STANDARDS) if archival else [], timestamp=at,
    )  # fmt: skip
    assert isinstance(pdf, bytes), "a PDF is one document"
    return pdf


def _noon(iso: str) -> int:
    return int(datetime.fromisoformat(f"{iso}T12:00:00").replace(tzinfo=UTC).timestamp())


def _date(iso: str, language: Language) -> str:
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if language == "de" else iso


def _data(invoice: Invoice, language: Language) -> dict[str, Any]:
    words = INVOICE_WORDS[language]
    seller, buyer = invoice.seller, invoice.buyer
    place = f"{buyer.postcode} {buyer.city}"
    heading = f"{words[invoice.type]} {invoice.number}"
    return {
        "title": f"{heading} {seller.name}",
        "heading": heading,
        "language": language,
        "at": [int(part) for part in invoice.issued_on.split("-")],
        "practice": words["practice"] if invoice.simulated else "",
        "seller": [seller.name, seller.street, f"{seller.postcode} {seller.city}"],
        "buyer": [buyer.name, buyer.street, place, *([buyer.country] if buyer.country != seller.country else [])],
        "facts": [list(fact) for fact in _facts(invoice, language) if fact[1]],
        "head": [words[name] for name in ("position", "quantity", "name", "price", "rate", "net")],
        "lines": [_line(line, language) for line in invoice.lines],
        "sums": list(_sums(invoice, language)),
        "notes": [*invoice.notes, *([invoice.terms] if invoice.terms else []), words["electronic"]],
        "foot": _foot(invoice, language),
        "page": words["page"],
    }


def _facts(invoice: Invoice, language: Language) -> list[tuple[str, str]]:
    words = INVOICE_WORDS[language]
    corrected = (
        f"{invoice.corrects} {words['corrects_on']} {_date(invoice.corrects_on, language)}" if invoice.corrects else ""
    )
    return [
        (words["number"], invoice.number),
        (words["issued_on"], _date(invoice.issued_on, language)),
        (words["supplied_on"], _date(invoice.supplied_on, language)),
        (words["receipt"], invoice.receipt),
        (words["corrects"], corrected),
        (words["reference"], invoice.buyer.reference),
        (words["buyer_vat_id"], invoice.buyer.vat_id),
    ]


def _foot(invoice: Invoice, language: Language) -> list[str]:
    words, seller = INVOICE_WORDS[language], invoice.seller
    named = (("contact", seller.contact), ("phone", seller.phone), ("mail", seller.mail))
    taxes = (("tax_number", seller.tax_number), ("vat_id", seller.vat_id))
    return [
        f"{seller.name}, {seller.street}, {seller.postcode} {seller.city}",
        " · ".join(f"{words[name]} {value}" for name, value in (*named, *taxes) if value),
    ]


def _line(line: InvoiceLine, language: Language) -> dict[str, Any]:
    mark = DECIMAL_MARK[language]
    symbol = UNIT_SYMBOLS.get(line.unit, UNIT_SYMBOLS["piece"])[language]
    scale: int = 10**line.decimals
    price = f"{line.price // scale}{mark}{line.price % scale:0{line.decimals}d}"
    return {
        "n": str(line.n),
        "quantity": f"{format_quantity(line.quantity, mark)} {symbol}",
        "name": line.name,
        "price": price,
        "rate": percent(line.rate, language),
        "net": format_cents(line.net, mark),
        "reductions": [f"{one.reason}: {format_cents(one.amount, mark)}" for one in line.reductions],
    }


def _sums(invoice: Invoice, language: Language) -> Iterator[dict[str, Any]]:
    words, mark = INVOICE_WORDS[language], DECIMAL_MARK[language]

    def row(text: str, amount: int, *, strong: bool = False) -> dict[str, Any]:
        return {"text": text, "amount": f"{format_cents(amount, mark)} {invoice.currency}", "strong": strong}

    yield row(words["sum_net"], invoice.net)
    for tax in invoice.taxes:
        yield row(_tax(tax, language), tax.vat)
    corrects = invoice.type != "invoice"
    yield row(words["total_credit" if corrects else "total"], invoice.total, strong=True)
    if invoice.paid:
        yield row(words["paid_back" if corrects else "paid"].format(means=invoice.means), -invoice.paid)
    yield row(words["due_credit" if corrects else "due"], invoice.due, strong=bool(invoice.due))


def _tax(tax: InvoiceTax, language: Language) -> str:
    words = INVOICE_WORDS[language]
    net = format_cents(tax.net, DECIMAL_MARK[language])
    if tax.category != "E":
        return words["vat"].format(rate=percent(tax.rate, language), net=net)
    return words["no_vat"].format(net=net, reason=tax.reason)
