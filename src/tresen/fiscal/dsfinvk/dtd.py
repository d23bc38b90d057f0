"""gdpdu-01-09-2004.dtd: the grammar of index.xml (Beschreibungsstandard, version 1.5 of 2004-09-01), which goes with it.

The content models are those of the standard; its explaining comments are left out. `Media` is ambiguous in the
standard itself, so strict validators complain of the DTD there, and not of the index.
"""

from typing import Final

DTD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Beschreibungsstandard GDPdU/GoBD, 1.5 (2004-09-01) -->

<!ELEMENT DataSet (Extension*, Version, DataSupplier?, Command*, Media+, Command*)>
<!ELEMENT Extension (Name, URL)>
<!ELEMENT DataSupplier (Name, Location, Comment)>
<!ELEMENT Media (Name, Command*, Table*, Command*, AcceptNoTables?)>

<!ELEMENT Table (URL, Name?, Description?, Validity?, (ANSI | Macintosh | OEM | UTF16 | UTF7 | UTF8)?, \
(DecimalSymbol, DigitGroupingSymbol)?, SkipNumBytes?, Range?, Epoch?, (VariableLength | FixedLength))>
<!ELEMENT Validity (Range, Format?)>
<!ELEMENT Range (From, (To | Length)?)>

<!ELEMENT VariableLength (ColumnDelimiter?, RecordDelimiter?, TextEncapsulator?, \
((VariablePrimaryKey+, VariableColumn*) | (VariableColumn+)), ForeignKey*)>
<!ELEMENT VariablePrimaryKey (Name, Description?, (Numeric | (AlphaNumeric, MaxLength?) | Date), Map*)>
<!ELEMENT VariableColumn (Name, Description?, (Numeric | (AlphaNumeric, MaxLength?) | Date), Map*)>

<!ELEMENT FixedLength ((Length | RecordDelimiter)?, ((FixedPrimaryKey+, FixedColumn*) | (FixedColumn+)), ForeignKey*)>
<!ELEMENT FixedPrimaryKey (Name, Description?, (Numeric | AlphaNumeric | Date), Map*, FixedRange)>
<!ELEMENT FixedColumn (Name, Description?, (Numeric | AlphaNumeric | Date), Map*, FixedRange)>
<!ELEMENT FixedRange (From, (To | Length))>

<!ELEMENT ForeignKey (Name+, References, Alias*)>
<!ELEMENT Alias (From, To)>
<!ELEMENT Map (Description?, From, To)>

<!ELEMENT Numeric ((ImpliedAccuracy | Accuracy)?)>
<!ELEMENT AlphaNumeric EMPTY>
<!ELEMENT Date (Format?)>

<!ELEMENT ANSI EMPTY>
<!ELEMENT Macintosh EMPTY>
<!ELEMENT OEM EMPTY>
<!ELEMENT UTF16 EMPTY>
<!ELEMENT UTF7 EMPTY>
<!ELEMENT UTF8 EMPTY>

<!ELEMENT AcceptNoTables (#PCDATA)>
<!ELEMENT Accuracy (#PCDATA)>
<!ELEMENT ColumnDelimiter (#PCDATA)>
<!ELEMENT Command (#PCDATA)>
<!ELEMENT Comment (#PCDATA)>
<!ELEMENT DecimalSymbol (#PCDATA)>
<!ELEMENT Description (#PCDATA)>
<!ELEMENT DigitGroupingSymbol (#PCDATA)>
<!ELEMENT Epoch (#PCDATA)>
<!ELEMENT Format (#PCDATA)>
<!ELEMENT From (#PCDATA)>
<!ELEMENT ImpliedAccuracy (#PCDATA)>
<!ELEMENT Length (#PCDATA)>
<!ELEMENT Location (#PCDATA)>
<!ELEMENT MaxLength (#PCDATA)>
<!ELEMENT Name (#PCDATA)>
<!ELEMENT RecordDelimiter (#PCDATA)>
<!ELEMENT References (#PCDATA)>
<!ELEMENT SkipNumBytes (#PCDATA)>
<!ELEMENT TextEncapsulator (#PCDATA)>
<!ELEMENT To (#PCDATA)>
<!ELEMENT URL (#PCDATA)>
<!ELEMENT Version (#PCDATA)>
"""
