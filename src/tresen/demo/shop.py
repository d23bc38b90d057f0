"""The practice shop as a whole: everything a fresh node needs to look like a shop that has been open for a while.

All people, brands, addresses and numbers are invented: phone numbers are from the range the Bundesnetzagentur keeps
free for films, mail addresses end in `example.org`, the postcode is not assigned, the tax number is a pattern.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Final

from tresen.core.instore import InstoreRule
from tresen.core.receipt import Party
from tresen.core.tax import MARGIN_SCHEME, TaxRate
from tresen.demo.goods import Good, demo_goods

CONSENT_WORDING: Final = (
    "Ich möchte an „Tresentaler“ teilnehmen. Tante Tresen darf dazu meinen Namen, meine Kontaktdaten und meine "
    "Einkäufe speichern und für die angekreuzten Zwecke nutzen. Ich kann das jederzeit widerrufen."
)
"""What a customer of the practice shop agreed to, word for word."""


@dataclass(slots=True, frozen=True)
class Group:
    """An article group: its place on the till and the colour of its tiles."""

    id: str
    position: int
    name: str
    short: str
    """Name for a narrow button."""
    name_en: str
    colour: str
    """`#rrggbb`, dark enough for white text (WCAG 2.2: at least 4.5 to 1)."""


@dataclass(slots=True, frozen=True)
class Staff:
    """Somebody who works in the shop."""

    id: str
    name: str
    role: str
    """`owner`, `manager` or `cashier`."""
    pin: str
    """For practice only, printed by `tresen demo`; a node keeps the hash."""


@dataclass(slots=True, frozen=True)
class Consent:
    """What a customer agreed to, when, and in which words (Art. 7 GDPR asks for the proof)."""

    given_at: int
    """Milliseconds since 1970 UTC."""
    wording: str
    purposes: tuple[str, ...]
    """`points`, `offers_mail`, `receipt_mail`."""


@dataclass(slots=True, frozen=True)
class Customer:
    """A customer with a card. Name, phone and mail are personal data and must stay erasable."""

    id: str
    number: str
    """The number on the card, a GTIN-13 with the prefix 21."""
    name: str
    phone: str
    mail: str
    group: str
    """`stamm`, `mitarbeiter` or empty."""
    consent: Consent


@dataclass(slots=True, frozen=True)
class Till:
    """A till of the shop and the change it starts the day with."""

    id: str
    name: str
    opening_float: int
    """Cents."""
    place: str
    """The place its sales take stock from."""


@dataclass(slots=True, frozen=True)
class Reason:
    """A reason to choose from; the German text is what receipt and journal show."""

    de: str
    en: str


@dataclass(slots=True, frozen=True)
class DemoShop:
    """Everything at once, ready to be written into an empty node."""

    party: Party
    goods: tuple[Good, ...]
    groups: tuple[Group, ...]
    tax: tuple[TaxRate, ...]
    staff: tuple[Staff, ...]
    customers: tuple[Customer, ...]
    tills: tuple[Till, ...]
    places: Mapping[str, str]
    """Name of each place where stock lies."""
    reasons: Mapping[str, tuple[Reason, ...]]
    """Keyed `discount`, `return`, `void`, `no_sale`, `cash_in`, `cash_out`."""
    favourites: tuple[str, ...]
    """Ids of the articles on the till's first page."""
    instore_rules: tuple[InstoreRule, ...]
    """How to read the labels of weighed goods."""
    quick_cash: tuple[int, ...]
    """Notes offered as buttons, cents."""
    points_per_euro: int
    password: str
    """Sign-in of the owner in the office; for practice only."""


PARTY: Final = Party(
    name="Tante Tresen – Übungsladen",
    street="Am Alten Markt 7",
    postcode="99999",
    city="Musterstadt",
    tax_number="99/999/99999",
    vat_id="DE999999999",
    phone="030 23125 000",
    thanks="Danke und bis bald bei Tante Tresen!",
)

TAX: Final = (
    TaxRate(1, 1900, "2021-01-01", "Allgemeiner Steuersatz"),
    TaxRate(2, 700, "2021-01-01", "Ermäßigter Steuersatz"),
    TaxRate(5, 0, "2021-01-01", "Nicht steuerbar"),
    TaxRate(6, 0, "2021-01-01", "Umsatzsteuerfrei"),
    TaxRate(3, 780, "2025-01-01", "Durchschnittsatz (§ 24 Abs. 1 Nr. 3 UStG)"),
    TaxRate(4, 550, "2021-01-01", "Durchschnittsatz (§ 24 Abs. 1 Nr. 1 UStG)"),
    TaxRate(11, 1900, "2021-01-01", "Historischer allgemeiner Steuersatz 19 %"),
    TaxRate(12, 700, "2021-01-01", "Historischer ermäßigter Steuersatz 7 %"),
    TaxRate(MARGIN_SCHEME, 0, "2021-01-01", "Differenzbesteuerung (§ 25a UStG)", "Gebrauchtgegenstände/Sonderregelung"),
)
"""Rates since the end of the lowered rates of 2020 (§28 UStG)."""

