"""What `tresen dsfinvk check` objects to, in German and English, with what it means. `note`: it may be right."""

from collections.abc import Mapping
from typing import Final

from tresen.fiscal.objection import Rule
from tresen.fiscal.tse_rules import TSE_RULES

_FILES: Final[Mapping[str, Rule]] = {
    "file.missing": Rule(
        "fault",
        "Die Datei fehlt. Auch leere Tabellen gehören mit ihrer Kopfzeile dazu.",
        "The file is missing. Empty tables belong to the export too, with their header.",
    ),
    "file.unknown": Rule("note", "Die Datei gehört nicht zur DSFinV-K.", "The file does not belong to DSFinV-K."),
    "file.nested": Rule(
        "note",
        "Die Dateien liegen im Unterordner {folder}; der Export ist flach zu übergeben.",
        "The files lie in the folder {folder}; an export is handed over flat.",
    ),
    "file.unreadable": Rule(
        "fault", "Die Datei lässt sich nicht lesen: {reason}.", "The file cannot be read: {reason}."
    ),
    "index.bad": Rule(
        "fault",
        "index.xml lässt sich nicht lesen: {reason}.",
        "index.xml cannot be read: {reason}.",
    ),
    "index.dtd": Rule(
        "fault",
        "index.xml verweist auf {named} statt auf gdpdu-01-09-2004.dtd.",
        "index.xml refers to {named}, not to gdpdu-01-09-2004.dtd.",
    ),
    "index.table_missing": Rule("fault", "index.xml beschreibt {file} nicht.", "index.xml does not describe {file}."),
    "index.table_double": Rule(
        "fault", "index.xml beschreibt {file} mehr als einmal.", "index.xml describes {file} more than once."
    ),
    "index.no_such_file": Rule(
        "fault",
        "index.xml beschreibt {file}, aber die Datei liegt nicht bei.",
        "index.xml describes {file}, but the file is not there.",
    ),
    "index.name": Rule(
        "fault",
        "index.xml nennt {file} {named}; die DSFinV-K nennt die Tabelle {wanted}.",
        "index.xml names {file} {named}; DSFinV-K names the table {wanted}.",
    ),
    "index.columns": Rule(
        "fault",
        "index.xml beschreibt {file} mit anderen Spalten: an Stelle {number} steht {named} statt {wanted}.",
        "index.xml describes {file} with other columns: column {number} is {named} and not {wanted}.",
    ),
    "index.type": Rule(
        "fault",
        "index.xml beschreibt {column} in {file} als {named}; vorgeschrieben ist {wanted}.",
        "index.xml describes {column} in {file} as {named}; prescribed is {wanted}.",
    ),
    "index.format": Rule(
        "fault",
        "index.xml gibt für {file} {what} mit {named} an; vorgeschrieben ist {wanted}.",
        "index.xml says of {file} that {what} is {named}; prescribed is {wanted}.",
    ),
}
_DIALECT: Final[Mapping[str, Rule]] = {
    "csv.bom": Rule(
        "fault",
        "Die Datei beginnt mit einer Byte-Reihenfolge-Marke (BOM); die erste Spalte wird so nicht erkannt.",
        "The file begins with a byte order mark; its first column is not recognised because of it.",
    ),
    "csv.line_end": Rule("fault", "Die Zeile endet nicht mit CR LF.", "The line does not end with CR LF."),
    "csv.encoding": Rule("fault", "Die Zeile ist nicht UTF-8: {detail}.", "The line is not UTF-8: {detail}."),
    "csv.line_too_long": Rule(
        "fault",
        "Die Zeile ist länger als jede Zeile eines Exports; hier hört die Prüfung der Datei auf.",
        "The line is longer than any line of an export; the check of the file ends here.",
    ),
    "csv.quoting": Rule(
        "fault", "Die Anführungszeichen stimmen nicht: {detail}.", "The quotes do not match: {detail}."
    ),
    "csv.column_missing": Rule("fault", "Die Spalte {column} fehlt.", "The column {column} is missing."),
    "csv.column_order": Rule(
        "fault",
        "An Stelle {number} steht {named}, vorgeschrieben ist {wanted}.",
        "Column {number} is {named}, prescribed is {wanted}.",
    ),
    "csv.column_unknown": Rule(
        "fault",
        "Die Spalte {column} gehört nicht zur Tabelle. Eigene Spalten stehen am Ende und in index.xml.",
        "The column {column} does not belong to the table. Own columns stand at the end and in index.xml.",
    ),
    "csv.cells": Rule(
        "fault",
        "Die Zeile hat {count} Felder statt {wanted}.",
        "The row has {count} fields, not {wanted}.",
    ),
}
_CELLS: Final[Mapping[str, Rule]] = {
    "cell.empty": Rule("fault", "{column} darf nicht leer sein.", "{column} must not be empty."),
    "cell.one_of": Rule("fault", "Eines von {columns} muss gefüllt sein.", "One of {columns} must be filled."),
    "cell.too_long": Rule(
        "fault",
        "{column} hat {count} Zeichen; erlaubt sind {most}.",
        "{column} has {count} characters; {most} are allowed.",
    ),
    "cell.number": Rule("fault", "{column}: {value} ist keine Zahl.", "{column}: {value} is no number."),
    "cell.point": Rule(
        "fault",
        "{column}: {value} hat einen Punkt. Vor den Nachkommastellen steht ein Komma, sonst nichts.",
        "{column}: {value} has a point. A comma stands before the decimals, and nothing else anywhere.",
    ),
    "cell.decimals": Rule(
        "fault",
        "{column}: {value} hat mehr als {most} Nachkommastellen; wie es gelesen wird, ist offen.",
        "{column}: {value} has more than {most} decimals; how it is read is left open.",
    ),
    "cell.word": Rule(
        "fault",
        "{column}: {value} ist kein erlaubter Wert; Groß- und Kleinschreibung zählt.",
        "{column}: {value} is no allowed value; capitals count.",
    ),
    "cell.moment": Rule(
        "fault",
        "{column}: {value} ist kein Zeitpunkt wie 2026-06-01T17:00:01+02:00.",
        "{column}: {value} is no moment like 2026-06-01T17:00:01+02:00.",
    ),
    "cell.day": Rule(
        "fault", "{column}: {value} ist kein Tag wie 2026-06-01.", "{column}: {value} is no day like 2026-06-01."
    ),
    "cell.code": Rule(
        "fault",
        "{column}: {value} ist kein Code aus drei Großbuchstaben (Länder: ISO 3166 wie DEU; Währungen: ISO 4217 wie EUR).",
        "{column}: {value} is no code of three capitals (countries: ISO 3166 like DEU; currencies: ISO 4217 like EUR).",
    ),
    "cell.version": Rule(
        "fault",
        "TAXONOMIE_VERSION {value}: geprüft wird nach 2.4; erlaubt sind 2.0 bis 2.4.",
        "TAXONOMIE_VERSION {value}: this checks 2.4; 2.0 to 2.4 are allowed.",
    ),
    "cell.blanks": Rule(
        "fault",
        "{column} beginnt oder endet mit einem Leerzeichen; dann passt die Signatur nicht.",
        "{column} begins or ends with a blank; the signature does not fit then.",
    ),
    "cell.tse_time": Rule(
        "fault",
        "{column}: {value} ist keine Zeit der TSE in UTC wie 2026-06-01T15:00:01.000Z.",
        "{column}: {value} is no TSE time in UTC like 2026-06-01T15:00:01.000Z.",
    ),
    "cell.only_transaction": Rule(
        "fault",
        "{column} gehört genau dann gefüllt, wenn REF_TYP Transaktion ist.",
        "{column} is filled exactly if REF_TYP is Transaktion.",
    ),
    "cell.name_wanted": Rule(
        "fault", "{value} braucht eine Erklärung in {column}.", "{value} needs an explanation in {column}."
    ),
    "cell.void_after": Rule(
        "fault",
        "Die gestrichene Position (P_STORNO 1) trägt einen Betrag: {gross}.",
        "The voided line (P_STORNO 1) bears an amount: {gross}.",
    ),
}
_KEYS: Final[Mapping[str, Rule]] = {
    "key.closing_double": Rule(
        "fault",
        "Den Abschluss {number} der Kasse {till} gibt es mehr als einmal.",
        "There is more than one closing {number} of the till {till}.",
    ),
    "key.closing_gap": Rule(
        "fault",
        "Kasse {till}: Zwischen den Abschlüssen {before} und {after} fehlen welche. Z_NR ist lückenlos.",
        "Till {till}: closings are missing between {before} and {after}. Z_NR has no gaps.",
    ),
    "key.closing_order": Rule(
        "fault",
        "Kasse {till}: Abschluss {number} ist älter als der vor ihm.",
        "Till {till}: closing {number} is older than the one before it.",
    ),
    "key.closing_unknown": Rule(
        "fault",
        "Zum Abschluss dieser Zeile gibt es keine in cashpointclosing.csv.",
        "The closing of this row is not in cashpointclosing.csv.",
    ),
    "key.master_missing": Rule(
        "fault",
        "Der Abschluss hat keine Zeile in {master}.",
        "The closing has no row in {master}.",
    ),
    "key.double": Rule(
        "fault",
        "{column} {value} gibt es im selben Abschluss mehr als einmal.",
        "{column} {value} is there more than once in the same closing.",
    ),
    "key.receipt_double": Rule(
        "fault",
        "BON_ID {value} gibt es mehr als einmal; sie ist für immer eindeutig.",
        "BON_ID {value} is there more than once; it is unique for ever.",
    ),
    "key.receipt_unknown": Rule(
        "fault",
        "BON_ID {value} steht nicht in transactions.csv dieses Abschlusses.",
        "BON_ID {value} is not in transactions.csv of this closing.",
    ),
    "key.line_unknown": Rule(
        "fault",
        "POS_ZEILE {value} des Vorgangs steht nicht in lines.csv.",
        "POS_ZEILE {value} of the event is not in lines.csv.",
    ),
    "key.line_double": Rule(
        "fault",
        "POS_ZEILE {value} gibt es im Vorgang mehr als einmal.",
        "POS_ZEILE {value} is there more than once in the event.",
    ),
    "key.line_gap": Rule(
        "fault",
        "Die Positionen des Vorgangs {value} sind nicht fortlaufend: {count} Zeilen, die letzte ist {last}.",
        "The lines of the event {value} are not contiguous: {count} rows, the last is {last}.",
    ),
    "key.unknown": Rule(
        "fault",
        "{column} {value} steht nicht in {master} dieses Abschlusses.",
        "{column} {value} is not in {master} of this closing.",
    ),
    "key.first_last": Rule(
        "fault",
        "{column} {value} ist kein Vorgang dieses Abschlusses.",
        "{column} {value} is no event of this closing.",
    ),
    "key.ends_before": Rule("fault", "Der Vorgang endet vor seinem Beginn.", "The event ends before it begins."),
    "key.after_closing": Rule(
        "note",
        "Der Vorgang endet nach dem Abschluss, in dem er steht.",
        "The event ends after the closing it stands in.",
    ),
    "key.reference": Rule(
        "fault",
        "Der Vorgang {value}, auf den verwiesen wird, steht nicht im Abschluss {number} der Kasse {till}.",
        "The event {value} that is referred to is not in closing {number} of the till {till}.",
    ),
    "key.reference_missing": Rule(
        "fault",
        "Der Vorgang ist ein Storno (BON_STORNO 1), sagt aber in references.csv nicht, wovon.",
        "The event is a reversal (BON_STORNO 1), but references.csv does not say of what.",
    ),
    "key.tse_missing": Rule(
        "fault",
        "Der Vorgang hat keine Zeile in transactions_tse.csv: weder eine Signatur noch einen Grund, warum nicht.",
        "The event has no row in transactions_tse.csv: neither a signature nor a reason why not.",
    ),
    "key.tse_counter": Rule(
        "fault",
        "Der Signaturzähler {value} derselben TSE steht bei mehr als einem Vorgang.",
        "The signature counter {value} of the same TSE is given for more than one event.",
    ),
}
_VAT: Final[Mapping[str, Rule]] = {
    "vat.key": Rule(
        "fault",
        "UST_SCHLUESSEL {value} ist keiner der DSFinV-K; eigene beginnen bei 1000.",
        "UST_SCHLUESSEL {value} is none of DSFinV-K; own ones begin with 1000.",
    ),
    "vat.zero": Rule(
        "fault",
        "UST_SCHLUESSEL {value} steht für 0 Prozent, nicht für {rate}.",
        "UST_SCHLUESSEL {value} stands for 0 percent, not for {rate}.",
    ),
    "vat.undetermined": Rule(
        "fault",
        "Schlüssel 7 kommt vor, aber KEINE_UST_ZUORDNUNG ist nicht 1.",
        "Key 7 occurs, but KEINE_UST_ZUORDNUNG is not 1.",
    ),
    "vat.parts": Rule(
        "fault",
        "Netto {net} und Steuer {vat} ergeben nicht Brutto {gross}.",
        "Net {net} and VAT {vat} do not make gross {gross}.",
    ),
    "vat.amount": Rule(
        "note",
        "Aus {gross} brutto sind bei {rate} Prozent nicht {vat} Steuer enthalten.",
        "{gross} gross at {rate} percent do not contain {vat} VAT.",
    ),
    "vat.case_key": Rule(
        "fault",
        "{case} ist nicht steuerbar und gehört unter Schlüssel 5, nicht unter {value}.",
        "{case} is not taxable and belongs under key 5, not under {value}.",
    ),
}
_SUMS: Final[Mapping[str, Rule]] = {
    "sum.receipt_vat": Rule(
        "fault",
        "Vorgang {value}: transactions_vat.csv ergibt {found}, UMS_BRUTTO ist {wanted}.",
        "Event {value}: transactions_vat.csv adds up to {found}, UMS_BRUTTO is {wanted}.",
    ),
    "sum.lines_vat": Rule(
        "fault",
        "Vorgang {value}, Schlüssel {key}: Die Positionen ergeben {found}, gedruckt wurde {wanted}.",
        "Event {value}, key {key}: the lines add up to {found}, printed was {wanted}.",
    ),
    "sum.line_without_vat": Rule(
        "fault",
        "Die Position {line_number} hat keine Zeile in lines_vat.csv.",
        "Line {line_number} has no row in lines_vat.csv.",
    ),
    "sum.line_price": Rule(
        "note",
        "Menge mal Preis ergibt {found}, die Position ist {wanted}.",
        "Quantity times price makes {found}, the line is {wanted}.",
    ),
    "sum.paid": Rule(
        "fault",
        "Vorgang {value}: bezahlt ist {found}, UMS_BRUTTO ist {wanted}.",
        "Event {value}: paid is {found}, UMS_BRUTTO is {wanted}.",
    ),
    "sum.paid_nothing": Rule(
        "fault",
        "Ein Vorgang der Art {type} hat keine Zahlung; hier steht eine.",
        "An event of type {type} has no payment; here is one.",
    ),
    "sum.none_paid": Rule(
        "fault", "Zahlart Keine hat keinen Betrag, hier {found}.", "Payment type Keine has no amount, here {found}."
    ),
    "sum.foreign": Rule(
        "fault",
        "In {currency} gezahlt: ZAHLWAEH_BETRAG fehlt.",
        "Paid in {currency}: ZAHLWAEH_BETRAG is missing.",
    ),
    "sum.cases": Rule(
        "fault",
        "{case}, Schlüssel {key}: Der Abschluss sagt {wanted}, die Belege ergeben {found}.",
        "{case}, key {key}: the closing says {wanted}, the receipts add up to {found}.",
    ),
    "sum.cases_net": Rule(
        "note",
        "Schlüssel {key}: Netto und Steuer des Abschlusses ({wanted}) sind nicht die der Belege ({found}).",
        "Key {key}: net and VAT of the closing ({wanted}) are not those of the receipts ({found}).",
    ),
    "sum.payments": Rule(
        "fault",
        "Zahlart {type}: Der Abschluss sagt {wanted}, die Belege ergeben {found}.",
        "Payment type {type}: the closing says {wanted}, the receipts add up to {found}.",
    ),
    "sum.cash": Rule(
        "fault",
        "Bargeld in {currency}: Der Abschluss sagt {wanted}, die Belege ergeben {found}.",
        "Cash in {currency}: the closing says {wanted}, the receipts add up to {found}.",
    ),
    "sum.closing_payments": Rule(
        "fault",
        "Z_SE_ZAHLUNGEN ist {wanted}, payment.csv ergibt {found}.",
        "Z_SE_ZAHLUNGEN is {wanted}, payment.csv adds up to {found}.",
    ),
    "sum.closing_cash": Rule(
        "fault",
        "Z_SE_BARZAHLUNGEN ist {wanted}, die Zahlart Bar ergibt {found}.",
        "Z_SE_BARZAHLUNGEN is {wanted}, the payment type Bar adds up to {found}.",
    ),
    "sum.closing_cases": Rule(
        "fault",
        "Die Geschäftsvorfälle ergeben {found}, die Zahlungen {wanted}.",
        "The business cases add up to {found}, the payments to {wanted}.",
    ),
}
_SIGNED: Final[Mapping[str, Rule]] = {
    "signed.type": Rule(
        "fault",
        "Signiert wurde {found}, BON_TYP ist {wanted}.",
        "Signed was {found}, BON_TYP is {wanted}.",
    ),
    "signed.process": Rule(
        "fault",
        "Ein Vorgang der Art {type} wird als Kassenbeleg-V1 signiert, nicht als {found}.",
        "An event of type {type} is signed as Kassenbeleg-V1, not as {found}.",
    ),
    "signed.amounts": Rule(
        "fault",
        "Signiert wurden in Feld {number} {found}, transactions_vat.csv ergibt {wanted}.",
        "Signed was {found} in slot {number}, transactions_vat.csv adds up to {wanted}.",
    ),
    "signed.payments": Rule(
        "fault",
        "Signiert wurde als Zahlung {found}, datapayment.csv ergibt {wanted}.",
        "Signed as payment was {found}, datapayment.csv adds up to {wanted}.",
    ),
}
DSFINVK_RULES: Final[Mapping[str, Rule]] = {
    **_FILES, **_DIALECT, **_CELLS, **_KEYS, **_VAT, **_SUMS, **_SIGNED, **TSE_RULES,
}  # fmt: skip
