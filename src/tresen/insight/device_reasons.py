"""German for the reasons that devices give. What an adapter says in plain English stands here as the shop reads it.

A text with names in braces stands for many; what they stand for is translated, too, if it is known.
"""

import re
from functools import cache
from typing import Final

from tresen.ports.printer import COVER_OPEN, NO_ANSWER, PAPER_OUT, PRINTER_ERROR, UNREACHABLE

PRINTERS: Final = {
    PAPER_OUT: "Papier ist aus",
    COVER_OPEN: "Deckel ist offen",
    UNREACHABLE: "nicht erreichbar",
    NO_ANSWER: "antwortet nicht",
    PRINTER_ERROR: "meldet einen Fehler",
    "this printer does not exist": "gibt es nicht",
    "the printer did not answer in time": "hat nicht rechtzeitig geantwortet",
    "the receipt of this job does not exist": "den Beleg dieses Auftrags gibt es nicht",
}
SIGNERS: Final = {
    "no TSE is set up": "keine TSE eingerichtet",
    "no answer in time": "hat nicht rechtzeitig geantwortet",
    "unreachable (simulated outage)": "nicht erreichbar (simulierter Ausfall)",
    "its PINs and keys cannot be read: the key file is missing": "PINs und Schlüssel sind nicht lesbar: Die Schlüsseldatei fehlt",
    "the TSE did not answer in time": "hat nicht rechtzeitig geantwortet",
    "the TSE did not answer the printer in time": "die TSE hat dem Drucker nicht rechtzeitig geantwortet",
    "the TSE did not answer in a way that can be understood": "die TSE hat unverständlich oder nicht geantwortet",
    "the TSE gave an answer that cannot be understood": "die TSE hat unverständlich geantwortet",
    "the answer of the TSE cannot be read: {error}": "die Antwort der TSE ist nicht lesbar: {error}",
    "the answer to the start of a transaction was lost": "die Antwort auf den Beginn eines Vorgangs ging verloren",
    "the answer to {act} was lost (simulated)": "die Antwort auf {act} ging verloren (simuliert)",
    "the TSE answered with another transaction": "die TSE hat mit einem anderen Vorgang geantwortet",
    "the TSE wants to be tested before it signs again": "der Selbsttest ist fällig",
    "the TSE has not passed its self-test": "die TSE hat ihren Selbsttest nicht bestanden",
    "the TSE found a fault of its own: it must be replaced": "die TSE hat einen eigenen Fehler gefunden: Sie muss ersetzt werden",
    "the clock of the TSE is not set": "die Uhr der TSE ist nicht gestellt",
    "the memory of the TSE is full": "der Speicher der TSE ist voll",
    "the memory of the TSE is full: {error}": "der Speicher der TSE ist voll: {error}",
    "the certificate of the TSE has expired": "das Zertifikat ist abgelaufen",
    "the TSE has made all signatures of its life": "die TSE hat alle Signaturen verbraucht, die sie machen kann",
    "the TSE holds as many open transactions as it can": "die TSE hat zu viele offene Vorgänge",
    "too many transactions are open at the TSE": "die TSE hat zu viele offene Vorgänge",
    "{count} transactions are open, no more are possible": "{count} Vorgänge sind offen, mehr gehen nicht",
    "the TSE is locked": "die TSE ist gesperrt",
    "the TSE is locked for a moment": "die TSE ist für einen Augenblick gesperrt",
    "the TSE is busy": "die TSE ist beschäftigt",
    "the TSE was put out of use": "die TSE wurde außer Betrieb genommen",
    "the TSE was put out of use for ever": "die TSE ist endgültig außer Betrieb",
    "this TSE was put out of use for ever": "diese TSE ist endgültig außer Betrieb",
    "the TSE is not set up": "die TSE ist nicht eingerichtet",
    "the TSE is set up already": "die TSE ist schon eingerichtet",
    "this TSE is not set up yet: its PUK is needed": "diese TSE ist noch nicht eingerichtet: Ihre PUK wird gebraucht",
    "this TSE is set up already: its admin PIN and its PIN for the clock are needed":
        "diese TSE ist schon eingerichtet: Ihre Admin-PIN und ihre PIN für die Uhr werden gebraucht",
    "this version knows no TSE of the kind {kind}": "diese Version kennt keine TSE der Art {kind}",
    "the TSE cannot be opened": "die TSE lässt sich nicht öffnen",
    "the TSE cannot be reached": "die TSE ist nicht erreichbar",
    "the TSE cannot be read or written": "die TSE lässt sich nicht lesen oder beschreiben",
    "the TSE cannot do this at the moment": "die TSE kann das im Augenblick nicht",
    "the TSE was closed": "die TSE wurde geschlossen",
    "the TSE was without power for a moment": "die TSE war einen Augenblick ohne Strom",
    "no TSE is plugged in where it should be": "es steckt keine TSE, wo eine sein sollte",
    "no TSE is in the printer or TSE server": "im Drucker oder TSE-Server ist keine TSE",
    "another program uses the TSE": "ein anderes Programm benutzt die TSE",
    "an export of the TSE is running": "ein Export der TSE läuft",
    "another export of the TSE is running": "ein anderer Export der TSE läuft",
    "too many exports of the TSE are running": "zu viele Exporte der TSE laufen",
    "the export of the TSE ends too early": "der Export der TSE endet zu früh",
    "the export of the TSE is damaged: {error}": "der Export der TSE ist beschädigt: {error}",
    "the PIN of the TSE is wrong": "die PIN der TSE ist falsch",
    "the admin PIN of the TSE is wrong": "die Admin-PIN der TSE ist falsch",
    "the PIN of the TSE is blocked: set a new one with the PUK": "die PIN der TSE ist gesperrt: Setzen Sie mit der PUK eine neue",
    "the admin PIN of the TSE is blocked: set a new one with the PUK":
        "die Admin-PIN der TSE ist gesperrt: Setzen Sie mit der PUK eine neue",
    "the PUK of the TSE is wrong": "die PUK der TSE ist falsch",
    "the PUK of the TSE is wrong, or the new admin PIN is not accepted":
        "die PUK der TSE ist falsch, oder die neue Admin-PIN wird nicht angenommen",
    "the PUK of the TSE is blocked: the TSE must be replaced": "die PUK der TSE ist gesperrt: Die TSE muss ersetzt werden",
    "the TSE does not allow this without a PIN": "das erlaubt die TSE nicht ohne PIN",
    "the TSE does not accept the length of a value": "die TSE nimmt die Länge eines Wertes nicht an",
    "processData or processType is too long": "der Text, der signiert werden soll, ist zu lang",
    "the till is not registered at the TSE": "die Kasse ist bei der TSE nicht angemeldet",
    "the till is not registered at the TSE any more": "die Kasse ist bei der TSE nicht mehr angemeldet",
    "till {client} is not registered": "Kasse {client} ist bei der TSE nicht angemeldet",
    "no more tills can be registered at the TSE": "bei der TSE lassen sich keine weiteren Kassen anmelden",
    "the transaction is not open": "der Vorgang ist nicht offen",
    "transaction {number} is not open": "Vorgang {number} ist nicht offen",
    "transaction {number} belongs to till {client}": "Vorgang {number} gehört zu Kasse {client}",
    "transaction {number} was finished as something else": "Vorgang {number} wurde als etwas anderes beendet",
    "the transaction is finished already or was changed by somebody else":
        "der Vorgang ist schon beendet oder wurde von anderer Seite geändert",
    "the TSE does not know the transaction": "die TSE kennt den Vorgang nicht",
    "the TSE ended the transaction as something else": "die TSE hat den Vorgang als etwas anderes beendet",
    "the public key of the TSE is {what}": "der öffentliche Schlüssel der TSE ist unbrauchbar ({what})",
    "the certificate of the TSE is {what}": "das Zertifikat der TSE ist unbrauchbar ({what})",
    "the certificate of the TSE cannot be read": "das Zertifikat der TSE ist nicht lesbar",
    "no certificate belongs to the public key of the TSE": "kein Zertifikat gehört zum öffentlichen Schlüssel der TSE",
    "{what} is missing": "{what} fehlt",
    "{what} is damaged": "{what} ist beschädigt",
    "{what} is not in base64": "{what} ist nicht in Base64",
    "{what} is not in hex": "{what} ist nicht hexadezimal",
}  # fmt: skip
MAKERS: Final = {
    "a till's serial number has 1 to 70 letters, digits, dots, hyphens and underscores":
        "die Seriennummer einer Kasse hat 1 bis 70 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche",
    "there is no such curve": "diese Kurve gibt es nicht",
    "there are {count} simulated TSEs already": "es gibt schon {count} simulierte TSEs",
    "the folder of the simulated TSE is not known": "der Ordner der simulierten TSE ist nicht bekannt",
    "the admin PIN has {count} to {most} digits": "die Admin-PIN hat {count} bis {most} Ziffern",
    "{what} has {count} digits": "{what} hat {count} Ziffern",
    "the admin PIN": "die Admin-PIN",
    "the PIN for the clock": "die PIN für die Uhr",
    "the PUK": "die PUK",
    "both PINs of the TSE have {count} digits": "beide PINs der TSE haben {count} Ziffern",
    "the TSE of {maker} does not tell of itself as it should: {error}":
        "die TSE von {maker} gibt keine brauchbare Auskunft: {error}",
    "the TSE of {maker} does not tell of itself": "die TSE von {maker} gibt keine Auskunft",
    "the TSE of {maker} does not list its open transactions: {error}":
        "die TSE von {maker} nennt ihre offenen Vorgänge nicht: {error}",
    "the TSE of {maker} takes a serial number of a till of at most {count} plain letters and digits":
        "die TSE von {maker} nimmt nur Seriennummern von Kassen mit höchstens {count} einfachen Buchstaben und Ziffern",
    "the TSE of {maker} takes a serial number of a till of at most {count} plain letters":
        "die TSE von {maker} nimmt nur Seriennummern von Kassen mit höchstens {count} einfachen Buchstaben",
    "the TSE of {maker} says error {code}": "die TSE von {maker} meldet Fehler {code}",
    "the TSE of {maker} says {code}": "die TSE von {maker} meldet {code}",
    "another printer answers: its certificate is not the one that was there at the set-up":
        "ein anderer Drucker antwortet: Sein Zertifikat ist nicht das von der Einrichtung",
    "it is not known which printer has the TSE": "es ist nicht bekannt, in welchem Drucker die TSE ist",
    "the address of the printer is needed": "die Adresse des Druckers fehlt",
    "the name of the TSE in the printer has letters, digits and underscores":
        "der Name der TSE im Drucker hat Buchstaben, Ziffern und Unterstriche",
    "the port is a number up to 65535": "der Port ist eine Zahl bis 65535",
    "the printer or TSE server cannot be reached": "Drucker oder TSE-Server ist nicht erreichbar",
    "the printer or TSE server cannot be reached, or does not encrypt":
        "Drucker oder TSE-Server ist nicht erreichbar oder verschlüsselt nicht",
    "the secret that printer and till share is wrong": "das gemeinsame Geheimnis von Drucker und Kasse ist falsch",
    "the folder of the TSE is needed with its whole path": "der Ordner der TSE wird mit seinem ganzen Pfad gebraucht",
    "the library of Swissbit ({file}) is not there: put it into the folder {folder} of the node":
        "die Bibliothek von Swissbit ({file}) fehlt: Legen Sie sie in den Ordner {folder} des Servers",
    "the library of Swissbit is too old or damaged: {error}": "die Bibliothek von Swissbit ist zu alt oder beschädigt: {error}",
    "others may write to the library of Swissbit or its folder: only the owner may":
        "andere dürfen in die Bibliothek von Swissbit oder ihren Ordner schreiben: Das darf nur der Besitzer",
    "the address must begin with ws:// or wss://": "die Adresse muss mit ws:// oder wss:// beginnen",
    "the address has no sensible port": "die Adresse hat keinen brauchbaren Port",
    "the PINs would go through the network in the clear: use wss://, or allow it in so many words":
        "die PINs gingen lesbar durchs Netz: Nehmen Sie wss:// oder erlauben Sie es ausdrücklich",
    "the web service of the TSE cannot be reached": "der Webdienst der TSE ist nicht erreichbar",
    "the web service does not know this command": "der Webdienst kennt diesen Befehl nicht",
    "the web service does not offer this command": "der Webdienst bietet diesen Befehl nicht",
    "API key and API secret of fiskaly are needed": "API-Schlüssel und API-Geheimnis von fiskaly werden gebraucht",
    "a TSE with this ID exists in another account": "eine TSE mit dieser ID gibt es in einem anderen Konto",
    "the account at fiskaly may have no more TSEs": "das Konto bei fiskaly darf keine weiteren TSEs haben",
    "the API key may not use this TSE": "der API-Schlüssel darf diese TSE nicht benutzen",
    "fiskaly does not accept the API key": "fiskaly nimmt den API-Schlüssel nicht an",
    "fiskaly does not accept the serial number of the till": "fiskaly nimmt die Seriennummer der Kasse nicht an",
    "fiskaly does not know this TSE": "fiskaly kennt diese TSE nicht",
    "fiskaly calls the TSE defective": "fiskaly nennt die TSE defekt",
    "fiskaly is loading the TSE, it takes a moment": "fiskaly lädt die TSE gerade, das dauert einen Augenblick",
    "fiskaly asks to wait {count} s": "fiskaly bittet, {count} s zu warten",
    "fiskaly takes a serial number of a till of at most {count} plain letters, digits and {signs}":
        "fiskaly nimmt nur Seriennummern von Kassen mit höchstens {count} einfachen Buchstaben, Ziffern und {signs}",
    "the TSE was deleted at fiskaly": "die TSE wurde bei fiskaly gelöscht",
    "the TSE exists, but its PUK got lost on the way: begin anew, or ask fiskaly for the PUK":
        "die TSE gibt es, aber ihre PUK ging unterwegs verloren: Beginnen Sie neu, oder fragen Sie fiskaly nach der PUK",
    "this TSE cannot be used: fiskaly calls it {state}": "diese TSE ist nicht zu gebrauchen: fiskaly nennt sie {state}",
    "the ID of the TSE is no UUID, such as {example}": "die ID der TSE ist keine UUID wie {example}",
    "it is not known which TSE at fiskaly is meant": "es ist nicht bekannt, welche TSE bei fiskaly gemeint ist",
    "the address of the TSE has no sensible port": "die Adresse der TSE hat keinen brauchbaren Port",
    "the address of the TSE must begin with https://": "die Adresse der TSE muss mit https:// beginnen",
    "the address of the TSE must begin with https://: nothing is sent in the clear":
        "die Adresse der TSE muss mit https:// beginnen: Nichts wird lesbar gesendet",
    "an address or a key holds a line break": "eine Adresse oder ein Schlüssel enthält einen Zeilenumbruch",
    "the server cannot be reached": "der Dienst ist nicht erreichbar",
    "the server of fiskaly has a problem ({code})": "der Dienst von fiskaly hat eine Störung ({code})",
    "the certificate of the server is not accepted: {error}": "das Zertifikat des Dienstes wird nicht angenommen: {error}",
    "too many requests": "zu viele Anfragen",
    "the answer cannot be read": "die Antwort ist nicht lesbar",
    "the answer cannot be read: {error}": "die Antwort ist nicht lesbar: {error}",
    "the answer to signing in has no token": "die Antwort auf die Anmeldung enthält keinen Zugang",
    "the answer is no HTTP": "die Antwort ist kein HTTP",
    "the answer is longer than it can be": "die Antwort ist länger, als sie sein kann",
    "the answer has too many headers": "die Antwort hat zu viele Kopfzeilen",
    "the file was answered with {code}": "auf die Datei kam {code}",
    "the export ended as {state}": "der Export endete als {state}",
    "the TSE is {state} at the moment": "die TSE ist im Augenblick {state}",
    "fiskaly: {error}": "fiskaly: {error}",
}  # fmt: skip
_KNOWN: Final = {**PRINTERS, **SIGNERS, **MAKERS}
_NAME: Final = re.compile(r"\{(\w+)\}")
_DEEPEST: Final = 3


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The texts with names in braces; the more of them is fixed, the earlier one is tried."""
    found = []
    for said, german in sorted(_KNOWN.items(), key=lambda pair: -len(_NAME.sub("", pair[0]))):
        if _NAME.search(said):
            parts = _NAME.split(said)
            fixed = [f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
            found.append((re.compile("".join(fixed), re.DOTALL), german))
    return tuple(found)


def in_german(reason: str, depth: int = 0) -> str:
    """A reason as the shop reads it, unchanged if it is not a known one."""
    if reason in _KNOWN:
        return _KNOWN[reason]
    if depth < _DEEPEST:
        for pattern, german in _patterns():
            if found := pattern.fullmatch(reason):
                return german.format(**{name: in_german(text, depth + 1) for name, text in found.groupdict().items()})
    return reason
