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
    "not_in_training": entry(
        409, "sale", UNCHANGED,
        "In der Schulung gibt es das nicht, weil es Konten oder Bestellungen verändern würde.",
        "Beenden Sie die Schulung und wiederholen Sie den Schritt.",
        "Training does not have this, because it would change accounts or orders.",
        "End the training and repeat the step.",
    ),
}  # fmt: skip
