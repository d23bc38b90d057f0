"""Faults to plant into a sound export: what is done to it, and the rule that must find it."""

from collections.abc import Callable
from typing import NamedTuple

from tests.inspection.own_export import Export


class Planted(NamedTuple):
    what: str
    rule: str
    plant: Callable[[Export], object]


def cell(file: str, column: str, value: str, row: int = 0, **where: str) -> Callable[[Export], object]:
    """Another value in one cell: of the row of that number among those that fit."""

    def plant(export: Export) -> None:
        fitting = [one for one in export.rows[file] if all(one[name] == wanted for name, wanted in where.items())]
        assert fitting[row][column] != value
        fitting[row][column] = value

    return plant


def without(file: str, row: int = 0) -> Callable[[Export], object]:
    return lambda export: export.rows[file].pop(row)


def again(file: str, row: int = 0, **cells: str) -> Callable[[Export], object]:
    return lambda export: export.rows[file].append({**export.rows[file][row], **cells})


def raw(file: str, old: bytes, new: bytes) -> Callable[[Export], object]:
    """Other bytes in the file."""

    def plant(export: Export) -> None:
        content = export.files()[file]
        assert old in content
        export.bytes[file] = content.replace(old, new, 1)

    return plant


def swapped(export: Export) -> None:
    header = export.headers["lines.csv"]
    header[5], header[6] = header[6], header[5]


def own_column(export: Export) -> None:
    export.headers["vat.csv"].append("MEINS")


INDEX = "index.xml"
CLOSING, REGISTER, TSE, VAT = "cashpointclosing.csv", "cashregister.csv", "tse.csv", "vat.csv"
CASES, PAID, CASH = "businesscases.csv", "payment.csv", "cash_per_currency.csv"
HEAD, PAYMENT, LINES, ITEMS, SUBS = (
    "transactions.csv",
    "datapayment.csv",
    "lines.csv",
    "itemamounts.csv",
    "subitems.csv",
)
SIGNED, PRINTED, LINES_VAT = "transactions_tse.csv", "transactions_vat.csv", "lines_vat.csv"
GROUPS, REFERENCES = "allocation_groups.csv", "references.csv"

