"""What happens in the area for the tax office: passes of officers, audit packages, the archive."""

from typing import Final

from tresen.core.failure_catalogue.entry import UNCHANGED, Entry, entry

TAX_OFFICE: Final[dict[str, Entry]] = {
    "officer_reads_only": entry(
        403, "access", UNCHANGED,
        "Mit einem Prüfzugang kann man lesen und herunterladen, aber nichts ändern.",
        "Bitten Sie jemanden aus dem Geschäft, es unter eigenem Namen zu tun.",
        "An officer's pass reads and downloads but changes nothing.",
        "Ask somebody of the shop to do it under their own name.",
    ),
    "pass_wrong": entry(
        401, "access", UNCHANGED,
        "Diesen Prüfzugang gibt es nicht.",
        "Prüfen Sie den Code, oder lassen Sie sich unter „Finanzamt“ einen neuen geben.",
        "There is no such officer's pass.",
        "Check the code, or have a new one made under “Tax office”.",
    ),
    "pass_ended": entry(
        401, "access", UNCHANGED,
        "Dieser Prüfzugang ist abgelaufen oder wurde beendet.",
        "Lassen Sie sich unter „Finanzamt“ einen neuen geben.",
        "This officer's pass has expired or was ended.",
        "Have a new one made under “Tax office”.",
    ),
    "too_many_passes": entry(
        409, "access", UNCHANGED,
        "Es sind schon so viele Prüfzugänge offen, wie es geben darf.",
        "Beenden Sie einen, den niemand mehr braucht.",
        "As many officer's passes are open as there may be.",
        "End one that nobody needs any more.",
    ),
    "package_under_way": entry(
        409, "office", UNCHANGED,
        "Es wird gerade schon ein Prüfpaket erstellt.",
        "Warten Sie, bis es fertig ist. Danach können Sie ein weiteres erstellen.",
        "An audit package is being made already.",
        "Wait until it is ready. Then you can make another one.",
    ),
    "tax_notice_incomplete": entry(
        409, "office", UNCHANGED,
        "Für die Mitteilung an das Finanzamt fehlen noch Angaben zu einer Kasse oder TSE.",
        "Ergänzen Sie, was in der Liste steht, bei der Kasse oder der TSE, und laden Sie die Datei dann.",
        "The notice to the tax office lacks facts about a till or a TSE.",
        "Add what the list names at the till or the TSE, then download the file.",
    ),
}  # fmt: skip
