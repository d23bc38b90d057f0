"""The steps in German. `{called}` stands for the authority's name."""

from typing import Final

from tresen.web.trust.pictures import Line, Picture
from tresen.web.trust.steps import Guide, Kind, Step

GUIDES: Final[dict[Kind, Guide]] = {
    "ios": Guide(
        "iPhone und iPad",
        (
            Step("Diese Seite in Safari öffnen und das Profil laden. Bei der Nachfrage „Zulassen“ tippen.",
                 Picture("Safari", (Line("Diese Website möchte ein Konfigurationsprofil laden."),
                                    Line("Zulassen", "button", found=True))), "profile"),
            Step("Einstellungen öffnen, oben auf „Profil geladen“ tippen, dann „Installieren“.",
                 Picture("Einstellungen", (Line("Profil geladen", "next", found=True), Line("WLAN", "next"),
                                           Line("Allgemein", "next")))),
            Step("Einstellungen › Allgemein › Info › Zertifikatsvertrauens\N{SOFT HYPHEN}einstellungen (ganz unten).",
                 Picture("Info", (Line("Modellname"), Line("Seriennummer"),
                                  Line("Zertifikatsvertrauens\N{SOFT HYPHEN}einstellungen", "next", found=True)))),
            Step("Den Schalter neben „{called}“ einschalten und „Weiter“ tippen. Ohne diesen Schritt hilft das Profil nicht.",
                 Picture("Vertrauen", (Line("{called}", "on", found=True),))),
        ),
    ),
    "android": Guide(
        "Android",
        (
            Step("Das Zertifikat laden. Fragt der Browser nach, die Datei behalten.",
                 Picture("Chrome", (Line("tresen.crt"), Line("Behalten", "button", found=True))), "crt"),
            Step("Einstellungen öffnen und oben nach „CA-Zertifikat“ suchen. "
                 "(Sonst: Sicherheit › Verschlüsselung und Anmeldedaten › Zertifikat installieren.)",
                 Picture("Zertifikat installieren", (Line("CA-Zertifikat", "next", found=True),
                                                     Line("VPN- und App-Nutzerzertifikat", "next"),
                                                     Line("WLAN-Zertifikat", "next")))),
            Step("„Trotzdem installieren“ tippen, die Sperre des Geräts eingeben und die Datei tresen.crt wählen.",
                 Picture("Deine Daten sind nicht privat", (Line("Nicht installieren", "button"),
                                                           Line("Trotzdem installieren", "button", found=True)))),
        ),
        "Android verlangt dafür eine Bildschirmsperre und meldet danach „Netzwerk wird möglicherweise überwacht“. Das gilt "
        "jedem selbst installierten Zertifikat. Bitte Chrome benutzen; Firefox für Android beachtet das Zertifikat nicht.",
    ),
    "windows": Guide(
        "Windows",
        (
            Step("Das Zertifikat laden, öffnen und „Zertifikat installieren“ klicken.",
                 Picture("Zertifikat", (Line("{called}"), Line("Zertifikat installieren …", "button", found=True)),
                         wide=True), "crt"),
            Step("„Aktueller Benutzer“ wählen, dann „Alle Zertifikate in folgendem Speicher speichern“ und "
                 "„Durchsuchen“: „Vertrauenswürdige Stammzertifizierungs\N{SOFT HYPHEN}stellen“.",
                 Picture("Zertifikatspeicher", (Line("Eigene Zertifikate"),
                                                Line("Vertrauenswürdige Stammzertifizierungsstellen", "tick",
                                                     found=True)), wide=True)),
            Step("„Fertig stellen“ und die Warnung mit „Ja“ bestätigen, wenn der Fingerabdruck stimmt. Browser neu starten.",
                 Picture("Sicherheitswarnung", (Line("Fingerabdruck (SHA-1)"), Line("Ja", "button", found=True)),
                         wide=True)),
        ),
    ),
    "macos": Guide(
        "Mac",
        (
            Step("Das Zertifikat laden und öffnen. Es kommt in die Schlüsselbundverwaltung; als Schlüsselbund „Anmeldung“ wählen.",
                 Picture("Zertifikate hinzufügen", (Line("Schlüsselbund: Anmeldung"),
                                                    Line("Hinzufügen", "button", found=True)), wide=True), "crt"),
            Step("In der Schlüsselbundverwaltung „{called}“ doppelt anklicken und „Vertrauen“ aufklappen.",
                 Picture("Schlüsselbundverwaltung", (Line("{called}", "next", found=True),), wide=True)),
            Step("Bei „Bei Verwendung dieses Zertifikats“ „Immer vertrauen“ wählen, Fenster schließen, Passwort eingeben.",
                 Picture("Vertrauen", (Line("Immer vertrauen", "tick", found=True),), wide=True)),
        ),
        "Firefox hat einen eigenen Speicher: siehe Linux und Firefox.",
    ),
    "linux": Guide(
        "Linux und Firefox",
        (
            Step("Das Zertifikat laden.", None, "pem"),
            Step("Firefox: Einstellungen › Datenschutz & Sicherheit › Zertifikate anzeigen › Zertifizierungsstellen › Importieren; "
                 "„um Websites zu identifizieren“ ankreuzen.",
                 Picture("Zertifikat herunterladen", (Line("Vertrauen, um Websites zu identifizieren", "tick",
                                                           found=True), Line("OK", "button")), wide=True)),
            Step("Chrome und Chromium: Einstellungen › Datenschutz und Sicherheit › Sicherheit › Zertifikate verwalten › "
                 "Von dir installiert › Vertrauenswürdige Zertifikate › Importieren.",
                 Picture("Zertifikate verwalten", (Line("Vertrauenswürdige Zertifikate"),
                                                   Line("Importieren", "button", found=True)), wide=True)),
        ),
    ),
}  # fmt: skip
