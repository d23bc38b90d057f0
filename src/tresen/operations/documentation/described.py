"""The shop as it is set up now, as a document."""

from collections.abc import Iterable

from tresen import __version__
from tresen.core.money import format_cents
from tresen.operations.documentation import process_words as words
from tresen.operations.documentation.edition import DocumentTable, ProcessDocument, Section
from tresen.operations.documentation.own_texts import QUESTIONS
from tresen.operations.node import Node
from tresen.operations.rights import ACTS, DEFAULTS, rights_of

_ROLES = {
    "owner": "Inhaber", "manager": "Leitung", "cashier": "Kasse", "trainee": "Aushilfe", "accountant": "Buchhaltung",
}  # fmt: skip
_STATES = {"allow": "ja", "approve": "mit Freigabe", "deny": "nein"}
_ACTS = {
    "sell": "Verkaufen", "discount": "Rabatt geben", "discount_above_limit": "Rabatt über der Grenze",
    "price_override": "Preis ändern", "refund": "Rückgabe mit Beleg", "refund_without_receipt": "Rückgabe ohne Beleg",
    "void_line": "Position stornieren", "abort": "Vorgang abbrechen", "no_sale": "Lade ohne Verkauf öffnen",
    "cash_in": "Geld einlegen", "cash_out": "Geld entnehmen", "open_day": "Tag öffnen", "close_day": "Tag abschließen",
    "x_report": "Zwischenbericht", "reprint": "Belegkopie", "training": "Schulung", "take_over": "Offenen Bon übernehmen",
    "customer_create": "Kunden anlegen", "approve": "Andere freigeben", "office": "Büro öffnen",
    "masterdata": "Artikel ändern", "stock": "Bestand ändern", "customers": "Kunden bearbeiten",
    "staff": "Personal bearbeiten", "devices": "Kassen und Geräte", "settings": "Einstellungen ändern",
    "journal": "Journal lesen", "reports": "Berichte lesen", "fiscal": "Finanzamt",
}  # fmt: skip


def described(node: Node) -> ProcessDocument:
    """What stands in the process documentation at this moment."""
    texts = node.masterdata.settings.own_texts
    missing = tuple(key for key in QUESTIONS if not texts.get(key))
    shop = next(iter(node.masterdata.shops), None)
    sections = (
        Section("1 Allgemeine Beschreibung", words.PURPOSE, level=1),
        _business(node),
        *_own(node, "organisation", "other"),
        Section("2 Anwenderdokumentation", level=1),
        Section("Ablauf eines Tages", words.DAY),
        _rules(node),
        _rights(node),
        _people(node),
        Section("Verkauf ohne Server", words.OFFLINE, (_offline(node),)),
        Section("Ausfall der TSE", words.OUTAGE),
        *_own(node, "cash", "instruction", "outage"),
        Section("3 Technische Systemdokumentation", level=1),
        _software(node),
        _tills(node),
        _signers(node),
        _rates(node),
        Section("Aufzeichnung und Unveränderbarkeit", words.RECORDING),
        Section("Schnittstellen", words.INTERFACES),
        Section("4 Betriebsdokumentation", level=1),
        Section("Aufbewahrung und Archiv", words.RETENTION),
        Section("Zugriff und Kontrollen", words.CONTROLS),
        *_own(node, "backup", "papers", "access", "control"),
    )
    return ProcessDocument(shop.party.name if shop is not None else "", sections, missing)


def _own(node: Node, *keys: str) -> Iterable[Section]:
    for key in keys:
        text = node.masterdata.settings.own_texts.get(key, "")
        yield Section(QUESTIONS[key].title[0], tuple(line for line in text.splitlines() if line) or (words.UNWRITTEN,))


def _facts(*pairs: tuple[str, str]) -> DocumentTable:
    return DocumentTable((), tuple(pair for pair in pairs if pair[1]))


def _euro(cents: int) -> str:
    return f"{format_cents(cents, ',')} €"


def _yes(value: object) -> str:
    return "ja" if value else "nein"


def _business(node: Node) -> Section:
    tables = []
    for shop in node.masterdata.shops:
        party = shop.party
        tables.append(_facts(
            ("Geschäft", shop.name), ("Unternehmen", party.name), ("Straße", party.street),
            ("Ort", f"{party.postcode} {party.city}".strip()), ("Land", party.country),
            ("Steuernummer", party.tax_number), ("USt-IdNr.", party.vat_id),
            ("Kleinunternehmer (§19 UStG)", _yes(party.small_business)), ("Zeitzone", shop.time_zone),
            ("Geschäftstag beginnt um", f"{shop.day_start} Uhr"),
        ))  # fmt: skip
    return Section("Unternehmen und Betriebsstätte", (), tuple(tables))


