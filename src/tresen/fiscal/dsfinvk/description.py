"""index.xml: what the files are and how they are to be read (Beschreibungsstandard of GDPdU/GoBD, DTD of 2004-09-01)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from tresen.fiscal.dsfinvk.column import Column, Table, texts

FILE: Final = "index.xml"
DTD_FILE: Final = "gdpdu-01-09-2004.dtd"


@dataclass(slots=True, frozen=True)
class Supplier:
    """Who hands the data over, and what they are."""

    name: str
    location: str
    comment: str


def described(tables: Iterable[Table], supplier: Supplier) -> str:
    """The whole index.xml."""
    return "\r\n".join(_lines(tables, supplier)) + "\r\n"


def with_certificate_parts(table: Table, length: int) -> Table:
    """`tse.csv` with as many columns as a certificate of so many characters takes: further ones go to the end."""
    wanted = -(-length // CERTIFICATE_PART)
    further = tuple(
        texts(f"TSE_ZERTIFIKAT_{_roman(part)}", CERTIFICATE_PART, "if_any", "Zertifikat in Base64, die nächsten 1000 Zeichen")
        for part in range(3, wanted + 1)
    )  # fmt: skip
    return replace(table, columns=(*table.columns, *further))


CERTIFICATE_PART: Final = 1000


def _roman(number: int) -> str:
    assert 0 < number < 40, "a certificate has few parts"
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _lines(tables: Iterable[Table], supplier: Supplier) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<!DOCTYPE DataSet SYSTEM "{DTD_FILE}">'
    yield "<DataSet>"
    yield "  <Version>1.0</Version>"
    yield "  <DataSupplier>"
    yield f"    {_element('Name', supplier.name)}"
    yield f"    {_element('Location', supplier.location)}"
    yield f"    {_element('Comment', supplier.comment)}"
    yield "  </DataSupplier>"
    yield "  <Media>"
    yield f"    {_element('Name', 'DSFinV-K')}"
    for table in tables:
        yield from _table(table)
    yield "  </Media>"
    yield "</DataSet>"


def _table(table: Table) -> Iterator[str]:
    yield "    <Table>"
    yield f"      {_element('URL', table.file)}"
    yield f"      {_element('Name', table.name)}"
    yield f"      {_element('Description', table.text)}"
    yield "      <UTF8/>"
    yield "      <DecimalSymbol>,</DecimalSymbol>"
    yield "      <DigitGroupingSymbol>.</DigitGroupingSymbol>"
    yield "      <Range><From>2</From></Range>"
    yield "      <VariableLength>"
    yield "        <ColumnDelimiter>;</ColumnDelimiter>"
    yield "        <RecordDelimiter>&#xD;&#xA;</RecordDelimiter>"
    yield '        <TextEncapsulator>"</TextEncapsulator>'
    for column in table.columns:
        yield f"        {_column(column)}"
    yield "      </VariableLength>"
    yield "    </Table>"


def _column(column: Column) -> str:
    if not column.numeric:
        kind = f"<AlphaNumeric/><MaxLength>{column.length}</MaxLength>"
    elif column.decimals:
        kind = f"<Numeric><Accuracy>{column.decimals}</Accuracy></Numeric>"
    else:
        kind = "<Numeric/>"
    named = f"{_element('Name', column.name)}{_element('Description', column.text)}"
    return f"<VariableColumn>{named}{kind}</VariableColumn>"


def _element(name: str, content: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in content)
    return f"<{name}>{escape(shown, quote=False)}</{name}>"
