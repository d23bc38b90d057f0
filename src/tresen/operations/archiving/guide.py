"""The reader's guides in the archive's folder: what is where, and how to check it without the program."""

from typing import Final

_GERMAN: Final = """\
ARCHIV DER KASSENDATEN
======================

Dieser Ordner enthält die Aufzeichnungen der Kassen, lesbar ohne das Programm, das sie geschrieben hat. Alle Dateien
sind Text in UTF-8, TAR oder CSV. Bitte nichts ändern, umbenennen oder löschen: Jede Änderung fällt bei der Prüfung auf.

Aufbau
------
Für jeden Tagesabschluss (Z) gibt es einen Ordner: laufende Nummer, Seriennummer der Kasse, Z-Nummer,
zum Beispiel 000012_KASSE-1_Z7.

closing.txt      der Tagesabschluss, wie er gedruckt wird
receipts.txt     alle Belege dieses Abschlusses, wie sie gedruckt werden; der Text vor „Code“ am Ende ist der QR-Code
journal.jsonl    alle Einträge des Journals seit dem Ordner davor: eine Zeile je Eintrag, jede Zeile ist JSON
dsfinvk.zip      der Export nach DSFinV-K für diesen Abschluss (CSV mit index.xml)
tse/             was die technischen Sicherheitseinrichtungen (TSE) aufgezeichnet haben und davor noch nicht archiviert war,
                 je Seriennummer, als TAR nach BSI TR-03153
manifest.json    Größe und SHA-256 jeder Datei, dazu der SHA-256 des manifest.json aus dem Ordner davor
SHA256SUMS       dieselben Werte für das Programm sha256sum

Ein Eintrag des Journals
------------------------
seq            laufende Nummer, lückenlos ab 1
id             Kennung des Vorgangs
kind           Art: receipt (Beleg), closing (Tagesabschluss), masterdata (Änderung von Stammdaten), ...
at             Zeitpunkt in Millisekunden seit dem 1.1.1970 UTC
business_day   Geschäftstag
actor          Kennung der handelnden Person
till           Kennung der Kasse
series         Nummernkreis, counter: Nummer darin (bei Belegen die Belegnummer)
subject        worum es geht
body           Inhalt. Beträge sind ganze Cent, Mengen Tausendstel
hash           SHA-256, siehe unten

Namen und Anschriften von Kunden stehen nicht im Journal.

Prüfen
------
1. In jedem Ordner: sha256sum -c SHA256SUMS
2. Die Kette der Ordner: Der Wert „previous“ in manifest.json ist der SHA-256 der Datei manifest.json im Ordner davor
   (im ersten: 64 Nullen). Damit fällt auch ein fehlender oder ausgetauschter Ordner auf.
3. Die Kette des Journals: hash = SHA-256 über die 32 Bytes des vorigen hash (vor dem ersten: 32 Null-Bytes), dann
   seq, id, kind, version, at, business_day, actor, node, till, series, counter, subject, getrennt durch das Byte 1F,
   dann das Byte 1E, dann body genau so, wie er in der Zeile steht.
4. Alles zusammen mit dem Programm: tresen archive verify ORDNER
"""

_ENGLISH: Final = """\
ARCHIVE OF TILL DATA
====================

This folder holds what the tills recorded, readable without the program that wrote it. All files are UTF-8 text, TAR
or CSV. Please change, rename or delete nothing: verification notices every change.

Layout
------
Each closing (Z) has a folder: running number, serial number of the till, Z number, for example 000012_KASSE-1_Z7.

closing.txt      the closing as it is printed
receipts.txt     all receipts of this closing as they are printed, with the text of the QR code
journal.jsonl    all entries of the journal since the folder before: one line for each entry, each line is JSON
dsfinvk.zip      the DSFinV-K export of this closing (CSV with index.xml)
tse/             what the technical security devices (TSE) recorded and was not archived before, by serial number, as TAR
                 (BSI TR-03153)
manifest.json    size and SHA-256 of every file, and the SHA-256 of the manifest.json of the folder before
SHA256SUMS       the same values for the program sha256sum

An entry of the journal
-----------------------
seq            running number, without a gap from 1
id             id of the act
kind           receipt, closing, masterdata (a change of masterdata), ...
at             milliseconds since 1970-01-01 UTC
business_day   business day
actor          id of the person who acted
till           id of the till
series         its number series, counter: the number in it (the receipt number of receipts)
subject        what it is about
body           content. Amounts are whole cents, quantities thousandths
hash           SHA-256, see below

Names and addresses of customers are not in the journal.

Verifying
---------
1. In each folder: sha256sum -c SHA256SUMS
2. The chain of folders: "previous" in manifest.json is the SHA-256 of the file manifest.json in the folder before
   (64 zeros in the first). A folder that is missing or was exchanged is noticed by it.
3. The chain of the journal: hash = SHA-256 over the 32 bytes of the hash before (32 zero bytes before the first), then
   seq, id, kind, version, at, business_day, actor, node, till, series, counter, subject, separated by the byte 1F, then
   the byte 1E, then body exactly as it stands in the line.
4. All of it with the program: tresen archive verify FOLDER
"""

GUIDE_TEXTS: Final = {"LIESMICH.txt": _GERMAN, "README.txt": _ENGLISH}
