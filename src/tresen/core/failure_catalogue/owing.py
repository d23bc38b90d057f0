"""Sales on account, orders and their down payments, tips, benefits of staff, foreign cash."""

from typing import Final

from tresen.core.failure_catalogue.entry import BASKET_KEPT, UNCHANGED, Entry, entry

OWING: Final[dict[str, Entry]] = {
    "account_not_open": entry(
        422, "sale", BASKET_KEPT,
        "Für diesen Kunden ist kein Kauf auf Rechnung freigegeben.",
        "Geben Sie im Büro beim Kunden einen Höchstbetrag an, oder lassen Sie anders zahlen.",
        "This customer may not buy on account.",
        "Set a limit with the customer in the office, or take another kind of payment.",
    ),
    "account_limit": entry(
        422, "sale", BASKET_KEPT,
        "Damit stünde mehr offen, als für diesen Kunden erlaubt ist.",
        "Lassen Sie einen Teil anders zahlen, oder erhöhen Sie im Büro den Höchstbetrag.",
        "More would be open than this customer is allowed.",
        "Take a part in another way, or raise the limit in the office.",
    ),
    "receivable_too_low": entry(
        409, "sale", BASKET_KEPT,
        "So viel ist von diesem Kauf auf Rechnung nicht mehr offen.",
        "Laden Sie die offenen Posten neu und nehmen Sie höchstens den offenen Betrag.",
        "Not as much of this sale on account is still open.",
        "Load the open amounts again and take no more than is open.",
    ),
    "customer_owes": entry(
        409, "office", UNCHANGED,
        "Dieser Kunde hat noch Käufe auf Rechnung offen.",
        "Gleichen Sie sie zuerst aus; danach können Sie Name und Anschrift löschen.",
        "This customer still has sales on account open.",
        "Have them paid first; after that name and address can be erased.",
    ),
    "money_line_alone": entry(
        422, "quote", BASKET_KEPT,
        "Anzahlungen und Zahlungen auf Rechnung stehen auf einem Beleg für sich.",
        "Schließen Sie zuerst diesen Vorgang ab und beginnen Sie dann den anderen.",
        "Down payments and payments on account stand on a receipt of their own.",
        "Finish this one first, then begin the other.",
    ),
    "tip_without_goods": entry(
        422, "quote", BASKET_KEPT,
        "Ein Trinkgeld gehört zu einem Verkauf.",
        "Erfassen Sie zuerst, was verkauft wird.",
        "A tip belongs to a sale.",
        "Enter first what is sold.",
    ),
    "order_not_open": entry(
        409, "sale", BASKET_KEPT,
        "Diese Bestellung ist nicht mehr offen: Sie wurde abgeholt, geändert oder abgesagt.",
        "Laden Sie die Liste der Bestellungen neu.",
        "This order is no longer open: it was handed over, changed or called off.",
        "Load the list of orders again.",
    ),
    "down_payment_too_high": entry(
        422, "sale", BASKET_KEPT,
        "Die Anzahlung wäre höher als das, was von der Bestellung noch zu zahlen ist.",
        "Nehmen Sie höchstens den offenen Betrag.",
        "The down payment would be more than is still to be paid for the order.",
        "Take no more than the open amount.",
    ),
    "prepaid_left": entry(
        409, "sale", BASKET_KEPT,
        "Zu dieser Bestellung gibt es noch eine Anzahlung.",
        "Verrechnen Sie sie bei der Abholung, oder zahlen Sie sie zuerst zurück.",
        "There is still a down payment on this order.",
        "Use it when the order is handed over, or pay it back first.",
    ),
    "goods_only": entry(
        422, "sale", BASKET_KEPT,
        "Gutscheine, Rückgaben und Zahlungen lassen sich nicht bestellen oder als Sachbezug geben.",
        "Nehmen Sie diese Positionen heraus.",
        "Vouchers, returns and payments cannot be ordered or given as a benefit.",
        "Take these lines out.",
    ),
    "tips_off": entry(
        422, "sale", BASKET_KEPT,
        "Die Kasse nimmt solche Trinkgelder nicht an.",
        "Nehmen Sie das Trinkgeld heraus, oder schalten Sie es im Büro unter Einstellungen ein.",
        "The till does not take such tips.",
        "Take the tip out, or switch tips on in the office under settings.",
    ),
    "tips_too_low": entry(
        422, "cash", UNCHANGED,
        "So viel Trinkgeld steht dieser Person nicht zu.",
        "Zahlen Sie höchstens den angezeigten Betrag aus.",
        "Not as much in tips belongs to this person.",
        "Pay out no more than the amount shown.",
    ),
    "currency_unknown": entry(
        422, "sale", BASKET_KEPT,
        "Diese Währung nimmt die Kasse nicht an.",
        "Legen Sie Währung und Kurs im Büro unter Einstellungen fest, oder lassen Sie anders zahlen.",
        "The till does not take this currency.",
        "Set currency and rate in the office under settings, or take another kind of payment.",
    ),
    "currency_rate_changed": entry(
        409, "sale", BASKET_KEPT,
        "Der Kurs dieser Währung hat sich geändert.",
        "Nehmen Sie die Zahlung zurück und geben Sie den Betrag noch einmal ein.",
        "The rate of this currency has changed.",
        "Take the payment back and enter the amount again.",
    ),
    "currency_in_use": entry(
        409, "office", UNCHANGED,
        "In einer Kassenlade liegt noch Geld dieser Währung.",
        "Legen Sie es beim Tagesabschluss in den Tresor und entfernen Sie die Währung danach.",
        "A drawer still holds money in this currency.",
        "Put it into the safe when closing the day and remove the currency afterwards.",
    ),
    "not_in_training": entry(
        409, "sale", UNCHANGED,
        "In der Schulung gibt es das nicht, weil es Konten oder Bestellungen verändern würde.",
        "Beenden Sie die Schulung und wiederholen Sie den Schritt.",
        "Training does not have this, because it would change accounts or orders.",
        "End the training and repeat the step.",
    ),
}  # fmt: skip
