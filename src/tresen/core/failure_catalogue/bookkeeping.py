"""What can stand in the way of handing closings to the tax adviser."""

from typing import Final

from tresen.core.failure_catalogue.entry import UNCHANGED, Entry, entry

BOOKKEEPING: Final[dict[str, Entry]] = {
    "datev_not_set_up": entry(
        409, "office", UNCHANGED,
        "Berater- und Mandantennummer fehlen noch.",
        "Fragen Sie Ihre Steuerberatung nach beiden Nummern und tragen Sie sie unter „Finanzamt“, „DATEV“ ein.",
        "The numbers of adviser and client are missing.",
        "Ask your tax adviser for both and enter them under “Tax office”, “DATEV”.",
    ),
    "datev_account_missing": entry(
        409, "office", UNCHANGED,
        "Für einen Geschäftsvorfall ist noch kein Konto eingetragen.",
        "Fragen Sie Ihre Steuerberatung, auf welches Konto er gehört, und tragen Sie es bei den Konten ein.",
        "There is no account yet for one kind of business case.",
        "Ask your tax adviser which account it belongs to and enter it among the accounts.",
    ),
    "datev_nothing_new": entry(
        409, "office", UNCHANGED,
        "In diesem Zeitraum gibt es keinen Abschluss, der nicht schon übergeben ist.",
        "Wählen Sie einen anderen Zeitraum, laden Sie den übergebenen Stapel noch einmal, oder nehmen Sie ihn zurück.",
        "In this period there is no closing that was not handed over already.",
        "Choose another period, download the batch again, or take it back.",
    ),
    "datev_two_years": entry(
        409, "office", UNCHANGED,
        "Der Zeitraum berührt zwei Wirtschaftsjahre; DATEV nimmt einen Stapel nur für eines.",
        "Machen Sie zwei Stapel daraus.",
        "The period touches two fiscal years; DATEV takes a batch for one only.",
        "Make two batches of it.",
    ),
    "datev_taken_back": entry(
        409, "office", UNCHANGED,
        "Dieser Stapel ist selbst eine Rücknahme oder wurde schon zurückgenommen.",
        "Übergeben Sie den Zeitraum neu, wenn er noch gebucht werden soll.",
        "This batch is a reversal itself or was taken back already.",
        "Hand the period over anew if it is still to be posted.",
    ),
}  # fmt: skip
