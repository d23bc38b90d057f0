"""The declarations of DSFinV-K 2.4 are those of the specification, and files are written in its dialect."""

import csv
import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tresen.fiscal.dsfinvk import dialect, dtd
from tresen.fiscal.dsfinvk.column import Table
from tresen.fiscal.dsfinvk.description import DTD_FILE, Supplier, described, with_certificate_parts
from tresen.fiscal.dsfinvk.master_tables import TSE
from tresen.fiscal.dsfinvk.tables import (
    CASE_TYPES,
    PAYMENT_TYPES,
    RECEIPT_TYPES,
    SIGNATURE_ALGORITHMS,
    TABLES,
    WORDS,
)

LIST = Path(__file__).with_name("columns_2_4.txt")
"""The specification's tables as `file name: COLUMN:type …`, with the correction of 2.4 (TERMINAL_SERIENNR has 70)."""
SUPPLIER = Supplier("Kaffee & Kuchen <GmbH>", "01067 Dresden", "Ausgabe")


def said(table: Table) -> str:
    columns = " ".join(
        f"{column.name}:n{column.decimals}" if column.numeric else f"{column.name}:a{column.length}"
        for column in table.columns
    )
    return f"{table.file} {table.name}: {columns}"


def test_the_tables_are_the_20_of_the_specification_with_all_219_columns_in_order():
    assert [said(table) for table in TABLES] == LIST.read_text().splitlines()
    assert len(TABLES) == 20
    assert sum(len(table.columns) for table in TABLES) == 219


def test_every_table_and_column_says_what_it_is():
    for table in TABLES:
        assert table.text
        assert len({column.name for column in table.columns}) == len(table.columns)
        for column in table.columns:
            assert len(column.text) > 5, column.name
            assert (column.length > 0) != column.numeric, column.name


def test_every_row_begins_with_the_key_of_its_closing():
    for table in TABLES:
        assert table.header[:3] == ("Z_KASSE_ID", "Z_ERSTELLUNG", "Z_NR")


def test_there_are_as_many_words_as_the_specification_has():
    assert (len(RECEIPT_TYPES), len(CASE_TYPES), len(PAYMENT_TYPES), len(SIGNATURE_ALGORITHMS)) == (9, 25, 7, 16)
    columns = {column.name: column for table in TABLES for column in table.columns}
    for name, words in WORDS.items():
        assert len(set(words)) == len(words)
        assert all(len(word) <= columns[name].length for word in words), name


def test_index_xml_follows_the_grammar_that_goes_with_it():
    # libxml2 refuses the standard's own, ambiguous model of Media; only this line is replaced
    ambiguous = "<!ELEMENT Media (Name, Command*, Table*, Command*, AcceptNoTables?)>"
    assert ambiguous in dtd.DTD
    grammar = etree.DTD(
        io.StringIO(dtd.DTD.replace(ambiguous, "<!ELEMENT Media (Name,(Command|Table)*,AcceptNoTables?)>"))
    )
    index = described(TABLES, SUPPLIER)
    parsed = etree.fromstring(index.encode())
    assert grammar.validate(parsed), grammar.error_log
    assert parsed.getroottree().docinfo.system_url == DTD_FILE == "gdpdu-01-09-2004.dtd"
    assert parsed.findtext("DataSupplier/Name") == SUPPLIER.name
    assert [url.text for url in parsed.iter("URL")] == [table.file for table in TABLES]
    assert set(parsed.xpath("//RecordDelimiter/text()")) == {"\r\n"}
    assert not parsed.xpath("//VariablePrimaryKey | //ForeignKey")
    parsed.find("Media").remove(parsed.find("Media/Name"))
    assert not grammar.validate(parsed)


def test_every_element_of_the_grammar_is_declared_once():
    declared = [line.split()[1] for line in dtd.DTD.splitlines() if line.startswith("<!ELEMENT")]
    assert len(declared) == len(set(declared)) == 49


@pytest.mark.parametrize(("length", "last"), [(800, "II"), (2000, "II"), (2001, "III"), (4001, "V")])
def test_a_long_certificate_gets_columns_of_its_own_at_the_end(length, last):
    table = with_certificate_parts(TSE, length)
    assert table.columns[: len(TSE.columns)] == TSE.columns
    assert table.header[-1] == f"TSE_ZERTIFIKAT_{last}"


def test_amounts_have_a_comma_two_decimals_and_no_grouping():
    assert [dialect.amount(cents) for cents in (0, 5, -5, 100, -12345678)] == [
        "0,00",
        "0,05",
        "-0,05",
        "1,00",
        "-123456,78",
    ]
    assert dialect.amounts_with(5)(-5) == "-0,05000"
    assert dialect.thousandths(-1500) == "-1,500"


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**7))
def test_a_price_per_unit_has_at_most_five_decimals_and_is_nearest(cents, per):
    written = dialect.fraction(cents, per)
    whole, _, digits = written.partition(",")
    assert 2 <= len(digits) <= 5
    value = int(whole + digits.ljust(5, "0"))
    assert abs(value * per - cents * 1000) * 2 <= per


def test_moments_carry_their_offset_also_where_the_clock_goes_back():
    berlin = ZoneInfo("Europe/Berlin")
    assert dialect.moment(1_792_888_200_000, berlin) == "2026-10-25T02:30:00+02:00"
    assert dialect.moment(1_792_891_800_999, berlin) == "2026-10-25T02:30:00+01:00"
    assert dialect.tse_time(1_792_891_800_007) == "2026-10-25T01:30:00.007Z"


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=5), max_size=5))
def test_any_text_comes_back_as_it_was_cleaned(rows):
    cleaned = [[dialect.text(value, 20) for value in row] for row in rows]
    written = dialect.written(cleaned)
    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=";")) == cleaned
    assert all(value == value.strip() and len(value) <= 20 for row in cleaned for value in row)
    assert "\n" not in written.replace("\r\n", "")
