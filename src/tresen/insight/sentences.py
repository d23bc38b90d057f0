"""One readable sentence for every entry of the journal, in German and English."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from tresen.core.deviation import sentences
from tresen.core.money import format_cents
from tresen.core.quantity import format_quantity
from tresen.core.receipt_number import printed_number
from tresen.insight.wording import english, staff_name, till_name
from tresen.journal.entry import Entry
from tresen.ledger import accounts
from tresen.operations.node import Node

Pair = tuple[str, str]
Body = Mapping[str, Any]

RECEIPTS: Final[Mapping[str, Pair]] = {
    "sale": ("Verkauf {number} über {amount} €", "Sale {number} of €{amount}"),
    "refund": ("Rückgabe {number} über {amount} €", "Refund {number} of €{amount}"),
    "exchange": ("Umtausch {number} über {amount} €", "Exchange {number} of €{amount}"),
    "cash_in": ("Einlage {number} von {amount} €", "Cash in {number} of €{amount}"),
    "cash_out": ("Entnahme {number} von {amount} €", "Cash out {number} of €{amount}"),
    "float": ("Anfangsbestand {number}: {amount} €", "Float {number}: €{amount}"),
    "difference": ("Kassendifferenz {number}: {amount} €", "Cash difference {number}: €{amount}"),
    "abort": ("Abbruch {number}", "Abort {number}"),
    "settlement": ("Zahlung auf Rechnung {number} über {amount} €", "Payment on account {number} of €{amount}"),
    "down_payment": ("Anzahlung {number} über {amount} €", "Down payment {number} of €{amount}"),
    "order": ("Bestellung {number} über {amount} €", "Order {number} of €{amount}"),
    "benefit": ("Sachbezug {number} über {amount} €", "Staff benefit {number} of €{amount}"),
    "training": ("Schulungsbeleg {number} über {amount} €", "Training receipt {number} of €{amount}"),
}

MASTERDATA: Final[Mapping[str, Pair]] = {
    "article": ("Artikel", "Article"), "group": ("Warengruppe", "Group"), "place": ("Lagerort", "Place"),
    "shop": ("Geschäft", "Shop"), "tse": ("TSE", "TSE"), "till": ("Kasse", "Till"), "device": ("Gerät", "Device"),
    "staff": ("Personal", "Staff"), "customer": ("Kundenkarte", "Customer card"), "tax": ("Steuersatz", "VAT rate"),
    "settings": ("Einstellungen", "Settings"),
}  # fmt: skip

SOURCES: Final[Mapping[str, Pair]] = {
    "import": ("durch einen Import", "by an import"),
    "undo": ("durch das Zurücknehmen eines Imports", "by undoing an import"),
    "receive": ("durch einen Wareneingang", "by receiving goods"),
}

STOCK: Final[Mapping[str, Pair]] = {
    "receive": ("Wareneingang", "Goods received"), "count": ("Zählung", "Stock count"),
    "adjust": ("Bestandskorrektur", "Stock adjustment"), "transfer": ("Umlagerung", "Stock transfer"),
    "undo": ("Rücknahme einer Bestandsbewegung", "Stock movement undone"), "": ("Anfangsbestand", "Opening stock"),
}  # fmt: skip

PAYMENTS: Final[Mapping[str, Pair]] = {
    "approved": ("genehmigt", "approved"), "declined": ("abgelehnt", "declined"), "unknown": ("unklar", "unknown"),
    "given_back": ("zurückgegeben", "given back"), "used": ("verbucht", "booked"),
}  # fmt: skip

INVOICES: Final[Mapping[str, Pair]] = {
    "invoice": ("Rechnung {number} über {amount} €", "Invoice {number} of €{amount}"),
    "credit_note": ("Rechnungskorrektur {number} über {amount} €", "Credit note {number} of €{amount}"),
    "cancellation": ("Stornorechnung {number} über {amount} €", "Cancellation {number} of €{amount}"),
}

PLAIN: Final[Mapping[str, Pair]] = {
    "closing": ("Tagesabschluss Z {counter} der {till}", "Closing Z {counter} of {till}"),
    "count": ("Kassensturz: {counted} € gezählt", "Drawer counted: €{counted}"),
    "cash_check": (
        "Kassensturz der {till}: {counted} € gezählt, Soll {expected} €",
        "Cash check of {till}: €{counted} counted, €{expected} expected",
    ),
    "day_opened": ("{till} geöffnet mit {float} € in der Lade", "{till} opened with €{float} in the drawer"),
    "drawer_opened": ("Lade ohne Verkauf geöffnet: {reason}", "Drawer opened without a sale: {reason}"),
    "handed_out": (
        "Beleg {number} ausgehändigt, gebucht war er als {booked_as}", "Receipt {number} handed out, booked as {booked_as}",
    ),
    "rescue_imported": (
        "Rettungsdatei eingelesen: {booked} gebucht, {known} bekannt, {refused} abgelehnt",
        "Rescue file imported: {booked} booked, {known} known, {refused} refused",
    ),
    "deviation_settled": ("Abweichung geklärt: {decision}", "Deviation settled: {decision}"),
    "reprinted": ("Belegkopie gedruckt", "Copy of a receipt printed"),
    "tse_outage_begun": ("TSE ausgefallen: {reason}", "TSE outage begun: {reason}"),
    "tse_outage_ended": ("TSE arbeitet wieder", "TSE outage ended"),
    "tse_switched": ("Eine andere TSE hat signiert: {reason}", "Another TSE signed: {reason}"),
    "tse_archived": ("TSE-Log archiviert: Signaturen {first} bis {last}", "TSE log archived: signatures {first} to {last}"),
    "person_erased": ("Personendaten eines Kunden gelöscht", "Personal data of a customer erased"),
    "import_begun": ("Import von „{file}“ mit {total} Artikeln begonnen", "Import of “{file}” with {total} articles begun"),
    "import_piece": ("{changed} Artikel eingeführt", "{changed} articles imported"),
    "import_ended": ("Import mit {total} Artikeln beendet", "Import of {total} articles ended"),
    "import_undo_piece": ("{changed} Artikel eines Imports zurückgenommen", "{changed} articles of an import undone"),
    "import_undone": ("Import zurückgenommen", "Import undone"),
    "set_up": ("Laden „{name}“ eingerichtet", "Shop set up by {name}"),
    "signed_out": ("Abgemeldet ({place})", "Signed out ({place})"),
    "signed_in": ("Angemeldet ({place})", "Signed in ({place})"),
    "denied": ("Verweigert: {act}", "Denied: {act}"),
    "approved": ("Freigegeben: {acts}", "Approved: {acts}"),
    "pin_set": ("PIN für {name} gesetzt", "PIN set for {name}"),
    "password_set": ("Passwort für {name} gesetzt", "Password set for {name}"),
    "unlocked": ("PIN-Sperre aufgehoben", "PIN lock lifted"),
    "device_paired": ("Gerät „{name}“ mit {till} gekoppelt", "Device “{name}” paired with {till}"),
    "device_revoked": ("Gerät „{name}“ gesperrt", "Device “{name}” revoked"),
    "pairing_code_issued": ("Kopplungscode für {till} ausgestellt", "Pairing code for {till} issued"),
    "token_issued": ("Schlüssel „{name}“ für eine Maschine ausgestellt", "Key “{name}” for a machine issued"),
    "token_revoked": ("Schlüssel „{name}“ zurückgezogen", "Key “{name}” revoked"),
    "printer_tested": ("Testseite gedruckt", "Test page printed"),
    "closing_printed": ("Tagesabschluss gedruckt", "Closing printed"),
    "cash_check_printed": ("Kassensturz gedruckt", "Cash check printed"),
    "officer_pass_issued": ("Prüfzugang für {name} ausgestellt", "Officer's pass for {name} issued"),
    "officer_pass_revoked": ("Prüfzugang von {name} beendet", "Officer's pass of {name} ended"),
    "officer_looked": ("{name} (Prüfung) hat gelesen: {path}", "{name} (officer) looked at {path}"),
    "process_documentation": (
        "Verfahrensdokumentation, Fassung {number}", "Process documentation, edition {number}",
    ),
    "audit_package": (
        "Prüfpaket für {first} bis {last} erstellt: {files} Dateien, {faults} Befunde",
        "Audit package of {first} to {last} made: {files} files, {faults} findings",
    ),
    "person_looked": ("Personendaten angesehen", "Personal data looked at"),
    "queue_moved": ("Auftrag neu angestoßen", "Job started again"),
    "simulator_switched": ("Übungsgerät {id} auf „{mode}“ gestellt", "Practice device {id} set to “{mode}”"),
    "exported": (
        "{what} zusammengestellt: {receipts} Belege", "{what} put together: {receipts} receipts",
    ),
    "software": ("Programmversion {version} läuft", "Version {version} of the program runs"),
    "verified": ("Journal geprüft: {faults} Fehler", "Journal verified: {faults} faults"),
}  # fmt: skip


def sentence(node: Node, entry: Entry, language: str) -> str:
    """What the entry says. A kind of a newer version is named as it is."""
    body: Body = msgspec.json.decode(entry.body)
    place = english(language)
    writer = _WRITERS.get(entry.kind)
    if writer is not None:
        return writer(node, entry, body, place)
    pair = PLAIN.get(entry.kind)
    if pair is None:
        return entry.kind
    return pair[place].format_map(_Values(node, entry, body, place))


class _Values(dict[str, str]):
    """The values of a sentence: from the body, money and names made readable; what is missing is empty."""

    def __init__(self, node: Node, entry: Entry, body: Body, place: int) -> None:
        super().__init__(counter=str(entry.counter), till=till_name(node, entry.till))
        self._body, self._mark = body, "." if place else ","

    def __missing__(self, key: str) -> str:
        value = self._body.get(key, "")
        if key in ("counted", "float", "expected") and isinstance(value, int):
            return format_cents(value, self._mark)
        if key == "changed":
            return str(len(value))
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)[:120]


def _receipt(node: Node, entry: Entry, body: Body, place: int) -> str:
    receipt = body["receipt"]
    pair = RECEIPTS.get(receipt["kind"], ("Beleg {number} über {amount} €", "Receipt {number} of €{amount}"))
    mark = "." if place else ","
    number = f"{till_name(node, entry.till)}/{printed_number(entry.series, entry.counter)}"
    return pair[place].format(number=number, amount=format_cents(receipt["total"], mark))


def _deviation(_node: Node, _entry: Entry, body: Body, place: int) -> str:
    said, _ = sentences(str(body.get("code", "")), body.get("detail") or {}, "en" if place else "de")
    return f"Deviation: {said}" if place else f"Abweichung: {said}"


def _masterdata(_node: Node, entry: Entry, body: Body, place: int) -> str:
    kind, _, id = entry.subject.partition(":")
    record = body.get("record") or {}
    article = record.get("article")
    inner = article if isinstance(article, dict) else record
    name = inner.get("name") or inner.get("label") or inner.get("number") or ("" if kind == "settings" else id)
    said = MASTERDATA.get(kind, (kind, kind))[place]
    shown = f"{said} „{name}“" if not place else f"{said} “{name}”"
    done = ("gelöscht", "deleted") if body.get("deleted") else ("geändert", "changed")
    source = SOURCES.get(str(body.get("source", "")))
    words = [shown if name else said, source[place] if source else "", done[place]]
    return " ".join(word for word in words if word)


def _stock(node: Node, _entry: Entry, body: Body, place: int) -> str:
    said = STOCK.get(str(body.get("act", "")), STOCK[""])[place]
    named = node.masterdata.places.get(str(body.get("place", "")))
    lines = body.get("lines") or []
    text = f"{said}, {named.name}" if named is not None else said
    if len(lines) == 1:
        article = node.masterdata.priced.get(lines[0]["article"])
        quantity = format_quantity(lines[0]["difference"], "." if place else ",")
        text += f": {article.name if article else lines[0]['article']} {quantity}"
    elif lines:
        text += f": {len(lines)} " + ("articles" if place else "Artikel")
    reason = str(body.get("reason", ""))
    return f"{text} ({reason})" if reason and reason != "opening_stock" else text


def _customer(node: Node, entry: Entry, body: Body, place: int) -> str:
    transfers = body.get("transfers") or [["", "", 0, ""]]
    source, _, amount, unit = transfers[0][:4]
    signed = amount if source in (accounts.PROGRAMME, accounts.CREDITS) else -amount
    customer = node.masterdata.customers.get(entry.subject.partition(":")[2])
    number = customer.number if customer is not None else ""
    if unit == "point":
        said = (f"{signed:+d} Punkte für Karte {number}", f"{signed:+d} points for card {number}")
    else:
        money = format_cents(signed, "." if place else ",")
        said = (f"{money} € Guthaben für Karte {number}", f"€{money} store credit for card {number}")
    reason = str(body.get("reason", ""))
    return f"{said[place]} ({reason})" if reason else said[place]


def _payment(_node: Node, _entry: Entry, body: Body, place: int) -> str:
    state = str(body.get("state", ""))
    result = body.get("result") or {}
    amount = format_cents(int(result.get("amount", 0)), "." if place else ",")
    said = PAYMENTS.get(state, (state, state))[place]
    return f"Card payment of €{amount}: {said}" if place else f"Kartenzahlung über {amount} €: {said}"


def _invoice(_node: Node, _entry: Entry, body: Body, place: int) -> str:
    said = INVOICES.get(str(body.get("type", "")), INVOICES["invoice"])[place]
    return said.format(
        number=body.get("number", ""), amount=format_cents(int(body.get("total", 0)), "." if place else ",")
    )


def about(node: Node, entry: Entry) -> str:
    """Name of whoever acted."""
    return staff_name(node, entry.actor) if entry.actor else ""


_WRITERS: Final[Mapping[str, Callable[[Node, Entry, Body, int], str]]] = {
    "receipt": _receipt, "masterdata": _masterdata, "stock": _stock, "points": _customer, "credit": _customer,
    "payment": _payment, "deviation": _deviation, "invoice": _invoice,
}  # fmt: skip
