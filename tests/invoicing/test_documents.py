"""The ZUGFeRD document: PDF/A-3 with the XML inside, described as the standard wants it, and readable by people."""

import io
from xml.etree import ElementTree as ET

import facturx
import pypdfium2
from pypdf import PdfReader

from tests.examples.counter import line, percent, weighed
from tests.invoicing.invoiced import bought, invoiced, numbered
from tests.invoicing.official_rules import broken_rules
from tresen.adapters.document_typst import invoice_pdf
from tresen.core.invoice import Invoice
from tresen.core.receipt import Tender
from tresen.fiscal.invoicing.from_receipt import cancellation_of
from tresen.fiscal.invoicing.xml import invoice_xml

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"


def some() -> Invoice:
    quoted = bought(
        line("soap", 3, discount=percent(10)), weighed("cheese", 356), line("cola", 2), line("voucher", price=5000)
    )
    return invoiced(quoted, Tender("cash", 5000), Tender("on_account", quoted.total - 5000))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_invoice_is_inside_the_pdf_and_passes_the_official_rules() -> None:
    invoice = some()
    xml = invoice_xml(invoice)
    pdf = invoice_pdf(invoice, xml)
    name, found = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert (name, found.decode()) == ("factur-x.xml", xml)
    assert broken_rules(found.decode()) == []


def test_the_pdf_is_archivable_and_says_what_it_holds() -> None:
    invoice = some()
    reader = PdfReader(io.BytesIO(invoice_pdf(invoice, invoice_xml(invoice))), strict=True)
    catalog = reader.trailer["/Root"]
    (attached,) = [one.get_object() for one in catalog["/AF"]]
    assert attached["/AFRelationship"] == "/Alternative"
    assert attached["/UF"] == "factur-x.xml"
    assert attached["/EF"]["/F"].get_object()["/Subtype"] == "/text/xml"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/OutputIntents"]
    packet = catalog["/Metadata"].get_object().get_data()
    root = ET.fromstring(packet)
    said = {child.tag: child.text for one in root.iter(f"{RDF}Description") for child in one}
    assert said[f"{FX}DocumentType"] == "INVOICE"
    assert said[f"{FX}DocumentFileName"] == "factur-x.xml"
    assert said[f"{FX}ConformanceLevel"] == "EN 16931"
    part = "{http://www.aiim.org/pdfa/ns/id/}"
    assert (said[f"{part}part"], said[f"{part}conformance"]) == ("3", "A")
    described = [one.text for one in root.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")]
    assert FX.strip("{}") in described


def test_the_places_in_the_file_are_right() -> None:
    """Every object is where the table at the end says."""
    invoice = some()
    pdf = invoice_pdf(invoice, invoice_xml(invoice))
    table = int(pdf.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert pdf[table : table + 4] == b"xref"
    entries = [row.split() for row in pdf[table:].split(b"trailer")[0].splitlines()[2:]]
    for number, (place, _, kind) in enumerate(entries):
        if kind == b"n":
            assert pdf[int(place) :].lstrip().startswith(b"%d 0 obj" % number)


def test_people_read_the_same_amounts() -> None:
    invoice = some()
    text = text_of(invoice_pdf(invoice, invoice_xml(invoice)))
    for said in ("Rechnung R-1", "Käufer & Söhne GmbH", "10115 Berlin", "99/999/99999", "DE136695976", "Seife", "Treue",
                 "03.06.2026", "01.06.2026", "TRESEN-1/17", "0,356 kg", "Noch zu zahlen", "Nicht steuerbar"):  # fmt: skip
        assert said in text, said
    for cents in (invoice.net, *(tax.vat for tax in invoice.taxes), invoice.total, invoice.due):
        assert f"{cents // 100},{cents % 100:02d} EUR" in text


def test_a_correction_says_so_and_names_the_invoice() -> None:
    made = numbered(cancellation_of(some(), "2026-06-04", "Name falsch"), "R-2")
    text = text_of(invoice_pdf(made, invoice_xml(made)))
    assert "Stornorechnung R-2" in text
    assert "R-1 vom 03.06.2026" in text
    assert "Name falsch" in text


def test_the_same_invoice_gives_the_same_file_in_both_languages() -> None:
    invoice = some()
    xml = invoice_xml(invoice)
    assert invoice_pdf(invoice, xml) == invoice_pdf(invoice, xml)
    assert "Date of supply" in text_of(invoice_pdf(invoice, xml, "en"))


def test_a_very_long_invoice_has_many_pages() -> None:
    invoice = invoiced(bought(*(line("soap", id=str(n)) for n in range(150))))
    with pypdfium2.PdfDocument(invoice_pdf(invoice, invoice_xml(invoice))) as document:
        assert len(document) > 2
