"""Einzelaufzeichnungsmodul: every Vorgang by itself, with its lines, payments, VAT and signature. Ten tables."""

from typing import Final

from tresen.fiscal.dsfinvk.column import LINE_KEY, RECEIPT_KEY, Table, digits, texts

TRANSACTIONS: Final = Table(
    "transactions.csv",
    "Bonkopf",
    "Vorgänge: Belege und andere Vorgänge mit Beginn, Ende, Bediener und Summe",
    (
        *RECEIPT_KEY,
        digits("BON_NR", 0, "always", "Belegnummer, wie sie gedruckt wurde"),
        texts("BON_TYP", 30, "always", "Typ des Vorgangs"),
        texts("BON_NAME", 60, "if_any", "Eigene Unterteilung des Vorgangs; Pflicht bei AVSonstige"),
        texts("TERMINAL_ID", 50, "if_any", "Kennung des Geräts, das erfasst hat"),
        texts("BON_STORNO", 1, "always", "Storno-Kennzeichen"),
        texts("BON_START", 30, "always", "Zeitpunkt der ersten Erfassung"),
        texts("BON_ENDE", 30, "always", "Zeitpunkt der Beendigung"),
        texts("BEDIENER_ID", 50, "always", "Kennung des Bedieners"),
        texts("BEDIENER_NAME", 50, "if_any", "Name des Bedieners"),
        digits("UMS_BRUTTO", 2, "always", "Summe aller Positionen, brutto"),
        texts("KUNDE_NAME", 50, "if_known", "Name des Empfängers"),
        texts("KUNDE_ID", 50, "if_known", "Kundennummer, bei Mitarbeitern Personalnummer"),
        texts("KUNDE_TYP", 50, "if_known", "Art des Empfängers, zum Beispiel Mitarbeiter"),
        texts("KUNDE_STRASSE", 60, "if_any", "Straße und Hausnummer des Empfängers"),
        texts("KUNDE_PLZ", 10, "if_any", "Postleitzahl des Empfängers"),
        texts("KUNDE_ORT", 62, "if_any", "Ort des Empfängers"),
        texts("KUNDE_LAND", 3, "if_any", "Land des Empfängers (ISO 3166, drei Buchstaben)"),
        texts("KUNDE_USTID", 15, "if_any", "Umsatzsteuer-Identifikationsnummer des Empfängers"),
        texts("BON_NOTIZ", 255, "if_any", "Anmerkung zum Vorgang"),
    ),
)

DATA_PAYMENT: Final = Table(
    "datapayment.csv",
    "Bonkopf_Zahlarten",
    "Zahlungen der Vorgänge",
    (
        *RECEIPT_KEY,
        texts("ZAHLART_TYP", 25, "always", "Typ der Zahlart"),
        texts("ZAHLART_NAME", 60, "if_any", "Name der Zahlart an der Kasse"),
        texts("ZAHLWAEH_CODE", 3, "always", "Währung der Zahlung (ISO 4217)"),
        digits("ZAHLWAEH_BETRAG", 2, "if_any", "Betrag in der fremden Währung"),
        digits("BASISWAEH_BETRAG", 2, "always", "Betrag in der Basiswährung"),
    ),
)

LINES: Final = Table(
    "lines.csv",
    "Bonpos",
    "Positionen der Vorgänge",
    (
        *LINE_KEY,
        texts("GUTSCHEIN_NR", 50, "if_any", "Nummer des Gutscheins"),
        texts("ARTIKELTEXT", 255, "always", "Text der Position"),
        texts("POS_TERMINAL_ID", 50, "if_any", "Kennung des Geräts, das die Position erfasst hat"),
        texts("GV_TYP", 30, "always", "Typ des Geschäftsvorfalls"),
        texts("GV_NAME", 40, "if_any", "Eigene Unterteilung des Geschäftsvorfalls"),
        texts("INHAUS", 1, "if_any", "1: Verzehr an Ort und Stelle, 0: zum Mitnehmen"),
        texts("P_STORNO", 1, "if_any", "1: während der Erfassung gestrichen"),
        digits("AGENTUR_ID", 0, "if_any", "Kennung des Auftraggebers; 0 ist das eigene Geschäft"),
        texts("ART_NR", 50, "article", "Artikelnummer"),
        texts("GTIN", 50, "if_any", "Globale Artikelnummer (GTIN)"),
        texts("WARENGR_ID", 40, "if_any", "Kennung der Warengruppe"),
        texts("WARENGR", 50, "if_any", "Name der Warengruppe"),
        digits("MENGE", 3, "article", "Menge der Position in ihrer Einheit"),
        digits("FAKTOR", 3, "if_any", "Menge, auf die sich der Preis bezieht"),
        texts("EINHEIT", 50, "if_any", "Einheit der Menge; leer ist Stück"),
        digits("STK_BR", 5, "article", "Bruttopreis je Einheit"),
    ),
)

ITEM_AMOUNTS: Final = Table(
    "itemamounts.csv",
    "Bonpos_Preisfindung",
    "Wie der Preis einer Position zustande kam",
    (
        *LINE_KEY,
        texts("TYP", 20, "always", "Grundpreis, Rabatt oder Aufschlag"),
        digits("UST_SCHLUESSEL", 0, "always", "Umsatzsteuerschlüssel"),
        digits("PF_BRUTTO", 5, "always", "Bruttobetrag"),
        digits("PF_NETTO", 5, "always", "Nettobetrag"),
        digits("PF_UST", 5, "always", "Umsatzsteuer"),
    ),
)

