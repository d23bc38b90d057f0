"""Who works here, how they can sign in, and what each role may do."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from tresen.insight.wording import english
from tresen.journal.read import latest_of_kind
from tresen.operations.node import Node
from tresen.operations.rights import ACTS, DEFAULTS, OFFICE_ACTS, rights_of

ROLES: Final = {
    "owner": ("Inhaber", "Owner"), "manager": ("Leitung", "Manager"), "cashier": ("Kasse", "Cashier"),
    "trainee": ("Aushilfe", "Trainee"), "accountant": ("Buchhaltung", "Accountant"),
    "auditor": ("Prüfung", "Auditor"),
}  # fmt: skip
LABELS: Final = {
    "sell": ("Verkaufen", "Sell"),
    "discount": ("Rabatt geben", "Give a discount"),
    "discount_above_limit": ("Rabatt über der Grenze", "Discount above the limit"),
    "price_override": ("Preis ändern", "Change a price"),
    "refund": ("Rückgabe mit Beleg", "Refund with receipt"),
    "refund_without_receipt": ("Rückgabe ohne Beleg", "Refund without receipt"),
    "void_line": ("Position stornieren", "Void a line"),
    "abort": ("Vorgang abbrechen", "Abort a basket"),
    "no_sale": ("Lade ohne Verkauf öffnen", "Open the drawer without a sale"),
    "cash_in": ("Geld einlegen", "Put cash in"),
    "cash_out": ("Geld entnehmen", "Take cash out"),
    "open_day": ("Tag öffnen", "Open the day"),
    "close_day": ("Tag abschließen", "Close the day"),
    "x_report": ("Zwischenbericht", "X report"),
    "reprint": ("Beleg noch einmal drucken", "Print a receipt again"),
    "training": ("Schulung", "Training"),
    "staff_benefit": ("Ware als Sachbezug an Personal geben", "Give goods to staff as a benefit"),
    "take_over": ("Offenen Bon übernehmen", "Take over an open basket"),
    "customer_create": ("Kunden anlegen", "Create customers"),
    "approve": ("Andere freigeben", "Approve others"),
    "office": ("Büro öffnen", "Open the office"),
    "masterdata": ("Artikel ändern", "Change articles"),
    "stock": ("Bestand ändern", "Change stock"),
    "customers": ("Kunden bearbeiten", "Edit customers"),
    "staff": ("Personal bearbeiten", "Edit staff"),
    "devices": ("Kassen und Geräte", "Tills and devices"),
    "settings": ("Einstellungen ändern", "Change settings"),
    "journal": ("Journal lesen", "Read the journal"),
    "reports": ("Berichte lesen", "Read reports"),
    "fiscal": ("Finanzamt", "Tax office"),
}


@dataclass(slots=True)
class StaffView:
    """`password_set`: whether the person can sign in to the office."""

    id: str
    name: str
    role: str
    active: bool
    pin_set: bool
    password_set: bool
    last_seen_at: int | None


@dataclass(slots=True)
class RoleView:
    id: str
    label: str


@dataclass(slots=True)
class ActView:
    """`place`: `till` or `office`."""

    id: str
    label: str
    place: str


@dataclass(slots=True)
class Rights:
    """`matrix[role][act]`: allow, approve or deny. `fixed`: roles that cannot be changed."""

    roles: list[RoleView]
    acts: list[ActView]
    matrix: dict[str, dict[str, str]]
    fixed: tuple[str, ...] = ("owner",)


async def list_staff(node: Node) -> list[StaffView]:
    """By name, those who work here first."""
    seen = await node.database.read(_last_seen)
    doors = node.doors
    found = [
        StaffView(
            one.id, one.name, one.role, one.active, one.id in doors.pins, one.id in doors.passwords, seen.get(one.id)
        )
        for one in node.masterdata.staff
    ]
    return sorted(found, key=lambda one: (not one.active, one.name))


async def staff_view(node: Node, id: str) -> StaffView:
    """One of them."""
    return next(one for one in await list_staff(node) if one.id == id)


def _last_seen(connection: sa.Connection) -> dict[str, int]:
    found = latest_of_kind(connection, "signed_in")
    return {subject.removeprefix("staff:"): at for subject, at in found.items()}


def rights_matrix(node: Node, language: str) -> Rights:
    """The whole matrix with labels."""
    place = english(language)
    acts = [
        ActView(act, LABELS.get(act, (act, act))[place], "office" if act in OFFICE_ACTS else "till") for act in ACTS
    ]
    roles = [RoleView(role, ROLES.get(role, (role, role))[place]) for role in DEFAULTS]
    return Rights(roles, acts, {role: rights_of(node, role) for role in DEFAULTS})
