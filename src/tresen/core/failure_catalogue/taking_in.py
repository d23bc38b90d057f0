"""What a till handed out without the node and the node cannot take in: only what is no receipt or contradicts another."""

from typing import Final

from tresen.core.failure_catalogue.entry import UNCHANGED, Entry, Pair, entry

ON_THE_TILL: Final[Pair] = (
    "Der Beleg bleibt auf dem Gerät gespeichert, bis er geklärt ist.",
    "The receipt stays stored on the device until it is settled.",
)

TAKING_IN: Final[dict[str, Entry]] = {
    "handed_out_faulty": entry(
        422, "sale", ON_THE_TILL,
        "Dieser Beleg ist in sich nicht stimmig und kann nicht übernommen werden.",
        "Geben Sie ihn an die Leitung. Die Rettungsdatei enthält ihn vollständig.",
        "This receipt does not add up in itself and cannot be taken in.",
        "Hand it to the manager. The rescue file holds it completely.",
    ),
    "refund_under_way": entry(
        503, "sale", ON_THE_TILL,
        "Gerade wird von demselben Beleg etwas zurückgenommen.",
        "Sie brauchen nichts zu tun: Die Kasse sendet gleich noch einmal.",
        "Something of the same receipt is being taken back at this moment.",
        "There is nothing to do: the till sends again shortly.",
    ),
    "series_foreign": entry(
        409, "sale", ON_THE_TILL,
        "Dieser Beleg stammt aus dem Nummernkreis eines anderen Geräts.",
        "Senden Sie ihn von dem Gerät, das ihn ausgehändigt hat, oder lesen Sie dessen Rettungsdatei im Büro ein.",
        "This receipt is from another device's series.",
        "Send it from the device that handed it out, or import that device's rescue file in the office.",
    ),
    "number_taken": entry(
        409, "sale", ON_THE_TILL,
        "Unter dieser Nummer ist schon ein anderer Beleg gebucht.",
        "Geben Sie beide Belege an die Leitung. Gelöscht wird nichts.",
        "Another receipt is already booked under this number.",
        "Hand both receipts to the manager. Nothing is deleted.",
    ),
    "rescue_file_faulty": entry(
        422, "office", UNCHANGED,
        "Diese Datei ist keine Rettungsdatei dieses Ladens oder sie ist beschädigt.",
        "Schreiben Sie sie am Gerät noch einmal. Die Belege bleiben dort gespeichert.",
        "This file is no rescue file of this shop, or it is damaged.",
        "Write it on the device again. The receipts stay stored there.",
    ),
    "series_exhausted": entry(
        409, "device", UNCHANGED,
        "Diese Kasse hat keine freie Nummernreihe mehr für ein weiteres Gerät.",
        "Legen Sie im Büro eine neue Kasse an und koppeln Sie das Gerät mit ihr.",
        "This till has no series left for another device.",
        "Add a new till in the office and pair the device with it.",
    ),
}  # fmt: skip