SUB_ITEMS: Final = Table(
    "subitems.csv",
    "Bonpos_Zusatzinfo",
    "Bestandteile von Positionen, zum Beispiel eines Menüs",
    (
        *LINE_KEY,
        texts("ZI_ART_NR", 50, "always", "Artikelnummer des Bestandteils"),
        texts("ZI_GTIN", 50, "if_any", "Globale Artikelnummer (GTIN) des Bestandteils"),
        texts("ZI_NAME", 60, "if_any", "Name des Bestandteils"),
        texts("ZI_WARENGR_ID", 40, "if_any", "Kennung der Warengruppe des Bestandteils"),
        texts("ZI_WARENGR", 50, "if_any", "Name der Warengruppe des Bestandteils"),
        digits("ZI_MENGE", 3, "always", "Menge des Bestandteils"),
        digits("ZI_FAKTOR", 3, "if_any", "Menge, auf die sich der Preis bezieht"),
        texts("ZI_EINHEIT", 50, "if_any", "Einheit der Menge; leer ist Stück"),
        digits("ZI_UST_SCHLUESSEL", 0, "always", "Umsatzsteuerschlüssel des Bestandteils"),
        digits("ZI_BASISPREIS_BRUTTO", 5, "if_any", "Grundpreis, brutto"),
        digits("ZI_BASISPREIS_NETTO", 5, "if_any", "Grundpreis, netto"),
        digits("ZI_BASISPREIS_UST", 5, "if_any", "Umsatzsteuer im Grundpreis"),
    ),
)

TRANSACTIONS_TSE: Final = Table(
    "transactions_tse.csv",
    "TSE_Transaktionen",
    "Signaturen der Vorgänge oder der Grund, warum es keine gibt",
    (
        *RECEIPT_KEY,
        digits("TSE_ID", 0, "always", "Nummer der TSE in diesem Abschluss"),
        digits("TSE_TANR", 0, "always", "Transaktionsnummer der TSE"),
        texts("TSE_TA_START", 30, "always", "Zeit der TSE bei Beginn der Transaktion (UTC)"),
        texts("TSE_TA_ENDE", 30, "always", "Zeit der TSE bei Ende der Transaktion (UTC)"),
        texts("TSE_TA_VORGANGSART", 30, "always", "Art des Vorgangs, wie signiert (processType)"),
        digits("TSE_TA_SIGZ", 0, "always", "Signaturzähler"),
        texts("TSE_TA_SIG", 512, "always", "Signatur, Base64"),
        texts("TSE_TA_FEHLER", 200, "if_any", "Warum es keine Signatur gibt"),
        texts("TSE_VORGANGSDATEN", 1000, "if_any", "Signierter Text (processData)"),
    ),
)

TRANSACTIONS_VAT: Final = Table(
    "transactions_vat.csv",
    "Bonkopf_USt",
    "Umsatzsteuer der Vorgänge, wie sie gedruckt wurde",
    (
        *RECEIPT_KEY,
        digits("UST_SCHLUESSEL", 0, "always", "Umsatzsteuerschlüssel"),
        digits("BON_BRUTTO", 5, "always", "Bruttobetrag des Schlüssels"),
        digits("BON_NETTO", 5, "always", "Nettobetrag des Schlüssels"),
        digits("BON_UST", 5, "always", "Umsatzsteuer des Schlüssels"),
    ),
)

LINES_VAT: Final = Table(
    "lines_vat.csv",
    "Bonpos_USt",
    "Umsatzsteuer der Positionen (Bruttomethode)",
    (
        *LINE_KEY,
        digits("UST_SCHLUESSEL", 0, "always", "Umsatzsteuerschlüssel"),
        digits("POS_BRUTTO", 5, "method", "Bruttobetrag der Position"),
        digits("POS_NETTO", 5, "method", "Nettobetrag der Position; nur bei der Nettomethode"),
        digits("POS_UST", 5, "method", "Umsatzsteuer der Position; nur bei der Nettomethode"),
    ),
)

ALLOCATION_GROUPS: Final = Table(
    "allocation_groups.csv",
    "Bonkopf_AbrKreis",
    "Abrechnungskreise, zum Beispiel Tische, die Bestellungen und Belege verbinden",
    (*RECEIPT_KEY, texts("ABRECHNUNGSKREIS", 50, "always", "Name des Abrechnungskreises")),
)

REFERENCES: Final = Table(
    "references.csv",
    "Bon_Referenzen",
    "Worauf sich ein Vorgang bezieht",
    (
        *RECEIPT_KEY,
        texts("POS_ZEILE", 50, "if_any", "Nummer der Position, leer für den ganzen Vorgang"),
        texts("REF_TYP", 20, "always", "Art der Referenz"),
        texts("REF_NAME", 40, "if_any", "Beschreibung einer anderen externen Referenz"),
        texts("REF_DATUM", 30, "transaction", "Zeitpunkt des Vorgangs, auf den verwiesen wird"),
        texts("REF_Z_KASSE_ID", 50, "transaction", "Kasse des Vorgangs, auf den verwiesen wird"),
        digits("REF_Z_NR", 0, "transaction", "Nummer des Kassenabschlusses, in dem er steht"),
        texts("REF_BON_ID", 40, "always", "BON_ID des Vorgangs oder Nummer des externen Dokuments"),
    ),
)