STAFF: Final = (
    Staff("staff-1", "Theresa Tresen", "owner", "1111"),
    Staff("staff-2", "Malte Brandt", "manager", "2222"),
    Staff("staff-3", "Aylin Kaya", "cashier", "3333"),
    Staff("staff-4", "Jonas Weber", "cashier", "4444"),
    Staff("staff-5", "Sofia Rossi", "cashier", "5555"),
)

TILLS: Final = (
    Till("till-1", "Kasse 1", 200_00, "laden"),
    Till("till-2", "Kasse 2", 150_00, "laden"),
    Till("till-3", "Marktstand", 100_00, "laden"),
)

PLACE_NAMES: Final = {"laden": "Verkaufsraum", "lager": "Lager"}

REASONS: Final = {
    "discount": (
        Reason("Mindesthaltbarkeit kurz", "Short best-before date"), Reason("Verpackung beschädigt", "Damaged pack"),
        Reason("Stammkunde", "Regular customer"), Reason("Personalkauf", "Staff purchase"),
        Reason("Kulanz", "Goodwill"), Reason("Preis falsch ausgezeichnet", "Wrong price on the shelf"),
    ),
    "return": (
        Reason("Ware mangelhaft", "Faulty goods"), Reason("Falsch gekauft", "Bought by mistake"),
        Reason("Gefällt nicht", "Not liked"), Reason("Doppelt berechnet", "Charged twice"),
    ),
    "void": (
        Reason("Vertippt", "Typing mistake"), Reason("Kunde möchte nicht", "Customer changed their mind"),
        Reason("Doppelt gescannt", "Scanned twice"), Reason("Kunde hat Geld vergessen", "Customer forgot their money"),
    ),
    "no_sale": (
        Reason("Geld wechseln", "Give change"), Reason("Schublade prüfen", "Check the drawer"),
        Reason("Beleg einlegen", "Put in a slip"),
    ),
    "cash_in": (
        Reason("Wechselgeld von der Bank", "Change from the bank"),
        Reason("Wechselgeld aus dem Tresor", "Change from the safe"),
        Reason("Privateinlage", "Owner's deposit"),
    ),
    "cash_out": (
        Reason("Abschöpfung in den Tresor", "To the safe"), Reason("Einzahlung bei der Bank", "To the bank"),
        Reason("Privatentnahme", "Owner's withdrawal"), Reason("Portoauslage", "Postage"),
    ),
}  # fmt: skip

FAVOURITES: Final = (
    "1101", "1105", "1107", "1110", "3801", "3805", "3807", "1201", "1215", "1223", "1001", "1003", "1026", "1020",
    "1022", "2205", "2505", "2801", "2702", "3224", "3401", "3505", "4001", "4004",
)  # fmt: skip

INSTORE_RULES: Final = (
    InstoreRule("22", 4, "price", 5, decimals=2, value_check_digit=True),
    InstoreRule("28", 4, "weight", 5, decimals=3, value_check_digit=True),
)
"""The layouts GS1 Germany recommends: prefix, article number, check digit of the value, price or weight."""


PASSWORD: Final = "uebungsladen"  # noqa: S105 (for practice, printed at the start)


def demo_shop() -> DemoShop:
    """The practice shop, always the same."""
    goods = demo_goods()
    known = {good.article.number: good.article.id for good in goods}
    return DemoShop(
        party=PARTY,
        goods=goods,
        groups=demo_groups(),
        tax=TAX,
        staff=STAFF,
        customers=demo_customers(),
        tills=TILLS,
        places=PLACE_NAMES,
        reasons=REASONS,
        favourites=tuple(known[number] for number in FAVOURITES),
        instore_rules=INSTORE_RULES,
        quick_cash=(5_00, 10_00, 20_00, 50_00, 100_00),
        points_per_euro=1,
        password=PASSWORD,
    )


def demo_groups() -> tuple[Group, ...]:
    """The article groups in the order of the till."""
    return tuple(
        Group(row["id"], int(row["position"]), row["name"], row["short"], row["name_en"], row["colour"])
        for row in _rows("groups.csv")
    )


def demo_customers() -> tuple[Customer, ...]:
    """Forty customers with a card."""
    return tuple(
        Customer(
            id=f"customer-{position}",
            number=row["number"],
            name=row["name"],
            phone=row["phone"],
            mail=row["mail"],
            group=row["group"],
            consent=Consent(
                given_at=int(datetime.fromisoformat(row["consented_at"]).timestamp()) * 1000,
                wording=CONSENT_WORDING,
                purposes=tuple(row["purposes"].split()),
            ),
        )
        for position, row in enumerate(_rows("customers.csv"), start=1)
    )


def _rows(name: str) -> list[dict[str, str]]:
    table = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))
