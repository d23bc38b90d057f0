"""Who the shop is: name, address, tax numbers, as they stand on receipts from now on."""

from dataclasses import dataclass, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Shop
from tresen.masterdata.records import change
from tresen.operations.drawer.closing_first import concerns_closing, need_closing
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

LONGEST: Final = {
    "name": 60, "street": 60, "postcode": 10, "city": 62, "country": 3, "tax_number": 20, "vat_id": 15, "phone": 40,
}  # fmt: skip
"""Lengths of DSFinV-K `cashpointclosing.csv` and `location.csv`."""
NEEDED: Final = ("name", "street", "postcode", "city")


@dataclass(slots=True)
class ShopForm:
    """`country`: ISO 3166-1 alpha-3."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = "DEU"
    tax_number: str = ""
    vat_id: str = ""
    phone: str = ""
    small_business: bool = False
    """§19 UStG: everything is exempt and receipts say so."""


def the_shop(node: Node) -> Shop:
    """The node's own shop."""
    shop = next(iter(node.masterdata.shops), None)
    assert shop is not None, "the office opens after the set-up"
    return shop


async def change_shop(node: Node, actor: Actor, form: ShopForm) -> Failure | None:
    """Store what changed. A receipt names at least one of the tax numbers (§14(4) no. 2 UStG)."""
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    values = {name: " ".join(getattr(form, name).split()) for name in LONGEST}
    for name, value in values.items():
        if len(value) > LONGEST[name] or not value.isprintable() or (not value and name in NEEDED):
            return Failure("bad_input", {"field": name})
    if len(values["country"]) != 3 or not values["country"].isalpha() or not values["country"].isupper():
        return Failure("bad_input", {"field": "country"})
    if not values["tax_number"] and not values["vat_id"]:
        return Failure("bad_input", {"field": "tax_number"})
    async with node.changing:
        shop = the_shop(node)
        party = replace(shop.party, **values)  # type: ignore[arg-type]
        party.small_business = form.small_business
        return await store_shop(node, actor, replace(shop, name=values["name"], party=party))


async def store_shop(node: Node, actor: Actor, shop: Shop) -> Failure | None:
    """Write the shop if it changed. The caller holds `node.changing` and checked the right.

    What closings state changes only when every till is closed.
    """
    old = node.masterdata.shops.get(shop.id)
    if shop == old:
        return None
    closed_first = concerns_closing(old, shop)
    now = node.clock.now()
    day, entry_id = office_day(node, now), node.ids.new()

    def job(tx: Tx) -> None:
        if closed_first:
            need_closing(node, tx)
        change(tx, node.journal, "shop", shop.id, shop, entry_id=entry_id, at=now, day=day, actor=actor.staff)

    refused = await written(node, job)
    node.bus.tell("state")
    return refused
