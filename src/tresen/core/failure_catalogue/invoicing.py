"""What can keep an invoice from being written."""

from typing import Final

from tresen.core.failure_catalogue.entry import UNCHANGED, Entry, entry

INVOICING: Final[dict[str, Entry]] = {
    "invoice_nothing_sold": entry(
        409, "office", UNCHANGED,
        "Zu diesem Beleg gibt es keine Rechnung: Er verkauft nichts.",
        "Wählen Sie den Beleg, mit dem verkauft wurde. Rückgaben bekommen ihre Korrektur von selbst.",
        "There is no invoice for this receipt: it sells nothing.",
        "Choose the receipt of the sale. Returns get their credit note by themselves.",
    ),
    "invoice_seller_incomplete": entry(
        409, "office", UNCHANGED,
        "Dem Geschäft fehlt die Steuernummer oder USt-IdNr.; ohne sie ist keine Rechnung gültig.",
        "Tragen Sie sie im Büro unter Einstellungen, Geschäft ein.",
        "The shop has no tax number or VAT id; without one no invoice is valid.",
        "Enter it in the office under settings, shop.",
    ),
    "invoice_buyer_faulty": entry(
        400, "office", UNCHANGED,
        "Eine Angabe zum Rechnungsempfänger fehlt oder stimmt nicht.",
        "Bitte prüfen Sie das markierte Feld.",
        "Something about the recipient is missing or wrong.",
        "Please check the marked field.",
    ),
    "invoice_other_buyer": entry(
        409, "office", UNCHANGED,
        "Zu diesem Beleg gibt es schon eine Rechnung auf einen anderen Empfänger.",
        "Stimmt der Empfänger nicht, storniert das Büro die Rechnung und schreibt eine neue.",
        "There is an invoice for this receipt already, to another recipient.",
        "If the recipient is wrong the office cancels the invoice and writes a new one.",
    ),
    "invoice_term_over": entry(
        409, "office", UNCHANGED,
        "Die Frist, in der Sie die Rechnung selbst anfordern können, ist vorbei.",
        "Bitte wenden Sie sich mit dem Beleg an das Geschäft.",
        "The time in which you can ask for the invoice yourself is over.",
        "Please turn to the shop with the receipt.",
    ),
    "invoice_self_service_off": entry(
        409, "office", UNCHANGED,
        "Dieses Geschäft schreibt Rechnungen nur selbst.",
        "Bitte wenden Sie sich mit dem Beleg an das Geschäft.",
        "This shop writes invoices itself only.",
        "Please turn to the shop with the receipt.",
    ),
    "invoice_not_found": entry(
        404, "office", UNCHANGED,
        "Diese Rechnung gibt es nicht, oder ihre Aufbewahrungsfrist ist vorbei.",
        "Prüfen Sie die Adresse oder Nummer.",
        "There is no such invoice, or its time of retention is over.",
        "Check the address or number.",
    ),
    "invoice_cancelled": entry(
        409, "office", UNCHANGED,
        "Diese Rechnung ist schon storniert.",
        "Für eine neue den Beleg öffnen und dort die Rechnung schreiben.",
        "This invoice is cancelled already.",
        "For a new one open the receipt and write the invoice there.",
    ),
    "invoice_partly_returned": entry(
        409, "office", UNCHANGED,
        "Von dieser Rechnung kam schon Ware zurück; ganz stornieren lässt sie sich nicht mehr.",
        "Was zurückkam, ist schon gutgeschrieben. Eine falsche Anschrift berichtigt ein Brief, der die Rechnungsnummer nennt (§ 31 Abs. 5 UStDV).",
        "Goods of this invoice came back already; it cannot be cancelled as a whole any more.",
        "What came back has a credit note. A wrong address is corrected by a letter that names the invoice's number (§31(5) UStDV).",
    ),
    "xrechnung_incomplete": entry(
        409, "office", UNCHANGED,
        "Für eine XRechnung fehlen Angaben: eine Referenz des Empfängers (Leitweg-ID) oder der Ansprechpartner im Geschäft.",
        "Nehmen Sie die ZUGFeRD-Rechnung, oder ergänzen Sie den Ansprechpartner im Büro unter Finanzamt, Rechnungen.",
        "An XRechnung needs more: a reference of the recipient (Leitweg-ID) or the contact in the shop.",
        "Take the ZUGFeRD invoice, or add the contact in the office under tax office, invoices.",
    ),
}  # fmt: skip
