"""Stammdatenmodul: what was true of business, till, TSE and VAT at the moment of a closing. Seven tables."""

from typing import Final

from tresen.fiscal.dsfinvk.column import CLOSING_KEY, Table, digits, texts

CASHPOINT_CLOSING: Final = Table(
    "cashpointclosing.csv",
    "Stamm_Abschluss",
    "Kassenabschlüsse mit dem Unternehmen und den Summen der Zahlungen",
    (
        *CLOSING_KEY,
        texts("Z_BUCHUNGSTAG", 25, "if_any", "Buchungstag, wenn er vom Tag der Erstellung abweicht"),
        texts("TAXONOMIE_VERSION", 10, "always", "Version der DSFinV-K"),
        texts("Z_START_ID", 40, "always", "BON_ID des ersten Vorgangs im Abschluss"),
        texts("Z_ENDE_ID", 40, "always", "BON_ID des letzten Vorgangs im Abschluss"),
        texts("NAME", 60, "always", "Name des Unternehmens"),
        texts("STRASSE", 60, "always", "Straße und Hausnummer des Unternehmens"),
        texts("PLZ", 10, "always", "Postleitzahl des Unternehmens"),
        texts("ORT", 62, "always", "Ort des Unternehmens"),
        texts("LAND", 3, "always", "Land des Unternehmens (ISO 3166, drei Buchstaben)"),
        texts("STNR", 20, "one_of", "Steuernummer des Unternehmens"),
        texts("USTID", 15, "one_of", "Umsatzsteuer-Identifikationsnummer des Unternehmens"),
        digits("Z_SE_ZAHLUNGEN", 2, "always", "Summe aller Zahlungen des Abschlusses"),
        digits("Z_SE_BARZAHLUNGEN", 2, "always", "Summe der Barzahlungen in der Basiswährung"),
    ),
)

LOCATION: Final = Table(
    "location.csv",
    "Stamm_Orte",
    "Betriebsstätten, in denen die Kassen stehen",
    (
        *CLOSING_KEY,
        texts("LOC_NAME", 60, "always", "Name der Betriebsstätte"),
        texts("LOC_STRASSE", 60, "always", "Straße und Hausnummer der Betriebsstätte"),
        texts("LOC_PLZ", 10, "always", "Postleitzahl der Betriebsstätte"),
        texts("LOC_ORT", 62, "always", "Ort der Betriebsstätte"),
        texts("LOC_LAND", 3, "always", "Land der Betriebsstätte (ISO 3166, drei Buchstaben)"),
        texts("LOC_USTID", 15, "if_any", "Umsatzsteuer-Identifikationsnummer der Betriebsstätte"),
    ),
)

CASH_REGISTER: Final = Table(
    "cashregister.csv",
    "Stamm_Kassen",
    "Kassen mit Seriennummer und Programmversion",
    (
        *CLOSING_KEY,
        texts("KASSE_BRAND", 50, "if_any", "Hersteller der Kasse"),
        texts("KASSE_MODELL", 50, "if_any", "Modell der Kasse"),
        texts("KASSE_SERIENNR", 70, "always", "Seriennummer der Kasse; Kunden-ID (clientId) an der TSE"),
        texts("KASSE_SW_BRAND", 50, "if_any", "Name des Kassenprogramms"),
        texts("KASSE_SW_VERSION", 50, "if_any", "Version des Kassenprogramms"),
        texts("KASSE_BASISWAEH_CODE", 3, "always", "Basiswährung der Kasse (ISO 4217)"),
        texts("KEINE_UST_ZUORDNUNG", 1, "if_any", "1: Umsätze enthalten, deren Steuer die Kasse nicht bestimmen kann"),
    ),
)

SLAVES: Final = Table(
    "slaves.csv",
    "Stamm_Terminals",
    "Geräte, die an der Kasse erfassen",
    (
        *CLOSING_KEY,
        texts("TERMINAL_ID", 50, "always", "Kennung des Geräts"),
        texts("TERMINAL_BRAND", 50, "if_any", "Hersteller des Geräts"),
        texts("TERMINAL_MODELL", 50, "if_any", "Modell des Geräts"),
        texts("TERMINAL_SERIENNR", 70, "always", "Seriennummer des Geräts"),
        texts("TERMINAL_SW_BRAND", 50, "if_any", "Name des Programms auf dem Gerät"),
        texts("TERMINAL_SW_VERSION", 50, "if_any", "Version des Programms auf dem Gerät"),
    ),
)

AGENCIES: Final = Table(
    "pa.csv",
    "Stamm_Agenturen",
    "Auftraggeber, in deren Namen und für deren Rechnung verkauft wird",
    (
        *CLOSING_KEY,
        digits("AGENTUR_ID", 0, "always", "Kennung des Auftraggebers; 0 ist das eigene Geschäft"),
        texts("AGENTUR_NAME", 60, "always", "Name des Auftraggebers"),
        texts("AGENTUR_STRASSE", 60, "always", "Straße und Hausnummer des Auftraggebers"),
        texts("AGENTUR_PLZ", 10, "always", "Postleitzahl des Auftraggebers"),
        texts("AGENTUR_ORT", 62, "always", "Ort des Auftraggebers"),
        texts("AGENTUR_LAND", 3, "always", "Land des Auftraggebers (ISO 3166, drei Buchstaben)"),
        texts("AGENTUR_STNR", 20, "one_of", "Steuernummer des Auftraggebers"),
        texts("AGENTUR_USTID", 15, "one_of", "Umsatzsteuer-Identifikationsnummer des Auftraggebers"),
    ),
)

TSE: Final = Table(
    "tse.csv",
    "Stamm_TSE",
    "Technische Sicherheitseinrichtungen mit ihren Zertifikaten",
    (
        *CLOSING_KEY,
        digits("TSE_ID", 0, "always", "Nummer der TSE; gilt nur in diesem Abschluss"),
        texts("TSE_SERIAL", 68, "always", "Seriennummer der TSE: SHA-256 des öffentlichen Schlüssels, hexadezimal"),
        texts("TSE_SIG_ALGO", 21, "always", "Signaturalgorithmus"),
        texts("TSE_ZEITFORMAT", 31, "always", "Format der Zeit in den Protokollen der TSE"),
        texts("TSE_PD_ENCODING", 5, "always", "Zeichensatz der Vorgangsdaten"),
        texts("TSE_PUBLIC_KEY", 512, "always", "Öffentlicher Schlüssel aus dem Zertifikat, Base64"),
        texts("TSE_ZERTIFIKAT_I", 1000, "always", "Zertifikat in Base64, erste 1000 Zeichen"),
        texts("TSE_ZERTIFIKAT_II", 1000, "always", "Zertifikat in Base64, die nächsten 1000 Zeichen"),
    ),
)

VAT: Final = Table(
    "vat.csv",
    "Stamm_USt",
    "Umsatzsteuerschlüssel mit ihren Sätzen",
    (
        *CLOSING_KEY,
        digits("UST_SCHLUESSEL", 0, "always", "Umsatzsteuerschlüssel"),
        digits("UST_SATZ", 2, "always", "Steuersatz in Prozent"),
        texts("UST_BESCHR", 55, "always", "Beschreibung des Schlüssels"),
    ),
)
