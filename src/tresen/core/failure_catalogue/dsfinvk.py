"""What an export for the tax office (DSFinV-K) can meet, and the closing that a change of masterdata needs first."""

from typing import Final

from tresen.core.failure_catalogue.entry import UNCHANGED, Entry, entry

DSFINVK: Final[dict[str, Entry]] = {
    "closing_first": entry(
        409, "office", UNCHANGED,
        "Seit dem letzten Tagesabschluss wurde noch mit den bisherigen Angaben kassiert.",
        "Schließen Sie zuerst den Tag an jeder Kasse ab, die seitdem kassiert hat. Dann geht die Änderung, und die Kassen können wieder öffnen.",
        "Since the last closing there were receipts with the present details.",
        "First close the day at every till that has sold since. Then the change can be made, and the tills may open again.",
    ),
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
    "export_running": entry(
        409, "office", UNCHANGED,
        "Es wird schon eine Ausgabe zusammengestellt.",
        "Warten Sie, bis sie fertig ist.",
        "An export is being put together already.",
        "Wait until it is ready.",
    ),
    "export_missing": entry(
        404, "office", UNCHANGED,
        "Diese Ausgabe liegt nicht mehr bereit.",
        "Stellen Sie sie noch einmal zusammen.",
        "This export is no longer there.",
        "Put it together once more.",
    ),
    "export_unwritable": entry(
        507, "office", UNCHANGED,
        "Die Ausgabe passt nicht mehr auf die Festplatte oder darf dort nicht abgelegt werden.",
        "Schaffen Sie Platz und versuchen Sie es noch einmal.",
        "The export does not fit on the disk or may not be stored there.",
        "Make room, then try again.",
    ),
}  # fmt: skip
