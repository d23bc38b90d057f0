"""The guide in an audit package: what lies where."""

from typing import Final

_FILES: Final = (
    ("dsfinvk/", "Export nach DSFinV-K"),
    ("tse/", "Protokoll der TSE (TAR nach BSI TR-03153)"),
    ("verfahrensdokumentation/", "Verfahrensdokumentation"),
    ("protokolle/stammdaten.csv", "Änderungen an Artikeln, Gruppen, Preisen und Aktionen"),
    ("protokolle/einstellungen.csv", "Änderungen an Einstellungen, Kassen, Geräten, TSE, Steuersätzen, Personal"),
    ("protokolle/software.csv", "Programmversionen"),
    ("protokolle/kassenstuerze.csv", "Kassenstürze bei Prüfungen"),
    ("protokolle/lade-ohne-verkauf.csv", "Öffnungen der Kassenlade ohne Verkauf"),
    ("protokolle/tse-ausfaelle.csv", "Ausfälle der TSE"),
    ("protokolle/abbrueche-rueckgaben.csv", "Abbrüche, Rückgaben, Umtausche"),
    ("protokolle/einsichten.csv", "Einsichten mit Prüfzugängen"),
    ("personal/mitarbeitende.csv", "Mitarbeitende und ihre Rollen"),
    ("personal/rechte.csv", "Rechte je Rolle"),
    ("plausibilitaet/bericht.txt", "Eigener Plausibilitätsbericht"),
    ("plausibilitaet/abschluesse.csv", "Kennzahlen je Tagesabschluss"),
    ("LIESMICH.txt", "Diese Anleitung"),
)


def described_file(name: str) -> str:
    """What a file of the package is."""
    return next((said for start, said in _FILES if name.startswith(start)), "")


GUIDE: Final = """\
PRÜFPAKET, GESCHÄFTSTAGE {span}
===============================

Dieses Paket enthält, was bei einer Kassen-Nachschau (§146b AO) oder Außenprüfung verlangt werden kann. Alle Tabellen sind
CSV mit Semikolon in UTF-8. Beträge in Tabellen sind Euro.

dsfinvk/                   Export nach DSFinV-K 2.4 mit index.xml, zum Einlesen in die Prüfsoftware
tse/                       das ganze Protokoll jeder TSE als TAR nach BSI TR-03153
verfahrensdokumentation/   alle Fassungen des Zeitraums und die heutige
protokolle/                stammdaten.csv, einstellungen.csv: was wurde wann von wem geändert, vorher und nachher
                           software.csv: welche Programmversion seit wann
                           kassenstuerze.csv, lade-ohne-verkauf.csv, tse-ausfaelle.csv, abbrueche-rueckgaben.csv
                           einsichten.csv: was mit Prüfzugängen angesehen wurde
personal/                  mitarbeitende.csv, rechte.csv: wer heute was darf (Änderungen in einstellungen.csv)
plausibilitaet/            bericht.txt: was die eigenen Prüfprogramme finden; abschluesse.csv: Kennzahlen je Abschluss
index.csv                  Größe und SHA-256 jeder Datei

Prüfen, dass nichts geändert wurde: SHA-256 jeder Datei mit index.csv vergleichen. Der SHA-256 von index.csv selbst steht im
Journal des Kassensystems beim Eintrag „audit_package“.

Selbst nachrechnen:  tresen dsfinvk check dsfinvk     tresen tse verify tse/*.tar dsfinvk

Nicht enthalten sind Namen und Anschriften von Kunden; auf Belegen steht höchstens die Kundennummer.
"""
