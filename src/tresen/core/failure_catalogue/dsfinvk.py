"""What an export for the tax office (DSFinV-K) can meet, and the closing that a change of masterdata needs first."""

from typing import Final

from tresen.core.failure_catalogue.entry import UNCHANGED, Entry, entry

DSFINVK: Final[dict[str, Entry]] = {
    "no_closing_in_period": entry(
        404, "office", UNCHANGED,
        "In diesem Zeitraum gibt es keinen Tagesabschluss.",
        "Wählen Sie einen anderen Zeitraum oder schließen Sie zuerst den Tag ab.",
        "There is no closing in this period.",
        "Choose another period, or close the day first.",
    ),
    "export_exists": entry(
        409, "office", UNCHANGED,
        "Unter diesem Namen gibt es schon etwas.",
        "Wählen Sie einen anderen Namen; Vorhandenes wird nicht überschrieben.",
        "There is something under this name already.",
        "Choose another name; nothing that exists is overwritten.",
    ),
}  # fmt: skip
