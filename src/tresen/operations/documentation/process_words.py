"""What the program does, in German sentences for the process documentation. They hold for every shop."""

from typing import Final

PURPOSE: Final = (
    (
        "Diese Verfahrensdokumentation beschreibt, wie Geschäftsvorfälle an den Kassen erfasst, gesichert, aufbewahrt und "
        "ausgewertet werden (GoBD, Rz. 151 bis 155). Sie wird aus der tatsächlichen Einrichtung des Kassensystems erzeugt. "
        "Ändert sich die Einrichtung, entsteht eine neue Fassung; alle Fassungen bleiben erhalten."
    ),
    (
        "Das Kassensystem Tresen besteht aus einem Server im Geschäft und den Kassen, die im Browser laufen. Es erfasst "
        "jeden Vorgang einzeln, sofort und unveränderbar."
    ),
)
DAY: Final = (
    "Tagesbeginn: Der Anfangsbestand der Lade wird erfasst. Weicht er vom Soll ab, wird die Differenz gebucht.",
    (
        "Verkauf: Mit der ersten Position beginnt die Transaktion in der technischen Sicherheitseinrichtung (TSE). Nach der "
        "Zahlung wird sie beendet, der Beleg in einem Schritt gespeichert und ausgegeben: auf Papier oder elektronisch "
        "hinter einem QR-Code. Ein abgebrochener Vorgang wird als AVBelegabbruch gespeichert, ein Übungsvorgang als "
        "AVTraining."
    ),
    (
        "Rückgabe und Umtausch: als eigener Vorgang mit Bezug auf den ursprünglichen Beleg und zum damaligen Steuersatz. "
        "Ein Beleg wird nie geändert."
    ),
    "Stornierung vor der Zahlung: Die Position bleibt mit Grund im Vorgang sichtbar.",
    "Ein- und Auszahlungen: eigene Vorgänge mit Grund (Privateinlage, Privatentnahme, Geldtransit, Auslage).",
    (
        "Tagesabschluss: Gezählt wird, ohne das Soll zu sehen. Die Differenz wird als DifferenzSollIst gebucht, die Abschöpfung "
        "als Geldtransit; danach entsteht der Abschluss mit lückenloser Z-Nummer."
    ),
    "Kopien von Belegen tragen den Vermerk KOPIE und sind selbst aufgezeichnet.",
)
OFFLINE: Final = (
    (
        "Ist der Server nicht erreichbar, verkauft eine Kasse innerhalb der folgenden Grenzen weiter. Jedes Gerät zählt diese "
        "Belege in einem eigenen lückenlosen Nummernkreis, kennzeichnet sie als TSE-Ausfall und sendet sie, sobald der Server "
        "wieder da ist. Sie werden übernommen, wie sie gedruckt wurden."
    ),
)
OUTAGE: Final = (
    (
        "Fällt die TSE aus, wird weiter verkauft. Der Beleg trägt den Vermerk des Ausfalls; Beginn, Ende und Grund sind "
        "aufgezeichnet (AEAO zu §146a, 7). Nachträglich wird nichts signiert."
    ),
)
RECORDING: Final = (
    (
        "Alle Vorgänge stehen in einem Journal, das nur wächst. Jeder Eintrag trägt eine laufende Nummer und einen "
        "SHA-256-Wert über den vorigen Eintrag und sich selbst. Die Datenbank weist Änderungen und Löschungen ab; das Programm "
        "hat keinen Weg dafür. Fehler werden durch neue Einträge berichtigt, die den alten nennen."
    ),
    (
        "Belege und Abschlüsse haben je Kasse eine lückenlose Nummer. Salden, Bestände und Berichte werden aus dem Journal "
        "abgeleitet und können jederzeit neu gerechnet und verglichen werden (tresen verify, im Büro unter Journal)."
    ),
    "Stammdaten und Einstellungen werden mit Zeitpunkt und Person fortgeschrieben; jeder frühere Stand bleibt lesbar.",
    "Namen und Anschriften von Kunden stehen nicht im Journal, sondern getrennt davon, damit sie gelöscht werden können.",
)
INTERFACES: Final = (
    (
        "Für die Finanzverwaltung: DSFinV-K (tresen export dsfinvk), Protokoll der TSE als TAR nach BSI TR-03153 (tresen export "
        "tse), Prüfpaket (tresen export audit), Archiv in lesbaren Dateien (tresen archive)."
    ),
    "Einsicht im Büro: ein Prüfzugang auf Zeit, der nur liest; jede Einsicht ist aufgezeichnet.",
)
RETENTION: Final = (
    (
        "Journal, Belege, Abschlüsse, Protokolle der TSE, Stammdaten mit Historie und diese Dokumentation werden zehn Jahre "
        "aufbewahrt, gerechnet ab dem Ende des Kalenderjahres (§147 AO; die kürzere Frist von acht Jahren für Buchungsbelege "
        "wird nicht genutzt). Das Programm bietet keinen Weg, sie vorher zu löschen."
    ),
    (
        "Nach jedem Tagesabschluss wird das Archiv ergänzt: ein Ordner mit Abschluss, Belegen und Journal als Text, mit "
        "SHA-256-Werten und verkettet mit dem Ordner davor. Es ist ohne das Programm lesbar."
    ),
)
CONTROLS: Final = (
    (
        "Anmeldung am Büro mit Name und Passwort, an der Kasse mit Person und PIN; zu viele falsche Versuche werden gebremst. "
        "Anmeldungen, Ablehnungen und Freigaben sind aufgezeichnet. Geräte werden einzeln gekoppelt und können gesperrt werden."
    ),
    (
        "Vollständigkeit: Der Abschluss nennt, wie viele Belege gedruckt, gespeichert und signiert wurden, und welche Nummern "
        "fehlen. Abweichungen stehen im Büro unter Abweichungen, bis jemand sie geklärt hat."
    ),
)
UNWRITTEN: Final = "Noch nicht beschrieben."
