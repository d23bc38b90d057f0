"""Kassenabschlussmodul: the sums of a closing. Three tables."""

from typing import Final

from tresen.fiscal.dsfinvk.column import CLOSING_KEY, Table, digits, texts

BUSINESS_CASES: Final = Table(
    "businesscases.csv",
    "Z_GV_Typ",
    "Summen des Abschlusses nach Geschäftsvorfall, Auftraggeber und Umsatzsteuerschlüssel",
    (
        *CLOSING_KEY,
        texts("GV_TYP", 30, "always", "Typ des Geschäftsvorfalls"),
        texts("GV_NAME", 40, "if_any", "Eigene Unterteilung des Geschäftsvorfalls"),
        digits("AGENTUR_ID", 0, "if_any", "Kennung des Auftraggebers; 0 ist das eigene Geschäft"),
        digits("UST_SCHLUESSEL", 0, "always", "Umsatzsteuerschlüssel"),
        digits("Z_UMS_BRUTTO", 5, "always", "Bruttosumme"),
        digits("Z_UMS_NETTO", 5, "always", "Nettosumme"),
        digits("Z_UST", 5, "always", "Summe der Umsatzsteuer"),
    ),
)

PAYMENT: Final = Table(
    "payment.csv",
    "Z_Zahlart",
    "Summen des Abschlusses nach Zahlart",
    (
        *CLOSING_KEY,
        texts("ZAHLART_TYP", 25, "always", "Typ der Zahlart"),
        texts("ZAHLART_NAME", 60, "if_any", "Name der Zahlart an der Kasse"),
        digits("Z_ZAHLART_BETRAG", 2, "always", "Summe der Zahlart in der Basiswährung"),
    ),
)

CASH_PER_CURRENCY: Final = Table(
    "cash_per_currency.csv",
    "Z_Waehrungen",
    "Bargeld des Abschlusses nach Währung",
    (
        *CLOSING_KEY,
        texts("ZAHLART_WAEH", 3, "always", "Währung (ISO 4217)"),
        digits("ZAHLART_BETRAG_WAEH", 2, "always", "Summe der Barzahlungen in dieser Währung"),
    ),
)
