"""Promotions, price lists and coupons: at the till and in the office."""

from typing import Final

from tresen.core.failure_catalogue.entry import BASKET_KEPT, UNCHANGED, Entry, entry

OFFERS: Final[dict[str, Entry]] = {
    "coupon_unknown": entry(
        404, "sale", BASKET_KEPT,
        "Dieser Code öffnet keine Aktion.",
        "Bitte prüfen Sie die Zeichen. Gutscheine mit einem Wert werden beim Bezahlen eingelöst.",
        "This code opens no promotion.",
        "Please check the characters. Vouchers with a value are redeemed when paying.",
    ),
    "coupon_used": entry(
        409, "sale", BASKET_KEPT,
        "Dieser Coupon wurde schon eingelöst.",
        "Nehmen Sie ihn aus dem Warenkorb; der Einkauf geht ohne ihn weiter.",
        "This coupon has been used already.",
        "Take it out of the basket; the purchase goes on without it.",
    ),
    "coupon_expired": entry(
        422, "sale", BASKET_KEPT,
        "Dieser Coupon ist abgelaufen.",
        "Verkaufen Sie ohne ihn weiter.",
        "This coupon has expired.",
        "Go on selling without it.",
    ),
    "coupon_not_yet": entry(
        422, "sale", BASKET_KEPT,
        "Dieser Coupon gilt noch nicht.",
        "Der erste Tag steht auf dem Coupon. Verkaufen Sie ohne ihn weiter.",
        "This coupon is not valid yet.",
        "The first day stands on the coupon. Go on selling without it.",
    ),
    "tender_announced": entry(
        409, "sale", BASKET_KEPT,
        "Eine Aktion gilt nur für die Zahlungsart, die vorher gewählt wurde.",
        "Bezahlen Sie so, oder wählen Sie die Zahlungsart neu: Dann ändert sich der Preis.",
        "A promotion holds only for the way of paying that was chosen before.",
        "Pay that way, or choose the way of paying anew: then the price changes.",
    ),
    "promotion_used_up": entry(
        409, "sale", BASKET_KEPT,
        "Eine Aktion ist ausgeschöpft: Ein anderer Verkauf war schneller.",
        "Zeigen Sie dem Kunden den neuen Preis. Nimmt er ihn an, schließen Sie den Verkauf noch einmal ab.",
        "A promotion is used up: another sale was quicker.",
        "Show the customer the new price. If they accept it complete the sale once more.",
    ),
    "promotion_not_found": entry(
        404, "office", UNCHANGED,
        "Diese Aktion gibt es nicht oder nicht mehr.",
        "Gehen Sie zurück zur Liste der Aktionen.",
        "This promotion does not exist or no longer does.",
        "Go back to the list of promotions.",
    ),
    "promotion_faulty": entry(
        422, "office", UNCHANGED,
        "So kann die Aktion nicht gerechnet werden.",
        "Bitte prüfen Sie die markierte Angabe.",
        "The promotion cannot be computed like this.",
        "Please check the marked part.",
    ),
    "promotion_in_use": entry(
        409, "office", UNCHANGED,
        "Eine andere Aktion oder eine Coupon-Serie gehört zu dieser Aktion.",
        "Beenden Sie diese zuerst, oder schalten Sie die Aktion nur ab.",
        "Another promotion or a coupon batch belongs to this promotion.",
        "End that one first, or just switch the promotion off.",
    ),
    "price_list_not_found": entry(
        404, "office", UNCHANGED,
        "Diese Preisliste gibt es nicht oder nicht mehr.",
        "Gehen Sie zurück zur Liste der Preislisten.",
        "This price list does not exist or no longer does.",
        "Go back to the list of price lists.",
    ),
    "price_list_in_use": entry(
        409, "office", UNCHANGED,
        "In dieser Preisliste stehen noch Preise.",
        "Nehmen Sie sie bei den Artikeln heraus, oder schalten Sie die Preisliste nur ab.",
        "There are still prices in this price list.",
        "Take them out at the articles, or just switch the price list off.",
    ),
    "trial_running": entry(
        409, "office", UNCHANGED,
        "Es läuft schon eine Probe.",
        "Warten Sie, bis sie fertig ist, oder brechen Sie sie ab.",
        "A trial is running already.",
        "Wait until it is done, or stop it.",
    ),
}  # fmt: skip