PLANTED = [
    Planted("a file is missing", "file.missing", lambda export: export.missing.add(GROUPS)),
    Planted("index.xml is missing", "file.missing", lambda export: export.missing.add(INDEX)),
    Planted("the DTD is missing", "file.missing", lambda export: export.missing.add("gdpdu-01-09-2004.dtd")),
    Planted("a file too many", "file.unknown", lambda export: export.bytes.update({"more.csv": b"A\r\n"})),
    Planted("index.xml is no XML", "index.bad", raw(INDEX, b"</DataSet>", b"</Data>")),
    Planted("index.xml with entities", "index.bad",
            raw(INDEX, b'SYSTEM "gdpdu-01-09-2004.dtd">', b'SYSTEM "gdpdu-01-09-2004.dtd" [<!ENTITY a "b">]>')),
    Planted("the old DTD", "index.dtd", raw(INDEX, b"gdpdu-01-09-2004.dtd", b"gdpdu-01-08-2002.dtd")),
    Planted("a table not described", "index.table_missing", raw(INDEX, b"<URL>vat.csv", b"<URL>other.csv")),
    Planted("a table described twice", "index.table_double", raw(INDEX, b"<URL>vat.csv", b"<URL>tse.csv")),
    Planted("a described file is missing", "index.no_such_file", raw(INDEX, b"<URL>vat.csv", b"<URL>other.csv")),
    Planted("another name of a table", "index.name", raw(INDEX, b"<Name>Bonkopf</Name>", b"<Name>Bon</Name>")),
    Planted("another column described", "index.columns", raw(INDEX, b"<Name>BON_NR</Name>", b"<Name>NR</Name>")),
    Planted("another length described", "index.type", raw(INDEX, b"<MaxLength>255", b"<MaxLength>60")),
    Planted("other decimals described", "index.type", raw(INDEX, b"<Accuracy>3", b"<Accuracy>2")),
    Planted("a decimal point described", "index.format", raw(INDEX, b"<DecimalSymbol>,", b"<DecimalSymbol>.")),
    Planted("data from the first line on", "index.format", raw(INDEX, b"<From>2", b"<From>1")),
    Planted("an encoding not described", "index.format", raw(INDEX, b"<UTF8/>", b"<ANSI/>")),
    Planted("a byte order mark", "csv.bom", raw(LINES, b"Z_KASSE_ID", b"\xef\xbb\xbfZ_KASSE_ID")),
    Planted("a line feed alone", "csv.line_end", raw(HEAD, b"\r\n", b"\n")),
    Planted("Latin-1", "csv.encoding", raw(CLOSING, b"Tante Emma", b"Tante \xc4mma")),
    Planted("an endless line", "csv.line_too_long", raw(VAT, b"Satz", b"S" * (1 << 20))),
    Planted("a broken quote", "csv.quoting", raw(LINES, b";Umsatz 1;", b';"Umsatz" 1;')),
    Planted("a column is missing", "csv.column_missing", lambda export: export.headers[LINES].remove("FAKTOR")),
    Planted("columns swapped", "csv.column_order", swapped),
    Planted("a column not described", "csv.column_unknown", own_column),
    Planted("a cell too few", "csv.cells", raw(PAID, b";Bar;;", b";Bar;")),
    Planted("no operator", "cell.empty", cell(HEAD, "BEDIENER_ID", "")),
    Planted("no article text", "cell.empty", cell(LINES, "ARTIKELTEXT", "")),
    Planted("no quantity of an article", "cell.empty", cell(LINES, "MENGE", "", GV_TYP="Umsatz")),
    Planted("no signature counter", "cell.empty", cell(SIGNED, "TSE_TA_SIGZ", "")),
    Planted("neither tax number nor VAT id", "cell.one_of", cell(CLOSING, "STNR", "")),
    Planted("a line without amount", "cell.one_of", cell(LINES_VAT, "POS_BRUTTO", "")),
    Planted("a country with two letters", "cell.code", cell(CLOSING, "LAND", "DE")),
    Planted("a currency in small letters", "cell.code", cell(PAYMENT, "ZAHLWAEH_CODE", "eur")),
    Planted("a text too long", "cell.too_long", cell(CLOSING, "NAME", "x" * 61)),
    Planted("a word as a number", "cell.number", cell(HEAD, "BON_NR", "R-7")),
    Planted("a leading zero", "cell.number", cell(HEAD, "BON_NR", "07")),
    Planted("a decimal point", "cell.point", cell(HEAD, "UMS_BRUTTO", "250.00")),
    Planted("a grouped number", "cell.point", cell(CASES, "Z_UMS_BRUTTO", "1.250,00")),
    Planted("too many decimals", "cell.decimals", cell(HEAD, "UMS_BRUTTO", "250,000")),
    Planted("a type in capitals", "cell.word", cell(PAYMENT, "ZAHLART_TYP", "BAR")),
    Planted("a business case that is none", "cell.word", cell(LINES, "GV_TYP", "Verkauf")),
    Planted("an event that is none", "cell.word", cell(HEAD, "BON_TYP", "Rechnung")),
    Planted("an algorithm that is none", "cell.word", cell(TSE, "TSE_SIG_ALGO", "ECDSA")),
    Planted("a processType that is none", "cell.word", cell(SIGNED, "TSE_TA_VORGANGSART", "Beleg")),
    Planted("a price finding in German", "cell.word", cell(ITEMS, "TYP", "Grundpreis")),
    Planted("a time that is none", "cell.moment", cell(HEAD, "BON_START", "15.01.2027 09:00")),
    Planted("a day that no calendar has", "cell.moment", cell(HEAD, "BON_ENDE", "2027-02-30T09:01:00+01:00")),
    Planted("a booking day that is none", "cell.day", cell(CLOSING, "Z_BUCHUNGSTAG", "15.01.2027")),
    Planted("an old version", "cell.version", cell(CLOSING, "TAXONOMIE_VERSION", "1.9")),
    Planted("local time of the TSE", "cell.tse_time", cell(SIGNED, "TSE_TA_START", "2027-01-15T09:00:00+01:00")),
    Planted("blanks around signed data", "cell.blanks", cell(SIGNED, "TSE_VORGANGSDATEN", " Beleg^")),
    Planted("a reference without its day", "cell.only_transaction", cell(REFERENCES, "REF_DATUM", "")),
    Planted("an invoice with a closing", "cell.only_transaction", cell(REFERENCES, "REF_Z_NR", "1", REF_TYP="ExterneRechnung")),
    Planted("a note without a name", "cell.name_wanted", cell(HEAD, "BON_NAME", "", BON_TYP="AVSonstige")),
    Planted("another document without a name", "cell.name_wanted", cell(REFERENCES, "REF_TYP", "ExterneSonstige", -1)),
    Planted("a voided line with an amount", "cell.void_after", cell(LINES, "P_STORNO", "1")),
    Planted("a closing twice", "key.closing_double", again(CLOSING)),
    Planted("a closing is missing", "key.closing_gap", lambda export: [
        row.update(Z_NR="3") for rows in export.rows.values() for row in rows
        if (row["Z_KASSE_ID"], row["Z_NR"]) == ("K-1", "2")
    ]),
    Planted("a closing older than the one before", "key.closing_order", lambda export: [
        row.update(Z_ERSTELLUNG="2027-01-14T20:00:00+01:00") for rows in export.rows.values() for row in rows
        if row["Z_NR"] == "2"
    ]),
    Planted("a row of no closing", "key.closing_unknown", cell(LINES, "Z_NR", "9")),
    Planted("the till is missing", "key.master_missing", without(REGISTER)),
    Planted("the place is missing", "key.master_missing", without("location.csv")),
    Planted("a VAT key twice", "key.double", again(VAT)),
    Planted("a receipt number twice", "key.double", cell(HEAD, "BON_NR", "1", 1)),
    Planted("a receipt twice", "key.receipt_double", again(HEAD)),
    Planted("a receipt again in another closing", "key.receipt_double", lambda export: export.rows[HEAD].append(
        {**export.rows[HEAD][0], "Z_NR": "2", "Z_ERSTELLUNG": "2027-01-16T20:00:00+01:00"})),
    Planted("a payment of no receipt", "key.receipt_unknown", cell(PAYMENT, "BON_ID", "B-999999")),
    Planted("a receipt is missing", "key.receipt_unknown", without(HEAD)),
    Planted("VAT of a line that is not there", "key.line_unknown", cell(LINES_VAT, "POS_ZEILE", "9")),
    Planted("a component of a line that is not there", "key.line_unknown", cell(SUBS, "POS_ZEILE", "9")),
    Planted("a line twice", "key.line_double", cell(LINES, "POS_ZEILE", "1", 2)),
    Planted("a line number left out", "key.line_gap", lambda export: [
        row.update(POS_ZEILE="5") for file in (LINES, LINES_VAT) for row in export.rows[file]
        if (row["BON_ID"], row["POS_ZEILE"]) == ("B-000002", "3")
    ]),
    Planted("a device that is not there", "key.unknown", cell(HEAD, "TERMINAL_ID", "G-9")),
    Planted("an agency that is not there", "key.unknown", cell(LINES, "AGENTUR_ID", "8")),
    Planted("a VAT key that is not there", "key.unknown", without(VAT, 1)),
    Planted("a TSE that is not there", "key.unknown", cell(SIGNED, "TSE_ID", "2")),
    Planted("a first event that is none", "key.first_last", cell(CLOSING, "Z_START_ID", "B-999999")),
    Planted("a last event of another closing", "key.first_last", cell(CLOSING, "Z_ENDE_ID", "B-000018")),
    Planted("an end before the beginning", "key.ends_before", cell(HEAD, "BON_ENDE", "2027-01-15T08:00:00+01:00")),
    Planted("an event after its closing", "key.after_closing", cell(HEAD, "BON_ENDE", "2027-01-15T23:00:00+01:00")),
    Planted("a reference to nothing", "key.reference", cell(REFERENCES, "REF_BON_ID", "B-999999")),
    Planted("a reversal of nothing", "key.reference_missing", without(REFERENCES, 1)),
    Planted("neither signature nor reason", "key.tse_missing", without(SIGNED)),
    Planted("a reserved VAT key", "vat.key", cell(VAT, "UST_SCHLUESSEL", "9", UST_SCHLUESSEL="6")),
    Planted("a rate where there is none", "vat.zero", cell(VAT, "UST_SATZ", "19,00", UST_SCHLUESSEL="5")),
    Planted("VAT that nobody can tell", "vat.undetermined", lambda export: [
        row.update({name: "7"}) for file in (VAT, PRINTED, LINES_VAT, CASES) for row in export.rows[file]
        for name in ("UST_SCHLUESSEL",) if row[name] == "6"
    ]),
    Planted("parts that do not add up", "vat.parts", cell(PRINTED, "BON_NETTO", "200,00")),
    Planted("parts of the closing that do not add up", "vat.parts", cell(CASES, "Z_UST", "1,00")),
    Planted("parts of a price that do not add up", "vat.parts", cell(ITEMS, "PF_NETTO", "1,00")),
    Planted("VAT at another rate", "vat.amount", lambda export: next(
        row for row in export.rows[PRINTED] if row["UST_SCHLUESSEL"] == "1").update(BON_NETTO="2,57", BON_UST="0,18")),
    Planted("a cash movement with VAT", "vat.case_key", cell(LINES_VAT, "UST_SCHLUESSEL", "1")),
    Planted("a total that is not its VAT", "sum.receipt_vat", cell(HEAD, "UMS_BRUTTO", "249,99")),
    Planted("lines that are not the receipt", "sum.lines_vat", cell(LINES_VAT, "POS_BRUTTO", "2,49", 1)),
    Planted("a line without VAT", "sum.line_without_vat", without(LINES_VAT)),
    Planted("a price that is not the line", "sum.line_price", cell(LINES, "STK_BR", "2,40", 1)),
    Planted("a quantity that is not the line", "sum.line_price", cell(LINES, "MENGE", "2,000", 1)),
    Planted("paid too little", "sum.paid", cell(PAYMENT, "BASISWAEH_BETRAG", "4,70", 1)),
    Planted("a payment of a training", "sum.paid_nothing", lambda export: export.rows[PAYMENT].append(
        {**export.rows[PAYMENT][1], "BON_ID": "B-000008"})),
    Planted("nothing paid, with an amount", "sum.none_paid", cell(PAYMENT, "BASISWAEH_BETRAG", "1,00", ZAHLART_TYP="Keine")),
    Planted("foreign cash without its amount", "sum.foreign", cell(PAYMENT, "ZAHLWAEH_BETRAG", "", ZAHLWAEH_CODE="CHF")),
    Planted("a sum of a business case", "sum.cases", cell(CASES, "Z_UMS_BRUTTO", "250,01")),
    Planted("a business case is missing", "sum.cases", without(CASES)),
    Planted("a training in the closing", "sum.cases", cell(HEAD, "BON_TYP", "AVTraining", 1)),
    Planted("net of the closing", "sum.cases_net", lambda export: export.rows[CASES][1].update(Z_UMS_NETTO="82,49", Z_UST="0,00")),
    Planted("a sum of a payment type", "sum.payments", cell(PAID, "Z_ZAHLART_BETRAG", "1,00")),
    Planted("a payment type is missing", "sum.payments", without(PAID)),
    Planted("a sum of cash", "sum.cash", cell(CASH, "ZAHLART_BETRAG_WAEH", "1,00")),
    Planted("foreign cash is missing", "sum.cash", lambda export: export.rows[CASH].remove(
        next(row for row in export.rows[CASH] if row["ZAHLART_WAEH"] == "CHF"))),
    Planted("the sum of all payments", "sum.closing_payments", cell(CLOSING, "Z_SE_ZAHLUNGEN", "1,00")),
    Planted("the sum of all cash", "sum.closing_cash", cell(CLOSING, "Z_SE_BARZAHLUNGEN", "1,00")),
    Planted("cases that are not the payments", "sum.closing_cases", cell(CASES, "Z_UMS_BRUTTO", "1,00")),
    Planted("another type signed", "signed.type", cell(HEAD, "BON_TYP", "AVTransfer", 1)),
    Planted("a sale signed as something else", "signed.process", cell(SIGNED, "TSE_TA_VORGANGSART", "SonstigerVorgang")),
    Planted("other amounts signed", "signed.amounts", cell(SIGNED, "TSE_VORGANGSDATEN", "Beleg^2.75_2.01_0.00_0.00_0.00^4.75:Bar", 1)),
    Planted("another payment signed", "signed.payments", cell(SIGNED, "TSE_VORGANGSDATEN", "Beleg^2.75_2.00_0.00_0.00_0.00^4.75:Unbar", 1)),
    Planted("the signature of another receipt", "tse.signature", lambda export: export.rows[SIGNED][0].update(
        TSE_TA_SIG=export.rows[SIGNED][1]["TSE_TA_SIG"])),
    Planted("another till than signed", "tse.signature", cell(REGISTER, "KASSE_SERIENNR", "T-2")),
    Planted("a serial that is not the key's", "tse.row_serial", cell(TSE, "TSE_SERIAL", "ab" * 32)),
    Planted("a certificate of somebody else", "tse.row_certificate", cell(TSE, "TSE_ZERTIFIKAT_I", "AAAA")),
    Planted("a transaction is missing", "tse.row_gap", lambda export: [export.rows[file].pop(1) for file in (SIGNED, HEAD)]),
    Planted("a transaction twice", "tse.row_double", cell(SIGNED, "TSE_TANR", "2")),
    Planted("a signature counter twice", "key.tse_counter", cell(SIGNED, "TSE_TA_SIGZ", "4")),
    Planted("a thousands separator signed", "tse.grouped_number",
            cell(SIGNED, "TSE_VORGANGSDATEN", "Beleg^0.00_0.00_0.00_0.00_25,000.00^25000.00:Bar")),
]  # fmt: skip