def _rules(node: Node) -> Section:
    settings = node.masterdata.settings
    prints = {"always": "immer", "ask": "auf Nachfrage", "never": "nur elektronisch angeboten"}
    percent = format_cents(settings.line_discount_limit, ",").rstrip("0").rstrip(",")
    facts = _facts(
        ("Belegausdruck", prints.get(settings.print_receipts, settings.print_receipts)),
        ("Grenze für Rabatte ohne Freigabe", f"{percent} %"),
        ("Wartezeit auf die TSE", f"{settings.signer_timeout} ms"),
        ("Punkteprogramm", _yes(settings.points_active)),
        ("Übungsladen mit Simulatoren", _yes(settings.practice)),
    )
    named = (
        ("Rabatt", settings.reasons.discount), ("Preisänderung", settings.reasons.price),
        ("Rückgabe", settings.reasons.returned), ("Storno", settings.reasons.void),
        ("Abbruch", settings.reasons.abort), ("Lade ohne Verkauf", settings.reasons.no_sale),
        ("Einlage", settings.reasons.cash_in), ("Entnahme", settings.reasons.cash_out),
        ("Bestand", settings.reasons.stock),
    )  # fmt: skip
    reasons = DocumentTable(("Vorgang", "Gründe zur Auswahl"), tuple((name, ", ".join(texts)) for name, texts in named))
    return Section("Regeln an der Kasse", (), (facts, reasons))


def _rights(node: Node) -> Section:
    roles = tuple(DEFAULTS)
    rows = tuple((_ACTS.get(act, act), *(_STATES[rights_of(node, role)[act]] for role in roles)) for act in ACTS)
    head = ("Recht", *(_ROLES.get(role, role) for role in roles))
    return Section("Berechtigungen", (), (DocumentTable(head, rows),))


def _people(node: Node) -> Section:
    people = sorted(node.masterdata.staff, key=lambda one: (one.role, one.name))
    rows = tuple((one.name, _ROLES.get(one.role, one.role)) for one in people if one.active)
    return Section("Mitarbeitende mit Zugang", (), (DocumentTable(("Name", "Rolle"), rows),))


def _offline(node: Node) -> DocumentTable:
    limits = node.masterdata.settings.offline

    def limit(cents: int, none: str) -> str:
        return _euro(cents) if cents else none

    return _facts(
        ("Verkauf ohne Server erlaubt", _yes(limits.active)),
        ("Höchster Betrag eines Verkaufs", limit(limits.cash_limit_total, "keine Grenze")),
        ("Gutscheine bis", limit(limits.voucher_limit, "keine")),
        ("Kundenguthaben bis", limit(limits.store_credit_limit, "keines")),
        ("Karten an eigenständigem Gerät bis", limit(limits.card_external_limit, "keine")),
        ("Punkte", _yes(limits.points)),
        ("Längste Zeit ohne Verbindung", f"{limits.max_hours} Stunden" if limits.max_hours else "keine Grenze"),
    )


def _software(node: Node) -> Section:
    engine = node.engines
    from tresen.operations.engine_source import engine_id

    facts = _facts(
        ("Programm", f"Tresen {__version__}"),
        ("Rechenkern (Fassung und Hash)", engine_id() if engine is not None else ""),
        ("Datenbank", "PostgreSQL" if node.database.is_postgres else "SQLite"),
        ("Name des Servers", node.name),
        ("Adresse für Kunden", node.masterdata.settings.public_address),
    )
    return Section("Software", (), (facts,))


def _tills(node: Node) -> Section:
    tills = sorted(node.masterdata.tills, key=lambda one: one.name)
    rows = tuple(
        (one.name, one.serial, f"{one.maker} {one.model}", one.printer or "-", one.terminal or "-", "" if one.active else "außer Betrieb")
        for one in tills
    )  # fmt: skip
    paired = [one for one in node.masterdata.devices if not one.revoked_at]
    names = {one.id: one.name for one in tills}
    devices = tuple(sorted((one.name, names.get(one.till, one.till)) for one in paired))
    return Section(
        "Kassen und Geräte",
        (),
        (
            DocumentTable(("Kasse", "Seriennummer", "Hersteller, Modell", "Drucker", "Terminal", "Zustand"), rows),
            DocumentTable(("Gekoppeltes Gerät", "Kasse"), devices),
        ),
    )


def _signers(node: Node) -> Section:
    """From the records where there are any, else from what the devices said of themselves."""
    records = sorted(node.masterdata.signers, key=lambda one: (one.position, one.id))
    rows = [
        (one.name, one.kind, one.serial, one.certification, one.form, one.place, "" if one.active else "außer Betrieb")
        for one in records
    ]
    known = {one.serial for one in records}
    for member in node.signing.members.values():
        info = member.info
        if info is not None and info.serial not in known:
            rows.append((info.maker, "Simulator" if info.simulated else "", info.serial, "", "", "", ""))
    head = ("Name", "Art", "Seriennummer", "Zertifizierung", "Bauform", "Ort", "Zustand")
    return Section("Technische Sicherheitseinrichtungen (TSE)", (), (DocumentTable(head, tuple(rows)),))


def _rates(node: Node) -> Section:
    rates = sorted(node.masterdata.tax, key=lambda one: (one.key, one.valid_from))
    rows = tuple((str(one.key), f"{format_cents(one.rate, ',')} %", one.valid_from, one.label) for one in rates)
    return Section("Umsatzsteuersätze", (), (DocumentTable(("Schlüssel", "Satz", "gilt ab", "Bezeichnung"), rows),))
