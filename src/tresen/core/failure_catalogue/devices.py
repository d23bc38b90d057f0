"""Card terminal, TSE, printer, drawer, scale, display: devices that may be away without stopping the sale."""

from typing import Final

from tresen.core.failure_catalogue.entry import (
    BASKET_KEPT,
    OPEN_PAYMENT,
    SALE_BOOKED,
    SALES_KEPT,
    UNCHANGED,
    Entry,
    entry,
)

DEVICES: Final[dict[str, Entry]] = {
    "payment_not_found": entry(
        404, "payment", BASKET_KEPT,
        "Diese Zahlung ist nicht bekannt.",
        "Sehen Sie in der Liste der Zahlungen nach.",
        "This payment is not known.",
        "Look it up in the list of payments.",
    ),
    "payment_unknown": entry(
        409, "payment", OPEN_PAYMENT,
        "Ob die Kartenzahlung geklappt hat, ist noch nicht bekannt.",
        "Nehmen Sie kein zweites Mal Geld. Tippen Sie auf „Nachfragen“ oder sehen Sie am Terminal nach.",
        "It is not yet known whether the card payment went through.",
        "Do not take money a second time. Tap “Ask again” or look at the terminal.",
    ),
    "payment_not_for_basket": entry(
        409, "payment", BASKET_KEPT,
        "Diese Kartenzahlung gehört zu einem anderen Warenkorb.",
        "Bitte prüfen Sie, welcher Warenkorb bezahlt wurde.",
        "This card payment belongs to another basket.",
        "Please check which basket was paid.",
    ),
    "payment_amount_differs": entry(
        409, "payment", OPEN_PAYMENT,
        "Das Terminal hat einen anderen Betrag abgebucht als verlangt.",
        "Übernehmen Sie den abgebuchten Betrag oder machen Sie die Zahlung am Terminal rückgängig.",
        "The terminal charged another amount than asked for.",
        "Take the charged amount or reverse the payment at the terminal.",
    ),
    "payment_already_used": entry(
        409, "payment", SALE_BOOKED,
        "Diese Kartenzahlung ist schon mit einem Beleg verbucht.",
        "Sie brauchen nichts zu tun. Der Beleg ist in der Liste.",
        "This card payment is already booked with a receipt.",
        "There is nothing to do. The receipt is in the list.",
    ),
    "payment_settled": entry(
        409, "payment", BASKET_KEPT,
        "Diese Zahlung ist schon abgeschlossen und lässt sich nicht mehr abbrechen.",
        "Erstatten Sie den Betrag, falls er zurückgehen soll.",
        "This payment is settled and can no longer be cancelled.",
        "Refund the amount if it shall go back.",
    ),
    "terminal_busy": entry(
        409, "payment", BASKET_KEPT,
        "Das Kartenterminal ist gerade beschäftigt.",
        "Warten Sie, bis die laufende Zahlung beendet ist.",
        "The card terminal is busy.",
        "Wait until the running payment has ended.",
    ),
    "terminal_down": entry(
        503, "payment", BASKET_KEPT,
        "Das Kartenterminal antwortet nicht. Es wurde nichts abgebucht.",
        "Prüfen Sie Strom und Netzwerk des Terminals oder nehmen Sie eine andere Zahlungsart.",
        "The card terminal does not answer. Nothing was charged.",
        "Check the terminal's power and network or take another way to pay.",
    ),
    "terminal_missing": entry(
        409, "payment", BASKET_KEPT,
        "Für diese Kasse ist kein Kartenterminal eingerichtet.",
        "Richten Sie im Büro unter „Geräte“ ein Terminal ein.",
        "No card terminal is set up for this till.",
        "Set up a terminal in the office under “Devices”.",
    ),
    "tse_down": entry(
        503, "device", SALE_BOOKED,
        "Die TSE antwortet nicht. Der Beleg ist mit „TSE ausgefallen“ gekennzeichnet.",
        "Sie dürfen weiter verkaufen. Sorgen Sie bitte bald für Abhilfe, der Ausfall ist festgehalten.",
        "The TSE does not answer. The receipt is marked “TSE ausgefallen”.",
        "You may go on selling. Please have it repaired soon, the outage is recorded.",
    ),
    "tse_missing": entry(
        409, "device", SALES_KEPT,
        "Für diese Kasse ist keine TSE eingerichtet.",
        "Richten Sie im Büro unter „Geräte“ eine TSE ein.",
        "No TSE is set up for this till.",
        "Set up a TSE in the office under “Devices”.",
    ),
    "printer_missing": entry(
        409, "device", SALE_BOOKED,
        "Für diese Kasse ist kein Drucker eingerichtet.",
        "Zeigen Sie den QR-Code oder richten Sie im Büro einen Drucker ein.",
        "No printer is set up for this till.",
        "Show the QR code or set up a printer in the office.",
    ),
    "device_not_found": entry(
        404, "device", UNCHANGED,
        "Dieses Gerät ist nicht eingerichtet.",
        "Sehen Sie im Büro unter „Geräte“ nach.",
        "This device is not set up.",
        "Look in the office under “Devices”.",
    ),
}  # fmt: skip
