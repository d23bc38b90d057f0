"""First start: a shop, a place for goods, perhaps a till, the VAT rates, and the owner with a password."""

from dataclasses import dataclass, field
from typing import Final

from tresen.core.failures import Failure
from tresen.core.receipt import Party
from tresen.journal.entry import Draft
from tresen.masterdata.kinds import Place, Shop, ShopSettings, Staff, Till
from tresen.masterdata.records import change
from tresen.masterdata.starting_rates import STARTING_RATES, rate_id
from tresen.operations.doors import letters
from tresen.operations.node import Node
from tresen.operations.signing_in.access_entry import access_entry
from tresen.operations.signing_in.set_password import password_weak
from tresen.operations.signing_in.sign_in_office import OfficeSignedIn, begin_session
from tresen.store import secrets
from tresen.store.writer import Tx

SHOP: Final = "shop-1"
PLACE: Final = "place-1"
LONGEST_TEXT: Final = 60
"""Longest name or street (DSFinV-K `LOC_NAME`, `LOC_STRASSE`)."""


@dataclass(slots=True)
class FirstShop:
    """What the owner says at the first start."""

    shop_name: str
    street: str
    postcode: str
    city: str
    tax_number: str
    owner_name: str
    password: str = field(repr=False)
    vat_id: str = ""
    till_name: str = ""
    """Empty: no till yet."""


def needs_owner(node: Node) -> bool:
    """Whether nobody can own this shop yet."""
    return not any(staff.role == "owner" and staff.active for staff in node.masterdata.staff)


async def set_up_owner(node: Node, asked: FirstShop) -> OfficeSignedIn | Failure:
    """Found the shop; the owner is signed in to the office afterwards. Works once."""
    faulty = _faulty(asked)
    if faulty is not None:
        return faulty
    if not needs_owner(node) or node.doors.setting_up:
        return Failure("setup_done", {})
    node.doors.setting_up = True
    try:
        return await _found(node, asked)
    finally:
        node.doors.setting_up = False


async def _found(node: Node, asked: FirstShop) -> OfficeSignedIn:
    hashed = await node.doors.hashing.password(asked.password, node.ids.secret())
    owner = Staff(node.ids.new(), asked.owner_name.strip(), "owner")
    party = Party(
        asked.shop_name.strip(), asked.street.strip(), asked.postcode.strip(), asked.city.strip(),
        tax_number=asked.tax_number.strip(), vat_id=asked.vat_id.strip(),
    )  # fmt: skip
    shop = Shop(SHOP, party.name, party)
    till = first_till(node, shop.id, asked.till_name) if asked.till_name.strip() else None
    records: list[tuple[str, str, object]] = [("shop", shop.id, shop), ("place", PLACE, Place(PLACE, "Laden", shop.id))]
    records += [("tax", rate_id(rate), rate) for rate in STARTING_RATES]
    if node.masterdata.all_settings.get("settings") is None:
        records.append(("settings", "settings", ShopSettings()))
    if till is not None:
        records.append(("till", till.id, till))
    records.append(("staff", owner.id, owner))
    now = node.clock.now()
    day = node.business_day(shop, now)
    entry_ids = [node.ids.new() for _ in records]
    entry: Draft = access_entry(
        node, "set_up", actor=owner.id, subject=f"staff:{owner.id}", shop=shop.id, name=owner.name
    )
    entry.business_day = day

    def job(tx: Tx) -> None:
        for (kind, id, record), entry_id in zip(records, entry_ids, strict=True):
            change(tx, node.journal, kind, id, record, entry_id=entry_id, at=now, day=day, actor=owner.id)
        node.journal.append(tx, entry)
        secrets.put(tx, "password", owner.id, hashed)

    await node.writer.write(job)
    node.doors.passwords[owner.id] = hashed
    if till is not None:
        await node.signing.register(till.serial)
    return await begin_session(node, owner)


def first_till(node: Node, shop: str, name: str) -> Till:
    """A new till with a serial number that no other till in the country has (§146a AO; 59 random bits)."""
    serial = f"TRESEN-{letters(node.ids.secret(), 12)}"
    place = next((place.id for place in node.masterdata.places if place.shop == shop), PLACE)
    printer, terminal = (next(iter(known)) if len(known) == 1 else "" for known in (node.printers, node.terminals))
    return Till(
        node.ids.new(), name.strip(), shop, serial, place, printer=printer, terminal=terminal,
        commissioned_at=node.clock.now(),
    )  # fmt: skip


def _faulty(asked: FirstShop) -> Failure | None:
    for name in ("shop_name", "street", "postcode", "city", "owner_name", "till_name"):
        value = getattr(asked, name).strip()
        if len(value) > LONGEST_TEXT or (not value and name != "till_name") or not value.isprintable():
            return Failure("bad_input", {"field": name})
    if not asked.tax_number.strip() and not asked.vat_id.strip():
        return Failure("bad_input", {"field": "tax_number"})
    for name in ("tax_number", "vat_id"):
        if len(getattr(asked, name).strip()) > 20 or not getattr(asked, name).isprintable():
            return Failure("bad_input", {"field": name})
    return Failure("password_weak", {}) if password_weak(asked.password, asked.owner_name) else None
