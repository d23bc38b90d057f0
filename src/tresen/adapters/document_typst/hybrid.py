"""What makes a PDF/A-3 with an attached invoice a ZUGFeRD document: the words about it in the PDF's own metadata.

Typst attaches the XML and writes the metadata (XMP) as plain text, but takes no words of others in. They are put in
here, and the table of places at the end of the file is written anew: nothing else of the file changes.
"""

import re
from typing import Final

_SPACE: Final = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES: Final = (
    ("DocumentFileName", "name of the embedded XML invoice file"),
    ("DocumentType", "INVOICE"),
    ("Version", "version of the XML schema of the invoice"),
    ("ConformanceLevel", "conformance level of the XML invoice"),
)


def with_invoice_metadata(pdf: bytes, *, file: str = "factur-x.xml", level: str = "EN 16931") -> bytes:
    """The same PDF, saying that it holds an invoice, how the file is called and which profile it follows."""
    begin = pdf.index(b"<x:xmpmeta")
    end = pdf.index(b"</x:xmpmeta>", begin)
    listed = re.compile(rb"(<pdfaExtension:schemas>\s*<rdf:Bag>)")
    said, found = listed.subn(rb"\1" + _schema().encode(), pdf[begin:end], count=1)
    assert found == 1, "PDF/A metadata of typst describe their own additions"
    said = said.replace(b"</rdf:RDF>", _description(file, level).encode() + b"</rdf:RDF>", 1)
    return _put_in(pdf, begin, end, said)


def _schema() -> str:
    """PDF/A wants every property described that its standard does not know."""
    properties = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
        f"<pdfaProperty:description>{text}</pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for name, text in _PROPERTIES
    )
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_SPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _description(file: str, level: str) -> str:
    return (
        f'<rdf:Description rdf:about="" xmlns:fx="{_SPACE}"><fx:DocumentType>INVOICE</fx:DocumentType>'
        f"<fx:DocumentFileName>{file}</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
        f"<fx:ConformanceLevel>{level}</fx:ConformanceLevel></rdf:Description>"
    )


def _put_in(pdf: bytes, begin: int, end: int, content: bytes) -> bytes:
    """Replace a part inside an uncompressed stream; its length and the places of what follows change with it."""
    more = len(content) - (end - begin)
    object_begin = pdf.rindex(b" obj", 0, begin)
    length = re.compile(rb"/Length (\d+)").search(pdf, object_begin, begin)
    assert length is not None, "a stream says how long it is"
    longer = str(int(length[1]) + more).encode()
    more += len(longer) - len(length[1])
    made = pdf[: length.start(1)] + longer + pdf[length.end(1) : begin] + content + pdf[end:]
    table = made.rindex(b"\nxref\n") + 1
    tail = re.sub(
        rb"(?m)^(\d{10}) (\d{5}) n",
        lambda entry: b"%010d %s n" % (_moved(int(entry[1]), begin, more), entry[2]),
        made[table:],
    )
    tail = re.sub(rb"startxref\n\d+", b"startxref\n%d" % table, tail)
    return made[:table] + tail


def _moved(place: int, begin: int, more: int) -> int:
    return place + more if place > begin else place
