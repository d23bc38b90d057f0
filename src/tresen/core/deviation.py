"""What each deviation says to the person who settles it: what differs and what to do, in German and English.

The till's figures stand whatever is decided: a deviation is a hint to look, never an edit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tresen.core.money import format_cents


@dataclass(slots=True, frozen=True)
class Words:
    """Pairs of sentences: what differs, what to do. A name in braces is taken from the deviation's detail."""

    de: tuple[str, str]
    en: tuple[str, str]


def _words(de: str, de_do: str, en: str, en_do: str) -> Words:
    return Words((de, de_do), (en, en_do))


DEVIATIONS: Final[dict[str, Words]] = {
    "price_differs": _words(
        "Die Kasse hat {amount_till} berechnet, der Server {amount_node}.",
        "Prüfen Sie, ob der Preis oder eine Aktion an der Kasse noch nicht angekommen war. Der Beleg bleibt, wie er ist.",
        "The till computed {amount_till}, the node {amount_node}.",
        "Check whether a price or promotion had not reached the till yet. The receipt stays as it is.",
    ),
    "tax_differs": _words(
        "Die Umsatzsteuer auf dem Beleg ist {amount_till}, der Server berechnet {amount_node}.",
        "Fragen Sie Ihre Steuerberatung, ob die Voranmeldung angepasst werden muss.",
        "The VAT on the receipt is {amount_till}, the node computes {amount_node}.",
        "Ask your tax adviser whether the advance return must be adjusted.",
    ),
    "points_differ": _words(
        "Die Kasse hat {points_till} Punkte gebucht, der Server berechnet {points_node}.",
        "Gleichen Sie den Punktestand beim Kunden aus, wenn es nötig ist.",
        "The till booked {points_till} points, the node computes {points_node}.",
        "Adjust the customer's points if need be.",
    ),
    "discount_limit": _words(
        "Ein Rabatt liegt über der Grenze, ab der eine Freigabe nötig ist.",
        "Klären Sie den Rabatt mit der Person an der Kasse.",
        "A discount is above the limit from which an approval is needed.",
        "Talk about the discount with the person at the till.",
    ),
    "article_unknown": _words(
        "Ein verkaufter Artikel ist nicht in den Stammdaten: {name}.",
        "Legen Sie den Artikel an oder prüfen Sie, ob er gelöscht wurde.",
        "A sold article is not in the masterdata: {name}.",
        "Add the article or check whether it was deleted.",
    ),
    "staff_unknown": _words(
        "Wer verkauft hat, steht nicht (mehr) beim Personal: {name}.",
        "Prüfen Sie, wer an der Kasse war.",
        "Who sold is not (any more) among the staff: {name}.",
        "Check who was at the till.",
    ),
    "right_missing": _words(
        "Für „{act}“ fehlte das Recht oder die Freigabe.",
        "Klären Sie den Vorgang mit der Person an der Kasse.",
        "The right or the approval for “{act}” was missing.",
        "Talk about it with the person at the till.",
    ),
    "limit_exceeded": _words(
        "Ohne Server war nur {amount_limit} erlaubt, es waren {amount_till} ({limit}).",
        "Prüfen Sie den Beleg. Die Grenzen stehen in den Einstellungen.",
        "Without the node only {amount_limit} was allowed, it was {amount_till} ({limit}).",
        "Check the receipt. The limits are in the settings.",
    ),
    "voucher_overdrawn": _words(
        "Ein Gutschein wurde mit {amount_till} eingelöst, es waren nur noch {amount_node} darauf.",
        "Der Gutschein steht jetzt im Minus. Prüfen Sie, ob er zweimal benutzt wurde.",
        "A voucher was redeemed for {amount_till} when only {amount_node} was left on it.",
        "The voucher is overdrawn now. Check whether it was used twice.",
    ),
    "voucher_unnamed": _words(
        "Ein Gutschein wurde ohne Nummer verkauft; der Server hat ihm {code} gegeben.",
        "Geben Sie der Kundin oder dem Kunden die Nummer, sonst lässt er sich nicht einlösen.",
        "A voucher was sold without a code; the node gave it {code}.",
        "Tell the customer the code, else it cannot be redeemed.",
    ),
    "credit_overdrawn": _words(
        "Mit Kundenguthaben wurden {amount_till} bezahlt, es waren nur noch {amount_node} da.",
        "Das Guthaben steht jetzt im Minus. Sprechen Sie mit der Kundin oder dem Kunden.",
        "{amount_till} was paid with store credit when only {amount_node} was left.",
        "The credit is overdrawn now. Talk to the customer.",
    ),
    "coupon_used_twice": _words(
        "Ein Coupon oder eine Aktion wurde öfter benutzt als erlaubt: {code}.",
        "Prüfen Sie den Beleg. Die Kasse konnte ohne Server nicht wissen, wie oft schon.",
        "A coupon or promotion was used more often than allowed: {code}.",
        "Check the receipt. Without the node the till could not know how often it had been used.",
    ),
    "returned_twice": _words(
        "Von Position {line} kam mehr zurück, als verkauft wurde.",
        "Prüfen Sie, ob zweimal erstattet wurde.",
        "More of line {line} came back than was sold.",
        "Check whether it was refunded twice.",
    ),
    "sale_unknown": _words(
        "Der Beleg, von dem etwas zurückkam, ist nicht im Journal.",
        "Vielleicht hat eine andere Kasse ihn noch nicht gesendet. Prüfen Sie es nach deren Abgleich.",
        "The receipt something was taken back of is not in the journal.",
        "Another till may not have sent it yet. Look again once it has.",
    ),
    "clock_wrong": _words(
        "Die Uhr der Kasse ging {minutes} Minuten falsch.",
        "Stellen Sie die Uhr des Geräts. Gebucht ist der Geschäftstag nach der Uhr des Servers.",
        "The till's clock was wrong by {minutes} minutes.",
        "Set the device's clock. The business day is booked by the node's clock.",
    ),
    "number_gap": _words(
        "Beim Abschluss fehlten ausgehändigte Belege: {numbers}.",
        "Verbinden Sie das Gerät mit dem Server oder lesen Sie seine Rettungsdatei ein.",
        "At the closing, receipts that were handed out were missing: {numbers}.",
        "Connect the device with the node or import its rescue file.",
    ),
    "engine_unknown": _words(
        "Der Beleg ließ sich nicht nachrechnen: {reason}.",
        "Prüfen Sie den Beleg von Hand.",
        "The receipt could not be computed again: {reason}.",
        "Check the receipt by hand.",
    ),
    "unsigned_though_signed": _words(
        "Der Verkauf war schon als Beleg {number} gebucht; ausgehändigt wurde {printed} als TSE-Ausfall.",
        "Gebucht ist er einmal. Legen Sie den Beleg auf Wunsch neu aus, sonst ist nichts zu tun.",
        "The sale had been booked as receipt {number}; handed out was {printed} as a TSE outage.",
        "It is booked once. Print the receipt anew if wanted; nothing else is to be done.",
    ),
    "payment_left": _words(
        "Eine Kartenzahlung über {amount_node} ist gebucht, steht aber nicht auf dem Beleg.",
        "Geben Sie das Geld an der Kasse zurück, falls auch anders bezahlt wurde.",
        "A card payment of {amount_node} is booked but not on the receipt.",
        "Give the money back at the till if it was paid another way as well.",
    ),
}


def sentences(code: str, detail: Mapping[str, str | int], language: str) -> tuple[str, str]:
    """What differs and what to do. Unknown codes (of a newer node) say their own name."""
    words = DEVIATIONS.get(code)
    if words is None:
        return code, ""
    english = language.startswith("en")
    said, do = words.en if english else words.de
    for name, value in detail.items():
        shown = f"{format_cents(int(value), '.' if english else ',')} EUR" if name.startswith("amount") else str(value)
        said = said.replace("{" + name + "}", shown)
    return said, do
