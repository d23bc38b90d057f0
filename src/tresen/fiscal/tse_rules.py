"""What `tresen tse verify` objects to, in German and English. `fault`: the evidence is broken; `note`: look at it."""

from collections.abc import Mapping
from typing import Final

from tresen.fiscal.objection import Rule

_FILES: Final[Mapping[str, Rule]] = {
    "tse.not_readable": Rule(
        "fault",
        "Die Datei lässt sich nicht lesen: {reason}.",
        "The file cannot be read: {reason}.",
    ),
    "tse.unknown_kind": Rule(
        "fault",
        "Das ist weder ein TAR-Archiv einer TSE noch ein DSFinV-K-Export noch der Text oder das Bild eines QR-Codes.",
        "This is neither the TAR archive of a TSE nor a DSFinV-K export nor the text or picture of a QR code.",
    ),
    "tse.cut_off": Rule(
        "fault",
        "Die Datei ist abgeschnitten oder beschädigt: {reason}. Was dahinter stand, fehlt.",
        "The file is cut off or damaged: {reason}. What stood behind it is missing.",
    ),
    "tse.too_large": Rule(
        "fault",
        "{name} soll {size} Bytes groß sein; so groß ist kein Eintrag einer TSE. Er wurde übersprungen.",
        "{name} claims to have {size} bytes; no entry of a TSE is that large. It was passed over.",
    ),
    "tse.too_many": Rule(
        "note",
        "Zu viele {what}, um allen zu folgen; hier hört die Prüfung dieser Nummern auf.",
        "Too many {what} to follow all of them; the check of these numbers ends here.",
    ),
    "tse.path": Rule(
        "fault",
        "{name} führt aus dem Ordner hinaus oder in einen anderen. In einem TSE-Archiv stehen nur Dateinamen.",
        "{name} leads out of the folder or into another. An archive of a TSE holds bare file names only.",
    ),
    "tse.no_file": Rule(
        "fault",
        "{name} ist keine gewöhnliche Datei (Verweis, Gerät oder Ähnliches).",
        "{name} is no ordinary file (a link, a device or the like).",
    ),
    "tse.other_file": Rule(
        "note",
        "{name} gehört nicht in ein TSE-Archiv nach TR-03153.",
        "{name} does not belong into an archive of a TSE (TR-03153).",
    ),
    "tse.info_missing": Rule(
        "note",
        "Die Datei info.csv fehlt; sie nennt Hersteller und Version der TSE.",
        "The file info.csv is missing; it names maker and version of the TSE.",
    ),
    "tse.empty": Rule(
        "fault",
        "In der Datei steht nichts, was eine TSE unterschrieben hat.",
        "The file holds nothing that a TSE signed.",
    ),
}
_CERTIFICATES: Final[Mapping[str, Rule]] = {
    "tse.certificate_bad": Rule(
        "fault",
        "Das Zertifikat {name} lässt sich nicht lesen: {reason}.",
        "The certificate {name} cannot be read: {reason}.",
    ),
    "tse.certificate_name": Rule(
        "fault",
        "Das Zertifikat {name} müsste nach seinem Schlüssel heißen: {serial}. Wurde es vertauscht?",
        "The certificate {name} should be named by its key: {serial}. Was it exchanged?",
    ),
    "tse.certificate_missing": Rule(
        "fault",
        "Zur TSE {serial} liegt kein Zertifikat bei; ihre Signaturen lassen sich nicht prüfen.",
        "There is no certificate of the TSE {serial}; its signatures cannot be checked.",
    ),
    "tse.chain_broken": Rule(
        "fault",
        "Das Zertifikat {name} trägt keine gültige Unterschrift von {issuer}, obwohl es das behauptet.",
        "The certificate {name} bears no true signature of {issuer}, although it says so.",
    ),
    "tse.chain_open": Rule(
        "note",
        "Der Aussteller {issuer} des Zertifikats {name} liegt nicht bei; wer für die TSE einsteht, ist damit offen.",
        "The issuer {issuer} of the certificate {name} is not there; who vouches for the TSE is left open.",
    ),
    "tse.root_unknown": Rule(
        "fault",
        "Die Kette endet bei {issuer}; das ist keine der mit --root genannten Wurzeln.",
        "The chain ends with {issuer}, which is none of the roots given with --root.",
    ),
    "tse.certificate_over": Rule(
        "fault",
        "Unterschrieben am {at}, aber das Zertifikat der TSE gilt von {start} bis {end}.",
        "Signed at {at}, but the certificate of the TSE is valid from {start} to {end}.",
    ),
}
_MESSAGES: Final[Mapping[str, Rule]] = {
    "tse.message_bad": Rule(
        "fault",
        "Die Log-Nachricht lässt sich nicht lesen: {reason}.",
        "The log message cannot be read: {reason}.",
    ),
    "tse.name_bad": Rule(
        "fault",
        "Der Name der Log-Nachricht folgt nicht TR-03153.",
        "The name of the log message does not follow TR-03153.",
    ),
    "tse.name_differs": Rule(
        "fault",
        "Der Name sagt {named}, die Nachricht selbst sagt {written}. Die Datei wurde umbenannt oder vertauscht.",
        "The name says {named}, the message itself says {written}. The file was renamed or exchanged.",
    ),
    "tse.algorithm": Rule(
        "fault",
        "Das Signaturverfahren ist keines einer TSE; die Signatur lässt sich nicht prüfen.",
        "The signature algorithm is none of a TSE; the signature cannot be checked.",
    ),
    "tse.signature": Rule(
        "fault",
        "Die Signatur passt nicht zu den Daten: Sie wurden geändert, oder eine andere TSE hat unterschrieben ({reason}).",
        "The signature does not fit the data: they were changed, or another TSE signed ({reason}).",
    ),
    "tse.der_signature": Rule(
        "note",
        "Die Signatur ist DER-kodiert, obwohl ihr Verfahren „plain“ heißt. Sie ist trotzdem wahr.",
        "The signature is DER encoded although its algorithm is named “plain”. It is true all the same.",
    ),
    "tse.key_wrapped": Rule(
        "note",
        "Der Schlüssel steht als SubjectPublicKeyInfo da statt als bloßer Punkt. Geprüft wurde mit dem Punkt darin.",
        "The key is given as SubjectPublicKeyInfo, not as the bare point. The point in it was used.",
    ),
    "tse.grammar": Rule(
        "fault",
        "Der unterschriebene Text folgt nicht der Vorschrift: {reason}.",
        "The signed text does not follow the rules: {reason}.",
    ),
    "tse.grouped_number": Rule(
        "fault",
        "Ein Betrag im unterschriebenen Text trägt ein Tausendertrennzeichen oder Komma: {reason}.",
        "An amount in the signed text bears a thousands separator or a comma: {reason}.",
    ),
    "tse.data_at_start": Rule(
        "note",
        "Beim Start der Transaktion {number} stehen schon Daten; Vorgangsart und Daten gehören zum Ende.",
        "Transaction {number} has data at its start already; type and data belong to its end.",
    ),
    "tse.code_bad": Rule(
        "fault",
        "Der QR-Code lässt sich nicht lesen: {reason}.",
        "The QR code cannot be read: {reason}.",
    ),
    "tse.no_code_reader": Rule(
        "fault",
        "Um Bilder zu lesen, muss das Paket zxing-cpp installiert sein. Der Text des Codes lässt sich ohne es prüfen.",
        "To read pictures the package zxing-cpp must be installed. The text of the code can be checked without it.",
    ),
    "tse.no_code": Rule(
        "fault",
        "Im Bild ist kein QR-Code zu erkennen.",
        "No QR code can be seen in the picture.",
    ),
}
_NUMBERS: Final[Mapping[str, Rule]] = {
    "tse.counter_gap": Rule(
        "fault",
        "TSE {serial}: Signaturzähler {numbers} fehlen. Es gab Unterschriften, die nicht in dieser Datei sind.",
        "TSE {serial}: signature counters {numbers} are missing. There were signatures that are not in this file.",
    ),
    "tse.counter_double": Rule(
        "fault",
        "TSE {serial}: Der Signaturzähler {number} kommt mehr als einmal vor.",
        "TSE {serial}: the signature counter {number} occurs more than once.",
    ),
    "tse.counter_later": Rule(
        "note",
        "TSE {serial}: Die Datei beginnt mit Signaturzähler {number}; was davor war, muss in anderen Exporten stehen.",
        "TSE {serial}: the file begins with signature counter {number}; what was before must be in other exports.",
    ),
    "tse.transaction_gap": Rule(
        "fault",
        "TSE {serial}: Transaktionen {numbers} fehlen.",
        "TSE {serial}: transactions {numbers} are missing.",
    ),
    "tse.transaction_open": Rule(
        "note",
        "TSE {serial}: Transaktionen {numbers} wurden begonnen und nicht beendet. Beim Export darf nur offen sein, was "
        "gerade verkauft wird.",
        "TSE {serial}: transactions {numbers} were started and not finished. Only what is just being sold may be open "
        "at the time of the export.",
    ),
    "tse.transaction_no_start": Rule(
        "fault",
        "TSE {serial}: Transaktionen {numbers} wurden beendet, ohne dass ihr Beginn dabei ist.",
        "TSE {serial}: transactions {numbers} were finished, but their start is missing.",
    ),
    "tse.started_twice": Rule(
        "fault",
        "TSE {serial}: Die Transaktion {number} beginnt mehr als einmal.",
        "TSE {serial}: transaction {number} starts more than once.",
    ),
    "tse.finished_twice": Rule(
        "fault",
        "TSE {serial}: Die Transaktion {number} endet mehr als einmal.",
        "TSE {serial}: transaction {number} finishes more than once.",
    ),
    "tse.time_back": Rule(
        "note",
        "TSE {serial}: Signaturzähler {number} ist auf {at} datiert, ein früherer auf {before}. Die Uhr wurde gestellt.",
        "TSE {serial}: signature counter {number} is dated {at}, an earlier one {before}. The clock was set.",
    ),
}
_ROWS: Final[Mapping[str, Rule]] = {
    "tse.row_columns": Rule(
        "fault",
        "Die Spalte {column} fehlt; ohne sie lassen sich die Signaturen nicht prüfen.",
        "The column {column} is missing; without it the signatures cannot be checked.",
    ),
    "tse.row_bad": Rule(
        "fault",
        "Die Zeile lässt sich nicht lesen: {reason}.",
        "The row cannot be read: {reason}.",
    ),
    "tse.row_device": Rule(
        "fault",
        "TSE_ID {device} dieses Abschlusses steht nicht in tse.csv.",
        "TSE_ID {device} of this closing is not in tse.csv.",
    ),
    "tse.row_till": Rule(
        "fault",
        "Zum Abschluss dieser Zeile fehlt die Kasse in cashregister.csv; ihre Seriennummer ist Teil der Signatur.",
        "The till of this row's closing is not in cashregister.csv; its serial number is part of what was signed.",
    ),
    "tse.row_serial": Rule(
        "fault",
        "TSE_SERIAL {serial} ist nicht der SHA-256-Wert des öffentlichen Schlüssels ({computed}), hexadezimal.",
        "TSE_SERIAL {serial} is not the SHA-256 of the public key ({computed}) in hexadecimal.",
    ),
    "tse.row_key": Rule(
        "fault",
        "TSE_PUBLIC_KEY ist kein Schlüssel einer TSE: {reason}.",
        "TSE_PUBLIC_KEY is no key of a TSE: {reason}.",
    ),
    "tse.row_incomplete": Rule(
        "fault",
        "Die Signatur fehlt, und TSE_TA_FEHLER nennt keinen Grund dafür.",
        "The signature is missing, and TSE_TA_FEHLER names no reason for it.",
    ),
    "tse.row_gap": Rule(
        "note",
        "TSE {serial}: Transaktionen {numbers} fehlen zwischen den exportierten. Entweder signiert die TSE auch für Kassen, "
        "die nicht im Export sind, oder eine begonnene Transaktion endete nach einem Ausfall als Abbruch (das zeigt das "
        "TAR-Archiv), oder es fehlen Vorgänge.",
        "TSE {serial}: transactions {numbers} are missing between the exported ones. Either the TSE also signs for tills "
        "that are not in the export, or a transaction that was started ended as an abort after an outage (the TAR archive "
        "shows it), or events are missing.",
    ),
    "tse.row_double": Rule(
        "fault",
        "TSE {serial}: Die Transaktion {number} steht bei mehr als einem Vorgang.",
        "TSE {serial}: transaction {number} is given for more than one event.",
    ),
    "tse.row_certificate": Rule(
        "fault",
        "TSE_ZERTIFIKAT gehört nicht zu TSE_PUBLIC_KEY: {reason}.",
        "TSE_ZERTIFIKAT does not belong to TSE_PUBLIC_KEY: {reason}.",
    ),
    "tse.row_cut": Rule(
        "note",
        "TSE_VORGANGSDATEN ist auf 1000 Zeichen gekürzt; diese Signatur lässt sich nur mit dem TAR-Archiv prüfen.",
        "TSE_VORGANGSDATEN is cut to 1000 characters; this signature can only be checked with the TAR archive.",
    ),
}
TSE_RULES: Final[Mapping[str, Rule]] = {**_FILES, **_CERTIFICATES, **_MESSAGES, **_NUMBERS, **_ROWS}
